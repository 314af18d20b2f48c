import type { Objective, SloVerdict } from '../../verdicts/slo/judge.ts'
import { pointVerdict } from '../../verdicts/slo/judge.ts'
import { namesOf, type ObjectiveName, type Slo } from '../../verdicts/slo/objectives.ts'
import { isRecord } from '../../is-record.ts'
import { utcTime } from '../../utc-time.ts'
import { sloVerdictOf } from '../../verdicts/slo/combine.ts'

/** The report of a run by the runbook's system. */
export interface OlderReport {
  /** ISO 8601, UTC; the text of the file where it is not a valid time. */
  ts: string
  passed: boolean
  passRate: number | null
  p50Ms: number | null
  /** The 95th percentile, interpolated; current reports use the nearest rank. */
  p95Ms: number | null
}

/** Reads the runbook's report, `{ timestamp, status, metrics: { pass_rate, p50_ms, p95_ms, mean_ms } }`; null: another file. */
export function olderReport(data: unknown): OlderReport | null {
  if (!isRecord(data) || 'schema_version' in data) return null
  const { timestamp, status, metrics } = data
  if (typeof timestamp !== 'string' || !isRecord(metrics)) return null
  const { pass_rate: rate, p50_ms: p50, p95_ms: p95 } = metrics
  return {
    ts: utcTime(timestamp) ?? timestamp,
    passed: typeof status === 'string' && status.toUpperCase() === 'PASS',
    passRate: isAmount(rate) && rate <= 1 ? rate : null,
    p50Ms: isAmount(p50) ? p50 : null,
    p95Ms: isAmount(p95) ? p95 : null,
  }
}

/** Judges an older report by its values alone: it does not contain the number of goldens. */
export function judgeOlderReport(report: OlderReport, slo: Slo): SloVerdict {
  const objectives = namesOf(slo).map((name) => judged(name, slo[name] ?? NaN, valueOf(report, name)))
  return sloVerdictOf('older report', objectives)
}

function valueOf({ passRate, p95Ms }: OlderReport, name: ObjectiveName): number | null {
  if (name === 'passRate') return passRate
  return name === 'p95Ms' ? p95Ms : null
}

function judged(objective: ObjectiveName, target: number, value: number | null): Objective {
  const facts = { objective, target, value, n: 0, shown: null }
  if (value === null) return { ...facts, met: false, reason: 'the older report does not have it' }
  return { ...facts, met: pointVerdict(objective, target, value) === 'pass' }
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
