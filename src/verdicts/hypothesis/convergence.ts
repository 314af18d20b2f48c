import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { ConvergenceClaim } from '../../../schemas/generated/options.ts'
import { validateConvergenceClaim } from '../../../schemas/generated/options.validate.js'
import { studentTQuantile } from '../../statistics/distributions/student-t.ts'
import { normalQuantile } from '../../statistics/distributions/normal.ts'
import { batchMeans, equivalenceTest } from '../../statistics/ranks/equivalence.ts'
import { mannKendall } from '../../statistics/ranks/mann-kendall.ts'
import { checkedClaim } from './checked-claim.ts'
import { percent } from './describe.ts'
import type { Finding, NeededSample } from './finding.ts'
import { inconclusiveFinding } from './inconclusive-finding.ts'
import type { SeriesSample } from './samples/sample.ts'
import { unusableSeries } from './samples/unusable.ts'

const METHOD = 'TOST on batch means, Mann-Kendall'

/**
 * Fewer values give batches of one or two, which do not show the correlation of neighbours. At this length a correlation
 * of 0.6 between neighbours still gives a false slope in 10 % of series, at 100 values in 6 %.
 */
const MIN_VALUES = 40

const BATCHES = 10

/** Advice never asks for a longer series. */
const MAX_VALUES = 100_000

/**
 * Judges whether a series has settled at a target. Two one-sided tests (Schuirmann 1987) that the mean of its last part lies within
 * the margin, with a standard error from batch means because successive values depend on one another, and a
 * Mann-Kendall test that the batches still move. p is of the null hypothesis that the mean is not within the margin,
 * and 1 where a slope is shown. Not supported: the interval lies outside of the margin, or a slope is shown at alpha.
 * Throws a RangeError for numbers out of range.
 */
export function judgeConvergence(sample: SeriesSample, given: ConvergenceClaim): Finding {
  const claim = checkedClaim(validateConvergenceClaim, DEFAULTS.ConvergenceClaim, given)
  const { target, margin, alpha, part } = claim
  const { values } = sample
  const last = values.slice(values.length - Math.ceil(values.length * part))
  const effect = { name: `mean difference (from ${target})`, minimum: margin, claimed: 'within' } as const
  const reason = unusableSeries(sample)
  const batch = reason === null && last.length >= MIN_VALUES ? batchMeans(last, BATCHES) : null
  if (batch === null) {
    const facts = { method: METHOD, effect: { ...effect, value: null }, alpha, n: last.length }
    if (reason !== null) return inconclusiveFinding(sample, { ...facts, reason })
    const fewest = Math.ceil(MIN_VALUES / part)
    const sentence = `at least ${fewest} values of the series (now ${values.length}) are needed`
    const short = { ...facts, reason: `its last ${last.length} values are too few to tell noise from a trend` }
    return { ...inconclusiveFinding(sample, short), needed: { goldens: fewest, sentence } }
  }
  const { standardError, df, means } = batch
  const estimate = batch.mean - target
  const reach = studentTQuantile(1 - alpha, df) * standardError
  const [lower, upper] = [estimate - reach, estimate + reach]
  const moves = (mannKendall(means)?.p ?? 1) <= alpha
  const { p } = equivalenceTest({ estimate, standardError, df, margin })
  const facts = {
    method: METHOD,
    effect: { ...effect, value: estimate },
    interval: { lower, upper, confidence: 1 - alpha },
    p: moves ? 1 : p,
    n: last.length,
    repeats: 1,
    basis: sample.basis,
  }
  if (moves || lower > margin || upper < -margin) return { outcome: 'not_supported', ...facts }
  if (p <= alpha) return { outcome: 'supported', ...facts }
  return {
    outcome: 'inconclusive',
    ...facts,
    reason: 'the interval contains means inside and outside of the margin',
    needed: planned(claim, { estimate, standardError, now: values.length }),
  }
}

function planned(
  { alpha, margin, power }: Required<ConvergenceClaim>,
  { estimate, standardError, now }: { estimate: number; standardError: number; now: number },
): NeededSample {
  const gap = margin - Math.abs(estimate)
  const factor = (((normalQuantile(1 - alpha) + normalQuantile(power)) * standardError) / gap) ** 2
  const values = Math.max(now + 1, Math.ceil(now * factor))
  if (!(values <= MAX_VALUES)) {
    return { sentence: 'the mean is so close to the margin that no practical length of the series would decide' }
  }
  return {
    goldens: values,
    sentence: `about ${values} values of the series (now ${now}) would decide with ${percent(power)} power, if the mean stays where it is`,
  }
}
