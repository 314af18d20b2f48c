import { holm } from '../../statistics/counts/multiplicity.ts'
import { studentTSf } from '../../statistics/distributions/student-t.ts'
import { mean } from '../../statistics/quantile.ts'
import type { GoldenResult } from '../results.ts'
import { comparableLatencies } from './comparable-latencies.ts'
import { latencyProblem } from './latency-problem.ts'
import type { Pair } from './rule.ts'

/** Fewer repeats are too few to test a golden on its own. */
const FEWEST_REPEATS = 5

/**
 * Goldens that became slower, each tested on its own: Welch's test of log latency at 5 %, adjusted for their number
 * (Holm), and an estimate beyond the tolerance.
 */
export function slowerGoldens(pairs: readonly Pair[], tolerance: number): string[] {
  if (latencyProblem(pairs) !== null) return []
  const tested = comparableLatencies(pairs)
    .pairs.filter((pair) => Math.min(pair.baseline.replies.length, pair.current.replies.length) >= FEWEST_REPEATS)
    .map(({ id, baseline, current }) => ({ id, ...welch(logs(current), logs(baseline)) }))
  const adjusted = holm(tested.map(({ p }) => p))
  return tested
    .filter(({ difference }, index) => (adjusted[index] ?? 1) <= 0.05 && difference > Math.log1p(tolerance))
    .map(({ id }) => id)
}

/** How much larger the mean of `a` is, and the one-sided p value of "it is not" (Welch 1947). */
function welch(a: readonly number[], b: readonly number[]): { difference: number; p: number } {
  const [one, other] = [spreadOf(a), spreadOf(b)]
  const difference = one.mean - other.mean
  const variance = one.error + other.error
  if (variance === 0) return { difference, p: difference > 0 ? 0 : 1 }
  const df = variance ** 2 / (one.error ** 2 / (a.length - 1) + other.error ** 2 / (b.length - 1))
  return { difference, p: studentTSf(difference / Math.sqrt(variance), df) }
}

function spreadOf(values: readonly number[]): { mean: number; error: number } {
  const centre = mean(values) ?? 0
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  return { mean: centre, error: squares / (values.length - 1) / values.length }
}

function logs({ replies }: GoldenResult): number[] {
  return replies.map((reply) => Math.log(reply.latencyMs))
}
