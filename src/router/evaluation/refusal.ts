import { CONTROL_BOUNDARY } from '../policy.ts'
import { CELLS, sendsToMain } from '../policies/evidence/cells.ts'
import type { Usable } from './samples.ts'

/** Messages that have to stand behind an estimate, the weighted ones counting for less. */
export const LEAST_EFFECTIVE = 100

/**
 * Why a log does not tell what a boundary would have been worth. `too_few`: fewer than 100 messages stand behind its estimate,
 * or behind that of 0.5 which it is compared with. `nothing_between`: there are no messages that it sends elsewhere than
 * 0.5 does. `not_drawn`: most of them had no chance to go there, so their outcome would be made up. `one_conversation`: an
 * interval goes by conversations, and takes two in which either source answered such messages.
 */
export type Refusal = 'too_few' | 'one_conversation' | 'nothing_between' | 'not_drawn'

/** Conversations with messages that a boundary sends elsewhere than 0.5 does. */
export interface Between {
  conversations: number
  /** Those in which a source answered such messages, of the source with fewer of them. */
  ofEither: number
}

/** Why a boundary is refused; null: it is not. `effective`: of its own estimate, and of that of 0.5. */
export function refusalOf(
  boundary: number,
  { drawnIn, certainIn }: Pick<Usable, 'drawnIn' | 'certainIn'>,
  { conversations, between, effective }: { conversations: number; between: Between; effective: readonly number[] },
): Refusal | null {
  if (conversations === 1) return 'one_conversation'
  if (effective.some((size) => size < LEAST_EFFECTIVE)) return 'too_few'
  const moved = CELLS.filter((cell) => sendsToMain(boundary, cell) !== sendsToMain(CONTROL_BOUNDARY, cell))
  const count = (cells: readonly number[]) => moved.reduce<number>((sum, cell) => sum + (cells[cell] ?? 0), 0)
  if (count(certainIn) > count(drawnIn)) return 'not_drawn'
  if (boundary === CONTROL_BOUNDARY) return null
  if (between.conversations === 0) return 'nothing_between'
  return between.ofEither < 2 ? 'one_conversation' : null
}
