import { normalQuantile } from '../../statistics/distributions/normal.ts'
import { mean } from '../../statistics/quantile.ts'
import { moverWiden } from '../../statistics/ranks/mover.ts'
import { type Bounds, hodgesLehmann, hodgesLehmannBounds, hodgesLehmannLower } from '../../statistics/ranks/walsh.ts'
import type { GoldenResult } from '../results.ts'
import { decide, levelsOf } from './decision.ts'
import { latencyProblem } from './latency-problem.ts'
import { comparableLatencies } from './comparable-latencies.ts'
import { latencyNeeds, SAME_CACHE } from './needs.ts'
import type { MetricComparison, Pair, RuleOptions } from './rule.ts'

/** The confidence of the reported interval. */
const SHOWN = 0.95

/**
 * The change of latency: the Hodges-Lehmann estimate of the goldens' differences of log latencies, with exact signed-rank
 * bounds that are widened by the drift between runs (Kalibera and Jones 2013; Zou and Donner 2008).
 */
export function compareLatency(all: readonly Pair[], options: RuleOptions): MetricComparison {
  const limit = options.policy.tolerance
  const problem = latencyProblem(all)
  const { pairs, note } = comparableLatencies(all)
  const facts = {
    metric: 'latency',
    scale: 'relative',
    baseline: finite(meanLatency(pairs.map((pair) => pair.baseline))),
    current: finite(meanLatency(pairs.map((pair) => pair.current))),
    limit,
    n: pairs.length,
    repeats: Math.min(
      ...pairs.flatMap((pair) => [pair.baseline.replies.length, pair.current.replies.length]),
      Infinity,
    ),
    ...(note === undefined ? {} : { note }),
  } as const
  if (problem !== null) {
    return {
      ...facts,
      repeats: pairs.length === 0 ? 0 : facts.repeats,
      change: null,
      interval: null,
      p: null,
      verdict: 'inconclusive',
      reason: problem,
    }
  }
  if (pairs.length === 0) {
    return { ...facts, repeats: 0, change: null, interval: null, p: null, verdict: 'inconclusive', needed: SAME_CACHE }
  }
  const differences = pairs.map(({ baseline, current }) => location(current) - location(baseline))
  const estimate = hodgesLehmann(differences)
  const bounds = (confidence: number) => widened(differences, estimate, confidence, options.drift)
  const levels = levelsOf('latency', options)
  const lower = bounds(1 - levels.fail).lower
  const margin = Math.log1p(limit)
  const verdict = decide(
    {
      estimate,
      margin,
      shown: lower !== null && lower > 0,
      beyondShown: lower !== null && lower > margin,
      upper: bounds(1 - levels.pass).upper,
    },
    options.policy.mode,
  )
  const shown = bounds(SHOWN)
  const alone = hodgesLehmannBounds(differences, SHOWN)
  const standardError =
    alone.lower === null || alone.upper === null ? undefined : (alone.upper - alone.lower) / (2 * normalQuantile(SHOWN))
  const judged = {
    ...facts,
    change: Math.expm1(estimate),
    interval: { lower: relative(shown.lower), upper: relative(shown.upper) },
    p: pValue(differences, estimate, options.drift),
    ...(standardError === undefined ? {} : { standardError }),
  }
  if (verdict !== 'inconclusive') return { ...judged, verdict }
  return {
    ...judged,
    verdict,
    needed: latencyNeeds(pairs, {
      differences,
      estimate,
      margin,
      drift: options.drift,
      levels,
      mode: options.policy.mode,
    }),
  }
}

/**
 * The typical log latency of a golden: the Hodges-Lehmann estimate, which is robust against outliers. Of two it is the
 * mean.
 */
function location({ replies }: GoldenResult): number {
  return hodgesLehmann(replies.map((reply) => Math.log(reply.latencyMs)))
}

function widened(differences: readonly number[], estimate: number, confidence: number, drift: number): Bounds {
  return moverWiden(estimate, hodgesLehmannBounds(differences, confidence), drift, normalQuantile(confidence))
}

/** The smallest level at which the widened lower bound is above zero, by bisection to a thousandth of itself. */
function pValue(differences: readonly number[], estimate: number, drift: number): number {
  if (estimate < 0) {
    const mirrored = differences.map((difference) => -difference)
    return 1 - pValue(mirrored, -estimate, drift)
  }
  const lowerOf = hodgesLehmannLower(differences)
  const isShown = (level: number) => {
    const bounds = { lower: lowerOf(1 - level), upper: null }
    return (moverWiden(estimate, bounds, drift, normalQuantile(1 - level)).lower ?? -1) > 0
  }
  let low = Math.log(1e-10)
  let high = Math.log(0.5)
  while (high - low > 1e-3) {
    const middle = (low + high) / 2
    if (isShown(Math.exp(middle))) high = middle
    else low = middle
  }
  return Math.exp(high)
}

function meanLatency(goldens: readonly GoldenResult[]): number | null {
  return mean(goldens.map((golden) => mean(golden.replies.map((reply) => reply.latencyMs)) ?? NaN))
}

function relative(log: number | null): number | null {
  return log === null ? null : Math.expm1(log)
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
