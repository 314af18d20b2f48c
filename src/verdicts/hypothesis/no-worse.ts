import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { NoWorseClaim } from '../../../schemas/generated/options.ts'
import { validateNoWorseClaim } from '../../../schemas/generated/options.validate.js'
import { checkedClaim } from './checked-claim.ts'
import type { Finding } from './finding.ts'
import { judgeContrast } from './contrasts/judge-contrast.ts'
import { inconclusiveFinding } from './inconclusive-finding.ts'
import { pairedRates } from './contrasts/paired-rates.ts'
import { pairedShift } from './contrasts/paired-shift.ts'
import type { Metric, PairedSample } from './samples/sample.ts'
import { isBinary, scaleOf } from './contrasts/scale.ts'
import { unusablePairs } from './samples/unusable.ts'

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
export function judgeNoWorse(sample: PairedSample, claim: NoWorseClaim): Finding {
  const { margin, alpha, drift, power } = checkedClaim(validateNoWorseClaim, DEFAULTS.NoWorseClaim, claim)
  const { metric, pairs, basis } = sample
  const worse = WORSE[metric]
  if (worse === undefined) {
    throw new RangeError(`"no worse" compares ${Object.keys(WORSE).join(', ')}; ${metric} is neither good nor bad`)
  }
  const { to, from, effect, claim: sized } = scaleOf(metric)
  const direction = worse === 'up' ? 'negative' : 'positive'
  const { limit, minimum } = sized(margin, worse === 'up' ? 1 : -1)
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
