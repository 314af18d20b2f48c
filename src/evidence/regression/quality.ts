import { pairedRateBounds } from '../counts/paired-rate.ts'
import { stratifiedExact } from '../counts/stratified.ts'
import { shareOf } from '../golden.ts'
import { mean } from '../quantile.ts'
import { decide, levelsOf } from './decision.ts'
import { NOTHING } from './latency-doubt.ts'
import { shareNeeds } from './needs.ts'
import type { MetricComparison, Pair, RuleOptions } from './rule.ts'
import { areCopies, fewestRepeats, strataOf } from './strata.ts'

/**
 * The change of the pass rate: the exact stratified test says whether it fell, the mean change of the goldens by how much
 * at most (statistics of paired counts; see `stratifiedExact` and `pairedRateBounds`).
 */
export function compareQuality(pairs: readonly Pair[], options: RuleOptions): MetricComparison {
  const strata = strataOf(pairs, (reply) => reply.passed, areCopies)
  const margin = options.policy.quality
  const rate = (side: 'baseline' | 'current') =>
    mean(pairs.map((pair) => shareOf(pair[side].replies, (reply) => reply.passed)))
  const facts = {
    metric: 'quality',
    scale: 'points',
    baseline: rate('baseline'),
    current: rate('current'),
    limit: -margin,
    n: pairs.length,
    repeats: fewestRepeats(strata),
  } as const
  if (pairs.length === 0)
    return { ...facts, change: null, interval: null, p: null, verdict: 'inconclusive', reason: NOTHING }
  const levels = levelsOf('quality', options)
  const { estimate, lower, upper } = pairedRateBounds(strata, 0.95)
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
  const copied =
    options.greedy ||
    pairs.some(({ baseline, current }) =>
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
