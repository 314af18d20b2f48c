// Generated from schemas/router-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios router --json` and its subcommands print but `migrate`. `kind` names the result. Durations in milliseconds where a name ends in Ms, in seconds where it ends in S.
 */
export type RouterOutput =
  | RouterStateOutput
  | NoRouterStateOutput
  | ExplainOutput
  | EvaluateOutput
  | LearntOutput
  | NotLearntOutput
  | UndoOutput
  | SimulateOutput
  | ResetOutput

/**
 * `aios router --json`.
 */
export interface RouterStateOutput {
  schema_version: '1.0'
  kind: 'status'
  place: string
  policy: string
  /**
   * The reason why adaptation is off; null: it is on.
   */
  off: string | null
  drift: number
  maxDrift: number
  buckets: {
    control: OutputArm
    treatment: OutputArm
  }
  /**
   * Whether the boundary moves, and why.
   */
  consideration: {
    /**
     * null: stay.
     */
    move: {
      to: number
      evidence: number | null
      gain: number
    } | null
    reason: string
    wouldChange: string | null
    /**
     * What a move requires, met or not.
     */
    conditions?: {
      name: string
      value: number | null
      threshold: number
      direction: 'at least' | 'at most' | 'above' | 'below'
      /**
       * `share` is from -1 to 1, `s` are seconds; empty: a plain number.
       */
      unit: 'outcomes' | 'conversations' | 'share' | 's' | ''
      met: boolean
    }[]
    isEarly?: boolean
    candidates: {
      boundary: number
      gain: number
      evidence: number | null
      needed: number | null
      refused: string | null
    }[]
  }
  /**
   * The numbers of conversations in the two buckets, with a test of their ratio.
   */
  split: {
    control: number
    treatment: number
    expected: number
    p: number
    warning: string | null
  }
  /**
   * Counts of the state that contradict each other; null: the counts agree.
   */
  contradiction: string | null
  /**
   * The newest last.
   */
  moves: OutputMove[]
  startedAt: string
  updatedAt: string
}
/**
 * Figures of one bucket; null without outcomes.
 */
export interface OutputArm {
  boundary: number
  /**
   * Over the whole experiment.
   */
  outcomes: number
  conversations: number
  failures: number
  /**
   * Outcomes since the boundary last moved; all following fields count these.
   */
  recent: number
  quality: number | null
  /**
   * 95 % Wilson interval.
   */
  qualityInterval: {
    lower: number
    upper: number
  } | null
  latencyMs: number | null
  mainShare: number | null
  slowShare: number | null
}
/**
 * A move of the boundary.
 */
export interface OutputMove {
  ts: string
  policy: string
  from: number
  to: number
  evidence: number | null
  gain: number
  reason: string
}
/**
 * `aios router --json` before the first outcome.
 */
export interface NoRouterStateOutput {
  schema_version: '1.0'
  kind: 'no_state'
  place: string
  state: null
  boundary: number
}
/**
 * `aios router explain --json`.
 */
export interface ExplainOutput {
  schema_version: '1.0'
  kind: 'explain'
  message: string
  /**
   * The weight, 0 to 1.
   */
  value: number
  /**
   * Contributions by feature.
   */
  parts: {
    [k: string]: number
  }
  boundaries: {
    control: number
    treatment: number
  }
  /**
   * The origin of the coefficients.
   */
  weights: string
  goesTo: {
    control: string
    treatment: string
  }
  /**
   * Whether treatment randomizes messages of this weight.
   */
  experiment: boolean
  off: string | null
}
/**
 * `aios router evaluate --json`.
 */
export interface EvaluateOutput {
  schema_version: '1.0'
  kind: 'evaluate'
  /**
   * The reason why the log cannot be evaluated; null: it was.
   */
  refused: string | null
  /**
   * Events that were left out, by reason.
   */
  notes: string[]
  messages: number
  drawn: number
  certain: number
  conversations: number
  boundaries: {
    boundary: number
    effective: number | null
    /**
     * The reason why the figures mean nothing; null: they do.
     */
    refused: 'too_few' | 'one_conversation' | 'nothing_between' | 'not_drawn' | null
    utility: OutputEstimate
    gain: OutputEstimate
    quality: OutputEstimate
    latencyS: OutputEstimate
    ips: OutputEstimate
    snips: OutputEstimate
  }[]
}
/**
 * An estimate with its two-sided 95 % interval; null: it cannot be computed.
 */
export interface OutputEstimate {
  value: number | null
  lower: number | null
  upper: number | null
}
/**
 * `aios router learn --json`.
 */
export interface LearntOutput {
  schema_version: '1.0'
  kind: 'learnt'
  messages: number
  conversations: number
  discordant: number
  both: number
  penalty: number
  current: OutputRanking
  learned: OutputRanking
  measure: 'apgr' | 'ranking'
  difference: OutputEstimate
  better: boolean
  /**
   * The learnt coefficients.
   */
  weights: {
    base: number
    features: {
      [k: string]: number
    }
  }
  /**
   * The written file; null: none.
   */
  written: string | null
  replies: OutputReplies
}
/**
 * How well coefficients rank messages.
 */
export interface OutputRanking {
  /**
   * Recovered share of the gap between the models, by share of calls.
   */
  recovery: {
    n: number
    discordant: number
    gap: number
    apgr: number | null
    cpt50: number | null
    ranking: number | null
  }
  apgr: OutputEstimate | null
  ranking: OutputEstimate | null
}
/**
 * The replies of the log.
 */
export interface OutputReplies {
  unusable: number
  notes: string[]
  since: string
  until: string
}
/**
 * `aios router learn --json` where the log has too little.
 */
export interface NotLearntOutput {
  schema_version: '1.0'
  kind: 'refused'
  reason: string
  messages: number
  conversations: number
  discordant: number
  both: number
  written: null
  replies: OutputReplies
}
/**
 * `aios router learn --undo --json`.
 */
export interface UndoOutput {
  schema_version: '1.0'
  kind: 'undo'
  undone: 'restored' | 'package' | 'nothing'
  path: string
  previous: string
}
/**
 * `aios router simulate --json`.
 */
export interface SimulateOutput {
  schema_version: '1.0'
  kind: 'simulate'
  seeds: number
  messages: number
  effect: number
  results: {
    world: string
    policy: string
    everMoved: number
    largestDrift: number
    breaches: number
    gainHeld: number | null
    recovered: number | null
    lostPer1000: number
    ends: {
      boundary: number
      trials: number
    }[]
  }[]
}
/**
 * `aios router reset --json`.
 */
export interface ResetOutput {
  schema_version: '1.0'
  kind: 'reset'
  dry_run: boolean
  deleted: boolean
  /**
   * The state and its place; null: the router has no state.
   */
  state: string | null
}
