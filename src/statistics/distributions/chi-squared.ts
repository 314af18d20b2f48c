import { assertNumber, assertPositive, assertProbability } from './domain.ts'
import { regularizedGammaLower, regularizedGammaUpper } from './incomplete-gamma.ts'
import { findRoot } from './root.ts'

/** P(X <= x) of the chi-squared distribution with `df` > 0 degrees of freedom. */
export function chiSquaredCdf(x: number, df: number): number {
  assertNumber('x', x)
  return regularizedGammaLower(df / 2, Math.max(0, x) / 2)
}

/** P(X > x), with all its digits where it is small. */
export function chiSquaredSf(x: number, df: number): number {
  assertNumber('x', x)
  return regularizedGammaUpper(df / 2, Math.max(0, x) / 2)
}

/** The logarithm of the smallest number that a double holds with all its digits. */
const SMALLEST = -708

/** The x with P(X <= x) = p; Infinity at 1. */
export function chiSquaredQuantile(p: number, df: number): number {
  assertProbability('p', p)
  assertPositive('df', df)
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity
  // The smaller tail keeps more digits.
  const excess =
    p < 0.5
      ? (logX: number) => Math.log(chiSquaredCdf(Math.exp(logX), df) / p)
      : (logX: number) => Math.log((1 - p) / chiSquaredSf(Math.exp(logX), df))
  // The quantile of the largest p below 1 is smaller than the upper end.
  return excess(SMALLEST) > 0 ? 0 : Math.exp(findRoot(excess, SMALLEST, Math.log(2 * df + 1000)))
}
