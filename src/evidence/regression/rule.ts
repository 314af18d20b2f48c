import type { GoldenResult } from '../results.ts'

/** `inconclusive`: the data cannot tell. It is never a pass. */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/** One golden on both sides, measured in every repeat of each, and comparable. */
export interface Pair {
  id: string
  baseline: GoldenResult
  current: GoldenResult
}

/** One metric of the paired goldens, the baseline against now. */
export interface MetricComparison {
  /** latency in milliseconds; quality: share of passed replies; routing: share answered by the main model. */
  metric: 'latency' | 'quality' | 'routing'
  /** null: there is no such value. */
  baseline: number | null
  current: number | null
  /** latency and quality: relative to the baseline; routing: difference of the shares. null: cannot be said. */
  change: number | null
  /** The change beyond which the metric fails; negative where a fall is the change for the worse. */
  limit: number
  /** Goldens that the metric rests on. */
  n: number
  verdict: Verdict
  /** Why it is inconclusive. */
  reason?: string
}

/** Judges the metrics of paired goldens. `tolerance` is above 0 and finite; there may be no pair at all. */
export type Rule = (pairs: readonly Pair[], tolerance: number) => MetricComparison[]

/** The strictest of several verdicts: one failure fails, and only passes alone pass. */
export function strictest(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'pass') ? 'pass' : 'inconclusive'
}
