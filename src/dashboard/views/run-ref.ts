import type { RunRef } from '../../../schemas/generated/dashboard.ts'
import type { RunSummary } from '../../provenance/query/log-query.ts'

/** A run as the page shows it. */
export function runRef({ run, first, last, status, backend, ...rest }: RunSummary): RunRef {
  const { sets, pass, fail, unjudged, unmeasured, p50Ms, p95Ms } = rest
  const known = status === 'pass' || status === 'fail' ? status : null
  return { run, first, last, status: known, backend, sets, pass, fail, unjudged, unmeasured, p50Ms, p95Ms }
}
