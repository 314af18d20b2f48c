import { expect, inject, type TestContext } from 'vitest'
import type { Configuration } from '../../../src/settings/configuration.ts'
import { SOURCES } from '../../../src/source.ts'
import { judgeIfAnswered } from '../../matchers/toAnswer.ts'
import { Attempt } from './attempt.ts'
import type { WorkerContext } from './worker-context.ts'
import { type Each, runEach } from './run-each.ts'
import type { SuiteGolden } from './suite-golden.ts'
import { errorOf } from './judge-whole.ts'
import { test } from './test.ts'

/**
 * The default judgement: ask the golden, and expect the reply to answer it. An assertion takes longer than the judgement,
 * so it is left to replies that fail, and to tests that must have one.
 */
export const expectAnswer: Each = async ({ golden, ask }) => {
  const answer = await ask(golden)
  if (!mustAssert() && judgeIfAnswered(answer, golden)) return
  const [error] = errorOf(() => expect(answer).toAnswer(golden))
  if (error !== undefined) throw error
}

/** Whether the current test fails without an assertion, by the config or by a hook. */
function mustAssert(): boolean {
  const { isExpectingAssertions, expectedAssertionsNumber } = expect.getState()
  return inject('aios')?.requireAssertions === true || isExpectingAssertions || expectedAssertionsNumber != null
}

/** How the tests of a set are registered. */
export interface TestPlan {
  each: Each
  repeats: (golden: SuiteGolden) => number
  /** Two configurations to ask in turns; null: the plugin's own. */
  configurations: readonly [baseline: Configuration, candidate: Configuration] | null
}

/** Registers a test for each golden. */
export function registerGoldens(worker: WorkerContext, goldens: readonly SuiteGolden[], plan: TestPlan): void {
  const { settings } = worker.facts
  const run = settings.slots > 1 ? test.concurrent : test
  const calls = Math.max(1, 2 * settings.record) * (plan.configurations?.length ?? 1)
  const { each, configurations } = plan
  const byId = new Map(goldens.map((golden) => [golden.id, golden]))
  // One function for all goldens, because Vitest finds the fixtures of each function in its source text. It uses none,
  // because Vitest resolves those that `ask` depends on for each test.
  const judgeNamed = async ({ task, signal, onTestFinished }: TestContext) => {
    const golden = byId.get(task.name)
    if (golden === undefined) throw new Error(`aios: the set has no golden "${task.name}"`)
    const attempt = new Attempt(worker, task, signal)
    withoutStack(() => onTestFinished(() => attempt.close(), NO_TIMEOUT))
    await each({ golden, ask: attempt.ask })
  }
  for (const [index, golden] of grouped(worker, goldens).entries()) {
    const options = {
      repeats: plan.repeats(golden) - 1,
      timeout: timeoutOf(worker, calls),
      ...(golden.tags === undefined ? {} : { tags: golden.tags }),
    }
    if (configurations === null) {
      run(golden.id, options, judgeNamed)
    } else {
      run(golden.id, options, async ({ task, signal }) => {
        const repeat = task.result?.repeatCount ?? 0
        // Alternate the order, so that neither configuration always gets the cold cache.
        const order = (index + repeat) % 2 === 0 ? configurations : configurations.toReversed()
        for (const configuration of order) {
          await runEach(worker, { task, signal }, { golden, each, options: { configuration, repeat } })
        }
      })
    }
  }
}

/** Runs a step that makes an error, without the stack, which takes longest and would only point into the plugin. */
function withoutStack(step: () => void): void {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    step()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** Orders goldens by source, so that a server that keeps one model resident loads each model once. */
function grouped(worker: WorkerContext, goldens: readonly SuiteGolden[]): readonly SuiteGolden[] {
  if (worker.facts.backend.kind === 'replay') return goldens
  const sourceOf = (golden: SuiteGolden) =>
    worker.router.route({
      conversation: `golden:${golden.set}:${golden.id}`,
      messages: golden.conversation,
      explore: false,
    }).source
  const routed = goldens.map((golden) => ({ golden, source: sourceOf(golden) }))
  return SOURCES.flatMap((source) => routed.filter((entry) => entry.source === source).map((entry) => entry.golden))
}

/** Of a hook of the plugin, which waits for nothing but the main process. */
export const NO_TIMEOUT = 0

/** Longest delay of a timer in milliseconds; a longer one fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * Vitest's timeout, for a body that hangs; every call has limits of its own, which end it earlier with a better error.
 */
export function timeoutOf({ facts: { settings } }: WorkerContext, calls: number): number {
  const { connect, load, warmUp, total } = settings.limits
  // The limit of a reply starts anew with the first token of a load.
  const call = connect + Math.max(load, warmUp) + 2 * total
  return Math.min(3 * call * calls, LONGEST_TIMER)
}
