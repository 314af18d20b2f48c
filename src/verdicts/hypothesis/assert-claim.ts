import { inspect } from 'node:util'
import { assert } from '../../statistics/distributions/domain.ts'
import type { Direction } from './contrast.ts'
import { isAlpha } from './declaration.ts'

/** Throws a RangeError unless a claim can be judged at this alpha. */
export function assertAlpha(alpha: number): void {
  assert(isAlpha(alpha), 'alpha', 'above 0 and below 0.5, such as 0.05', alpha)
}

/** Throws a RangeError unless the value is a finite number, 0 or above, and below the largest possible effect. */
export function assertLeast(name: string, value: number, largest = Infinity): void {
  const right = largest === Infinity ? 'a number from 0 up' : `from 0 to below ${largest}`
  assert(value >= 0 && value < largest, name, right, value)
}

const DIRECTIONS: readonly unknown[] = ['positive', 'negative', 'either'] satisfies Direction[]

/** Throws a RangeError unless the value is a direction. */
export function assertDirection(direction: Direction): void {
  if (!DIRECTIONS.includes(direction))
    throw new RangeError(`direction must be one of ${DIRECTIONS.join(', ')}, not ${inspect(direction)}`)
}
