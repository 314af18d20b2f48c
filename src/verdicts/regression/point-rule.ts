import { shareOf } from '../golden.ts'
import { mean } from '../../statistics/quantile.ts'
import type { GoldenResult } from '../results.ts'
import { comparableLatencies } from './comparable-latencies.ts'
import { SAME_CACHE } from './needs.ts'
import { latencyProblem, NOTHING } from './latency-problem.ts'
import { qualityProblem } from './quality-problem.ts'
import type { MetricComparison, Pair, Rule } from './rule.ts'

/** A change that exceeds its limit by less than this is a rounding error of binary fractions, not a change. */
export const ROUNDING = 1e-9

const RECORD = 'record the baseline again with `npx vitest run goldens -u`'

/**
 * The runbook's rule: compares point values, without taking chance into account. Each golden counts once, with the mean of
 * its repeats.
 * - latency fails when the mean latency rises by more than `tolerance`, relative to the baseline.
 * - quality fails when the share of passed replies falls by more than `tolerance`, relative to the baseline's share.
 * - routing fails when the main model's share of the replies moves by more than `tolerance` (0.25: 25 points), up or down.
 */
export const pointRule: Rule = (pairs, { policy: { tolerance } }) => [
  latency(pairs, tolerance),
  quality(pairs, tolerance),
  routing(pairs, tolerance),
]

/** The statistical facts, which a point value does not have. */
function withoutStatistics(pairs: readonly Pair[]) {
  const repeats = pairs.flatMap(({ baseline, current }) => [baseline.replies.length, current.replies.length])
  return { interval: null, p: null, n: pairs.length, repeats: pairs.length === 0 ? 0 : Math.min(...repeats) }
}

function latency(all: readonly Pair[], limit: number): MetricComparison {
  const { pairs, note } = comparableLatencies(all)
  const { baseline, current } = sides(pairs, (golden) => mean(golden.replies.map((reply) => reply.latencyMs)) ?? NaN)
  const change = baseline === null || current === null ? null : relative(baseline, current)
  const problem = latencyProblem(all) ?? (change === null || !Number.isFinite(change) ? NOT_A_NUMBER : null)
  const metric = {
    metric: 'latency',
    scale: 'relative',
    limit,
    ...withoutStatistics(pairs),
    ...(note === undefined ? {} : { note }),
  } as const
  if (latencyProblem(all) === null && pairs.length === 0) {
    return { ...metric, baseline, current, change: null, verdict: 'inconclusive', needed: SAME_CACHE }
  }
  if (problem !== null) {
    return {
      ...metric,
      baseline: finite(baseline),
      current: finite(current),
      change: null,
      verdict: 'inconclusive',
      reason: problem,
    }
  }
  return { ...metric, baseline, current, change, verdict: (change ?? Infinity) > limit + ROUNDING ? 'fail' : 'pass' }
}

const NOT_A_NUMBER = `the change of the mean latency is not a number: ${RECORD}`

function quality(pairs: readonly Pair[], tolerance: number): MetricComparison {
  const { baseline, current } = sides(pairs, (golden) => shareOf(golden.replies, (reply) => reply.passed === true))
  const metric = {
    metric: 'quality',
    scale: 'relative',
    baseline,
    current,
    limit: -tolerance,
    ...withoutStatistics(pairs),
  } as const
  const problem = baseline === null || current === null ? NOTHING : qualityProblem(pairs)
  if (problem !== null || baseline === null || current === null)
    return { ...metric, change: null, verdict: 'inconclusive', reason: problem ?? NOTHING }
  const change = relative(baseline, current)
  // Where no golden passed, the pass rate cannot get worse.
  return { ...metric, change, verdict: change !== null && change < -tolerance - ROUNDING ? 'fail' : 'pass' }
}

function routing(pairs: readonly Pair[], limit: number): MetricComparison {
  const { baseline, current } = sides(pairs, (golden) =>
    shareOf(golden.replies, (reply) => reply.source === 'main_model'),
  )
  const metric = { metric: 'routing', scale: 'points', baseline, current, limit, ...withoutStatistics(pairs) } as const
  if (baseline === null || current === null)
    return { ...metric, change: null, verdict: 'inconclusive', reason: NOTHING }
  const change = settled(current - baseline)
  return { ...metric, change, verdict: Math.abs(change) > limit + ROUNDING ? 'fail' : 'pass' }
}

function sides(pairs: readonly Pair[], location: (golden: GoldenResult) => number) {
  return {
    baseline: mean(pairs.map((pair) => location(pair.baseline))),
    current: mean(pairs.map((pair) => location(pair.current))),
  }
}

/** null: a rise from 0, which is not a factor. */
function relative(baseline: number, current: number): number | null {
  if (baseline === current) return 0
  return baseline === 0 ? null : settled((current - baseline) / baseline)
}

/** The mean of the same values in another order may differ in its last digit: a rounding error, and not a change. */
function settled(change: number): number {
  return Math.abs(change) < ROUNDING ? 0 : change
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
