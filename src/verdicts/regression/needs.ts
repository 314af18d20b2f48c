import type { Stratum } from '../../statistics/counts/stratified.ts'
import { normalQuantile } from '../../statistics/distributions/normal.ts'
import { studentTQuantile } from '../../statistics/distributions/student-t.ts'
import { mean } from '../../statistics/quantile.ts'
import type { Levels } from './decision.ts'
import type { RegressionPolicy } from './policy.ts'
import type { NeededRun, Pair } from './rule.ts'

/** The power that plans aim at. */
const POWER = 0.8

/** Fewer goldens have no bound at the level of a failure: 2^-8 is the first power below 0.005. */
const FEWEST_GOLDENS = 8

/** Beyond this many repeats of each golden, the advice is more goldens. */
const MOST_REPEATS = 100

/** Advice never asks for more goldens than this. */
const MOST_GOLDENS = 100_000

/** The advice where no two latencies are comparable. */
export const SAME_CACHE: NeededRun = {
  repeats: null,
  goldens: null,
  sentence: 'run again with the server in the state of the baseline, or record the baseline again',
}

/** The terms of a verdict. */
interface Terms {
  levels: Levels
  mode: RegressionPolicy['mode']
}

/**
 * The distance of the estimate from the value that would leave the verdict open: the margin, or no change, by the mode.
 */
function gapOf({ estimate, margin, mode }: { estimate: number; margin: number; mode: Terms['mode'] }): number {
  if (estimate < margin) return margin - estimate
  return mode === 'strict' ? estimate - margin : estimate
}

/**
 * The goldens or repeats that would decide an open change of latency of the estimated size. All values are logarithms.
 */
export function latencyNeeds(
  pairs: readonly Pair[],
  open: { differences: readonly number[]; estimate: number; margin: number; drift: number } & Terms,
): NeededRun {
  const goldens = pairs.length
  if (goldens < FEWEST_GOLDENS) {
    const sentence = `it takes ${FEWEST_GOLDENS} goldens to show a change of latency`
    return { repeats: null, goldens: FEWEST_GOLDENS, sentence }
  }
  const { estimate, margin, drift, levels } = open
  const passing = estimate < margin
  const gap = gapOf(open)
  const z = normalQuantile(1 - (passing ? levels.pass : levels.fail)) + normalQuantile(POWER)
  // For normal values the signed-rank estimate has 3 / π of the mean's efficiency: √(3 / π) = 0.977.
  const allowed = ((gap * 0.977) / z) ** 2 - 2 * drift * drift
  const { within, between, repeats } = spreads(pairs, open.differences)
  if (allowed <= 0)
    return {
      repeats: null,
      goldens: null,
      sentence: 'too near the limit for the drift between runs: no number of repeats would decide',
    }
  const perGolden = allowed * goldens - between
  const wanted = perGolden <= 0 ? Infinity : Math.max(repeats + 1, Math.ceil(within / perGolden))
  if (wanted <= MOST_REPEATS) return moreRepeats(wanted, repeats)
  return moreGoldens(Math.ceil((within / repeats + between) / allowed))
}

/** The goldens or repeats that would decide an open change of a share. */
export function shareNeeds(
  strata: readonly Stratum[],
  open: { estimate: number; margin: number; repeatsHelp: boolean; copies: string } & Terms,
): NeededRun {
  if (gapOf(open) <= 0)
    return { repeats: null, goldens: null, sentence: 'at the limit: no number of goldens would decide' }
  const n = strata.length
  const repeats = Math.min(...strata.flatMap(({ beforeN, afterN }) => [beforeN, afterN]))
  const decides = decisionOf(strata, open)
  const wantedRepeats = firstFrom(repeats + 1, MOST_REPEATS, (wanted) => decides(n, repeats / wanted))
  if (open.repeatsHelp && wantedRepeats !== null) return moreRepeats(wantedRepeats, repeats)
  const wantedGoldens = firstFrom(n + 1, MOST_GOLDENS, (wanted) => decides(wanted, 1))
  if (wantedGoldens === null)
    return { repeats: null, goldens: null, sentence: 'too near the limit: no number of goldens would decide' }
  return moreGoldens(wantedGoldens, open.repeatsHelp ? '' : open.copies)
}

/**
 * Whether `goldens` like these would decide by the bounds of `pairedRateBounds`, with the power that plans aim at.
 * `noise` multiplies the variance of the shares: one half is that of twice the repeats.
 */
function decisionOf(
  strata: readonly Stratum[],
  { estimate, margin, levels, mode }: { estimate: number; margin: number } & Terms,
): (goldens: number, noise: number) => boolean {
  const passing = estimate < margin
  const inverse = mean(strata.map(({ beforeN, afterN }) => (1 / beforeN + 1 / afterN) / 2)) ?? 1
  const changes = strata.map(({ before, beforeN, after, afterN }) => after / afterN - before / beforeN)
  const spread = (mean(changes.map((change) => change * change)) ?? 0) - estimate * estimate
  // Goldens that did not change have no noise.
  const power = passing && estimate <= 0 ? 0 : normalQuantile(POWER)
  return (goldens, noise) => {
    const n = goldens + 2
    const centre = (goldens * estimate) / n
    const pseudo = 2 * (inverse * noise) ** 2
    const squares = goldens * (spread * noise + estimate * estimate) + pseudo - n * centre * centre
    const error = Math.sqrt(Math.max(0, squares) / (n - 1) / n)
    const half = (studentTQuantile(1 - (passing ? levels.pass : levels.fail), n - 1) + power) * error
    if (passing) return centre + half < margin
    return centre - half > (mode === 'strict' ? margin : 0)
  }
}

/** The smallest whole number in the range for which the monotone `predicate` is true; null: there is none. */
function firstFrom(from: number, to: number, predicate: (value: number) => boolean): number | null {
  if (from > to || !predicate(to)) return null
  let [low, high] = [from - 1, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (predicate(middle)) high = middle
    else low = middle
  }
  return high
}

/** Variances of a golden's log difference: of one repeat on each side, and the part that repeats do not average out. */
function spreads(
  pairs: readonly Pair[],
  differences: readonly number[],
): { within: number; between: number; repeats: number } {
  const repeats = Math.min(
    ...pairs.flatMap(({ baseline, current }) => [baseline.replies.length, current.replies.length]),
  )
  const total = variance(differences)
  if (repeats < 2) return { within: total, between: 0, repeats }
  const own = pairs.flatMap(({ baseline, current }) =>
    [baseline, current].map(({ replies }) => variance(replies.map((reply) => Math.log(reply.latencyMs)))),
  )
  const within = 2 * (mean(own) ?? 0)
  return { within, between: Math.max(0, total - within / repeats), repeats }
}

function variance(values: readonly number[]): number {
  if (values.length < 2) return 0
  const centre = mean(values) ?? 0
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)
}

function moreRepeats(wanted: number, have: number): NeededRun {
  const more = wanted - have
  return {
    repeats: wanted,
    goldens: null,
    sentence: `${more} more ${more === 1 ? 'repeat' : 'repeats'} of both sides would decide: run with AIOS_REPEATS=${wanted}`,
  }
}

function moreGoldens(wanted: number, why = ''): NeededRun {
  const because = why === '' ? '' : `; ${why}`
  return { repeats: null, goldens: wanted, sentence: `about ${wanted} goldens would decide${because}` }
}
