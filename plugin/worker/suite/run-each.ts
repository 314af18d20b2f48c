import { isError } from '../../../src/text/error-message.ts'
import type { TestContext } from 'vitest'
import type { Ask, AskOptions } from './ask-types.ts'
import { Attempt } from './attempt.ts'
import { CouldNotMeasureError } from './could-not-measure.ts'
import type { WorkerContext } from './worker-context.ts'
import type { SuiteGolden } from './suite-golden.ts'

/** Judges one golden with what it asks. */
export type Each = (context: { golden: SuiteGolden; ask: Ask }) => unknown

/**
 * Runs the judgement of a golden once more than Vitest does by itself, in the given manner; its replies are the test's.
 * Gives the error of a judgement that found fault, null where it found none. Rejects when there was no reply.
 */
export async function runEach(
  worker: WorkerContext,
  { task, signal }: Pick<TestContext, 'task' | 'signal'>,
  judged: { golden: SuiteGolden; each: Each; options: AskOptions },
): Promise<Error | null> {
  const { golden, each, options } = judged
  const attempt = new Attempt(worker, task, signal)
  const fault = await faultOf(() =>
    each({ golden, ask: (question, own) => attempt.ask(question, { ...options, ...own }) }),
  )
  await attempt.close(fault)
  if (fault instanceof CouldNotMeasureError) throw fault
  return fault
}

async function faultOf(judge: () => unknown): Promise<Error | null> {
  try {
    await judge()
    return null
  } catch (error) {
    return isError(error) ? error : new Error(String(error))
  }
}
