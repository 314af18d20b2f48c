import { strictest } from '../../verdicts/regression/rule.ts'
import type { SloState } from '../../verdicts/slo/notification.ts'
import type { SloCheck } from './check.ts'

/** The state of a check: `violated` as soon as one set violates its objectives, `met` only when all sets meet theirs. */
export function stateOf(check: SloCheck): SloState {
  if (check.kind === 'cannot_tell') return 'cannot_tell'
  return STATES[strictest(check.sets.map(({ verdict }) => verdict))]
}

const STATES = { pass: 'met', fail: 'violated', inconclusive: 'cannot_tell' } as const
