import { assert, assertPositive } from '../distributions/domain.ts'
import { scaledNormalCdf } from '../distributions/normal.ts'

/**
 * The evidence against "the mean is zero or below", which may be evaluated after every term: a decision when it reaches
 * 1 / alpha is wrong with probability alpha at most, asymptotically. A half-normal mixture over the mean
 * (Robbins 1970; Howard et al. 2021): `sum` of the terms, `variance` the sum of squares around their mean, `r` the scale
 * of the mixture. p = min(1, 1 / E).
 */
export function mixtureEValue({ sum, variance, r }: { sum: number; variance: number; r: number }): number {
  assert(Number.isFinite(sum), 'sum', 'a finite number', sum)
  assert(variance >= 0 && variance < Infinity, 'variance', 'a finite number from 0', variance)
  assertPositive('r', r)
  const width = 1 + r * variance
  return (2 / Math.sqrt(width)) * scaledNormalCdf(sum * Math.sqrt(r / width))
}

/**
 * The same evidence for terms that are bounded from below by `lowest` < 0, with a guarantee for any number of terms: the
 * wealth of a bet on each next term, whose size depends on the terms before (Waudby-Smith and Ramdas 2024). A bet is at
 * most half of the one that the worst term could lose completely.
 */
export function bettingEValue(terms: readonly number[], { lowest }: { lowest: number }): number {
  assert(lowest < 0, 'lowest', 'below 0', lowest)
  const most = 0.5 / Math.abs(lowest)
  let [wealth, sum, squares] = [1, 0, lowest * lowest]
  for (const term of terms) {
    assert(term >= lowest, 'each term', `at least lowest (${lowest})`, term)
    const bet = Math.min(most, Math.max(0, sum / squares))
    wealth *= 1 + bet * term
    sum += term
    squares += term * term
  }
  return wealth
}
