import type { Random } from '../../src/evidence.ts'
import type { Expectation, Golden } from '../../src/goldens/golden.ts'

/** A question, or a conversation that ends in one. `trait` is its category, the id's second part its template. */
export type Question = Pick<Golden, 'id' | 'question' | 'trait' | 'expect' | 'messages'>

interface Drawn extends Pick<Golden, 'question' | 'messages'> {
  expect: { [Key in keyof Expectation]?: Expectation[Key] | readonly string[] }
}

/** Draws one question of a template. */
export type Template = (random: Random) => Drawn

/** One of a list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.integer(list.length)] as T
}

/** A whole number, both ends included. */
export function whole(random: Random, from: number, to: number): number {
  return from + random.integer(to - from + 1)
}
