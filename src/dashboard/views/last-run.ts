import { join } from 'node:path'
import type { LastRun, NotKnown, Overview } from '../../../schemas/generated/dashboard.ts'
import type { Report } from '../../../schemas/generated/report.ts'
import { comparisonOf } from '../../artifacts/comparison-history.ts'
import { readReport } from '../../artifacts/report/read-report.ts'
import { CLOCK_SKEW_MS } from '../../clock.ts'
import { RUN_GOLDENS } from './log-state.ts'
import type { RunCause } from './run-cause.ts'
import { causesOf } from './run-causes.ts'

/** Age from which a run is stale, as in `aios slo`. */
const STALE_MS = 168 * 3_600_000

/** The last run, and why it failed. */
export interface ReportedRun {
  lastRun: Overview['lastRun']
  causes: readonly RunCause[]
}

/** The last run, from the report in the folder `dir` and its comparison. */
export async function lastRunOf(dir: string, now: number): Promise<ReportedRun> {
  const path = join(dir, 'last_report.json')
  const report = readReport(path)
  const unknown = (state: NotKnown['state'], reason: string): ReportedRun => {
    return { lastRun: { state, reason, next: RUN_GOLDENS }, causes: [] }
  }
  if ('unread' in report) return unknown(report.unread, `${path} ${report.reason}`)
  const time = Date.parse(report.ts)
  if (Number.isNaN(time) || time > now + CLOCK_SKEW_MS)
    return unknown('unknown', `${path} has an invalid time: "${report.ts}"`)
  const known = { state: 'known', time, stale: isStale(time, now) } as const
  if ('passRate' in report) {
    const text = 'The run of an older report did not pass'
    const older = { run: null, backend: null, failed: 0, newlyFailing: [] }
    return {
      lastRun: { ...known, ...older, status: report.passed ? 'pass' : 'fail' },
      causes: report.passed ? [] : [{ kind: 'other', set: null, text, measure: null, next: RUN_GOLDENS }],
    }
  }
  const { run_id: run, status, backend, sets } = report
  const failed = sets.reduce((sum, { counts }) => sum + counts.failed, 0)
  const comparison = await comparisonOf(dir, run)
  return {
    lastRun: { ...known, run, status, backend, failed, newlyFailing: newlyFailing(report) },
    causes: causesOf(report, comparison?.sets ?? []),
  }
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
