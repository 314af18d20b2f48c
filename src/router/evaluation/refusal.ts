import { CONTROL_BOUNDARY } from '../policy.ts'
import { CELLS, sendsToMain } from '../policies/evidence/cells.ts'
import type { UsableMessages } from './samples.ts'

/** Minimum effective sample size of an estimate. */
export const MIN_EFFECTIVE_SIZE = 100

/**
 * Why a log does not allow an estimate for a boundary. `too_few`: an effective sample below 100, for it or for 0.5, with
 * which it is compared. `nothing_between`: it changes the route of no message. `not_drawn`: most of the messages whose
 * route it changes were not randomized. `one_conversation`: an interval needs two conversations in which each source
 * answered such messages.
 */
export type Refusal = 'too_few' | 'one_conversation' | 'nothing_between' | 'not_drawn'

/** Conversations with messages whose route differs between a boundary and 0.5. */
export interface Rerouted {
  conversations: number
  /** Conversations in which a given source answered such messages; the smaller number of the two sources. */
  perSource: number
}

/** The reason to refuse a boundary; null: it can be estimated. `effective`: sample sizes of the boundary and of 0.5. */
export function refusalOf(
  boundary: number,
  { drawnIn, certainIn }: Pick<UsableMessages, 'drawnIn' | 'certainIn'>,
  { conversations, rerouted, effective }: { conversations: number; rerouted: Rerouted; effective: readonly number[] },
): Refusal | null {
  if (conversations === 1) return 'one_conversation'
  if (effective.some((size) => size < MIN_EFFECTIVE_SIZE)) return 'too_few'
  const moved = CELLS.filter((cell) => sendsToMain(boundary, cell) !== sendsToMain(CONTROL_BOUNDARY, cell))
  const count = (cells: readonly number[]) => moved.reduce<number>((sum, cell) => sum + (cells[cell] ?? 0), 0)
  if (count(certainIn) > count(drawnIn)) return 'not_drawn'
  if (boundary === CONTROL_BOUNDARY) return null
  if (rerouted.conversations === 0) return 'nothing_between'
  return rerouted.perSource < 2 ? 'one_conversation' : null
}
