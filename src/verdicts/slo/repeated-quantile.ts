import { showsMeanShare } from '../../statistics/counts/mean-share.ts'
import type { Bounds } from '../../statistics/ranks/walsh.ts'

/** Values of one golden. */
type Group = readonly number[]

/** A share that misses a quantile by less than this is a rounding error of binary fractions. */
const ROUNDING = 1e-9

/** The share of the values that are at most `limit`. There must be a value. */
export function shareUpTo(values: Group, limit: number): number {
  return values.filter((value) => value <= limit).length / values.length
}

/**
 * The quantile of replies to several goldens, in which each golden counts once, however many replies it has: the smallest
 * value that at least that share does not exceed. null: no values.
 */
export function repeatedQuantile(groups: readonly Group[], share: number): number | null {
  const weighted = groups.flatMap((group) =>
    group.map((value) => ({ value, weight: 1 / (group.length * groups.length) })),
  )
  let reached = 0
  for (const { value, weight } of weighted.sort((a, b) => a.value - b.value)) {
    reached += weight
    if (reached >= share - ROUNDING) return value
  }
  return weighted.at(-1)?.value ?? null
}

/**
 * Bounds of that quantile, each with the given confidence: the values where the bounds of the mean share of replies up to
 * the value reach the quantile. Goldens are the units, so the bounds are valid however similar the repeats of a golden
 * are, and more replies to a golden never widen them. Without repeats they are the exact order-statistic bounds. null:
 * too few goldens.
 */
export function repeatedQuantileBounds(groups: readonly Group[], share: number, confidence: number): Bounds {
  const values = [...new Set(groups.flat())].sort((a, b) => a - b)
  const upTo = (index: number) => groups.map((group) => shareUpTo(group, values[index] ?? Infinity))
  const from = (index: number) => groups.map((group) => 1 - shareBelow(group, values[index] ?? -Infinity))
  const upper = first(values.length, (index) => showsMeanShare(upTo(index), share, confidence))
  const lower = first(values.length, (index) => !showsMeanShare(from(index), 1 - share, confidence)) - 1
  return { lower: values[lower] ?? null, upper: values[upper] ?? null }
}

function shareBelow(values: Group, limit: number): number {
  return values.filter((value) => value < limit).length / values.length
}

/** The smallest index for which the monotone `predicate` is true; `length` if there is none. */
function first(length: number, predicate: (index: number) => boolean): number {
  let [low, high] = [-1, length]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (predicate(middle)) high = middle
    else low = middle
  }
  return high
}
