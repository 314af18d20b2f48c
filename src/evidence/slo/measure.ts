import { clopperPearson } from '../counts/proportion.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { goldenVerdict } from '../golden.ts'
import { mean, nearestRank } from '../quantile.ts'
import type { Bounds } from '../ranks/walsh.ts'
import type { GoldenResult, MeasuredReply } from '../results.ts'
import type { ObjectiveName } from './objectives.ts'
import { independentValues, repeatedQuantileBounds } from './repeated-quantile.ts'

/** The value of an objective with what it rests on. `value` null: there is nothing to measure, for a reason. */
export type Measurement =
  | { value: null; n: number; reason: string }
  | {
      value: number
      /** What it rests on: goldens, questions or replies. */
      n: number
      /** Different goldens among these, the units of the bounds. */
      goldens: number
      /** Bounds that each hold with a confidence; null: the value is exact. */
      bounds: ((confidence: number) => Bounds) | null
      /** How many goldens it takes to show the target, everything else going well; null: that is not known. */
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
      return quantile(goldens, (reply) => reply.latencyMs, { share: 0.95, nothing: 'no golden got a reply' })
    case 'ttftMs':
      return quantile(goldens, (reply) => reply.firstTokenMs, {
        share: 0.95,
        nothing: 'no reply has a first token time',
      })
    case 'tokensPerSecond':
      return quantile(goldens, speed, { share: 0.5, nothing: 'no reply tells its tokens and its first token time' })
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
  const cases = byCase(goldens).map((runs) => runs.map((golden) => goldenVerdict(golden) === 'pass'))
  return {
    value: goldens.filter((golden) => goldenVerdict(golden) === 'pass').length / n,
    n,
    goldens: cases.length,
    bounds: (confidence) => caseBounds(cases, confidence),
    needs: (target, confidence) =>
      sizeToShow(cases.filter((passes) => passes.includes(false)).length, target, confidence),
  }
}

function errorRate(goldens: readonly GoldenResult[]): Measurement {
  const cases = byCase(goldens)
    .map((runs) =>
      runs.flatMap(({ replies, unmeasured }) => [...replies.map(() => false), ...unmeasured.map(() => true)]),
    )
    .filter((questions) => questions.length > 0)
  const questions = cases.flat()
  const n = questions.length
  if (n === 0) return { value: null, n, reason: 'nothing was asked' }
  return {
    value: questions.filter(Boolean).length / n,
    n,
    goldens: cases.length,
    bounds: (confidence) => caseBounds(cases, confidence),
    needs: (target, confidence) =>
      sizeToShow(cases.filter((errors) => errors.includes(true)).length, 1 - target, confidence),
  }
}

/**
 * Bounds of a share of questions. Repeats of one golden are not independent, so the golden is the unit: one of which all
 * questions are so counts for the lower bound, one of which any is counts for the upper.
 */
function caseBounds(cases: readonly (readonly boolean[])[], confidence: number): Bounds {
  const all = cases.filter((each) => !each.includes(false)).length
  const any = cases.filter((each) => each.includes(true)).length
  return {
    lower: clopperPearson(all, cases.length, confidence).lower,
    upper: clopperPearson(any, cases.length, confidence).upper,
  }
}

/** By nearest rank over all replies. */
function quantile(
  goldens: readonly GoldenResult[],
  of: (reply: MeasuredReply) => number | null,
  { share, nothing }: { share: number; nothing: string },
): Measurement {
  const groups = valuesOf(goldens, of)
  const values = groups.flat()
  const wrong = values.find((value) => !(Number.isFinite(value) && value > 0))
  if (wrong !== undefined) return { value: null, n: values.length, reason: `a value of ${wrong} cannot be` }
  const value = nearestRank(values, share)
  if (value === null) return { value, n: 0, reason: nothing }
  const worth = independentValues(groups)
  return {
    value,
    n: values.length,
    goldens: groups.length,
    bounds: (confidence) => repeatedQuantileBounds(groups, share, confidence),
    needs: (target, confidence) => {
      const beyond = values.filter((each) => each > target).length
      return share > 0.5 ? sizeToShow(Math.ceil((beyond * worth) / values.length), share, confidence) : null
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
  return { value, n, goldens: n, bounds, needs: null }
}

/** The values of each golden, of which there are some. */
function valuesOf(goldens: readonly GoldenResult[], of: (reply: MeasuredReply) => number | null): number[][] {
  return byCase(goldens)
    .map((runs) => runs.flatMap(({ replies }) => replies.map(of).filter((value) => value !== null)))
    .filter((values) => values.length > 0)
}

/** Several runs of one golden, as a log has them, are repeats of it and no goldens of their own. */
function byCase(goldens: readonly GoldenResult[]): GoldenResult[][] {
  return [...Map.groupBy(goldens, ({ id }) => id).values()]
}

/** Tokens a second after the first one; null: not known, or there was only one. */
function speed({ completionTokens, firstTokenMs, latencyMs }: MeasuredReply): number | null {
  if (completionTokens === null || firstTokenMs === null || completionTokens < 2 || latencyMs <= firstTokenMs)
    return null
  return ((completionTokens - 1) * 1_000) / (latencyMs - firstTokenMs)
}

/** Nobody runs more goldens than these. */
const MOST = 1_000_000

/**
 * The smallest number of goldens that shows that at least `share` of them do well, when `bad` of them do not; null: more
 * than a million.
 */
function sizeToShow(bad: number, share: number, confidence: number): number | null {
  const shows = (size: number) => clopperPearson(size - bad, size, confidence).lower >= share
  if (bad >= MOST || !shows(MOST)) return null
  let [low, high] = [bad, MOST]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (shows(middle)) high = middle
    else low = middle
  }
  return high
}
