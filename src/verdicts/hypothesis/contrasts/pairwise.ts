import { assert } from '../../../statistics/distributions/domain.ts'

/** All m n differences between the values of two groups, the second's less the first's, without listing them. */
export interface PairwiseDifferences {
  size: number
  /** How many are at most `limit`. */
  atMost(limit: number): number
  /** How many are below `limit`. */
  below(limit: number): number
  /** The difference of that rank in ascending order, from 0 to below `size`; a RangeError for any other rank. */
  ranked(rank: number): number
}

/** After sorting, a count takes O(m + n) time, and a rank some 100 counts. Each group must have a value. */
export function pairwiseDifferences(first: readonly number[], second: readonly number[]): PairwiseDifferences {
  const [minuends, subtrahends] = [second.toSorted((a, b) => a - b), first.toSorted((a, b) => a - b)]
  const size = minuends.length * subtrahends.length

  /** Counts the differences that are not beyond the limit, and finds the smallest of the others. */
  function split(isBeyond: (difference: number) => boolean): { within: number; next: number } {
    let [beyond, within, next] = [0, 0, Infinity]
    for (const minuend of minuends) {
      // The first `beyond` subtrahends give a difference beyond the limit, also for every later minuend.
      while (beyond < subtrahends.length && isBeyond(minuend - (subtrahends[beyond] ?? 0))) beyond++
      within += subtrahends.length - beyond
      if (beyond > 0) next = Math.min(next, minuend - (subtrahends[beyond - 1] ?? 0))
    }
    return { within, next }
  }
  const above = (limit: number) => split((difference) => difference > limit)

  return {
    size,
    atMost: (limit) => above(limit).within,
    below: (limit) => split((difference) => difference >= limit).within,
    ranked(rank) {
      assert(rank >= 0 && rank < size, 'rank', `from 0 to below ${size}`, rank)
      // The one wanted is not below `low`, which is a difference itself, nor above `high`.
      let low = (minuends[0] ?? 0) - (subtrahends[subtrahends.length - 1] ?? 0)
      let high = (minuends[minuends.length - 1] ?? 0) - (subtrahends[0] ?? 0)
      while (above(low).within <= rank) {
        const middle = low + (high - low) / 2
        const { within, next } = above(middle)
        if (within <= rank) low = next
        else if (middle < high) high = middle
        else return high
      }
      return low
    },
  }
}
