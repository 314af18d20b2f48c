import { CELLS, sendsToMain } from '../policies/evidence/cells.ts'
import type { Usable } from './samples.ts'

/** Messages that have to stand behind an estimate, the weighted ones counting for less. */
export const LEAST_EFFECTIVE = 100

/**
 * Why a log does not tell what a boundary would have been worth. `too_few`: fewer than 100 messages stand behind its estimate,
 * or behind that of 0.5 which it is compared with. `one_conversation`: an interval goes by conversations, and takes two
 * that have messages which it sends elsewhere than 0.5 does. `nothing_between`: there are no such messages. `not_drawn`: most messages that it would have sent elsewhere than 0.5 does had no chance to go there, so their outcome
 * would be made up.
 */
export type Refusal = 'too_few' | 'one_conversation' | 'nothing_between' | 'not_drawn'

/**
 * Why a boundary is refused; null: it is not. `effective`: of its own estimate, and of that of 0.5; `between`: of the
 * `conversations`, those with messages that it sends elsewhere than 0.5 does.
 */
export function refusalOf(
  boundary: number,
  { drawnIn, certainIn }: Pick<Usable, 'drawnIn' | 'certainIn'>,
  { conversations, between, effective }: { conversations: number; between: number; effective: readonly number[] },
): Refusal | null {
  if (conversations === 1) return 'one_conversation'
  if (effective.some((size) => size < LEAST_EFFECTIVE)) return 'too_few'
  const moved = CELLS.filter((cell) => sendsToMain(boundary, cell) !== sendsToMain(0.5, cell))
  const count = (cells: readonly number[]) => moved.reduce<number>((sum, cell) => sum + (cells[cell] ?? 0), 0)
  if (count(certainIn) > count(drawnIn)) return 'not_drawn'
  if (boundary === 0.5 || between > 1) return null
  return between === 0 ? 'nothing_between' : 'one_conversation'
}
