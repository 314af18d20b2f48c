import { strictest } from '../regression/rule.ts'
import type { Objective, SloVerdict } from './judge.ts'

/** The verdict on a set by objectives that were judged one by one; one with a reason is inconclusive. Pure. */
export function sloVerdictOf(set: string, objectives: Objective[]): SloVerdict {
  const verdict = strictest(
    objectives.map(({ met, reason }) => (reason !== undefined ? 'inconclusive' : met ? 'pass' : 'fail')),
  )
  const reasons = objectives.flatMap(({ objective, reason }) =>
    reason === undefined ? [] : [`${objective}: ${reason}`],
  )
  return { set, verdict, objectives, ...(reasons.length > 0 && { reason: reasons.join('; ') }) }
}
