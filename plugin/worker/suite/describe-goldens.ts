import { dirname, resolve } from 'node:path'
import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import { afterAll, describe, expect } from 'vitest'
import { knownFailure, UNKNOWN_MODEL } from '../../../src/verdicts/regression/comparison.ts'
import type { GoldenResult } from '../../../src/verdicts/results.ts'
import { setImmediate } from '../../../src/clock.ts'
import { fingerprint } from '../../../src/goldens/fingerprint.ts'
import { conversationOf, readGoldenSet } from '../../../src/goldens/sets/golden-set.ts'
import { baselineResults } from '../../../src/artifacts/baseline/baseline-file.ts'
import { goldenResults } from '../../../src/provenance/results/golden-results.ts'
import { isGreedyRun } from '../../../src/provenance/results/greedy-run.ts'
import { driftFromHistory } from '../../../src/artifacts/comparison-history.ts'
import { type Configuration, configurationProblems, configure } from '../../../src/settings/configuration.ts'
import type { Sampling } from '../../../src/settings/sampling.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { acceptExpectations } from './assert-expectation.ts'
import { eventIn } from './judging.ts'
import { expectAnswer, NO_TIMEOUT, registerGoldens } from './golden-tests.ts'
import { type Gates, judgeWhole, policyOf } from './judge-whole.ts'
import { type WorkerContext, openWorkerContext, requestedBackend } from './worker-context.ts'
import { type Looks, planSet, registerMoreLooks } from './more-looks.ts'
import type { Each } from './run-each.ts'
import { type SetRun, verdictsOn } from './set-run.ts'
import type { SuiteGolden } from './suite-golden.ts'
import { assertSuiteOptions } from './suite-options.ts'
import { test } from './test.ts'

/** Options of a golden set. Each has a default. */
export interface GoldenSuite extends Gates {
  /** Judges one golden. Default: ask it, and expect the reply to answer it. */
  each?: Each
  /**
   * Which attempt counts for quality where Vitest retries the test of a golden that failed: the first one that got a
   * reply, or the last. Default `first`: a wrong answer stays wrong, and the golden is reported as passed on retry.
   */
  countedAttempt?: 'first' | 'last'
  /** Judges the set, after its goldens ran. Default: no regression against the baseline, and the objectives are met. */
  whole?: (context: { results: SetRun }) => unknown
  /**
   * Compares two configurations with each other, and not with the recorded baseline. Both are asked in turns, so that
   * drift of the machine affects both. Default of `baseline`: the plugin's own configuration.
   */
  compare?: { baseline?: Configuration; candidate: Configuration }
}

/**
 * Registers a golden set as a Vitest suite: one test for each golden, then the judgement of the whole set.
 *
 * @param name name of the set, in reports and in the baseline; unique in the project
 * @param file the golden set, relative to the suite's file
 */
