import { dirname, resolve } from 'node:path'
import { afterAll, describe, expect } from 'vitest'
import { knownFailure } from '../../src/evidence/index.ts'
import { regressionPolicy } from '../../src/evidence/regression/policy.ts'
import { fingerprint } from '../../src/goldens/fingerprint.ts'
import { conversationOf, readGoldenSet } from '../../src/goldens/read.ts'
import { baselineResults } from '../../src/run/baseline.ts'
import { goldenResults } from '../../src/run/events.ts'
import { SOURCES } from '../../src/source.ts'
import type { RegressionOptions, Slo } from '../../src/settings/types.ts'
import type { Ask } from './attempt.ts'
import { type Lab, openLab } from './lab.ts'
import { type SetRun, verdictsOn } from './set-run.ts'
import type { SuiteGolden } from './suite-golden.ts'
import { test } from './test.ts'

/** What to do with a golden set. Each part has a default, so the one-line form needs none. */
export interface GoldenSuite {
  /** Judges one golden. Default: ask it, and expect the reply to answer it. */
  each?: (context: { golden: SuiteGolden; ask: Ask }) => unknown
  /** Judges the set, after its goldens ran. Default: no regression against the baseline, and the objectives are met. */
  whole?: (context: { results: SetRun }) => unknown
  /** Objectives for this set in place of the plugin's, for the default `whole`. */
  slo?: Slo
  /** How a change is judged in place of the plugin's setting, for the default `whole`; a number is the tolerance. */
  regression?: number | RegressionOptions
}

/**
 * Registers a golden set as a Vitest suite: one test for each golden, and the judgement on the whole after them.
 *
 * @param name names the set, in reports and in the baseline; unique in the project
 * @param file the golden set, relative to the suite's file
 */
export function describeGoldens(name: string, file: string, suite: GoldenSuite = {}): void {
  const testFile = expect.getState().testPath
  if (testFile === undefined) throw new Error('aios: describeGoldens belongs into a test file, outside of tests')
  const path = resolve(dirname(testFile), file)

  describe(name, async () => {
    // The main process settles where replies come from, and this process reads meanwhile.
    const [opened, set] = await Promise.allSettled([openLab(testFile), readGoldenSet(path)])
    if (opened.status === 'rejected') throw opened.reason
    const lab = opened.value
    lab.usesGoldenSet(path)
    if (set.status === 'rejected') throw set.reason
    if (lab.results.has(name))
      throw new Error(`aios: two golden sets of ${testFile} are called "${name}": give each a name of its own`)
    lab.results.set(name, [])
    const baseline = lab.baseline === null ? null : baselineResults(lab.baseline, name)
    const recorded = new Map(baseline?.map((result) => [result.id, result]))
    const goldens = set.value.map((golden): SuiteGolden => {
      const print = fingerprint(golden)
      const tolerated = lab.facts.mode === 'record' || knownFailure(recorded.get(golden.id), print)
      return { ...golden, set: name, fingerprint: print, conversation: conversationOf(golden), tolerated }
    })
    register(lab, goldens, suite)
    afterAll(async ({}, own) => {
      const run: SetRun = {
        set: name,
        ids: goldens.map((golden) => golden.id),
        goldens: goldenResults(lab.results.get(name) ?? []),
        baseline,
        baselineFile: lab.facts.settings.baseline,
        mode: lab.facts.mode,
        boundary: lab.router.boundary,
      }
      try {
        await judgeWhole(run, suite, lab)
      } finally {
        own.meta.aiosSet = { set: name, file: path, ids: [...run.ids], ...verdictsOn(run) }
      }
    })
  })
}

function register(lab: Lab, goldens: readonly SuiteGolden[], suite: GoldenSuite): void {
  const { settings } = lab.facts
  const each = suite.each ?? expectAnswer
  const run = settings.slots > 1 ? test.concurrent : test
  for (const golden of grouped(lab, goldens)) {
    const repeats = settings.record > 0 ? 1 : (golden.repeats ?? (settings.repeats === 'auto' ? 1 : settings.repeats))
    const timeout = timeoutOf(lab)
    run(
      golden.id,
      { repeats: repeats - 1, timeout, ...(golden.tags === undefined ? {} : { tags: golden.tags }) },
      async ({ ask }) => {
        await each({ golden, ask })
      },
    )
  }
}

async function expectAnswer({ golden, ask }: Parameters<NonNullable<GoldenSuite['each']>>[0]): Promise<void> {
  const answer = await ask(golden)
  const [error] = errorOf(() => expect(answer).toAnswer(golden))
  if (error !== undefined) throw error
}

/** One source after the other, so that a server that keeps one model resident swaps as few times as possible. */
function grouped(lab: Lab, goldens: readonly SuiteGolden[]): SuiteGolden[] {
  const sourceOf = (golden: SuiteGolden) =>
    lab.router.route({ conversation: `golden:${golden.set}:${golden.id}`, messages: golden.conversation }).source
  const routed = goldens.map((golden) => ({ golden, source: sourceOf(golden) }))
  return SOURCES.flatMap((source) => routed.filter((entry) => entry.source === source).map((entry) => entry.golden))
}

/** A timer that is told to wait for longer, in milliseconds, ends at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Every call ends within its own limits and says so; Vitest's timeout is only there for a body that hangs elsewhere. */
function timeoutOf({ facts: { settings } }: Lab): number {
  const call = settings.limits.connect + settings.limits.load + settings.limits.total
  return Math.min(3 * call * Math.max(1, 2 * settings.record), LONGEST_TIMER)
}

async function judgeWhole(run: SetRun, suite: GoldenSuite, { facts: { settings } }: Lab): Promise<void> {
  if (suite.whole !== undefined) return void (await suite.whole({ results: run }))
  const slo = suite.slo ?? settings.slo
  const regression = suite.regression === undefined ? settings.regression : regressionPolicy(suite.regression)
  // Objectives are the whole set's: a part that was picked by hand says nothing about them.
  const judged = Object.keys(slo).length > 0 && run.goldens.length === run.ids.length
  const gates = [
    () => expect(run).toNotRegressBeyond(regression.tolerance),
    ...(judged ? [() => expect(run).toMeetSlo(slo)] : []),
  ]
  const errors = gates.flatMap(errorOf)
  // Vitest shows the errors of an AggregateError one by one.
  if (errors.length > 0) throw new AggregateError(errors, `golden set "${run.set}"`)
}

/** The error of an expectation that the plugin itself makes: without a stack, since the message says it all. */
function errorOf(expectation: () => void): unknown[] {
  try {
    expectation()
    return []
  } catch (error) {
    if (error instanceof Error) error.stack = `${error.name}: ${error.message}`
    return [error]
  }
}
