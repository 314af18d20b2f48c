import { assert, assertNumbers } from '../distributions/domain.ts'
import { binomialCdf } from '../distributions/binomial.ts'
import type { Random } from '../distributions/random.ts'
import { nearestRank } from '../quantile.ts'
import type { Bounds } from './walsh.ts'

/**
 * Bounds of the `share` quantile that are values of the sample, each with the given `confidence` for any
 * distribution: the upper one is the k-th smallest for the smallest k with P(Bin(n, share) <= k - 1) >= confidence, the
 * lower one for the largest k with P(Bin(n, share) <= k - 1) <= 1 - confidence. null: n is too small for one.
 * The values must be independent.
 */
export function quantileBounds(values: readonly number[], share: number, confidence: number): Bounds {
  check(share, confidence)
  assertNumbers('each value', values)
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const reached = (k: number) => binomialCdf(k - 1, n, share)
  const upper = firstRank(n, (k) => reached(k) >= confidence * (1 - 1e-14))
  const lower = firstRank(n, (k) => reached(k) > (1 - confidence) * (1 + 1e-14)) - 1
  return { lower: sorted[lower - 1] ?? null, upper: sorted[upper - 1] ?? null }
}

/**
 * The smallest number of values that can give an upper bound of that quantile: share^n <= 1 - confidence (Wilks 1941).
 */
export function smallestForUpperBound(share: number, confidence: number): number {
  check(share, confidence)
  return Math.ceil(Math.log(1 - confidence) / Math.log(share) - 1e-12)
}

const RESAMPLES = 2_000

/**
 * Bounds of a quantile of values that come in groups (repeats of one golden), by resampling groups first and values
 * inside of them second: percentiles of the nearest-rank quantiles. Far out in the tail they are too narrow, since no
 * resample exceeds the largest observed value; null with fewer than ten groups.
 */
export function clusteredQuantileBounds(
  groups: readonly (readonly number[])[],
  share: number,
  confidence: number,
  random: Random,
): Bounds {
  check(share, confidence)
  if (groups.length < 10) return { lower: null, upper: null }
  const draw = <T>(from: readonly T[]): T => from[random.integer(from.length)] as T
  const resampled = Array.from({ length: RESAMPLES }, () => {
    const values = groups.flatMap(() => {
      const group = draw(groups)
      return group.map(() => draw(group))
    })
    return nearestRank(values, share) ?? NaN
  })
  return { lower: nearestRank(resampled, 1 - confidence), upper: nearestRank(resampled, confidence) }
}

/** The smallest rank from 1 to n for which the monotone `predicate` is true; n + 1 if there is none. */
function firstRank(n: number, predicate: (rank: number) => boolean): number {
  let low = 0
  let high = n + 1
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (predicate(middle)) high = middle
    else low = middle
  }
  return high
}

function check(share: number, confidence: number): void {
  assert(share > 0 && share < 1, 'share', 'above 0 and below 1', share)
  assert(confidence > 0 && confidence < 1, 'confidence', 'above 0 and below 1', confidence)
}
