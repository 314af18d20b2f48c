import { expect } from 'vitest'
import type { Configuration } from '../../../src/settings/configuration.ts'
import { SOURCES } from '../../../src/source.ts'
import type { WorkerContext } from './worker-context.ts'
import { type Each, runEach } from './run-each.ts'
import type { SuiteGolden } from './suite-golden.ts'
import { errorOf } from './judge-whole.ts'
import { test } from './test.ts'

/** The default judgement: ask the golden, and expect the reply to answer it. */
export const expectAnswer: Each = async ({ golden, ask }) => {
  const answer = await ask(golden)
  const [error] = errorOf(() => expect(answer).toAnswer(golden))
  if (error !== undefined) throw error
}

/** How the tests of a set are registered. */
export interface Plan {
  each: Each
  repeats: (golden: SuiteGolden) => number
  /** Both are asked, in turns; null: the plugin's own configuration is. */
  configurations: readonly [baseline: Configuration, candidate: Configuration] | null
}

/** Registers a test for each golden. */
export function registerGoldens(worker: WorkerContext, goldens: readonly SuiteGolden[], plan: Plan): void {
  const { settings } = worker.facts
  const run = settings.slots > 1 ? test.concurrent : test
  const calls = Math.max(1, 2 * settings.record) * (plan.configurations?.length ?? 1)
  for (const [index, golden] of grouped(worker, goldens).entries()) {
    const options = {
      repeats: plan.repeats(golden) - 1,
      timeout: timeoutOf(worker, calls),
      ...(golden.tags === undefined ? {} : { tags: golden.tags }),
    }
    const { each, configurations } = plan
    if (configurations === null) {
      run(golden.id, options, async ({ ask }) => {
        await each({ golden, ask })
      })
    } else {
      // Who asks for the worker has it closed at the end of the file, and the last replies sent.
      run(golden.id, options, async ({ worker, task, signal }) => {
        const repeat = task.result?.repeatCount ?? 0
        // Whoever comes first finds a colder cache: both come first equally often.
        const order = (index + repeat) % 2 === 0 ? configurations : configurations.toReversed()
        for (const configuration of order) {
          await runEach(worker, { task, signal }, { golden, each, options: { configuration, repeat } })
        }
      })
    }
  }
}

/** One source after the other, so that a server that keeps one model resident swaps as few times as possible. */
function grouped(worker: WorkerContext, goldens: readonly SuiteGolden[]): SuiteGolden[] {
  const sourceOf = (golden: SuiteGolden) =>
    worker.router.route({
      conversation: `golden:${golden.set}:${golden.id}`,
      messages: golden.conversation,
      explore: false,
    }).source
  const routed = goldens.map((golden) => ({ golden, source: sourceOf(golden) }))
  return SOURCES.flatMap((source) => routed.filter((entry) => entry.source === source).map((entry) => entry.golden))
}

/** A timer that is told to wait for longer, in milliseconds, ends at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Every call ends within its own limits and says so; Vitest's timeout is only there for a body that hangs elsewhere. */
export function timeoutOf({ facts: { settings } }: WorkerContext, calls: number): number {
  const { connect, load, warmUp, total } = settings.limits
  // The limit of a reply starts anew with the first token of a load.
  const call = connect + Math.max(load, warmUp) + 2 * total
  return Math.min(3 * call * calls, LONGEST_TIMER)
}
