import { join } from 'node:path'
import type { SetComparison } from '../../../schemas/generated/comparison.ts'
import type { LastRun, Overview } from '../../../schemas/generated/dashboard.ts'
import type { Report, SetReport } from '../../../schemas/generated/report.ts'
import { readReport } from '../../artifacts/report/read-report.ts'
import { CLOCK_SKEW_MS } from '../../clock.ts'
import { counted } from '../../text/counted.ts'
import { failedText } from '../../verdicts/failed-text.ts'
import { METRIC_NAMES } from '../../verdicts/regression/metric-text.ts'
import { milliseconds, percent } from '../format.ts'
import { RUN_GOLDENS } from './log-state.ts'

/** Age from which a run is stale, as in `aios slo`. */
const STALE_MS = 168 * 3_600_000

/** Largest number of reasons shown for a set. */
const MOST_REASONS = 3

/** The last run, from the report in the folder `dir`. */
export function lastRunOf(dir: string, now: number): Overview['lastRun'] {
  const path = join(dir, 'last_report.json')
  const report = readReport(path)
  if ('unread' in report) return { state: report.unread, reason: `${path} ${report.reason}`, next: RUN_GOLDENS }
  const time = Date.parse(report.ts)
  if (Number.isNaN(time) || time > now + CLOCK_SKEW_MS)
    return { state: 'unknown', reason: `${path} has an invalid time: "${report.ts}"`, next: RUN_GOLDENS }
  const known = { state: 'known', time, stale: isStale(time, now) } as const
  if ('passRate' in report) {
    const failures = report.passed ? [] : ['The run of an older report did not pass.']
    return {
      ...known,
      run: null,
      status: report.passed ? 'pass' : 'fail',
      backend: null,
      failed: 0,
      newlyFailing: [],
      failures,
    }
  }
  const { run_id: run, status, backend, sets } = report
  const failed = sets.reduce((sum, { counts }) => sum + counts.failed, 0)
  return { ...known, run, status, backend, failed, newlyFailing: newlyFailing(report), failures: failuresOf(report) }
}

/** The goldens of a report that fail, but not in the baseline. Pure. */
function newlyFailing({ sets }: Pick<Report, 'sets'>): LastRun['newlyFailing'] {
  return sets.flatMap(({ set, goldens }) =>
    goldens.flatMap(({ id, verdict, known_failure }) => (verdict === 'fail' && !known_failure ? [{ set, id }] : [])),
  )
}

/** Whether a run is too old to describe the present. Pure. */
export function isStale(time: number, now: number): boolean {
  return now - time > STALE_MS
}

/** The metrics of each set that a comparison with the baseline calls worse, in a sentence. Pure. */
export function regressionsIn(sets: readonly SetComparison[]): string[] {
  return sets.flatMap(({ set, metrics }) => {
    const reasons = metrics.filter(({ verdict }) => verdict === 'fail').map((metric) => regression(metric))
    return reasons.length === 0 ? [] : [`${set}: ${reasons.join('; ')}.`]
  })
}

/** Why a run failed, a sentence for each set. Pure. */
function failuresOf({ status, backend, sets }: Report): LastRun['failures'] {
  if (status === 'pass') return []
  if (backend === 'none') return ['No backend could answer.']
  const failures = sets.flatMap((set) => {
    const reasons = reasonsOf(set)
    return reasons.length === 0 ? [] : [`${set.set}: ${reasons.slice(0, MOST_REASONS).join('; ')}.`]
  })
  return failures.length > 0 ? failures : ['The last run failed, for a reason that its report does not name.']
}

function reasonsOf({ status, counts, comparison, slo }: SetReport): string[] {
  const regressions =
    comparison.verdict === null
      ? []
      : comparison.metrics.filter(({ verdict }) => verdict === 'fail').map((metric) => regression(metric))
  const undecided =
    comparison.verdict === 'inconclusive' && !comparison.passes
      ? [`the comparison is inconclusive${comparison.reason === undefined ? '' : `: ${comparison.reason}`}`]
      : []
  const missed = slo?.verdict === 'fail' ? ['an objective is missed'] : []
  const newFailures = counts.failed - counts.known_failures
  const failed =
    status === 'fail' && newFailures > 0 && regressions.length === 0
      ? [failedText('golden', { failed: counts.failed, known: counts.known_failures })]
      : []
  const unmeasured = counts.unmeasured > 0 ? [`${counted(counts.unmeasured, 'golden')} got no reply`] : []
  return [...regressions, ...undecided, ...missed, ...failed, ...unmeasured]
}

function regression({
  metric,
  baseline,
  current,
}: {
  metric: keyof typeof METRIC_NAMES
  baseline: number | null
  current: number | null
}) {
  const longest = Math.max(baseline ?? 0, current ?? 0)
  const [from, to] = [baseline, current].map((value) =>
    value === null ? 'unknown' : metric === 'latency' ? milliseconds(value, longest) : percent(value),
  )
  return `${METRIC_NAMES[metric]} ${from} → ${to}`
}
