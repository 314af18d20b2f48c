import type { ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import type { SetOutcome } from '../src/artifacts/report/report.ts'
import type { HealthFacts } from '../src/verdicts/health/judge-health.ts'
import { setHealthFacts } from '../src/verdicts/health/set-facts.ts'
import { summarize } from '../src/verdicts/summary.ts'

/** The health of a run; the drift is that of the routes of its questions. Pure. */
export function healthFacts(
  outcomes: readonly SetOutcome[],
  events: readonly (ResponseEvent | UnmeasuredEvent)[],
): HealthFacts {
  const drifts = events.map(({ route }) => Math.abs(route.boundary - 0.5))
  return {
    sets: outcomes.map(({ results, slo }) => setHealthFacts(summarize(results, null), results.goldens, slo)),
    drift: drifts.length === 0 ? 'no question was routed' : drifts.reduce((most, drift) => Math.max(most, drift)),
  }
}
