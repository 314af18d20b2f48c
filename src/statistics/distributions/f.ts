import { betaQuantile } from './beta.ts'
import { assert, assertPositive } from './domain.ts'
import { betaTails } from './incomplete-beta.ts'

/** P(F <= x) of the F distribution with d1 and d2 > 0 degrees of freedom. */
export function fCdf(x: number, d1: number, d2: number): number {
  return tails(x, d1, d2).lower
}

/** P(F > x), with all its digits where it is small. */
export function fSf(x: number, d1: number, d2: number): number {
  return tails(x, d1, d2).upper
}

/** The x with P(F <= x) = p; Infinity at 1. */
export function fQuantile(p: number, d1: number, d2: number): number {
  assertPositive('d1', d1)
  assertPositive('d2', d2)
  if (p === 1) return Infinity
  // The share of the second sum of squares is small where the quantile is large, which keeps more digits.
  const share = betaQuantile(p, d1 / 2, d2 / 2)
  if (share <= 0.5) return (d2 * share) / (d1 * (1 - share))
  const rest = betaQuantile(1 - p, d2 / 2, d1 / 2)
  return (d2 * (1 - rest)) / (d1 * rest)
}

function tails(x: number, d1: number, d2: number): { lower: number; upper: number } {
  assert(!Number.isNaN(x), 'x', 'a number', x)
  assertPositive('d1', d1)
  assertPositive('d2', d2)
  // Written so that neither 0 nor infinity gives a quotient that is not a number.
  const odds = (d1 * Math.max(0, x)) / d2
  return betaTails(1 / (1 + 1 / odds), 1 / (1 + odds), d1 / 2, d2 / 2)
}
