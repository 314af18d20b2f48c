import { assertPositive } from '../../statistics/distributions/domain.ts'
import { assertAlpha, assertLeast } from './assert-claim.ts'
import type { Finding } from './finding.ts'
import { judgeContrast } from './judge-contrast.ts'
import { inconclusiveFinding } from './inconclusive-finding.ts'
import { pairedRates } from './paired-rates.ts'
import { pairedShift } from './paired-shift.ts'
import type { Metric, PairedSample } from './sample.ts'
import { isBinary, scaleOf } from './scale.ts'
import { unusablePairs } from './unusable.ts'

/** The claim that the first side is not worse than the second. */
export interface NoWorseClaim {
  /**
   * The largest tolerated worsening: for times, tokens and speed a share (0.25: a factor of 1.25), else a difference
   * (0.05: 5 points).
   */
  margin: number
  /** Above 0 and below 0.5. */
  alpha: number
  /** SD of the logarithm between whole runs, if the sides come from different runs. Default 0: interleaved. */
  drift?: number | undefined
  /** Chance to decide that advice aims at. Default 0.8. */
  power?: number | undefined
}

/** The direction in which a metric gets worse. A weight or a route is neither good nor bad. */
const WORSE: Partial<Record<Metric, 'up' | 'down'>> = {
  latency: 'up',
  firstToken: 'up',
  tokens: 'up',
  tokensPerSecond: 'down',
  quality: 'down',
}

/**
 * Judges whether the first side is not worse than the second by more than a margin (non-inferiority). The effect is that
 * of the first over the second: a ratio, or a risk difference. p is of the null hypothesis that it is worse by the margin
 * or more. Throws a RangeError for a metric that is neither good nor bad, and for numbers out of range.
 */
export function judgeNoWorse(sample: PairedSample, { margin, alpha, drift = 0, power }: NoWorseClaim): Finding {
  const { metric, pairs, basis } = sample
  const worse = WORSE[metric]
  if (worse === undefined) {
    throw new RangeError(`"no worse" compares ${Object.keys(WORSE).join(', ')}; ${metric} is neither good nor bad`)
  }
  assertAlpha(alpha)
  assertPositive('margin', margin)
  assertLeast('drift', drift)
  const { to, from, effect, claim } = scaleOf(metric)
  const direction = worse === 'up' ? 'negative' : 'positive'
  const { limit, minimum } = claim(margin, worse === 'up' ? 1 : -1)
  const reason = unusablePairs(sample)
  if (reason !== null) {
    const claimed = worse === 'up' ? 'at most' : 'at least'
    const facts = {
      method: 'non-inferiority',
      effect: { name: effect, value: null, minimum, claimed },
    } as const
    return inconclusiveFinding(sample, { ...facts, alpha, n: pairs.length, reason })
  }
  const contrast = isBinary(metric) ? pairedRates(pairs, 'first') : pairedShift(pairs, { to, of: 'first', drift })
  const method = `non-inferiority, ${contrast.method}`
  return judgeContrast({ ...contrast, method }, { direction, limit, alpha, power }, { effect, from, minimum, basis })
}
