import type { GoldenResult } from '../results.ts'
import type { RegressionPolicy } from './policy.ts'

/** `inconclusive`: the data cannot tell. It is never a pass. */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/** One golden on both sides, measured in every repeat of each, and comparable. */
export interface Pair {
  id: string
  baseline: GoldenResult
  current: GoldenResult
}

/** The repeats or goldens that would probably decide an open comparison. */
export interface NeededRun {
  /** Total repeats of each golden; null: repeats alone are not enough. */
  repeats: number | null
  /** Total goldens; null: more goldens would not help. */
  goldens: number | null
  /** For a person. */
  sentence: string
}

/** One metric of the paired goldens, the baseline against now. */
interface MetricFacts {
  metric: 'latency' | 'quality' | 'routing'
  /**
   * latency: mean in milliseconds; quality: share of passed replies; routing: share answered by the main model. null:
   * not known.
   */
  baseline: number | null
  current: number | null
  /** `relative`: a share of the baseline (0.25: a quarter more). `points`: a difference of shares. */
  scale: 'relative' | 'points'
  /** The change on that scale; for latency in evidence mode the typical golden's. null: not known. */
  change: number | null
  /** The change beyond which the metric fails; negative where a fall is a worsening. */
  limit: number
  /**
   * Bounds of the change, each with 95 % confidence; null: the data are too few for it. The whole is null in mode
   * `point`.
   */
  interval: { lower: number | null; upper: number | null } | null
  /** One-sided, of "it did not get worse", 0 to 1; null: in mode `point`, for greedy quality, or without data. */
  p: number | null
  /** Standard error of the logarithm of the latency's change, without the drift between runs. */
  standardError?: number
  /** For a person: which goldens are compared in part or not at all. */
  note?: string
  /** Goldens that the metric compares. */
  n: number
  /** Fewest repeats of a golden, on the side that has fewer; copies count once for quality. */
  repeats: number
}

/** A metric that the data decide, leave open (`needed`: what would decide it), or do not allow to judge (`reason`). */
export type MetricComparison = MetricFacts &
  (
    | { verdict: 'pass' | 'fail'; needed?: never; reason?: never }
    | { verdict: 'inconclusive'; needed: NeededRun; reason?: never }
    | { verdict: 'inconclusive'; reason: string; needed?: never }
  )

/** Options of a comparison. */
export interface RuleOptions {
  policy: RegressionPolicy
  /**
   * Standard deviation of the logarithm of latency from one whole run to the next, which repeats do not average out.
   */
  drift: number
  /**
   * Whether decoding is greedy. Replies whose repeats agree are then deterministic, and their point value decides
   * quality.
   */
  greedy: boolean
  /** The look at data that grow: the shares of the data at which looks are taken, and the index of this one, from 0. */
  look: { shares: readonly number[]; index: number }
}

/** Judges the metrics of paired goldens. The list of pairs may be empty. */
export type Rule = (pairs: readonly Pair[], options: RuleOptions) => MetricComparison[]

/** The strictest of several verdicts: a single failure fails, and only all passes pass. */
export function strictest(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'pass') ? 'pass' : 'inconclusive'
}
