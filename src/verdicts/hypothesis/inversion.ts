import type { Bounds } from '../../statistics/ranks/walsh.ts'

/** p values of a limit, one for each direction. */
export interface LimitP {
  /** Of the null hypothesis that the effect is at most the limit. */
  greater: number
  /** Of the null hypothesis that the effect is at least the limit. */
  less: number
}

/** Confidence beyond this would not differ from 1 in the bounds' arithmetic. */
const SMALLEST = 1e-12

/**
 * The p values that belong to an interval: the smallest alpha whose bound still clears the limit (duality of tests and
 * intervals, Lehmann & Romano 2005, section 3.5). `bounds` must narrow as the confidence falls, down to 0.5; a limit
 * between the bounds of that confidence is as good as the estimate itself.
 */
export function invertBounds(bounds: (confidence: number) => Bounds, limit: number): LimitP {
  const above = smallestAlpha((confidence) => (bounds(confidence).lower ?? -Infinity) >= limit)
  const below = smallestAlpha((confidence) => (bounds(confidence).upper ?? Infinity) <= limit)
  if (above !== null && (below === null || above < below)) return { greater: above, less: 1 - above }
  if (below !== null) return { greater: 1 - below, less: below }
  return { greater: 0.5, less: 0.5 }
}

/**
 * The same, and never below an exact p of no difference at all, where the limit lies so that a claim beyond it denies
 * that: an interval that approximates must not claim what the exact test does not.
 */
export function guardedP(bounds: (confidence: number) => Bounds, limit: number, exact: LimitP): LimitP {
  const { greater, less } = invertBounds(bounds, limit)
  return {
    greater: limit >= 0 ? Math.max(greater, exact.greater) : greater,
    less: limit <= 0 ? Math.max(less, exact.less) : less,
  }
}

/** null: it does not even clear at one half, where a bound is the estimate. */
function smallestAlpha(clears: (confidence: number) => boolean): number | null {
  if (!clears(0.5)) return null
  if (clears(1 - SMALLEST)) return SMALLEST
  let [fails, holds] = [Math.log(SMALLEST), Math.log(0.5)]
  while (holds - fails > 1e-9) {
    const middle = (fails + holds) / 2
    if (clears(1 - Math.exp(middle))) holds = middle
    else fails = middle
  }
  return Math.exp(holds)
}
