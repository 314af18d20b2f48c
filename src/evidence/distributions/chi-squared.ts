import { demandNumber, demandPositive, demandProbability } from './domain.ts'
import { regularizedGammaLower, regularizedGammaUpper } from './incomplete-gamma.ts'
import { findRoot } from './root.ts'

/** P(X <= x) of the chi-squared distribution with `df` > 0 degrees of freedom. */
export function chiSquaredCdf(x: number, df: number): number {
  demandNumber('x', x)
  return regularizedGammaLower(df / 2, Math.max(0, x) / 2)
}

/** P(X > x), with all its digits where it is small. */
export function chiSquaredSf(x: number, df: number): number {
  demandNumber('x', x)
  return regularizedGammaUpper(df / 2, Math.max(0, x) / 2)
}

/** The logarithm of the smallest number that a double holds with all its digits. */
const SMALLEST = -708

/** The x with P(X <= x) = p; Infinity at 1. */
export function chiSquaredQuantile(p: number, df: number): number {
  demandProbability('p', p)
  demandPositive('df', df)
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity
  // Whichever tail is the smaller one has the digits.
  const excess =
    p < 0.5
      ? (logX: number) => Math.log(chiSquaredCdf(Math.exp(logX), df) / p)
      : (logX: number) => Math.log((1 - p) / chiSquaredSf(Math.exp(logX), df))
  let low = Math.log(df) - 1
  while (low > SMALLEST && excess(low) > 0) low = Math.max(SMALLEST, low - Math.abs(low) - 1)
  let high = Math.log(df) + 1
  while (excess(high) < 0) high += 1
  return excess(low) > 0 ? 0 : Math.exp(findRoot(excess, low, high))
}
