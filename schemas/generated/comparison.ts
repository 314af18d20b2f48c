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
 * Failed in the baseline, and pass in every repeat now.
 */
export type Ids2 = string[]
/**
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Source".
 */
export type Source = 'main_model' | 'embedder'
/**
 * Not compared: in the baseline, no longer in the set.
 */
export type Ids3 = string[]
/**
 * Not compared: in the set, not in the baseline.
 */
export type Ids4 = string[]
/**
 * Not compared: in the set, but filtered out of this run.
 */
export type Ids5 = string[]
/**
 * Not compared: at least one repeat got no reply.
 */
export type Ids6 = string[]
/**
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Ids".
 */
export type Ids7 = string[]

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
   * Why it is inconclusive.
   */
  reason?: string
  /**
   * Largest change for the worse, as a share.
   */
  tolerance: number
  metrics: Metric[]
  basis: {
    baseline: Basis
    current: Basis
  }
  compared: Ids
  broke: Ids1
  improved: Ids2
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
  missing: Ids3
  extra: Ids4
  not_run: Ids5
  unmeasured: Ids6
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
   * latency and quality: relative to the baseline. routing: difference of the shares.
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
}
