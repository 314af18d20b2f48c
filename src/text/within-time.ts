import { createContext, Script } from 'node:vm'
import { errorCode } from './error-message.ts'

const SCRIPT = new Script('work()')
const context: { work?: () => unknown } = createContext({})

/**
 * The result of synchronous work, or null when it takes longer than `limitMs`. The engine interrupts a regular
 * expression, which may take exponential time, only in a script with a limit.
 */
export function withinTime<T>(limitMs: number, work: () => T): { result: T } | null {
  let result: { result: T } | null = null
  context.work = () => {
    result = { result: work() }
  }
  try {
    SCRIPT.runInContext(context, { timeout: limitMs })
    return result
  } catch (error) {
    if (errorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null
    throw error
  }
}
