// Generated from schemas/report.schema.json by `npm run generate`. Do not edit.

/**
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Count".
 */
export type Count = number
/**
 * What latencies rest on: measured then and there, taken from a recording, or some of both. null: nothing.
 *
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Basis".
 */
export type Basis = 'measured' | 'replayed' | 'mixed' | null
/**
 * inconclusive: the data cannot tell, which is never a pass.
 *
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Verdict".
 */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/**
 * What the last run found (.aios/last_report.json), written after every run that asked a golden.
 */
export interface Report {
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
  /**
   * That of the run, as its exit code says it.
   */
  status: 'pass' | 'fail'
  duration_ms: number
  git_commit: string | null
  /**
   * Version of vitest-aios.
   */
  version: string
  /**
   * The comparison in full, relative to the folder of this file; null: nothing was compared.
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
     * Replies by how much of their prompt the server took from its cache: cold less than 10 %, warm more than 50 %, mixed in between, unknown where the server does not say.
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
   * Names of the two configurations that were compared in turns; left out: the recorded baseline was compared with.
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
   * None of their replies failed, but not all were judged. Left out: none, or an older report.
   */
  unjudged?: number
  /**
   * Failed or got no reply at first and passed when Vitest tried again; by default the first reply counts. Left out: none, or an older report.
   */
  passed_on_retry?: number
  not_run: Count
}
/**
 * The comparison in short; comparison_file has all of it.
 *
 * This interface was referenced by `Report`'s JSON-Schema
 * via the `definition` "Compared".
 */
export interface Compared {
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
  compared: Count
  broke: string[]
  /**
   * Slower beyond the tolerance each for itself; told only with five repeats or more on either side.
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
   * For latency that of the typical golden, where chance is weighed.
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
   * null: none was set; the value is told all the same.
   */
  target: number | null
  /**
   * null: there is nothing to judge by.
   */
  value: number | null
  met: boolean
  n: Count
  /**
   * Why it cannot be judged.
   */
  reason?: string
  /**
   * What the data show beside the point value; null: the value is exact, or there is none.
   */
  shown: {
    confidence: number
    /**
     * On the side that matters; null: the data are too few for one.
     */
    bound: number | null
    /**
     * open: neither is shown.
     */
    verdict: 'met' | 'missed' | 'open'
    /**
     * Different goldens that it rests on.
     */
    goldens: number
    /**
     * How many goldens it takes to show it, everything else going well.
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
   * pass: every repeat was measured and passed. unmeasured: none failed, but not all got a reply. unjudged: all got one, but not all were judged.
   */
  verdict: 'pass' | 'fail' | 'unmeasured' | 'unjudged'
  /**
   * It failed or got no reply at first and passed when Vitest tried again.
   */
  passed_on_retry?: true
  /**
   * It fails, and the baseline records it as failing: it does not fail the run again.
   */
  known_failure: boolean
  /**
   * That of most replies; null: no reply.
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
   * Questions without a reply whose repeat counts another question, such as that of a retry; error_rate counts them. Left out: none.
   */
  repaired_errors?: number
  /**
   * Why its first reply that is not complete is empty or cut, such as: the reply was cut at max_tokens (256 tokens).
   */
  shortfall?: string
}
