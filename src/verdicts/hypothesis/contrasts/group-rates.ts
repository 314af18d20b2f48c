import { newcombe } from '../../../statistics/counts/difference.ts'
import { fisherExact } from '../../../statistics/counts/fisher.ts'
import { studentTQuantile } from '../../../statistics/distributions/student-t.ts'
import { mean } from '../../../statistics/quantile.ts'
import type { Bounds } from '../../../statistics/ranks/walsh.ts'
import type { Contrast } from './contrast.ts'
import { guardedP, invertBounds } from './inversion.ts'

/** The smallest confidence of a two-sided interval. Below it, the interval is the estimate. */
const NARROWEST = 1e-9

/**
 * The risk difference between two groups of independent outcomes, the second less the first: Newcombe's interval
 * (method 10) and Fisher's exact test where the claim implies a difference. The interval has its confidence on
 * average, but its error rate is up to 7.5 % at a nominal 5 %, as differences are discrete. A continuity correction of a
 * quarter of both groups' steps reduces that to 5.2 % (enumerated over groups of 10 to 100).
 */
export function proportions(first: readonly number[], second: readonly number[]): Contrast {
  const [passes, others] = [total(second), total(first)]
  const step = (1 / first.length + 1 / second.length) / 4
  const bounds = (confidence: number) => {
    const twoSided = Math.max(2 * confidence - 1, NARROWEST)
    const { lower, upper } = newcombe(passes, second.length, others, first.length, twoSided)
    return { lower: Math.max(-1, lower - step), upper: Math.min(1, upper + step) }
  }
  const exact = fisherExact(passes, second.length - passes, others, first.length - others)
  return {
    ...contrastOf(first, second, bounds),
    method: 'Fisher exact, Newcombe interval',
    p: (limit) => guardedP(bounds, limit, exact),
  }
}

/**
 * The same for clusters, each with its share of outcomes: Welch's t over clusters, with two pseudo clusters a group (0
 * and 1; Agresti & Caffo 2000 do so for single outcomes) so that equal shares do not give a standard error of 0.
 */
export function clusteredRates(first: readonly number[], second: readonly number[]): Contrast {
  const [before, after] = [moments([...first, 0, 1]), moments([...second, 0, 1])]
  const estimate = after.mean - before.mean
  const error = Math.sqrt(before.square + after.square)
  const df = error ** 4 / (before.square ** 2 / (before.n - 1) + after.square ** 2 / (after.n - 1))
  const bounds = (confidence: number) => {
    const reach = studentTQuantile(confidence, df) * error
    return { lower: Math.max(-1, estimate - reach), upper: Math.min(1, estimate + reach) }
  }
  return {
    ...contrastOf(first, second, bounds),
    method: 'Welch t over clusters',
    p: (limit) => invertBounds(bounds, limit),
  }
}

function contrastOf(
  first: readonly number[],
  second: readonly number[],
  bounds: (confidence: number) => Bounds,
): Omit<Contrast, 'method' | 'p'> {
  return {
    estimate: (mean(second) ?? 0) - (mean(first) ?? 0),
    bounds,
    n: first.length + second.length,
    repeats: 1,
    spread: { unit: 'conversations', fewest: () => 4, fromRepeats: null },
  }
}

/** Size, mean, and squared standard error of the mean. */
function moments(values: readonly number[]): { n: number; mean: number; square: number } {
  const [n, middle] = [values.length, mean(values) ?? 0]
  const sum = values.reduce((squares, value) => squares + (value - middle) ** 2, 0)
  return { n, mean: middle, square: sum / (n - 1) / n }
}

function total(outcomes: readonly number[]): number {
  return outcomes.reduce((sum, outcome) => sum + outcome, 0)
}
