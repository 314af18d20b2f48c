import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { FasterClaim } from '../../../schemas/generated/options.ts'
import { validateFasterClaim } from '../../../schemas/generated/options.validate.js'
import { checkedClaim } from './checked-claim.ts'
import type { Finding } from './finding.ts'
import { judgeContrast } from './contrasts/judge-contrast.ts'
import { inconclusiveFinding } from './inconclusive-finding.ts'
import { pairedShift } from './contrasts/paired-shift.ts'
import type { PairedSample } from './samples/sample.ts'
import { scaleOf } from './contrasts/scale.ts'
import { unusablePairs } from './samples/unusable.ts'

/**
 * Judges whether the first side is faster than the second by a factor. The effect is the ratio of the second's time to the
 * first's (of the first's speed to the second's) over goldens, tested by an exact signed-rank test on differences of
 * logarithms. p is of the null hypothesis that the ratio is below the factor. Throws a RangeError for a metric that is not
 * a time or a speed, and for numbers out of range.
 */
export function judgeFaster(sample: PairedSample, claim: FasterClaim): Finding {
  const { factor, alpha, drift, power } = checkedClaim(validateFasterClaim, DEFAULTS.FasterClaim, claim)
  const { metric } = sample
  if (metric !== 'latency' && metric !== 'firstToken' && metric !== 'tokensPerSecond') {
    throw new RangeError(`"faster" compares latency, firstToken or tokensPerSecond, not ${metric}`)
  }
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
