import { shareOf } from '../golden.ts'
import { mean } from '../../statistics/quantile.ts'
import type { GoldenResult } from '../results.ts'
import { likeWithLike } from './like-with-like.ts'
import { SAME_CACHE } from './needs.ts'
import { latencyDoubt, NOTHING } from './latency-doubt.ts'
import { qualityDoubt } from './quality-doubt.ts'
import type { MetricComparison, Pair, Rule } from './rule.ts'

/** A change that exceeds its limit by less than this is a rounding error of binary fractions, not a change. */
export const ROUNDING = 1e-9

const RECORD = 'record the baseline again with `vitest run goldens -u`'

/**
 * The runbook's rule: compares point values, without a word on chance. Each golden counts once, with the mean of its
 * repeats.
 * - latency fails when the mean latency rises by more than `tolerance`, relative to the baseline.
 * - quality fails when the share of passed replies falls by more than `tolerance`, relative to the baseline's share.
 * - routing fails when the main model's share of the replies moves by more than `tolerance` (0.25: 25 points), up or down.
 */
export const pointRule: Rule = (pairs, { policy: { tolerance } }) => [
  latency(pairs, tolerance),
  quality(pairs, tolerance),
  routing(pairs, tolerance),
]

/** What a point value does not say. */
function unweighed(pairs: readonly Pair[]) {
  const repeats = pairs.flatMap(({ baseline, current }) => [baseline.replies.length, current.replies.length])
  return { interval: null, p: null, n: pairs.length, repeats: pairs.length === 0 ? 0 : Math.min(...repeats) }
}

function latency(all: readonly Pair[], limit: number): MetricComparison {
  const { pairs, note } = likeWithLike(all)
  const { baseline, current } = sides(pairs, (golden) => mean(golden.replies.map((reply) => reply.latencyMs)) ?? NaN)
  const change = baseline === null || current === null ? null : relative(baseline, current)
  const doubt = latencyDoubt(all) ?? (change === null || !Number.isFinite(change) ? NOT_A_NUMBER : null)
  const metric = {
    metric: 'latency',
    scale: 'relative',
    limit,
    ...unweighed(pairs),
    ...(note === undefined ? {} : { note }),
  } as const
  if (latencyDoubt(all) === null && pairs.length === 0) {
    return { ...metric, baseline, current, change: null, verdict: 'inconclusive', needed: SAME_CACHE }
  }
  if (doubt !== null) {
    return {
      ...metric,
      baseline: finite(baseline),
      current: finite(current),
      change: null,
      verdict: 'inconclusive',
      reason: doubt,
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
    ...unweighed(pairs),
  } as const
  const doubt = baseline === null || current === null ? NOTHING : qualityDoubt(pairs)
  if (doubt !== null || baseline === null || current === null)
    return { ...metric, change: null, verdict: 'inconclusive', reason: doubt ?? NOTHING }
  const change = relative(baseline, current)
  // Where nothing passed, nothing can get worse, however large the rise.
  return { ...metric, change, verdict: change !== null && change < -tolerance - ROUNDING ? 'fail' : 'pass' }
}

function routing(pairs: readonly Pair[], limit: number): MetricComparison {
  const { baseline, current } = sides(pairs, (golden) =>
    shareOf(golden.replies, (reply) => reply.source === 'main_model'),
  )
  const metric = { metric: 'routing', scale: 'points', baseline, current, limit, ...unweighed(pairs) } as const
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

/** null: a rise from nothing, which no factor describes. */
function relative(baseline: number, current: number): number | null {
  if (baseline === current) return 0
  return baseline === 0 ? null : settled((current - baseline) / baseline)
}

/** The mean of the same values in another order may differ in its last digit, which is no change. */
function settled(change: number): number {
  return Math.abs(change) < ROUNDING ? 0 : change
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
