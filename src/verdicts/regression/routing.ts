import { pairedRateBounds } from '../../statistics/counts/paired-rate.ts'
import { stratifiedExact } from '../../statistics/counts/stratified.ts'
import { shareOf } from '../golden.ts'
import { mean } from '../../statistics/quantile.ts'
import { decide, levelsOf } from './decision.ts'
import { NOTHING } from './latency-problem.ts'
import { shareNeeds } from './needs.ts'
import { type MetricComparison, type Pair, type RuleOptions, strictest } from './rule.ts'
import { fewestRepeats, isRoutedAlike, strataOf } from './strata.ts'

/** The change of the share that the main model answers. It must stay within its margin in either direction. */
export function compareRouting(pairs: readonly Pair[], options: RuleOptions): MetricComparison {
  const strata = strataOf(pairs, (reply) => reply.source === 'main_model', isRoutedAlike)
  const margin = options.policy.tolerance
  const share = (side: 'baseline' | 'current') =>
    mean(pairs.map((pair) => shareOf(pair[side].replies, (reply) => reply.source === 'main_model')))
  const facts = {
    metric: 'routing',
    scale: 'points',
    baseline: share('baseline'),
    current: share('current'),
    limit: margin,
    n: pairs.length,
    repeats: fewestRepeats(strata),
  } as const
  if (pairs.length === 0)
    return { ...facts, change: null, interval: null, p: null, verdict: 'inconclusive', reason: NOTHING }
  const levels = levelsOf('routing', options)
  const { estimate, lower, upper } = pairedRateBounds(strata, 0.95)
  const { fall, rise } = stratifiedExact(strata)
  const [surest, safest] = [pairedRateBounds(strata, 1 - levels.fail), pairedRateBounds(strata, 1 - levels.pass)]
  const { mode } = options.policy
  const verdict = strictest([
    decide(
      { estimate, margin, shown: rise <= levels.fail, beyondShown: surest.lower > margin, upper: safest.upper },
      mode,
    ),
    decide(
      {
        estimate: -estimate,
        margin,
        shown: fall <= levels.fail,
        beyondShown: surest.upper < -margin,
        upper: -safest.lower,
      },
      mode,
    ),
  ])
  const judged = { ...facts, change: estimate, interval: { lower, upper }, p: Math.min(1, 2 * Math.min(fall, rise)) }
  if (verdict !== 'inconclusive') return { ...judged, verdict }
  return {
    ...judged,
    verdict,
    needed: shareNeeds(strata, {
      estimate: Math.abs(estimate),
      margin,
      levels,
      mode,
      repeatsHelp: false,
      copies: '',
    }),
  }
}
