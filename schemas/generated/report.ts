// Generated from schemas/report.schema.json by `npm run generate`. Do not edit.

/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Count".
 */
export type Count = number
/**
 * The origin of the latencies: measured in that run, replayed from a recording, or some of both. null: no latencies.
 *
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Basis".
 */
export type Basis = 'measured' | 'replayed' | 'mixed' | null
/**
 * inconclusive: the data do not decide, which is never a pass.
 *
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Verdict".
 */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/**
 * The results of the last run (.aios/last_report.json), written after every run that asked a golden.
 */
export interface Report {
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
  /**
   * The status of the run, as in its exit code.
   */
  status: 'pass' | 'fail'
  duration_ms: number
  git_commit: string | null
  /**
   * Version of vitest-aios.
   */
  version: string
  /**
   * The comparison in full, relative to the folder of this file; null: no goldens were compared.
   */
  comparison_file: string | null
  sets: SetReport[]
}
/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "SetReport".
 */
export interface SetReport {
  set: string
  /**
   * The file of the golden set.
   */
  file: string
  /**
   * pass: every golden that ran was measured, and its suite passed.
   */
  status: 'pass' | 'fail'
  /**
   * The problem of the whole run, where it is the only reason why the set failed.
   */
  run_problem?: string
  counts: Counts
  /**
   * Replies by source.
   */
  routing: {
    main_model: Count
    embedder: Count
    /**
     * 0 to 1; null: no reply.
     */
    main_share: number | null
  }
  /**
   * Over all replies, without queue and model load; percentiles by nearest rank. null: no reply.
   */
  latency: {
    mean_ms: number | null
    p50_ms: number | null
    p95_ms: number | null
    basis: Basis
    /**
     * Replies by how much of their prompt the server took from its cache: cold less than 10 %, warm more than 50 %, mixed in between, unknown where the server does not report it.
     */
    cache?: {
      cold: number
      mixed: number
      warm: number
      unknown: number
    }
  }
  comparison: Compared | NotCompared
  /**
   * null: no objective was set.
   */
  slo: SloReport | null
  unmeasured: UnmeasuredReport[]
  goldens: GoldenReport[]
  /**
   * Names of the two configurations that were compared in turns. Left out: the run was compared with the baseline.
   */
  configurations?: {
    baseline: string
    candidate: string
  }
}
/**
 * Goldens. passed + failed + unmeasured + unjudged = ran; known_failures are among the failed.
 *
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Counts".
 */
export interface Counts {
  total: Count
  ran: Count
  passed: Count
  failed: Count
  known_failures: Count
  unmeasured: Count
  /**
   * Goldens without a failed reply of which a reply was not judged. Left out: 0, or an older report.
   */
  unjudged?: number
  /**
   * Goldens whose first attempt failed or got no reply and a retry of Vitest passed; by default the first reply counts. Left out: 0, or an older report.
   */
  passed_on_retry?: number
  not_run: Count
}
/**
 * A summary of the comparison; comparison_file contains all of it.
 *
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Compared".
 */
export interface Compared {
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
  compared: Count
  broke: string[]
  /**
   * Goldens that are slower beyond the tolerance, each tested on its own; only with at least five repeats on both sides.
   */
  slower: string[]
  improved: string[]
  moved: string[]
  /**
   * Goldens by the reason why they were not compared.
   */
  not_compared: {
    stale: Count
    missing: Count
    extra: Count
    not_run: Count
    unmeasured: Count
  }
}
/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Metric".
 */
export interface Metric {
  metric: 'latency' | 'quality' | 'routing'
  baseline: number | null
  current: number | null
  /**
   * For latency in mode evidence or strict, the change of the typical golden.
   */
  change: number | null
  limit: number
  n: Count
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
/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "NotCompared".
 */
export interface NotCompared {
  verdict: null
  /**
   * Why there is no comparison.
   */
  reason: string
}
/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "SloReport".
 */
export interface SloReport {
  verdict: Verdict
  /**
   * Why it is inconclusive.
   */
  reason?: string
  objectives: Objective[]
}
/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Objective".
 */
export interface Objective {
  /**
   * pass_rate: smallest share of goldens that pass. p95_ms: largest 95th percentile of the latency. boundary_drift: largest distance of the router's boundary from 0.5. error_rate: largest share of questions without a reply. ttft_ms: largest 95th percentile of the time to the first token. tokens_per_second: smallest median speed of generation. tokens_per_reply: largest mean.
   */
  objective:
    'pass_rate' | 'p95_ms' | 'boundary_drift' | 'error_rate' | 'ttft_ms' | 'tokens_per_second' | 'tokens_per_reply'
  /**
   * null: no target was set, and the value is reported only.
   */
  target: number | null
  /**
   * null: it cannot be measured.
   */
  value: number | null
  met: boolean
  n: Count
  /**
   * Why it cannot be judged.
   */
  reason?: string
  /**
   * The statistical evidence; null: the value is exact or unknown.
   */
  shown: {
    confidence: number
    /**
     * The bound on the side of the target; null: the data are too few for one.
     */
    bound: number | null
    /**
     * open: the data show neither.
     */
    verdict: 'met' | 'missed' | 'open'
    /**
     * Number of different goldens.
     */
    goldens: number
    /**
     * How many goldens would show it if all further ones met it.
     */
    needs: number | null
  } | null
}
/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "UnmeasuredReport".
 */
export interface UnmeasuredReport {
  id: string
  repeat: Count
  cause: string
  evidence: string
  remedy: string
}
/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "GoldenReport".
 */
export interface GoldenReport {
  id: string
  trait: string
  /**
   * pass: every repeat was measured and passed. unmeasured: no repeat failed, but not all got a reply. unjudged: all got a reply, but not all were judged.
   */
  verdict: 'pass' | 'fail' | 'unmeasured' | 'unjudged'
  /**
   * Its first attempt failed or got no reply, and a retry of Vitest passed.
   */
  passed_on_retry?: true
  /**
   * It fails, and the baseline records it as failing: it does not fail the run again.
   */
  known_failure: boolean
  /**
   * The source of most replies; null: no reply.
   */
  source: 'main_model' | 'embedder' | null
  /**
   * The model asked for the first reply; null: no reply.
   */
  model: string | null
  /**
   * Mean of the repeats; null: no reply.
   */
  latency_ms: number | null
  /**
   * Repeats that got a reply.
   */
  repeats: number
  /**
   * Questions without a reply whose repeat later got one, such as in a retry; error_rate counts them. Left out: 0.
   */
  repaired_errors?: number
  /**
   * Why its first incomplete reply is empty or cut, such as: the reply was cut at max_tokens (256 tokens).
   */
  shortfall?: string
}
