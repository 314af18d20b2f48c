import { assertNumber, assertPositive, assertProbability } from './domain.ts'
import { betaTails } from './incomplete-beta.ts'
import { findRoot } from './root.ts'

/** P(X <= x) of the beta distribution with a, b > 0. */
export function betaCdf(x: number, a: number, b: number): number {
  return tails(x, a, b).lower
}

/** P(X > x), with all its digits where it is small. */
export function betaSf(x: number, a: number, b: number): number {
  return tails(x, a, b).upper
}

/** The x with P(X <= x) = p. */
export function betaQuantile(p: number, a: number, b: number): number {
  assertProbability('p', p)
  assertPositive('a', a)
  assertPositive('b', b)
  if (p === 0 || p === 1) return p
  const half = betaTails(0.5, 0.5, a, b)
  // A quantile near 1 is computed as its distance from 1, which keeps more digits.
  if (p <= half.lower) return solve((x) => betaTails(x, 1 - x, a, b).lower, p)
  return 1 - solve((y) => betaTails(1 - y, y, a, b).upper, 1 - p)
}

/** The logarithm of the smallest number that a double holds with all its digits. */
const SMALLEST = -708

/** The value from 0 to 1/2 at which a rising tail reaches p, on the logarithmic scale, since both may be tiny. */
function solve(tail: (x: number) => number, p: number): number {
  if (tail(0.5) <= p) return 0.5
  const excess = (logX: number) => Math.log(tail(Math.exp(logX))) - Math.log(p)
  let low = Math.log(0.5) - 1
  while (low > SMALLEST && excess(low) > 0) low = Math.max(SMALLEST, 2 * low)
  return excess(low) > 0 ? 0 : Math.exp(findRoot(excess, low, Math.log(0.5)))
}

function tails(x: number, a: number, b: number): { lower: number; upper: number } {
  assertNumber('x', x)
  const inside = Math.min(1, Math.max(0, x))
  return betaTails(inside, 1 - inside, a, b)
}
