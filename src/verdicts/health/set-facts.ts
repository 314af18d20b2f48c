import type { GoldenResult } from '../results.ts'
import type { SloVerdict } from '../slo/judge.ts'
import type { SetSummary } from '../summary.ts'
import type { SetHealthFacts } from './judge-health.ts'

/** The facts of a set that just ran. Pure. */
export function setHealthFacts(
  summary: SetSummary,
  goldens: readonly GoldenResult[],
  slo: SloVerdict | null,
): SetHealthFacts {
  const { ran, passed, latency } = summary
  return {
    ...summary,
    latency: { p50: latency?.p50 ?? null, p95: latency?.p95 ?? null },
    passRate: ran === 0 ? null : passed / ran,
    passRateObjective: slo?.objectives.find(({ objective }) => objective === 'passRate')?.target ?? null,
    lost: goldens.reduce((sum, { unmeasured }) => sum + unmeasured.length, 0),
  }
}
