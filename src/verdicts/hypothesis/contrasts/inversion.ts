import type { Bounds } from '../../../statistics/ranks/walsh.ts'

/** The p values of a limit, one for each direction. */
export interface LimitP {
  /** Of the null hypothesis that the effect is at most the limit. */
  greater: number
  /** Of the null hypothesis that the effect is at least the limit. */
  less: number
}

/** A smaller alpha would round the confidence to 1. */
const SMALLEST = 1e-12

/**
 * The p values that belong to an interval: the smallest alpha whose bound still clears the limit (duality of tests and
 * intervals, Lehmann & Romano 2005, section 3.5). `bounds` must narrow as the confidence falls, down to 0.5; a limit
 * between the bounds of that confidence counts as the estimate.
 */
export function invertBounds(bounds: (confidence: number) => Bounds, limit: number): LimitP {
  const above = smallestAlpha((confidence) => (bounds(confidence).lower ?? -Infinity) >= limit)
  const below = smallestAlpha((confidence) => (bounds(confidence).upper ?? Infinity) <= limit)
  return { greater: above ?? 1 - (below ?? 0.5), less: below ?? 1 - (above ?? 0.5) }
}

/**
 * The same, but never below the exact p of no difference where a claim beyond the limit implies a difference: an
 * approximate interval must not claim more than the exact test does.
 */
export function guardedP(bounds: (confidence: number) => Bounds, limit: number, exact: LimitP): LimitP {
  const { greater, less } = invertBounds(bounds, limit)
  return {
    greater: limit >= 0 ? Math.max(greater, exact.greater) : greater,
    less: limit <= 0 ? Math.max(less, exact.less) : less,
  }
}

/** null: the bound does not clear the limit even at one half, where it is the estimate. */
function smallestAlpha(clears: (confidence: number) => boolean): number | null {
  if (!clears(0.5)) return null
  if (clears(1 - SMALLEST)) return SMALLEST
  let [fails, clear] = [Math.log(SMALLEST), Math.log(0.5)]
  while (clear - fails > 1e-9) {
    const middle = (fails + clear) / 2
    if (clears(1 - Math.exp(middle))) clear = middle
    else fails = middle
  }
  return Math.exp(clear)
}
