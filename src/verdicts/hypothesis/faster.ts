import { assertPositive } from '../../statistics/distributions/domain.ts'
import { assertAlpha, assertLeast } from './assert-claim.ts'
import type { Finding } from './finding.ts'
import { judgeContrast } from './judge-contrast.ts'
import { inconclusiveFinding } from './inconclusive-finding.ts'
import { pairedShift } from './paired-shift.ts'
import type { PairedSample } from './sample.ts'
import { scaleOf } from './scale.ts'
import { unusablePairs } from './unusable.ts'

/** The claim that the first side is faster. */
export interface FasterClaim {
  /** How many times as long the second side takes, at least. 2: the first is twice as fast. Above 0. */
  factor: number
  /** Above 0 and below 0.5. */
  alpha: number
  /** SD of log latency between whole runs, if the sides come from different runs. Default 0: interleaved. */
  drift?: number | undefined
  /** Chance to decide that advice aims at. Default 0.8. */
  power?: number | undefined
}

/**
 * Judges whether the first side is faster than the second by a factor. The effect is the ratio of the second's time to the
 * first's (of the first's speed to the second's) over goldens, tested by an exact signed-rank test on differences of
 * logarithms. p is of the null hypothesis that the ratio is below the factor. Throws a RangeError for a metric that is not
 * a time or a speed, and for numbers out of range.
 */
export function judgeFaster(sample: PairedSample, { factor, alpha, drift = 0, power }: FasterClaim): Finding {
  const { metric } = sample
  if (metric !== 'latency' && metric !== 'firstToken' && metric !== 'tokensPerSecond') {
    throw new RangeError(`"faster" compares latency, firstToken or tokensPerSecond, not ${metric}`)
  }
  assertAlpha(alpha)
  assertPositive('factor', factor)
  assertLeast('drift', drift)
  const reason = unusablePairs(sample)
  const method = 'exact signed-rank'
  if (reason !== null) {
    const effect = { name: 'ratio', value: null, minimum: factor, claimed: 'at least' } as const
    return inconclusiveFinding(sample, { method, effect, alpha, n: sample.pairs.length, reason })
  }
  const { to, from, effect } = scaleOf(metric)
  return judgeContrast(
    pairedShift(sample.pairs, { to, of: metric === 'tokensPerSecond' ? 'first' : 'second', drift }),
    { direction: 'positive', limit: Math.log(factor), alpha, power },
    { effect, from, minimum: factor, basis: sample.basis },
  )
}
