import type { Report } from '../../../schemas/generated/report.ts'
import type { SetHealthFacts } from '../../verdicts/health/judge-health.ts'
import type { OlderReport } from './older-report.ts'
import { OBJECTIVES } from './report.ts'

/** What a report contains of the health of its sets. An older report does not contain its routes. Pure. */
export function reportHealth(report: Report | OlderReport): SetHealthFacts[] {
  if ('passRate' in report) return [olderHealth(report)]
  return report.sets.map(({ set, counts, routing, latency, unmeasured, slo }) => {
    const { total, ran, passed, unjudged = 0 } = counts
    const { p50_ms: p50, p95_ms: p95, basis } = latency
    return {
      set,
      total,
      ran,
      unjudged,
      passRate: ran === 0 ? null : passed / ran,
      passRateObjective: slo?.objectives.find(({ objective }) => objective === OBJECTIVES.passRate)?.target ?? null,
      routing,
      latency: { p50, p95 },
      basis: basis === 'measured' || basis === 'replayed' || basis === 'mixed' ? basis : null,
      lost: unmeasured.length,
    }
  })
}

/** How many goldens ran is not known: all of them count as one, which ran. */
function olderHealth({ passRate, p50Ms, p95Ms }: OlderReport): SetHealthFacts {
  return {
    set: 'older report',
    total: 1,
    ran: 1,
    unjudged: 0,
    passRate,
    passRateObjective: null,
    routing: null,
    latency: { p50: p50Ms, p95: p95Ms },
    basis: 'measured',
    lost: 0,
  }
}
