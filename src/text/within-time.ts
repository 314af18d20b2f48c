import { createContext, Script } from 'node:vm'
import { errorCode } from './error-message.ts'

type Sandbox = { script: Script; context: { work?: () => unknown } }

/** Created on first use, because a context takes milliseconds. */
let sandbox: Sandbox | null = null

/**
 * The result of synchronous work, or null when it takes longer than `limitMs`. The engine interrupts a regular
 * expression, which may take exponential time, only in a script with a limit.
 */
export function withinTime<T>(limitMs: number, work: () => T): { result: T } | null {
  let result: { result: T } | null = null
  const { script, context } = (sandbox ??= { script: new Script('work()'), context: createContext({}) })
  context.work = () => {
    result = { result: work() }
  }
  try {
    script.runInContext(context, { timeout: limitMs })
    return result
  } catch (error) {
    if (errorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null
    throw error
  }
}
