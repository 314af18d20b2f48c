import { mean } from '../../statistics/quantile.ts'
import type { Contrast } from './contrast.ts'
import { mannWhitney } from '../../statistics/ranks/mann-whitney.ts'
import { pairwiseDifferences } from './pairwise.ts'

/**
 * The typical difference between two groups of independent numbers, the second less the first: Hodges-Lehmann over all
 * pairwise differences, with the bounds of the Mann-Whitney test (Hodges & Lehmann 1963; Lehmann 1975, section 2.6).
 * Ties count against a claim, so the test is valid, but less powerful, on coarse values.
 */
export function shiftOfGroups(
  first: readonly number[],
  second: readonly number[],
  unit: Contrast['spread']['unit'],
): Contrast {
  const differences = pairwiseDifferences(first, second)
  const { size } = differences
  const counts = mannWhitney(first.length, second.length)
  const middle = [differences.ranked(Math.floor((size - 1) / 2)), differences.ranked(Math.ceil((size - 1) / 2))]
  return {
    method: 'Mann-Whitney, Hodges-Lehmann shift',
    estimate: mean(middle.map((each) => each ?? 0)) ?? 0,
    bounds: (confidence) => {
      const outside = counts.quantile(1 - confidence)
      if (outside < 0) return { lower: null, upper: null }
      return { lower: differences.ranked(outside), upper: differences.ranked(size - 1 - outside) }
    },
    p: (limit) => ({
      greater: counts.cdf(differences.atMost(limit)),
      less: counts.cdf(size - differences.below(limit)),
    }),
    n: first.length + second.length,
    repeats: 1,
    spread: { unit, fewest: fewestOf(first.length / (first.length + second.length)), fromRepeats: null },
  }
}

/** The fewest values in both groups, in the same proportion, whose most extreme order is rarer than alpha. */
function fewestOf(share: number): (alpha: number) => number {
  return (alpha) => {
    let [total, logOrders] = [2, 0]
    do {
      total++
      const smaller = Math.max(1, Math.round(total * Math.min(share, 1 - share)))
      logOrders = 0
      for (let k = 1; k <= smaller; k++) logOrders += Math.log((total - smaller + k) / k)
    } while (logOrders < -Math.log(alpha))
    return total
  }
}