export function describeGoldens(name: string, file: string, suite: GoldenSuite = {}): void {
  const testFile = expect.getState().testPath
  if (testFile === undefined) throw new Error('aios: describeGoldens must be called in a test file, outside of tests')
  const path = resolve(dirname(testFile), file)
  assertSuiteOptions(suite)
  const configurations = configurationsOf(suite)
  const { countedAttempt = DEFAULTS.GoldenSuiteOptions.countedAttempt } = suite

  describe(name, async () => {
    // Read the set while the main process chooses the backend.
    await requestedBackend(testFile)
    const reading = readGoldenSet(path).then((goldens) =>
      goldens.map((golden) => ({ ...golden, fingerprint: fingerprint(golden), conversation: conversationOf(golden) })),
    )
    const [opened, set] = await Promise.allSettled([openWorkerContext(testFile), reading])
    // Report a mistake in the set first: it needs a fix whether or not a server answers.
    if (opened.status === 'fulfilled') opened.value.usesGoldenSet(path)
    if (set.status === 'rejected') throw set.reason
    acceptExpectations(set.value)
    if (opened.status === 'rejected') throw opened.reason
    const worker = opened.value
    if (worker.results.has(name))
      throw new Error(`aios: two golden sets of ${testFile} are called "${name}": give each a name of its own`)
    worker.results.set(name, [])
    const { settings, mode } = worker.facts
    const recorded =
      worker.baseline === null
        ? null
        : baselineResults(
            worker.baseline,
            name,
            set.value.map(({ id }) => id),
          )
    const before = new Map(recorded?.map((result) => [result.id, result]))
    const goldens = set.value.map((golden, index): SuiteGolden => {
      const isKnown = () => knownFailure(before.get(golden.id), golden.fingerprint)
      const tolerated = configurations !== null || mode === 'record' || isKnown()
      const recordedAs = before.get(golden.id)?.fingerprint ?? golden.fingerprint
      const changed = recordedAs !== golden.fingerprint
      return { ...golden, set: name, place: { file: path, index }, tolerated, changed, countedAttempt }
    })
    const drift = configurations === null ? await driftFromHistory(settings.dir, name) : 0
    const policy = policyOf(suite, settings)
    const planned = settings.repeats === 'auto' && settings.record === 0
    const plannedFrom = configurations !== null ? [] : mode === 'record' ? null : recorded
    const looks = planned ? planSet(goldens.length, plannedFrom, { drift, policy }) : null
    const setRun = (): SetRun => ({
      set: name,
      ids: goldens.map((golden) => golden.id),
      ...(configurations === null
        ? { goldens: goldenResults(eventsOf(worker, name)), baseline: recorded, mode }
        : { ...sides(worker, name, configurations), mode: 'compare' as const }),
      drift,
      baselineFile: settings.baseline,
      configurations,
      greedy: isGreedyRun(samplingOf(settings, configurations), eventsOf(worker, name)),
      ...lookOf(looks),
      boundary: worker.router.boundary,
    })
    const repeatsOf = ({ repeats }: SuiteGolden) => {
      if (settings.record > 0) return 1
      return repeats ?? looks?.after[0] ?? (settings.repeats === 'auto' ? 1 : settings.repeats)
    }
    const plan = { each: suite.each ?? expectAnswer, configurations, repeats: repeatsOf }
    registerGoldens(worker, goldens, plan)
    // Open the models while the main process reads the list of tests. An error comes with the first question.
    if (worker.facts.backend.kind !== 'none') setImmediate(() => void worker.modelsOf().catch(() => {}))
    if (looks !== null && looks.after.length > 1) registerMoreLooks(goldens, plan, { looks, setRun, policy }, worker)
    afterAll(async ({}, own) => {
      const run = setRun()
      try {
        if (suite.whole === undefined) judgeWhole(run, suite, settings)
        else await suite.whole({ results: run })
      } finally {
        own.meta.aiosSet = {
          set: name,
          file: path,
          ids: [...run.ids],
          ...(configurations === null ? {} : { configurations: [configurations[0].name, configurations[1].name] }),
          ...(looks === null ? {} : { looks }),
          ...verdictsOn(run),
        }
      }
    })
    // The main process reads the last events while this one judges the set: Vitest runs the last hook first. The fixture
    // `worker` sends what remains, and closes at the end of the file.
    test.afterAll(({ worker }) => worker.batcher.flush(), NO_TIMEOUT)
  })
}

/** The current look, and the share of the data at each look. */
function lookOf(looks: Looks | null): Pick<SetRun, 'look'> {
  if (looks === null || looks.after.length === 1) return {}
  const most = looks.after.at(-1) ?? 1
  return { look: { shares: looks.after.map((repeats) => repeats / most), index: looks.taken } }
}

/** Sampling of the configurations that are compared. */
function samplingOf(settings: Settings, configurations: Configurations | null): Sampling[] {
  return configurations === null
    ? [settings.sampling]
    : configurations.map((configuration) => configure(settings, configuration).sampling)
}

type Configurations = readonly [baseline: Configuration, candidate: Configuration]

function configurationsOf({ compare }: GoldenSuite): Configurations | null {
  if (compare === undefined) return null
  const pair = [compare.baseline ?? { name: 'current' }, compare.candidate] as const
  const problems = pair.flatMap(configurationProblems)
  if (pair[0].name === pair[1].name) problems.push(`both configurations are called "${pair[0].name}": name them apart`)
  if (problems.length > 0) throw new Error(`aios: describeGoldens({ compare }): ${problems.join('; ')}`)
  return pair
}

function eventsOf(worker: WorkerContext, set: string) {
  return (worker.results.get(set) ?? []).map(eventIn)
}

/** The results of both configurations. Their models may differ, since that can be the point of the comparison. */
function sides(worker: WorkerContext, set: string, [baseline, candidate]: Configurations) {
  const events = Map.groupBy(eventsOf(worker, set), (event) => event.configuration)
  const resultsOf = ({ name }: Configuration) => goldenResults(events.get(name) ?? [])
  return { baseline: resultsOf(baseline).map(ofAnyModel), goldens: resultsOf(candidate) }
}

function ofAnyModel(golden: GoldenResult): GoldenResult {
  return { ...golden, replies: golden.replies.map((reply) => ({ ...reply, model: UNKNOWN_MODEL })) }
}
