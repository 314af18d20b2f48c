import { isError } from '../../../src/text/error-message.ts'
import type { TestContext } from 'vitest'
import type { Ask, AskOptions } from './ask-types.ts'
import { Attempt } from './attempt.ts'
import { CouldNotMeasureError } from './could-not-measure.ts'
import type { WorkerContext } from './worker-context.ts'
import type { SuiteGolden } from './suite-golden.ts'

/** Asks one golden and judges its reply. */
export type Each = (context: { golden: SuiteGolden; ask: Ask }) => unknown

/**
 * Runs the judgement of a golden once more than Vitest does, with the given options; the replies belong to the test.
 * Returns the error of a judgement that failed, else null. Rejects when there was no reply.
 */
export async function runEach(
  worker: WorkerContext,
  { task, signal }: Pick<TestContext, 'task' | 'signal'>,
  judged: { golden: SuiteGolden; each: Each; options: AskOptions },
): Promise<Error | null> {
  const { golden, each, options } = judged
  const attempt = new Attempt(worker, task, signal)
  const failure = await errorOf(() =>
    each({ golden, ask: (question, own) => attempt.ask(question, { ...options, ...own }) }),
  )
  await attempt.close(failure)
  if (failure instanceof CouldNotMeasureError) throw failure
  return failure
}

async function errorOf(judge: () => unknown): Promise<Error | null> {
  try {
    await judge()
    return null
  } catch (error) {
    return isError(error) ? error : new Error(String(error))
  }
}
