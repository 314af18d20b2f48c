import type { SloState } from '../../verdicts/slo/notification.ts'
import type { SloCheck } from './check.ts'

/** The state of a check: `violated` as soon as one set violates its objectives, `met` only when all sets meet theirs. */
export function stateOf(check: SloCheck): SloState {
  if (check.kind === 'cannot_tell') return 'cannot_tell'
  const verdicts = check.sets.map(({ verdict }) => verdict)
  if (verdicts.includes('fail')) return 'violated'
  return verdicts.every((verdict) => verdict === 'pass') ? 'met' : 'cannot_tell'
}
