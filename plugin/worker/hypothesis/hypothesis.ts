import { inspect } from 'node:util'
import { isError } from '../../../src/text/error-message.ts'
import { expect, recordArtifact } from 'vitest'
import { declarationProblems, type HypothesisDeclaration } from '../../../src/verdicts/hypothesis/declaration.ts'
import type { Router } from '../../../src/router/index.ts'
import {
  type HypothesisNote,
  judgedNote,
  openNote,
  unmeasuredNote,
} from '../../../src/provenance/hypothesis/hypothesis-note.ts'
import type { Ask } from '../suite/ask-types.ts'
import { redactedFailure } from '../suite/failure-text.ts'
import { Attempt } from '../suite/attempt.ts'
import { test } from '../suite/test.ts'
import { accessorsOf } from './accessors.ts'
import type { Accessors } from './accessor-types.ts'
import { HypothesisRun } from './hypothesis-run.ts'
import { SampleCollector } from './sample-collector.ts'
import type { QuestionFiles } from './questions.ts'

/** A hypothesis as it is declared in a test file. */
export interface Hypothesis extends HypothesisDeclaration {
  /** Golden sets to ask, relative to the file of the hypothesis. Default: all beside the baseline. */
  goldens?: QuestionFiles
}

/** The context that the body of a hypothesis receives. */
export interface HypothesisContext extends Accessors {
  /** Asks a question that is not in a golden set. */
  ask: Ask
  router: Router
}

/** Gathers samples, and ends with an outcome matcher such as `expect(sample).toBeFasterBy(2)`. */
export type HypothesisBody = (context: HypothesisContext) => Promise<void>

/**
 * A body that never ends by itself is stopped after this time, in milliseconds; every call ends within its own limits.
 */
const LONGEST_BODY = 24 * 60 * 60 * 1_000

type Declare = (id: string, hypothesis: Hypothesis, body: HypothesisBody) => void

/**
 * Registers a hypothesis as a Vitest test. Every outcome passes, unless the hypothesis declares `must`; the test fails without
 * an outcome (a question got no reply, the body threw or judged nothing). Throws for an invalid declaration.
 *
 * @param id name in reports and in the log, such as `H3`; unique in a run
 * @param hypothesis the claim, and how it is judged
 * @param body takes a sample, and judges it with an outcome matcher
 */
export const hypothesis: Declare & {
  /** Runs only this one of its file. */
  only: Declare
  /** Skips this one. */
  skip: Declare
} = Object.assign(declareWith(test), { only: declareWith(test.only), skip: declareWith(test.skip) })

function declareWith(register: typeof test | typeof test.only): Declare {
  return (id, hypothesis, body) => {
    const testFile = expect.getState().testPath
    if (testFile === undefined) throw new Error('aios: hypothesis must be called in a test file, outside of tests')
    const { goldens, ...declaration } = { ...hypothesis }
    const problems = declarationProblems(id, declaration)
    if (typeof body !== 'function')
      problems.push(`hypothesis ${id} needs a body, such as async ({ paired }) => { ... }`)
    if (problems.length > 0) throw new Error(`aios: ${problems.join('; ')}`)
    const note = openNote(id, declaration)
    // Retrying until the claim is supported would bias the outcome.
    const options = { timeout: LONGEST_BODY, retry: 0, repeats: 0, meta: { aiosHypothesis: note } }
    register(`${note.id}: ${note.claim}`, options, async ({ worker, task, signal }) => {
      const run = new HypothesisRun(id, declaration)
      const attempt = new Attempt(worker, task, signal, { judgesByEnd: false })
      const collector = new SampleCollector(worker, task, attempt, id)
      const accessors = accessorsOf({ worker, collector, run, testFile, goldens })
      const ask: Ask = (question, options = {}) =>
        attempt.ask(question, { hypothesis: { id, variant: options.source ?? 'routed' }, ...options })
      const carry = async (next: HypothesisNote) => {
        if (worker.facts.drillDown !== 'cards') {
          task.meta.aiosHypothesis = next
          return
        }
        delete task.meta.aiosHypothesis
        await recordArtifact(task, { type: 'aios:hypothesis', note: next })
      }
      const keep = async () => {
        await carry(judgedNote(note, run.conclude(), run.unmeasured))
        if (worker.facts.settings.record === 0) return
        const { recordingsOf } = await import('./recordings.ts')
        const entries = recordingsOf(collector.fresh, worker.facts)
        if (entries.length > 0) await recordArtifact(task, { type: 'aios:recording', entries })
      }
      await carry(note)
      try {
        await runBody(attempt, () => body({ ...accessors, ask, router: worker.router }))
        await keep()
      } catch (error) {
        // An unsupported claim is an outcome; any other error means that there is no outcome.
        if (run.failedToHold) await keep()
        else await carry(unmeasuredNote(note, redactedFailure(testFile, reasonOf(error))))
        throw error
      }
      if (run.failedToHold && task.result?.state !== 'fail')
        throw new Error(
          `aios: hypothesis ${note.id} must hold and does not, and its body caught the error of its matcher`,
        )
    })
  }
}

function reasonOf(error: unknown): string {
  return isError(error) ? error.message : `its body threw ${inspect(error)}`
}

/** Runs a body, then ends the attempt. The end of the body does not judge replies. */
async function runBody(attempt: Attempt, body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    await attempt.close(error)
    throw error
  }
  await attempt.close(null)
}
