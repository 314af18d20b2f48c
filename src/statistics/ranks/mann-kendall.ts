import { assertNumbers } from '../distributions/domain.ts'
import { normalSf } from '../distributions/normal.ts'

/** A trend of a series. */
export interface Trend {
  /** Kendall's tau-a, -1 to 1: how much later values exceed earlier ones. */
  tau: number
  /** Sen's slope: the median change from one value to the next (Sen 1968). */
  slope: number
  /** Two-sided, of "there is no trend". */
  p: number
}

/**
 * The test of Mann (1945) and Kendall for a trend, exact up to ten values without ties, else normal with the variance
 * corrected for ties and a continuity correction. null with fewer than three values.
 */
export function mannKendall(values: readonly number[]): Trend | null {
  assertNumbers('each value', values)
  const n = values.length
  if (n < 3) return null
  const slopes: number[] = []
  let s = 0
  for (const [i, earlier] of values.entries()) {
    for (let j = i + 1; j < n; j++) {
      const rise = (values[j] ?? 0) - earlier
      s += Math.sign(rise)
      slopes.push(rise / (j - i))
    }
  }
  const ties = [...Map.groupBy(values, (value) => value).values()].map(({ length }) => length)
  const tied = ties.some((count) => count > 1)
  const p = n <= 10 && !tied ? exactP(Math.abs(s), n) : normalP(Math.abs(s), n, ties)
  return { tau: (2 * s) / (n * (n - 1)), slope: median(slopes), p }
}

/**
 * Permutations by their number of inversions, where each value adds at most as many inversions as there are values
 * before it.
 */
function exactP(s: number, n: number): number {
  let counts = [1]
  for (let k = 1; k < n; k++) {
    const before = counts
    counts = Array.from({ length: before.length + k }, (_, inversions) =>
      before.slice(Math.max(0, inversions - k), inversions + 1).reduce((sum, count) => sum + count, 0),
    )
  }
  const most = (n * (n - 1)) / 2
  const total = counts.reduce((sum, count) => sum + count, 0)
  const extreme = counts.reduce((sum, count, inversions) => sum + (most - 2 * inversions >= s ? count : 0), 0)
  return Math.min(1, (2 * extreme) / total)
}

function normalP(s: number, n: number, ties: readonly number[]): number {
  const term = (m: number) => m * (m - 1) * (2 * m + 5)
  const variance = (term(n) - ties.reduce((sum, count) => sum + term(count), 0)) / 18
  return Math.min(1, 2 * normalSf((s - 1) / Math.sqrt(variance)))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}
