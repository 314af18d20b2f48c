import { meanShareBounds, showsMeanShare } from '../../statistics/counts/mean-share.ts'
import { studentTQuantile } from '../../statistics/distributions/student-t.ts'
import { errorsIn, type GoldenVerdict, goldenVerdict } from '../golden.ts'
import { counted } from '../../text/counted.ts'
import { mean } from '../../statistics/quantile.ts'
import { unjudgedProblem } from '../regression/quality-problem.ts'
import type { Bounds } from '../../statistics/ranks/walsh.ts'
import type { GoldenResult, MeasuredReply } from '../results.ts'
import type { ObjectiveName } from './objectives.ts'
import { decodingSpeed } from '../decoding-speed.ts'
import { repeatedQuantile, repeatedQuantileBounds, shareUpTo } from './repeated-quantile.ts'

/** The value of an objective with its sample. `value` null: it cannot be measured, for the given reason. */
export type Measurement =
  | { value: null; n: number; reason: string }
  | {
      value: number
      /** Size of the sample: goldens, questions or replies. */
      n: number
      /** Different goldens in the sample, the units of the bounds. */
      goldens: number
      /** Bounds that each hold with a confidence; null: the value is exact. */
      bounds: ((confidence: number) => Bounds) | null
      /** How many goldens would show the target if all further ones met it; null: not known. */
      needs: ((target: number, confidence: number) => number | null) | null
      /**
       * The value if the unknown replies had the opposite effect, and why they are unknown: unjudged replies that would have
       * passed, or missing replies that would have been the slowest. Left out: nothing is unknown.
       */
      open?: { value: number; reason: string }
    }

/** Measures an objective over the goldens that ran. */
export function measure(name: ObjectiveName, goldens: readonly GoldenResult[], boundary: number): Measurement {
  switch (name) {
    case 'passRate':
      return passRate(goldens)
    case 'errorRate':
      return errorRate(goldens)
    case 'p95Ms':
      return quantile(goldens, (reply) => reply.latencyMs, {
        share: 0.95,
        nothing: 'no golden got a reply',
        lostIsSlow: true,
      })
    case 'ttftMs':
      return quantile(goldens, (reply) => reply.firstTokenMs, {
        share: 0.95,
        nothing: 'no reply has a first token time',
        lostIsSlow: true,
      })
    case 'tokensPerSecond':
      return quantile(goldens, decodingSpeed, {
        share: 0.5,
        nothing: 'no reply has a measurable speed: it takes 8 tokens over 50 ms',
      })
    case 'tokensPerReply':
      return tokens(goldens)
    case 'boundaryDrift':
      if (!Number.isFinite(boundary))
        return { value: null, n: 1, reason: `the router's boundary is ${boundary}, which is not a number` }
      return { value: Math.abs(boundary - 0.5), n: 1, goldens: 0, bounds: null, needs: null }
  }
}

function passRate(goldens: readonly GoldenResult[]): Measurement {
  const n = goldens.length
  if (n === 0) return { value: null, n, reason: 'no golden ran' }
  const shares = passShares(goldens, ['pass'])
  const best = passShares(goldens, ['pass', 'unjudged'])
  const reason = unjudgedProblem(goldens)
  const { value, goldens: cases, bounds } = meanOf(shares)
  return {
    value,
    goldens: cases,
    n,
    ...(reason !== null && { open: { value: meanOf(best).value, reason } }),
    // Each bound assumes the verdict of the unjudged goldens that makes the interval wider.
    bounds: (confidence) => ({ lower: bounds(confidence).lower, upper: meanOf(best).bounds(confidence).upper }),
    needs: (target, confidence) => sizeToShow(shares, target, confidence),
  }
}

/** For each golden the share of its runs with one of the verdicts. */
function passShares(goldens: readonly GoldenResult[], verdicts: readonly GoldenVerdict[]): number[] {
  return byCase(goldens).map((runs) => runs.filter((run) => verdicts.includes(goldenVerdict(run))).length / runs.length)
}

function errorRate(goldens: readonly GoldenResult[]): Measurement {
  const cases = byCase(goldens)
    .map((runs) => ({
      asked: runs.reduce((sum, run) => sum + run.replies.length + errorsIn(run), 0),
      failed: runs.reduce((sum, run) => sum + errorsIn(run), 0),
    }))
    .filter(({ asked }) => asked > 0)
  const n = cases.reduce((sum, { asked }) => sum + asked, 0)
  if (n === 0) return { value: null, n, reason: 'no question was asked' }
  const shares = cases.map(({ asked, failed }) => failed / asked)
  return {
    ...meanOf(shares),
    n,
    needs: (target, confidence) =>
      sizeToShow(
        shares.map((share) => 1 - share),
        1 - target,
        confidence,
      ),
  }
}

