import { pairedRateBounds } from '../../statistics/counts/paired-rate.ts'
import { stratifiedExact } from '../../statistics/counts/stratified.ts'
import { shareOf } from '../golden.ts'
import { mean } from '../../statistics/quantile.ts'
import { decide, levelsOf } from './decision.ts'
import { NOTHING } from './latency-problem.ts'
import { shareNeeds } from './needs.ts'
import { ROUNDING } from './point-rule.ts'
import { qualityProblem } from './quality-problem.ts'
import type { MetricComparison, Pair, RuleOptions } from './rule.ts'
import { areCopies, fewestRepeats, hasDistinctReplies, sameReply, strataOf } from './strata.ts'

/**
 * The change of the pass rate. For sampled replies the exact stratified test decides whether the rate fell, and the bounds
 * of the goldens' mean change limit by how much (see `stratifiedExact` and `pairedRateBounds`). Greedy replies are
 * deterministic: see `judgeDeterministic`.
 */
export function compareQuality(pairs: readonly Pair[], options: RuleOptions): MetricComparison {
  const strata = strataOf(pairs, (reply) => reply.passed === true, areCopies)
  const margin = options.policy.quality
  const rate = (side: 'baseline' | 'current') =>
    mean(pairs.map((pair) => shareOf(pair[side].replies, (reply) => reply.passed === true)))
  const facts = {
    metric: 'quality',
    scale: 'points',
    baseline: rate('baseline'),
    current: rate('current'),
    limit: -margin,
    n: pairs.length,
    repeats: fewestRepeats(strata),
  } as const
  const problem = pairs.length === 0 ? NOTHING : qualityProblem(pairs)
  if (problem !== null)
    return { ...facts, change: null, interval: null, p: null, verdict: 'inconclusive', reason: problem }
  const levels = levelsOf('quality', options)
  const { estimate, lower, upper } = pairedRateBounds(strata, 0.95)
  if (options.greedy && !pairs.some(hasDistinctReplies)) {
    return { ...facts, ...judgeDeterministic(pairs, margin), interval: { lower, upper }, p: null }
  }
  const { midFall } = stratifiedExact(strata)
  const verdict = decide(
    {
      estimate: -estimate,
      margin,
      shown: midFall <= levels.fail,
      beyondShown: pairedRateBounds(strata, 1 - levels.fail).upper < -margin,
      upper: -pairedRateBounds(strata, 1 - levels.pass).lower,
    },
    options.policy.mode,
  )
  const judged = { ...facts, change: estimate, interval: { lower, upper }, p: midFall }
  if (verdict !== 'inconclusive') return { ...judged, verdict }
  const copied = pairs.some(({ baseline, current }) =>
    [baseline, current].some((side) => side.replies.length > 1 && areCopies(side)),
  )
  return {
    ...judged,
    verdict,
    needed: shareNeeds(strata, {
      estimate: -estimate,
      margin,
      levels,
      mode: options.policy.mode,
      repeatsHelp: !copied,
      copies: copied ? 'repeats are copies of each other' : '',
    }),
  }
}

/**
 * Greedy decoding gives the same reply each time, so the point value over the goldens decides: a golden with the same
 * reply on both sides did not get worse, and one that passed and now fails did.
 */
function judgeDeterministic(pairs: readonly Pair[], margin: number): { change: number; verdict: 'pass' | 'fail' } {
  const changes = pairs.map((pair) =>
    sameReply(pair)
      ? 0
      : shareOf(pair.current.replies, (reply) => reply.passed === true) -
        shareOf(pair.baseline.replies, (reply) => reply.passed === true),
  )
  const change = mean(changes) ?? 0
  return { change, verdict: change < -margin - ROUNDING ? 'fail' : 'pass' }
}
