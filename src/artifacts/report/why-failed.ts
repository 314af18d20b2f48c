import type { Report, SetReport } from '../../../schemas/generated/report.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { describeWorse } from '../../verdicts/regression/metric-text.ts'

/** Largest number of goldens that are named. */
const NAMED = 3

/** What the verdict on the objectives adds to the reasons. */
const OBJECTIVES: Record<NonNullable<SetReport['slo']>['verdict'], string[]> = {
  pass: [],
  fail: ['an objective is not met'],
  inconclusive: ['an objective cannot be judged'],
}

/** Why a run failed, a line for each set that failed; empty: it passed. Control characters are escaped. Pure. */
export function whyFailed({ status, sets }: Report): string[] {
  if (status === 'pass') return []
  if (sets.length === 0) return ['no golden set ran to its end: see the output of the run']
  const failed = sets.filter((set) => set.status === 'fail')
  if (failed.length === 0) return ['the golden sets passed, but another test or a file failed: see its output']
  return failed.map((set) => `${printable(set.set, { max: 60 })}: ${whySetFailed(set)}`)
}

/**
 * Why a set failed, for a set that did: `1 new failure: capital-of-france (13 known)`. `objectives`: those that are not
 * met, in words; default: only whether there are any. Pure.
 */
export function whySetFailed(set: SetReport, objectives: readonly string[] = []): string {
  const { counts, comparison, slo } = set
  const { unmeasured, unjudged = 0, passed_on_retry: retried = 0 } = counts
  const reasons = [
    ...newFailures(set),
    ...(unmeasured > 0 ? [`${counted(unmeasured, 'golden')} could not be measured`] : []),
    ...(unjudged > 0 ? [`${counted(unjudged, 'golden')} not judged`] : []),
    ...(retried > 0 ? [`${counted(retried, 'golden')} passed only on a retry`] : []),
    ...worse(comparison),
    ...(objectives.length > 0 ? objectives : slo === null ? [] : OBJECTIVES[slo.verdict]),
  ]
  if (reasons.length > 0) return reasons.join('; ')
  if (set.run_problem !== undefined)
    return `its goldens passed, but the run failed: ${printable(set.run_problem, { max: 300 })}`
  const baseline = comparison.verdict === null ? `; baseline: ${printable(comparison.reason, { max: 200 })}` : ''
  return `no golden or objective is the reason: see the output of the run${baseline}`
}

/** The new failures of a set in one line; empty for a set without. Pure. */
export function newFailures({ goldens, counts: { known_failures: known } }: SetReport): string[] {
  const ids = goldens.filter((golden) => golden.verdict === 'fail' && !golden.known_failure).map(({ id }) => id)
  if (ids.length === 0) return []
  const named = ids.slice(0, NAMED).map((id) => printable(id, { max: 60 }))
  const rest = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : ''
  return [`${counted(ids.length, 'new failure')}: ${named.join(', ')}${rest}${known > 0 ? ` (${known} known)` : ''}`]
}

function worse(comparison: SetReport['comparison']): string[] {
  if (comparison.verdict === null || comparison.passes) return []
  const metrics = comparison.metrics.filter(({ verdict }) => verdict === 'fail')
  if (metrics.length === 0) return ['the comparison with the baseline is inconclusive']
  return [`worse than the baseline: ${metrics.map(describeWorse).join(', ')}`]
}
