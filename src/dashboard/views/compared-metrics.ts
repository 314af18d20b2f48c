import type { ComparedMetric } from '../../../schemas/generated/dashboard.ts'
import type { GoldenSnapshot } from '../../artifacts/baseline/snapshot.ts'
import { nearestRank } from '../../statistics/quantile.ts'
import type { ComparableDiff } from './comparable.ts'

interface Pair {
  before: GoldenSnapshot
  after: GoldenSnapshot
  isOtherOrigin: boolean
}

/**
 * The metrics of both sides, over the goldens that are paired: those with the same question and expectation and a reply on
 * both sides, against a baseline of the same model, and for latencies of the same origin. These are values, not a verdict: that of the run takes chance into account. Pure.
 */
export function comparedMetrics(diffs: readonly ComparableDiff[]): ComparedMetric[] {
  const pairs = diffs.flatMap(({ before, after, isStale, isOtherModel, isOtherOrigin }): Pair[] =>
    before === null || after === null || isStale || isOtherModel ? [] : [{ before, after, isOtherOrigin }],
  )
  const timed = pairs.filter(({ isOtherOrigin }) => !isOtherOrigin)
  const judged = pairs.filter(({ before, after }) => before.judged > 0 && after.judged > 0)
  return [
    points('pass rate', judged, ({ passed, judged: of }) => passed / of, false),
    points('main_model share', pairs, ({ source }) => (source === 'main_model' ? 1 : 0), null),
    latency('p50 latency', timed, 0.5),
    latency('p95 latency', timed, 0.95),
  ]
}

/** The mean of a share over the goldens; `lessIsBetter` null: neither is better, which the page shows without a colour. */
function points(
  name: string,
  pairs: readonly Pair[],
  share: (side: GoldenSnapshot) => number,
  lessIsBetter: boolean | null,
): ComparedMetric {
  const mean = (side: 'before' | 'after') =>
    pairs.length === 0 ? null : pairs.reduce((sum, pair) => sum + share(pair[side]), 0) / pairs.length
  const [before, after] = [mean('before'), mean('after')]
  const change = before === null || after === null ? null : after - before
  return { name, unit: 'share', before, after, change, lessIsBetter, n: pairs.length }
}

function latency(name: string, pairs: readonly Pair[], rank: number): ComparedMetric {
  const of = (side: 'before' | 'after') =>
    nearestRank(
      pairs.map((pair) => pair[side].latencyMs),
      rank,
    ) ?? null
  const [before, after] = [of('before'), of('after')]
  const change = before === null || after === null || before === 0 ? null : after / before - 1
  return { name, unit: 'ms', before, after, change, lessIsBetter: true, n: pairs.length }
}
