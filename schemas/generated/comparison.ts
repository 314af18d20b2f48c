// Generated from schemas/comparison.schema.json by `npm run generate`. Do not edit.

/**
 * inconclusive: the data cannot tell, which is never a pass.
 *
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Verdict".
 */
export type Verdict = 'pass' | 'fail' | 'inconclusive'
/**
 * What latencies rest on: measured then and there, taken from a recording, or some of both. null: nothing.
 *
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Basis".
 */
export type Basis = 'measured' | 'replayed' | 'mixed' | null
/**
 * The goldens that the metrics rest on.
 */
export type Ids = string[]
/**
 * Passed in every repeat of the baseline, and fail now.
 */
export type Ids1 = string[]
/**
 * Slower beyond the tolerance each for itself; told only with five repeats or more on either side.
 */
export type Ids2 = string[]
/**
 * Failed in the baseline, and pass in every repeat now.
 */
export type Ids3 = string[]
/**
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Source".
 */
export type Source = 'main_model' | 'embedder'
/**
 * Not compared: in the baseline, no longer in the set.
 */
export type Ids4 = string[]
/**
 * Not compared: in the set, not in the baseline.
 */
export type Ids5 = string[]
/**
 * Not compared: in the set, but filtered out of this run.
 */
export type Ids6 = string[]
/**
 * Not compared: at least one repeat got no reply.
 */
export type Ids7 = string[]
/**
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Ids".
 */
export type Ids8 = string[]

/**
 * One run against the baseline (.aios/comparisons/comparison_<UTC time>_<run id>.json). Lists hold ids of goldens.
 */
export interface ComparisonRecord {
  schema_version: '2.0'
  run_id: string
  /**
   * ISO 8601, UTC, when the run ended.
   */
  ts: string
  /**
   * none: nothing could answer.
   */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  git_commit: string | null
  /**
   * Version of vitest-aios.
   */
  version: string
  /**
   * The strictest of the sets'.
   */
  verdict: 'pass' | 'fail' | 'inconclusive'
  sets: SetComparison[]
}
/**
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "SetComparison".
 */
export interface SetComparison {
  set: string
  verdict: Verdict
  /**
   * Whether it holds up a run.
   */
  passes: boolean
  /**
   * Why it is inconclusive.
   */
  reason?: string
  /**
   * How the change was judged.
   */
  policy: {
    /**
     * Largest tolerated change for the worse of latency (a share) and routing (a difference of shares).
     */
    tolerance: number
    /**
     * Largest tolerated fall of the pass rate, a difference of shares.
     */
    quality: number
    mode: 'evidence' | 'strict' | 'point'
    on_inconclusive: 'pass' | 'fail'
  }
  /**
   * Drift between runs that the intervals allow for, a standard deviation of log latency.
   */
  drift: number
  metrics: Metric[]
  basis: {
    baseline: Basis
    current: Basis
  }
  compared: Ids
  broke: Ids1
  slower: Ids2
  improved: Ids3
  /**
   * Answered by the other source than in the baseline.
   */
  moved: {
    id: string
    from: Source
    to: Source
  }[]
  /**
   * Not compared: question, expectation or model changed since the baseline.
   */
  stale: {
    id: string
    changed: 'fingerprint' | 'model'
    baseline: string
    current: string
  }[]
  missing: Ids4
  extra: Ids5
  not_run: Ids6
  unmeasured: Ids7
}
/**
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Metric".
 */
export interface Metric {
  /**
   * latency: mean in milliseconds. quality: share of passed replies. routing: share answered by the main model.
   */
  metric: 'latency' | 'quality' | 'routing'
  baseline: number | null
  current: number | null
  /**
   * For latency that of the typical golden, where chance is weighed.
   */
  change: number | null
  /**
   * The change beyond which the metric fails; negative where a fall is the change for the worse.
   */
  limit: number
  /**
   * Goldens that the metric rests on.
   */
  n: number
  verdict: Verdict
  /**
   * Why it is inconclusive.
   */
  reason?: string
  /**
   * Of change, limit and interval. relative: a share of the baseline. points: a difference of shares.
   */
  scale: 'relative' | 'points'
  /**
   * Bounds of the change, each of which holds with 95 %; null: chance is not weighed.
   */
  interval: {
    lower: number | null
    upper: number | null
  } | null
  /**
   * One-sided, of "it did not get worse"; null: not weighed.
   */
  p: number | null
  /**
   * Which goldens are compared in part or not at all, and why.
   */
  note?: string
  /**
   * Of the logarithm of the latency's change, without the drift between runs.
   */
  standard_error?: number
  /**
   * Fewest repeats of a golden that count.
   */
  repeats: number
  /**
   * What would probably decide an open metric.
   */
  needed?: {
    /**
     * Repeats of each golden in all; null: repeats alone will not do.
     */
    repeats: number | null
    /**
     * Goldens in all; null: more goldens are not what is missing.
     */
    goldens: number | null
    sentence: string
  }
}
