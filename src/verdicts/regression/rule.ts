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

/** What would probably decide an open comparison. */
export interface NeededRun {
  /** Repeats of each golden in all; null: repeats alone will not do. */
  repeats: number | null
  /** Goldens in all; null: more goldens are not what is missing. */
  goldens: number | null
  /** For a person. */
  sentence: string
}

/** One metric of the paired goldens, the baseline against now. */
interface MetricFacts {
  metric: 'latency' | 'quality' | 'routing'
  /** latency: mean in milliseconds; quality: share of passed replies; routing: share answered by the main model. null: there is no such value. */
  baseline: number | null
  current: number | null
  /** `relative`: a share of the baseline (0.25: a quarter more). `points`: a difference of shares. */
  scale: 'relative' | 'points'
  /** The change on that scale: of latency the typical golden's, where chance is weighed. null: cannot be said. */
  change: number | null
  /** The change beyond which the metric fails; negative where a fall is the change for the worse. */
  limit: number
  /** Bounds of the change, each of which holds with 95 %; null: the data are too few for it. null as a whole: chance is not weighed. */
  interval: { lower: number | null; upper: number | null } | null
  /** One-sided, of "it did not get worse", 0 to 1; null: chance is not weighed (greedy quality keeps its interval), or cannot be. */
  p: number | null
  /** Standard error of the logarithm of the latency's change, without the drift between runs. */
  standardError?: number
  /** For a person: which goldens are compared in part or not at all. */
  note?: string
  /** Goldens that the metric rests on. */
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

/** What a comparison goes by beside the goldens. */
export interface RuleOptions {
  policy: RegressionPolicy
  /** Standard deviation of the logarithm of latency from one whole run to the next: what no number of repeats averages out. */
  drift: number
  /** Decoding is greedy: where the repeats agree, replies are facts, and their point value decides about quality. */
  greedy: boolean
  /** One of several looks at data that grow: after which shares of it they are, and which one this is, from 0. */
  look: { shares: readonly number[]; index: number }
}

/** Judges the metrics of paired goldens; there may be no pair at all. */
export type Rule = (pairs: readonly Pair[], options: RuleOptions) => MetricComparison[]

/** The strictest of several verdicts: one failure fails, and only passes alone pass. */
export function strictest(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'pass') ? 'pass' : 'inconclusive'
}
