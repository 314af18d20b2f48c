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

const COUNTS = new Set(['n', 'conversations', 'effect_squares', 'slow'])
const SUMS = new Set(['effect_sum', 'effect_products', 'utility_sum'])

/**
 * Whether the statistics of an outcome are certainly valid, which takes less time than `checkIncrement`. false: they may be
 * valid.
 */
export function areUsualCells(epochs: Increment['since_move']['epochs']): boolean {
  for (const [epoch, cells] of Object.entries(epochs)) {
    if (!/^\d{1,15}$/.test(epoch)) return false
    for (const [cell, sums] of Object.entries(cells))
      if (!/^[0-5]$/.test(cell) || !areUsualSums(sums, true)) return false
  }
  return true
}

function areUsualSums(sums: object, isCell: boolean): boolean {
  for (const [name, value] of Object.entries(sums) as [string, unknown][]) {
    if (isCell && (name === 'main_model' || name === 'embedder')) {
      if (typeof value !== 'object' || value === null || !areUsualSums(value, false)) return false
      continue
    }
    const isKnown = isCell
      ? name !== 'slow' && name !== 'utility_sum'
      : name === 'n' || name === 'slow' || name === 'utility_sum'
    if (!isKnown || typeof value !== 'number' || !Number.isFinite(value)) return false
    if (!(SUMS.has(name) || (COUNTS.has(name) && value >= 0))) return false
  }
  return true
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
