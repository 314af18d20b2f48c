// Generated from schemas/status.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios status --json` prints. Durations in milliseconds, times in ISO 8601, UTC.
 */
export interface StatusReport {
  schema_version: '1.0'
  ts: string
  /**
   * cannot_tell: no red flag, but a measure of the last run is unknown.
   */
  verdict: 'red_flag' | 'cannot_tell' | 'no_red_flag'
  backend: BackendStatus
  models: {
    main_model: ModelStatus
    embedder: ModelStatus
  }
  lastRun: LastRun | NotKnown
  objectives: Objectives | NotKnown
  router: RouterReport | NotKnown
  hypotheses: HypothesisReport[] | NotKnown
  log: LogReport | NotKnown
  health: SignReport[]
}
/**
 * Where replies would come from now. No model is asked.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "BackendStatus".
 */
export interface BackendStatus {
  setting: 'auto' | 'live' | 'replay' | 'embedded'
  origin: string
  /**
   * null: nothing can answer.
   */
  answers: 'live' | 'embedded' | 'replay' | null
  detail: string
  /**
   * What to do; null: nothing.
   */
  next: string | null
}
/**
 * One of the two models.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "ModelStatus".
 */
export interface ModelStatus {
  /**
   * null: no model is set.
   */
  id: string | null
  /**
   * Where the setting comes from.
   */
  origin: string
  state: string
}
/**
 * The last run of goldens.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "LastRun".
 */
export interface LastRun {
  state: 'known'
  /**
   * ISO 8601, UTC.
   */
  ts: string
  /**
   * Whether it is older than 7 days.
   */
  stale: boolean
  runId?: string
  status: 'pass' | 'fail'
  /**
   * null: an older report does not say it.
   */
  backend: string | null
  /**
   * Why it failed, a line for each golden set that failed. Empty: it passed, no golden was asked, or an older report.
   */
  failures: string[]
  sets: {
    set: string
    status: string
    ran: number
    total: number
    passed: number
    failed: number
    unmeasured: number
    unjudged: number
  }[]
  /**
   * A run in the log that is newer than the report; null: the report is the newest.
   */
  newer: string | null
}
/**
 * Something that cannot be told.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "NotKnown".
 */
export interface NotKnown {
  state: 'missing' | 'unreadable' | 'unknown'
  reason: string
  /**
   * The command or setting that changes it.
   */
  next: string
}
/**
 * The objectives of the last run.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "Objectives".
 */
export interface Objectives {
  state: 'judged'
  /**
   * Whether the run is older than 7 days, so that the verdict says nothing about now.
   */
  stale: boolean
  verdict: 'pass' | 'fail' | 'inconclusive'
  from: string
  sets: {
    set: string
    verdict: 'pass' | 'fail' | 'inconclusive'
    objectives: string[]
  }[]
  notes: string[]
}
/**
 * The router.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "RouterReport".
 */
export interface RouterReport {
  state: 'known'
  place: string
  policy: string
  /**
   * Why adaptation is off; null: it is on.
   */
  off: string | null
  boundary: number
  drift: number
  maxDrift: number
  control: Arm
  treatment: Arm
  /**
   * Why the boundary moves or stays.
   */
  reason: string
  wouldChange: string | null
  /**
   * null: it never moved.
   */
  lastMove: string | null
  warnings: string[]
}
/**
 * One bucket of the router.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "Arm".
 */
export interface Arm {
  boundary: number
  outcomes: number
  conversations: number
  failures: number
  /**
   * Since the boundary last moved, 0 to 1; null: no outcome.
   */
  quality: number | null
  latencyMs: number | null
  mainShare: number | null
}
/**
 * The last outcome of a hypothesis.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "HypothesisReport".
 */
export interface HypothesisReport {
  hypothesis: string
  outcome: string
  ts: string
}
/**
 * The provenance log.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "LogReport".
 */
export interface LogReport {
  state: 'known'
  files: number
  /**
   * On disk.
   */
  bytes: number
  events: number
  byType: {
    [k: string]: number
  }
  first: string | null
  last: string | null
  /**
   * By period.
   */
  growth: {
    [k: string]: {
      events: number
      /**
       * Uncompressed.
       */
      bytes: number
    }
  }
  /**
   * Lines that are not events.
   */
  damaged: number
  warnings: string[]
}
/**
 * One measure beside its healthy range.
 *
 * This interface was referenced by `StatusReport`'s JSON-Schema
 * via the `definition` "SignReport".
 */
export interface SignReport {
  measure: string
  /**
   * null: of the run, or of the router.
   */
  set: string | null
  value: number | null
  state: 'healthy' | 'outside' | 'red_flag' | 'unknown'
  range: {
    from: number
    to: number
    redBelow: number | null
    redAbove: number | null
  }
  basis?: string
  reason?: string
}
