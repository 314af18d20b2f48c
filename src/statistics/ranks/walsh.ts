import { assert } from '../distributions/domain.ts'
import { signedRankQuantile } from './signed-rank.ts'

/** One-sided bounds, each with its own confidence; null: the values are too few for one. */
export interface Bounds {
  lower: number | null
  upper: number | null
}

/**
 * The Hodges-Lehmann estimate of a centre: the median of all Walsh averages (Hodges and Lehmann 1963). NaN for an empty
 * list.
 */
export function hodgesLehmann(values: readonly number[]): number {
  const sorted = ascending(values)
  // A golden that was asked once has one latency, and a set may have thousands of goldens.
  if (sorted.length === 1) return sorted[0] ?? NaN
  const count = (sorted.length * (sorted.length + 1)) / 2
  const middle = Math.ceil(count / 2)
  const low = walshAverage(sorted, middle)
  return count % 2 === 1 ? low : (low + walshAverage(sorted, middle + 1)) / 2
}

/**
 * Bounds of the centre of a symmetric distribution, from the signed-rank test: each has the given `confidence` for
 * any such distribution. null where there are too few values: 0.95 needs 5, 0.995 needs 8.
 */
export function hodgesLehmannBounds(values: readonly number[], confidence: number): Bounds {
  const sorted = ascending(values)
  const c = outermost(sorted, confidence)
  if (c < 0) return { lower: null, upper: null }
  const count = (sorted.length * (sorted.length + 1)) / 2
  return { lower: walshAverage(sorted, c + 1), upper: walshAverage(sorted, count - c) }
}

/** The lower bound of `hodgesLehmannBounds` for any confidence; the values are sorted once. */
export function hodgesLehmannLower(values: readonly number[]): (confidence: number) => number | null {
  const sorted = ascending(values)
  return (confidence) => {
    const c = outermost(sorted, confidence)
    return c < 0 ? null : walshAverage(sorted, c + 1)
  }
}

/** How many Walsh averages are beyond a bound; -1: the values are too few for one. */
function outermost({ length }: readonly number[], confidence: number): number {
  assert(confidence > 0 && confidence < 1, 'confidence', 'above 0 and below 1', confidence)
  return signedRankQuantile(1 - confidence, length)
}

/**
 * The `rank`-th smallest (from 1) of the averages (x[i] + x[j]) / 2 with i <= j of values in ascending order. It bisects
 * the range and counts in one pass, so that the averages need not be stored.
 */
export function walshAverage(sorted: readonly number[], rank: number): number {
  const n = sorted.length
  let upTo = (n * (n + 1)) / 2
  if (n <= 64) return select(sorted, { above: -Infinity, upTo: Infinity, count: upTo, rank })
  let low = 2 * (sorted[0] ?? NaN)
  let high = 2 * (sorted[n - 1] ?? NaN)
  let below = countUpTo(sorted, low)
  if (below >= rank) return low / 2
  // Once few are left between the two ends, listing them is quicker, and gives one of them exactly.
  while (upTo - below > 4 * n) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high / 2
    const count = countUpTo(sorted, middle)
    if (count >= rank) [high, upTo] = [middle, count]
    else [low, below] = [middle, count]
  }
  return select(sorted, { above: low, upTo: high, count: upTo - below, rank: rank - below })
}

/** How many sums x[i] + x[j] with i <= j are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let count = 0
  let j = sorted.length - 1
  for (let i = 0; i <= j; i++) {
    while (j >= i && (sorted[i] ?? 0) + (sorted[j] ?? 0) > limit) j -= 1
    count += j - i + 1
  }
  return count
}

interface Section {
  above: number
  upTo: number
  /** How many sums are in it. */
  count: number
  /** From 1, among the sums of the section. */
  rank: number
}

/**
 * Half of the sum of that rank, from a list of the sums of the section: typed arrays sort numbers several times faster.
 */
function select(sorted: readonly number[], { above, upTo, count, rank }: Section): number {
  const sums = new Float64Array(count)
  let filled = 0
  let first = sorted.length
  let end = sorted.length
  for (const [i, own] of sorted.entries()) {
    while (first > 0 && own + (sorted[first - 1] ?? 0) > above) first -= 1
    while (end > 0 && own + (sorted[end - 1] ?? 0) > upTo) end -= 1
    for (let j = Math.max(i, first); j < end; j++) {
      sums[filled] = own + (sorted[j] ?? 0)
      filled += 1
    }
  }
  return (sums.sort()[rank - 1] ?? NaN) / 2
}

function ascending(values: readonly number[]): number[] {
  for (const value of values) assert(Number.isFinite(value), 'each value', 'a finite number', value)
  return [...Float64Array.from(values).sort()]
}
