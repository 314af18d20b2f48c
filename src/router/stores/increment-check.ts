import validate from '../../../schemas/generated/router-state.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'
import { addIncrement, afterMove, freshState, type Increment, type Move, type RouterState } from '../state.ts'

/**
 * Throws a RangeError for an increment that would corrupt a state: it names fields that are unknown, not finite, or negative
 * where that is invalid.
 */
export function checkIncrement(increment: Increment): void {
  const state = addIncrement({ ...freshState(''), generation: increment.generation }, increment, '')
  if (validate(state)) return
  throw new RangeError(`router: an increment cannot be added: ${describeErrors(validate.errors).join('; ')}`)
}

/** Throws a RangeError for an invalid move. */
export function checkMove(move: Move): void {
  if (validate(afterMove(freshState(''), move))) return
  throw new RangeError(`router: a move cannot be made: ${describeErrors(validate.errors).join('; ')}`)
}

/** Throws a RangeError if an increment has made a sum overflow. */
export function checkSums(state: RouterState, { buckets, since_move }: Increment): void {
  if (isFiniteAt(state, { buckets, since_move })) return
  throw new RangeError('router: an increment cannot be added: a sum would no longer be a finite number')
}

/** Whether all numbers in `sums` that `added` names are finite; missing ones were dropped. */
function isFiniteAt(sums: unknown, added: object): boolean {
  if (typeof sums !== 'object' || sums === null) return true
  return Object.entries(added).every(([key, value]: [string, unknown]) => {
    const sum: unknown = (sums as Record<string, unknown>)[key]
    return typeof value === 'object' && value !== null ? isFiniteAt(sum, value) : Number.isFinite(sum ?? 0)
  })
}
