import { pairedRateBounds } from '../../../statistics/counts/paired-rate.ts'
import { type Stratum, stratifiedExact } from '../../../statistics/counts/stratified.ts'
import type { Bounds } from '../../../statistics/ranks/walsh.ts'
import type { Contrast } from './contrast.ts'
import { guardedP } from './inversion.ts'
import { fewestRepeats, fromRepeats } from './paired-shift.ts'
import type { PairedSample } from '../samples/sample.ts'

/**
 * The risk difference between the sides of pairs of outcomes: the mean of the goldens' differences with its pseudo-case
 * t bounds, and the exact stratified conditional test where the claim implies a difference (exact McNemar
 * for one reply a side). Copies of a reply count once.
 */
export function pairedRates(pairs: PairedSample['pairs'], of: 'first' | 'second'): Contrast {
  const sides = pairs.map(({ first, second, copies }) => ({
    first: copies[0] ? first.slice(0, 1) : first,
    second: copies[1] ? second.slice(0, 1) : second,
  }))
  const strata = sides.map(({ first, second }) => {
    const [before, after] = of === 'first' ? [second, first] : [first, second]
    return { before: passes(before), beforeN: before.length, after: passes(after), afterN: after.length }
  })
  const bounds = (confidence: number) => cautiousBounds(strata, confidence)
  const exact = stratifiedExact(strata)
  return {
    method: 'exact stratified test, pseudo-case t interval',
    estimate: pairedRateBounds(strata, 0.5).estimate,
    bounds,
    p: (limit) => guardedP(bounds, limit, { greater: exact.rise, less: exact.fall }),
    n: pairs.length,
    repeats: fewestRepeats(sides),
    spread: { unit: 'goldens', fewest: (alpha) => Math.ceil(-Math.log2(alpha)), fromRepeats: fromRepeats(sides) },
  }
}

/**
 * The pseudo cases move the interval towards 0. With repeats and a margin far from 0, 12 % of the changes at the margin
 * would pass at alpha 5 %. So a bound stays on its side of the estimate, and repeats get a continuity correction of half a
 * step, which reduces that rate to 5 % to 6 %.
 */
function cautiousBounds(strata: readonly Stratum[], confidence: number): Bounds {
  const { estimate, lower, upper } = pairedRateBounds(strata, confidence)
  const pull = (estimate * 2) / (strata.length + 2)
  const share = strata.reduce((sum, { beforeN, afterN }) => sum + 1 / beforeN + 1 / afterN, 0) / (2 * strata.length)
  const step = share < 1 ? share / (2 * strata.length) : 0
  return {
    lower: Math.max(-1, lower + Math.min(0, pull) - step),
    upper: Math.min(1, upper + Math.max(0, pull) + step),
  }
}

function passes(outcomes: readonly number[]): number {
  return outcomes.reduce((sum, outcome) => sum + outcome, 0)
}
