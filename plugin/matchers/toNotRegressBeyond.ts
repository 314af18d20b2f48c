import type { MatcherState, SyncMatcherResult } from 'vitest'
import { basisOf, goldenVerdict, isMeasured, passedOnRetry } from '../../src/verdicts/golden.ts'
import { type Comparison, compareSets } from '../../src/verdicts/regression/comparison.ts'
import {
  regressionProblems,
  type RegressionOptions,
  type RegressionPolicy,
  regressionPolicy,
} from '../../src/verdicts/regression/policy.ts'
import { recordLive } from '../../src/verdicts/regression/record-live.ts'
import { counted } from '../../src/text/counted.ts'
import { printable } from '../../src/text/printable.ts'
import { describeMetric } from '../../src/verdicts/regression/metric-text.ts'
import { lookCloser } from '../worker/look-closer.ts'
import { shortfallLines } from './shortfall-lines.ts'
import { isSetRun, type SetRun, verdictsOn } from '../worker/suite/set-run.ts'

/**
 * Whether a golden set is worse than its baseline by more than a tolerance: a share (0.25 is a quarter), or a whole policy.
 * An inconclusive result passes, unless `onInconclusive` is `fail`. With `-u`, and in a local run without a baseline, the
 * run is recorded and not compared; in CI a missing baseline fails. Throws a RangeError for an invalid policy.
 */
export function toNotRegressBeyond(
  this: MatcherState,
  received: unknown,
  tolerance: number | RegressionOptions,
  options: Omit<RegressionOptions, 'tolerance'> = {},
): SyncMatcherResult {
  if (!isSetRun(received)) {
    throw new TypeError('toNotRegressBeyond: expected the `results` that describeGoldens passes to `whole`')
  }
  const given = policyOf(tolerance, options)
  const policy = regressionPolicy(given)
  const hint = this.utils.matcherHint(
    `${this.isNot ? '.not' : ''}.toNotRegressBeyond`,
    'results',
    String(policy.tolerance),
  )
  const verdicts = verdictsOn(received)
  if (received.mode === 'record' || (received.baseline === null && received.mode === 'add')) {
    verdicts.regression = { kind: 'recorded' }
    return { pass: !this.isNot, message: () => `${hint}\n\nthe baseline is being recorded` }
  }
  if (received.baseline === null) {
    verdicts.regression = { kind: 'no_baseline' }
    return { pass: this.isNot, message: () => `${hint}\n\n${noBaseline(received)}` }
  }
  const comparison = compareSets(received.baseline, received, given, received)
  verdicts.regression = { kind: 'compared', comparison }
  return {
    pass: this.isNot ? comparison.verdict !== 'fail' : comparison.passes,
    message: () => `${hint}\n\n${explain(received, comparison, this)}`,
  }
}

/** The options in one object. Throws a RangeError that names invalid and duplicate options. */
function policyOf(
  tolerance: number | RegressionOptions,
  options: Omit<RegressionOptions, 'tolerance'>,
): RegressionOptions {
  const given = typeof tolerance === 'number' ? { tolerance } : tolerance
  const problems = [...regressionProblems(given), ...regressionProblems(options)]
  const keysOf = (part: object) => Object.entries(part).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  const twice = problems.length > 0 ? [] : keysOf(options).filter((key) => keysOf(given).includes(key))
  const all = [...problems, ...twice.map((key) => `${key} is given twice: give it once`)]
  if (all.length > 0) throw new RangeError(`toNotRegressBeyond: ${all.join('; ')}`)
  return { ...given, ...options }
}

function noBaseline({ set, baselineFile }: SetRun): string {
  return [
    `Golden set: ${printable(set)}`,
    `Expected:   a baseline to compare with, in ${baselineFile}`,
    'Received:   none for this set',
    '',
    'Record it: npx vitest run goldens -u, then review and commit the file',
  ].join('\n')
}

function explain(
  { set, configurations, goldens }: SetRun,
  comparison: Comparison,
  { isNot, testPath }: Pick<MatcherState, 'isNot' | 'testPath'>,
): string {
  const { policy, basis, drift } = comparison
  const list = (label: string, ids: readonly string[]) => (ids.length === 0 ? [] : [`${label} ${some(ids)}`])
  return [
    `Golden set: ${printable(set)}, ${counted(comparison.compared.length, 'golden')} compared: ${comparison.verdict}`,
    `Expected:   ${isNot ? 'a change' : 'no change'} for the worse beyond ${inWords(policy)}`,
    ...(comparison.reason === undefined ? [] : [`Reason:     ${printable(comparison.reason, { max: 400 })}`]),
    ...(comparison.compared.length === 0
      ? ['Received:   no metric that can be compared']
      : comparison.metrics.map((metric) => `Received:   ${describeMetric(metric)}`)),
    ...(basis.current === null || basis.baseline === null
      ? []
      : [
          `Rests on:   ${basis.current} latencies against ${basis.baseline} ones, whose drift between runs is ${(100 * drift).toFixed(1)} %`,
        ]),
    ...shortfallLines(goldens),
    ...list('Broke:     ', comparison.broke),
    ...list('Slower:    ', comparison.slower),
    ...retried(goldens),
    ...list(
      'Moved:     ',
      comparison.moved.map((golden) => `${golden.id} (${golden.from} to ${golden.to})`),
    ),
    '',
    lookCloser(testPath),
    // Without replies there is nothing to accept, and -u refuses to record.
    ...(configurations === null && goldens.every(isMeasured)
      ? [`Accept an intended change: npx vitest run goldens -u${recordLive(basisOf(goldens))}`]
      : []),
  ].join('\n')
}

/** Vitest shows these goldens as passed. */
function retried(goldens: SetRun['goldens']): string[] {
  const failedFirst = goldens.filter((golden) => passedOnRetry(golden) && goldenVerdict(golden) === 'fail')
  if (failedFirst.length === 0) return []
  return [
    `Retried:    ${some(failedFirst.map(({ id }) => id))} passed on retry only; the first attempt counts.`,
    "            describeGoldens({ countedAttempt: 'last' }) counts the last one.",
  ]
}

function inWords({ tolerance, quality, mode, onInconclusive }: RegressionPolicy): string {
  const share = (value: number) => Math.round(1_000 * value) / 10
  const open = onInconclusive === 'fail' ? '; an inconclusive result fails' : ''
  if (mode === 'point') return `${share(tolerance)} % (point values)`
  return `${share(tolerance)} % of latency, ${share(quality)} points of the pass rate (${mode}${open})`
}

/** A few ids, and how many more there are. */
function some(ids: readonly string[]): string {
  const shown = ids.slice(0, 8).map((id) => printable(id, { max: 60 }))
  return ids.length > shown.length ? `${shown.join(', ')} and ${ids.length - shown.length} more` : shown.join(', ')
}