/**
 * The mean over goldens of each golden's own share, and bounds of that mean. Repeats and runs of one golden are not
 * independent, so the golden is the unit.
 */
function meanOf(shares: readonly number[]): {
  value: number
  goldens: number
  bounds: (confidence: number) => Bounds
} {
  return {
    value: mean(shares) ?? NaN,
    goldens: shares.length,
    bounds: (confidence) => meanShareBounds(shares, confidence),
  }
}

/**
 * A quantile by nearest rank, in which each golden counts once. `lostIsSlow`: the latency of a question without a reply is
 * not known, so the objective must also be met if these questions were the slowest.
 */
function quantile(
  goldens: readonly GoldenResult[],
  of: (reply: MeasuredReply) => number | null,
  { share, nothing, lostIsSlow = false }: { share: number; nothing: string; lostIsSlow?: boolean },
): Measurement {
  const groups = valuesOf(goldens, of)
  const values = groups.flat()
  const wrong = values.find((value) => !(Number.isFinite(value) && value > 0))
  if (wrong !== undefined)
    return {
      value: null,
      n: values.length,
      reason: `a value of ${wrong} is invalid: it must be a finite number above 0`,
    }
  const value = repeatedQuantile(groups, share)
  if (value === null) return { value, n: 0, reason: nothing }
  const lost = lostIsSlow ? goldens.filter(({ unmeasured }) => unmeasured.length > 0) : []
  const slowest = lost.length === 0 ? groups : valuesOf(goldens, of, Infinity)
  return {
    value,
    n: values.length,
    goldens: groups.length,
    ...(lost.length > 0 && { open: { value: repeatedQuantile(slowest, share) ?? Infinity, reason: lostReason(lost) } }),
    bounds: (confidence) => ({
      lower: repeatedQuantileBounds(groups, share, confidence).lower,
      upper: finite(repeatedQuantileBounds(slowest, share, confidence).upper),
    }),
    needs: (target, confidence) =>
      share > 0.5
        ? sizeToShow(
            slowest.map((group) => shareUpTo(group, target)),
            share,
            confidence,
          )
        : null,
  }
}

function lostReason(lost: readonly GoldenResult[]): string {
  const { size } = new Set(lost.map(({ id }) => id))
  return `${counted(size, 'golden')} ${size === 1 ? 'has' : 'have'} questions without a reply, whose latency is not known`
}

const finite = (value: number | null): number | null => (value === Infinity ? null : value)

function tokens(goldens: readonly GoldenResult[]): Measurement {
  const means = valuesOf(goldens, (reply) => reply.completionTokens).flatMap((group) => mean(group) ?? [])
  const n = means.length
  const value = mean(means)
  if (value === null) return { value, n, reason: 'no reply has a token count' }
  const squares = means.reduce((sum, each) => sum + (each - value) ** 2, 0)
  const error = Math.sqrt(squares / Math.max(1, n - 1) / n)
  const bounds = (confidence: number): Bounds => {
    if (n < 2) return { lower: null, upper: null }
    const half = studentTQuantile(confidence, n - 1) * error
    return { lower: value - half, upper: value + half }
  }
  return { value, n, goldens: n, bounds, needs: null }
}

/** The values of each golden that has any. `lost`: the value of a question without a reply; default: it has none. */
function valuesOf(
  goldens: readonly GoldenResult[],
  of: (reply: MeasuredReply) => number | null,
  lost?: number,
): number[][] {
  return byCase(goldens)
    .map((runs) =>
      runs.flatMap(({ replies, unmeasured }) => [
        ...replies.map(of).filter((value) => value !== null),
        ...(lost === undefined ? [] : unmeasured.map(() => lost)),
      ]),
    )
    .filter((values) => values.length > 0)
}

/** Groups the runs of one golden, as read from a log: they are its repeats, and not different goldens. */
function byCase(goldens: readonly GoldenResult[]): GoldenResult[][] {
  return [...Map.groupBy(goldens, ({ id }) => id).values()]
}

/** Advice never asks for more goldens than this. */
const MAX_GOLDENS = 1_000_000

/**
 * The smallest number of goldens that shows a mean of at least `limit`: these, and further ones with share 1. null: more
 * than a million.
 */
function sizeToShow(shares: readonly number[], limit: number, confidence: number): number | null {
  const shows = (size: number) => showsMeanShare(shares, limit, confidence, size - shares.length)
  if (shares.length >= MAX_GOLDENS || !shows(MAX_GOLDENS)) return null
  let [low, high] = [shares.length - 1, MAX_GOLDENS]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (shows(middle)) high = middle
    else low = middle
  }
  return high
}
