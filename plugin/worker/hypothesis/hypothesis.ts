import { inspect } from 'node:util'
import { isError } from '../../../src/text/error-message.ts'
import { expect, recordArtifact } from 'vitest'
import { declarationFaults, type HypothesisDeclaration } from '../../../src/verdicts/hypothesis/declaration.ts'
import type { Router } from '../../../src/router/index.ts'
import { judgedNote, openNote, unmeasuredNote } from '../../../src/provenance/hypothesis/hypothesis-note.ts'
import type { Ask } from '../suite/ask-types.ts'
import { Attempt } from '../suite/attempt.ts'
import { test } from '../suite/test.ts'
import { accessorsOf } from './accessors.ts'
import type { Accessors } from './accessor-types.ts'
import { HypothesisRun } from './hypothesis-run.ts'
import { SampleCollector } from './sample-collector.ts'
import type { QuestionFiles } from './questions.ts'
import { recordingsOf } from './recordings.ts'

/** A hypothesis as it is declared in a test file. */
export interface Hypothesis extends HypothesisDeclaration {
  /** Golden sets to ask, relative to the file of the hypothesis. Default: all beside the baseline. */
  goldens?: QuestionFiles
}

/** What the body of a hypothesis receives. */
export interface HypothesisContext extends Accessors {
  /** Asks what no golden set holds. */
  ask: Ask
  router: Router
}

/** Looks at the evidence, and ends with an outcome matcher such as `expect(sample).toBeFasterBy(2)`. */
export type HypothesisBody = (context: HypothesisContext) => Promise<void>

/** A body that never ends by itself is stopped after this time, in milliseconds; every call ends within its own limits. */
const LONGEST_BODY = 24 * 60 * 60 * 1_000

type Declare = (id: string, hypothesis: Hypothesis, body: HypothesisBody) => void

/**
 * Registers a hypothesis as a Vitest test. Whatever comes out of it is a result; the test fails where there is no
 * outcome (a question got no reply, the body broke or judged nothing), and where one that must hold does not. Throws for
 * a declaration that cannot be judged.
 *
 * @param id names it in reports and in the log, such as `H3`; unique in a run
 * @param hypothesis what is claimed, and how it will be judged
 * @param body takes a sample, and judges it with an outcome matcher
 */
export const hypothesis: Declare & {
  /** Runs only this one of its file. */
  only: Declare
  /** Leaves this one out. */
  skip: Declare
} = Object.assign(declareWith(test), { only: declareWith(test.only), skip: declareWith(test.skip) })

function declareWith(register: typeof test | typeof test.only): Declare {
  return (id, hypothesis, body) => {
    const testFile = expect.getState().testPath
    if (testFile === undefined) throw new Error('aios: hypothesis belongs into a test file, outside of tests')
    const { goldens, ...declaration } = { ...hypothesis }
    const faults = declarationFaults(id, declaration)
    if (typeof body !== 'function') faults.push(`hypothesis ${id} needs a body, such as async ({ paired }) => { ... }`)
    if (faults.length > 0) throw new Error(`aios: ${faults.join('; ')}`)
    const note = openNote(id, declaration)
    // A retry until it holds would be a search for luck.
    const options = { timeout: LONGEST_BODY, retry: 0, repeats: 0, meta: { aiosHypothesis: note } }
    register(`${note.id}: ${note.claim}`, options, async ({ worker, task, signal }) => {
      const run = new HypothesisRun(id, declaration)
      const attempt = new Attempt(worker, task, signal, { judgesByEnd: false })
      const collector = new SampleCollector(worker, task, attempt, id)
      const accessors = accessorsOf({ worker, collector, run, testFile, goldens })
      const ask: Ask = (question, options = {}) =>
        attempt.ask(question, { hypothesis: { id, variant: options.source ?? 'routed' }, ...options })
      const keep = async () => {
        task.meta.aiosHypothesis = judgedNote(note, run.conclude(), run.unmeasured)
        const entries = recordingsOf(collector.fresh, worker.facts)
        if (entries.length > 0) await recordArtifact(task, { type: 'aios:recording', entries })
      }
      try {
        await attended(attempt, () => body({ ...accessors, ask, router: worker.router }))
        await keep()
      } catch (error) {
        // That it does not hold is an outcome too; anything else means that there is none.
        if (run.failedToHold) await keep()
        else task.meta.aiosHypothesis = unmeasuredNote(note, reasonOf(error))
        throw error
      }
      if (run.failedToHold && task.result?.state !== 'fail')
        throw new Error(
          `aios: hypothesis ${note.id} must hold and does not, and its body caught what its matcher threw`,
        )
    })
  }
}

function reasonOf(error: unknown): string {
  return isError(error) ? error.message : `its body threw ${inspect(error)}`
}

/** Runs a body to its end, then ends the attempt. Its end is no verdict on a reply: what is not judged stays unjudged. */
async function attended(attempt: Attempt, body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    await attempt.close(error)
    throw error
  }
  await attempt.close(null)
}
