import { normalQuantile } from '../../../statistics/distributions/normal.ts'
import { mean } from '../../../statistics/quantile.ts'
import { moverWiden } from '../../../statistics/ranks/mover.ts'
import { signedRankTest } from '../../../statistics/ranks/signed-rank.ts'
import { type Bounds, hodgesLehmann, hodgesLehmannBounds } from '../../../statistics/ranks/walsh.ts'
import type { Contrast } from './contrast.ts'
import { invertBounds } from './inversion.ts'
import type { PairedSample } from '../samples/sample.ts'

/** How pairs of numbers are turned into differences. */
export interface ShiftOptions {
  /** From a value to the additive scale on which differences are taken. */
  to: (value: number) => number
  /** The side whose effect is computed: `first` is first minus second. */
  of: 'first' | 'second'
  /** SD between whole runs, on the additive scale; 0 where the sides were interleaved. */
  drift: number
}

/**
 * The typical difference between the sides of pairs of numbers: one location for each golden and side, Hodges-Lehmann
 * over their differences, exact bounds of the Wilcoxon signed-rank test (Hodges & Lehmann 1963). Drift widens both
 * bounds by MOVER (Zou & Donner 2008). The noise of repeats affects only the locations.
 */
export function pairedShift(pairs: PairedSample['pairs'], { to, of, drift }: ShiftOptions): Contrast {
  const sides = pairs.map(({ first, second }) => ({ first: first.map(to), second: second.map(to) }))
  const differences = sides.map(({ first, second }) => {
    const shift = hodgesLehmann(second) - hodgesLehmann(first)
    return of === 'first' ? -shift : shift
  })
  const estimate = hodgesLehmann(differences)
  const bounds = (confidence: number): Bounds => {
    const exact = hodgesLehmannBounds(differences, confidence)
    return drift === 0 ? exact : moverWiden(estimate, exact, drift, normalQuantile(confidence))
  }
  return {
    method: drift === 0 ? 'exact signed-rank' : 'exact signed-rank, MOVER for drift',
    estimate,
    bounds,
    p: (limit) =>
      drift === 0 ? signedRankTest(differences.map((difference) => difference - limit)) : invertBounds(bounds, limit),
    n: pairs.length,
    repeats: fewestRepeats(sides),
    spread: { unit: 'goldens', fewest: (alpha) => Math.ceil(-Math.log2(alpha)), fromRepeats: fromRepeats(sides) },
  }
}

/** Two lists of repeats for each golden. */
type Sides = readonly { first: readonly number[]; second: readonly number[] }[]

/** The fewest repeats of a golden on a side. */
export function fewestRepeats(sides: Sides): number {
  return sides.reduce((least, { first, second }) => Math.min(least, first.length, second.length), Infinity)
}

/**
 * The share of the variance of the goldens' differences that the noise of repeats explains, by the method of
 * moments: mean of s^2 / R over both sides, against the variance of the differences of means.
 */
export function fromRepeats(sides: Sides): number | null {
  if (sides.some(({ first, second }) => first.length < 2 || second.length < 2)) return null
  const noise = sides.map(({ first, second }) => variance(first) / first.length + variance(second) / second.length)
  const between = variance(sides.map(({ first, second }) => (mean(second) ?? 0) - (mean(first) ?? 0)))
  return between > 0 ? Math.min(1, (mean(noise) ?? 0) / between) : null
}

/** The unbiased variance; NaN of fewer than two values. */
function variance(values: readonly number[]): number {
  const middle = mean(values) ?? 0
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}
