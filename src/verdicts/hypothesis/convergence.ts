import { assert, assertPositive } from '../../statistics/distributions/domain.ts'
import { studentTQuantile } from '../../statistics/distributions/student-t.ts'
import { normalQuantile } from '../../statistics/distributions/normal.ts'
import { batchMeans, equivalenceTest } from '../../statistics/ranks/equivalence.ts'
import { mannKendall } from '../../statistics/ranks/mann-kendall.ts'
import { assertAlpha } from './assert-claim.ts'
import { DEFAULT_POWER } from './declaration.ts'
import { percent } from './describe.ts'
import type { Finding, NeededSample } from './finding.ts'
import { inconclusiveFinding } from './inconclusive-finding.ts'
import type { SeriesSample } from './sample.ts'
import { unusableSeries } from './unusable.ts'

/** The claim that a series converges to a value. */
export interface ConvergenceClaim {
  target: number
  /** The largest tolerated distance of the mean from the target. */
  margin: number
  /** Above 0 and below 0.5. */
  alpha: number
  /** The share of the series that is judged, counted from its end. Default 0.5. */
  part?: number | undefined
  /** Chance to decide that advice aims at. Default 0.8. */
  power?: number | undefined
}

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
export function judgeConvergence(sample: SeriesSample, claim: ConvergenceClaim): Finding {
  const { target, margin, alpha, part = 0.5 } = claim
  assertAlpha(alpha)
  assertPositive('margin', margin)
  assert(Number.isFinite(target), 'target', 'a finite number', target)
  assert(part > 0 && part <= 1, 'part', 'a share above 0 and up to 1, such as 0.5', part)
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
  { alpha, margin, power = DEFAULT_POWER }: ConvergenceClaim,
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
