import { clopperPearson } from '../counts/proportion.ts'
import { seededRandom } from '../distributions/random.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { goldenVerdict } from '../golden.ts'
import { mean, nearestRank } from '../quantile.ts'
import { clusteredQuantileBounds, quantileBounds, smallestForUpperBound } from '../ranks/quantile-bounds.ts'
import type { Bounds } from '../ranks/walsh.ts'
import type { GoldenResult, MeasuredReply } from '../results.ts'
import type { ObjectiveName } from './objectives.ts'

/** The value of an objective with what it rests on. `value` null: there is nothing to measure, for a reason. */
export type Measurement =
  | { value: null; n: number; reason: string }
  | {
      value: number
      /** What it rests on: goldens, questions or replies. */
      n: number
      /** Bounds that each hold with a confidence; null: the value is exact. */
      bounds: ((confidence: number) => Bounds) | null
      /** How many it takes to show the target, everything else going well; null: that is not known. */
      needs: ((target: number, confidence: number) => number | null) | null
    }

/** Measures an objective over the goldens that ran. */
export function measure(name: ObjectiveName, goldens: readonly GoldenResult[], boundary: number): Measurement {
  switch (name) {
    case 'passRate':
      return passRate(goldens)
    case 'errorRate':
      return errorRate(goldens)
    case 'p95Ms':
      return quantile(goldens, (reply) => reply.latencyMs, 0.95, 'no golden got a reply')
    case 'ttftMs':
      return quantile(goldens, (reply) => reply.firstTokenMs, 0.95, 'no reply has a first token time')
    case 'tokensPerSecond':
      return quantile(goldens, speed, 0.5, 'no reply tells its tokens and its first token time')
    case 'tokensPerReply':
      return tokens(goldens)
    case 'boundaryDrift':
      if (!Number.isFinite(boundary))
        return { value: null, n: 1, reason: `the router's boundary is ${boundary}, which is not a number` }
      return { value: Math.abs(boundary - 0.5), n: 1, bounds: null, needs: null }
  }
}

function passRate(goldens: readonly GoldenResult[]): Measurement {
  const n = goldens.length
  if (n === 0) return { value: null, n, reason: 'no golden ran' }
  const passed = goldens.filter((golden) => goldenVerdict(golden) === 'pass').length
  return {
    value: passed / n,
    n,
    bounds: (confidence) => clopperPearson(passed, n, confidence),
    needs: (target, confidence) =>
      smallest(n, (size) => clopperPearson(size - (n - passed), size, confidence).lower >= target),
  }
}

function errorRate(goldens: readonly GoldenResult[]): Measurement {
  const errors = goldens.reduce((sum, golden) => sum + golden.unmeasured.length, 0)
  const n = errors + goldens.reduce((sum, golden) => sum + golden.replies.length, 0)
  if (n === 0) return { value: null, n, reason: 'nothing was asked' }
  return {
    value: errors / n,
    n,
    bounds: (confidence) => clopperPearson(errors, n, confidence),
    needs: (target, confidence) => smallest(n, (size) => clopperPearson(errors, size, confidence).upper <= target),
  }
}

/** By nearest rank; repeats of one golden are not independent, so where there are some, goldens are resampled. */
function quantile(
  goldens: readonly GoldenResult[],
  of: (reply: MeasuredReply) => number | null,
  share: number,
  nothing: string,
): Measurement {
  const groups = valuesOf(goldens, of)
  const values = groups.flat()
  const wrong = values.find((value) => !(Number.isFinite(value) && value >= 0))
  if (wrong !== undefined) return { value: null, n: values.length, reason: `a value of ${wrong} cannot be` }
  const value = nearestRank(values, share)
  if (value === null) return { value, n: 0, reason: nothing }
  const repeated = groups.some((group) => group.length > 1)
  const enough = smallestForUpperBound(share, 0.95)
  return {
    value,
    n: values.length,
    bounds: (confidence) => {
      // Resampling cannot see beyond the largest value, so with too few goldens there is no upper bound.
      if (!repeated || groups.length < enough)
        return quantileBounds(
          groups.map((group) => Math.max(...group)),
          share,
          confidence,
        )
      return clusteredQuantileBounds(groups, share, confidence, seededRandom(1))
    },
    needs: (_, confidence) => {
      const size = smallestForUpperBound(share, confidence)
      return groups.length < size ? size : null
    },
  }
}

function tokens(goldens: readonly GoldenResult[]): Measurement {
  const means = valuesOf(goldens, (reply) => reply.completionTokens).flatMap((group) => mean(group) ?? [])
  const n = means.length
  const value = mean(means)
  if (value === null) return { value, n, reason: 'no reply tells its tokens' }
  const squares = means.reduce((sum, each) => sum + (each - value) ** 2, 0)
  const error = Math.sqrt(squares / Math.max(1, n - 1) / n)
  const bounds = (confidence: number): Bounds => {
    if (n < 2) return { lower: null, upper: null }
    const half = studentTQuantile(confidence, n - 1) * error
    return { lower: value - half, upper: value + half }
  }
  return { value, n, bounds, needs: null }
}

function valuesOf(goldens: readonly GoldenResult[], of: (reply: MeasuredReply) => number | null): number[][] {
  return goldens
    .map((golden) => golden.replies.map(of).filter((value) => value !== null))
    .filter((values) => values.length > 0)
}

/** Tokens a second after the first one; null: not known, or there was only one. */
function speed({ completionTokens, firstTokenMs, latencyMs }: MeasuredReply): number | null {
  if (completionTokens === null || firstTokenMs === null || completionTokens < 2 || latencyMs <= firstTokenMs)
    return null
  return ((completionTokens - 1) * 1_000) / (latencyMs - firstTokenMs)
}

/** Nobody runs more goldens than these. */
const MOST = 1_000_000

/** The smallest size from `from` on for which it holds; null: none up to a million. */
function smallest(from: number, holds: (size: number) => boolean): number | null {
  if (!holds(MOST)) return null
  let [low, high] = [from - 1, MOST]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}
