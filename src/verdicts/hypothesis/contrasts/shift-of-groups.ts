import { mean } from '../../../statistics/quantile.ts'
import type { Contrast } from './contrast.ts'
import { mannWhitney } from '../../../statistics/ranks/mann-whitney.ts'
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
    estimate: mean(middle) ?? 0,
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
    let total = 2
    while (ordersOf(total, Math.max(1, Math.round(total * Math.min(share, 1 - share)))) * alpha < 1) total++
    return total
  }
}

/** In how many orders so many of the values can lie among the rest. */
function ordersOf(total: number, some: number): number {
  let orders = 1
  for (let k = 1; k <= some; k++) orders *= (total - some + k) / k
  return orders
}
