import { strictest } from '../regression/rule.ts'
import type { Objective, SloVerdict } from './judge.ts'

/** The verdict on a set from its judged objectives. An objective with a reason is inconclusive. Pure. */
export function sloVerdictOf(set: string, objectives: Objective[]): SloVerdict {
  const verdict = strictest(
    objectives.map(({ met, reason }) => (reason !== undefined ? 'inconclusive' : met ? 'pass' : 'fail')),
  )
  const reasons = objectives.flatMap(({ objective, reason }) =>
    reason === undefined ? [] : [`${objective}: ${reason}`],
  )
  return { set, verdict, objectives, ...(reasons.length > 0 && { reason: reasons.join('; ') }) }
}
