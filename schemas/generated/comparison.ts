// Generated from schemas/comparison.schema.json by `npm run generate`. Do not edit.

/**
 * inconclusive: the data do not decide, which is never a pass.
 *
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Verdict".
 */
export type Verdict = 'pass' | 'fail' | 'inconclusive'
/**
 * The origin of the latencies: measured in that run, replayed from a recording, or some of both. null: no latencies.
 *
 * This interface was referenced by `ComparisonRecord`'s JSON-Schema
 * via the `definition` "Basis".
 */
export type Basis = 'measured' | 'replayed' | 'mixed' | null
/**
 * The goldens that were compared.
 */
export type Ids = string[]
/**
 * Goldens that passed in every repeat of the baseline and fail now.
 */
export type Ids1 = string[]
/**
 * Goldens that are slower beyond the tolerance, each tested on its own; only with at least five repeats on both sides.
 */
export type Ids2 = string[]
/**
 * Goldens that failed in the baseline and pass in every repeat now.
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
   * none: no backend could answer.
   */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  git_commit: string | null
  /**
   * Version of vitest-aios.
   */
  version: string
  /**
   * The strictest verdict of the sets.
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
   * Whether the run passes.
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
     * Largest tolerated change of latency (a share, for the worse) and routing (a difference of shares).
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
   * Goldens that the other source answers than in the baseline.
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
    /**
     * The source that another model answers for.
     */
    source?: 'main_model' | 'embedder'
    baseline: string
    current: string
  }[]
  missing: Ids4
  extra: Ids5
  not_run: Ids6
  unmeasured: Ids7
  /**
   * The status of the set in its run.
   */
  status?: 'pass' | 'fail'
  /**
   * Why the set failed.
   */
  why?: string
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
   * For latency in mode evidence or strict, the change of the typical golden.
   */
  change: number | null
  /**
   * The change beyond which the metric fails; negative where a fall is a worsening.
   */
  limit: number
  /**
   * Goldens that the metric compares.
   */
  n: number
  verdict: Verdict
  /**
   * Why it is inconclusive.
   */
  reason?: string
  /**
   * Scale of change, limit and interval. relative: a share of the baseline. points: a difference of shares.
   */
  scale: 'relative' | 'points'
  /**
   * Bounds of the change, each with 95 % confidence; null: the mode does not take chance into account.
   */
  interval: {
    lower: number | null
    upper: number | null
  } | null
  /**
   * One-sided, of "it did not get worse"; null: the mode does not take chance into account.
   */
  p: number | null
  /**
   * Which goldens are compared in part or not at all, and why.
   */
  note?: string
  /**
   * Standard error of the logarithm of the latency's change, without the drift between runs.
   */
  standard_error?: number
  /**
   * The fewest distinct repeats of a golden.
   */
  repeats: number
  /**
   * The sample that would probably decide an open metric.
   */
  needed?: {
    /**
     * Total repeats of each golden; null: repeats alone are not enough.
     */
    repeats: number | null
    /**
     * Total goldens; null: more goldens would not help.
     */
    goldens: number | null
    sentence: string
  }
}
