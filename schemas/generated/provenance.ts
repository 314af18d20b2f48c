// Generated from schemas/provenance.schema.json by `npm run generate`. Do not edit.

/**
 * One line of the provenance log (.aios/provenance.ndjson).
 */
export type ProvenanceEvent =
  | ResponseEvent
  | UnmeasuredEvent
  | JudgementEvent
  | RunEvent
  | HypothesisTestEvent
  | UnmeasuredHypothesisEvent
  | HypothesisBatchEvent
  | RoutingAdaptationEvent
/**
 * Which of the two models answered.
 */
export type Source = 'main_model' | 'embedder'
/**
 * measured: asked in this run. replayed: taken from a cassette, with the recording's timings.
 */
export type Origin = 'measured' | 'replayed'

export interface ResponseEvent {
  schema_version: '2.0'
  event_type: 'response'
  /**
   * ISO 8601, UTC, when the reply was complete.
   */
  ts: string
  run_id: string
  conv_id: string
  msg_id: string
  golden?: Golden
  /**
   * Which repeat of the same golden, from 0.
   */
  repeat: number
  /**
   * Which attempt of the same repeat, from 0: Vitest retries a test that failed.
   */
  retry: number
  /**
   * The suite counts the last attempt of a golden that Vitest retried; left out: the first one with a reply.
   */
  counted_attempt?: 'last'
  /**
   * Name of the configuration that was asked, where a suite compares two.
   */
  configuration?: string
  /**
   * Id of the hypothesis that asked.
   */
  hypothesis?: string
  /**
   * Which of the ways to ask that the hypothesis compares.
   */
  variant?: string
  /**
   * The last user message.
   */
  question: string
  reply: string
  /**
   * Length of the whole reply in characters, where the stored one was cut.
   */
  reply_cut?: number
  reasoning?: string
  source: Source
  model: Model
  route: Route
  instead_of?: InsteadOf
  timings: Timings
  tokens: Tokens
  finish: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'unknown'
  /**
   * Harmless oddities of the server's answer, such as a missing [DONE].
   */
  quirks?: string[]
  /**
   * Calls it took; more than 1 means that a retry helped.
   */
  tries: number
  /**
   * As it was known when the event was written, and never changed: a judgement event of the same msg_id comes later and counts instead. unjudged is not a pass.
   */
  verdict: 'pass' | 'fail' | 'unjudged'
  /**
   * Who judged: ask (its `expect`), toAnswer, test (its end), hypothesis. Left out: unjudged, or an older event.
   */
  judged_by?: string
  /**
   * What a failed verdict says.
   */
  why?: string
  origin: Origin
  /**
   * When a replayed reply was recorded.
   */
  recorded_at?: string
  git_commit: string | null
  /**
   * Version of vitest-aios.
   */
  version: string
}
export interface Golden {
  set: string
  id: string
  trait: string
  /**
   * First 12 hex digits of the SHA-256 of messages and expectation: tells a changed golden from the one recorded.
   */
  fingerprint: string
}
export interface Model {
  asked: string
  /**
   * The id in the reply, where it is not the one that was asked.
   */
  answered?: string
  quantization?: string
}
export interface Route {
  weight: number
  /**
   * Contribution of each feature to the weight; only those that are not zero.
   */
  parts: {
    [k: string]: number
  }
  bucket: 'control' | 'treatment'
  boundary: number
  /**
   * Probability with which a message like this goes to this source, over both buckets and the experiment's draw.
   */
  propensity: number
  /**
   * The experiment drew the source, and not the boundary alone.
   */
  drawn?: true
  /**
   * Why adaptation was off; the decision is then the control's.
   */
  off?: string
}
/**
 * The source that was due and failed, or is left alone because it keeps failing (cause breaker_open).
 */
export interface InsteadOf {
  source: Source
  cause: string
  evidence: string
}
/**
 * Milliseconds. total_ms runs from sending the request to the last byte of the reply; it holds neither the wait for a slot (queue_ms) nor the loading of the model (load_ms).
 */
export interface Timings {
  queue_ms: number
  load_ms: number
  first_token_ms: number | null
  total_ms: number
  /**
   * Decoding speed after the first token; null where the server reports no token count.
   */
  tokens_per_second: number | null
}
export interface Tokens {
  prompt: number | null
  completion: number | null
  reasoning?: number
  cached?: number
}
/**
 * A question that could not be measured: no reply, so no verdict on quality.
 */
export interface UnmeasuredEvent {
  schema_version: '2.0'
  event_type: 'response'
  ts: string
  run_id: string
  conv_id: string
  msg_id: string
  golden?: Golden
  repeat: number
  /**
   * Which attempt of the same repeat, from 0: Vitest retries a test that failed.
   */
  retry: number
  /**
   * The suite counts the last attempt of a golden that Vitest retried; left out: the first one with a reply.
   */
  counted_attempt?: 'last'
  /**
   * Name of the configuration that was asked, where a suite compares two.
   */
  configuration?: string
  /**
   * Id of the hypothesis that asked.
   */
  hypothesis?: string
  /**
   * Which of the ways to ask that the hypothesis compares.
   */
  variant?: string
  question: string
  source: Source
  model: {
    asked: string
  }
  route: Route
  instead_of?: InsteadOf
  tries: number
  verdict: 'unmeasured'
  failure: Failure
  origin: Origin
  git_commit: string | null
  version: string
}
export interface Failure {
  cause: string
  evidence: string
  remedy: string
}
/**
 * A verdict on a reply that came after its response event was written. Of several on one reply the last counts.
 */
export interface JudgementEvent {
  schema_version: '2.0'
  event_type: 'judgement'
  /**
   * ISO 8601, UTC, when the reply was judged.
   */
  ts: string
  run_id: string
  /**
   * That of the response event.
   */
  msg_id: string
  verdict: 'pass' | 'fail' | 'unjudged'
  /**
   * Who judged: ask (its `expect`), toAnswer, test (its end), hypothesis, or the name of a person or tool.
   */
  judged_by: string
  /**
   * What a failed verdict says.
   */
  why?: string
  version: string
}
export interface RunEvent {
  schema_version: '2.0'
  event_type: 'run'
  ts: string
  run_id: string
  /**
   * none: nothing could answer.
   */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  status: 'pass' | 'fail'
  replies: number
  unmeasured: number
  /**
   * Replies without a verdict. Left out: an older event.
   */
  unjudged?: number
  /**
   * Goldens that failed or got no reply at first and passed when Vitest tried again. Left out: an older event.
   */
  passed_on_retry?: number
  sets: string[]
  duration_ms: number
  git_commit: string | null
  version: string
}
/**
 * What was found about a hypothesis, among the others of its run.
 */
export interface HypothesisTestEvent {
  schema_version: '2.0'
  event_type: 'hypothesis_test'
  /**
   * ISO 8601, UTC, when the run ended.
   */
  ts: string
  run_id: string
  /**
   * Its id, such as H3.
   */
  hypothesis: string
  claim: string
  declaration: HypothesisDeclaration
  /**
   * First 12 hex digits of the SHA-256 of claim and declaration: tells a limit that was changed later.
   */
  declaration_hash: string
  /**
   * After Holm's correction over the hypotheses of the run.
   */
  outcome: 'supported' | 'not_supported' | 'inconclusive'
  /**
   * Before that correction.
   */
  outcome_alone: 'supported' | 'not_supported' | 'inconclusive'
  method: string
  effect: {
    /**
     * Such as ratio, risk difference, rho.
     */
    name: string
    /**
     * The estimate; null: there is none.
     */
    value: number | null
    /**
     * What the claim asks of it.
     */
    minimum: number
    claimed: 'at least' | 'at most' | 'beyond' | 'within'
  }
  /**
   * Each bound holds on its own with the confidence; null: the data are too few for one.
   */
  interval: {
    lower: number | null
    upper: number | null
    confidence: number
  }
  /**
   * Of the null hypothesis that the claim does not hold with its minimum; null: there was nothing to test.
   */
  p: number | null
  /**
   * Holm's, over the hypotheses of the run.
   */
  p_adjusted: number | null
  /**
   * Independent units: goldens, conversations, or the values of a series.
   */
  n: number
  /**
   * Values of each unit; copies count once.
   */
  repeats: number
  basis: 'measured' | 'replayed' | 'mixed' | null
  /**
   * Goldens whose replies lack the metric, such as the speed of a reply of one token.
   */
  unmeasured: string[]
  /**
   * Why the data do not tell.
   */
  reason?: string
  /**
   * What would probably decide.
   */
  needed?: {
    repeats?: number
    goldens?: number
    sentence: string
  }
  /**
   * none: nothing could answer.
   */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  git_commit: string | null
  version: string
}
/**
 * What was written down before anything was measured; the claim in words stands beside it.
 */
export interface HypothesisDeclaration {
  /**
   * Largest chance of calling a claim supported that does not hold.
   */
  alpha: number
  /**
   * Chance to decide that advice on goldens and repeats aims at.
   */
  power: number
  /**
   * The limit of the claim on its own scale.
   */
  margin?: number
  /**
   * The smallest effect that counts.
   */
  minimum_effect?: number
  metric?: 'latency' | 'firstToken' | 'tokens' | 'tokensPerSecond' | 'quality' | 'weight' | 'routing'
  /**
   * An outcome other than supported fails the test.
   */
  must?: 'hold'
}
/**
 * A hypothesis without an outcome: a question got no reply, its body broke, or it judged nothing.
 */
export interface UnmeasuredHypothesisEvent {
  schema_version: '2.0'
  event_type: 'hypothesis_test'
  /**
   * ISO 8601, UTC, when the run ended.
   */
  ts: string
  run_id: string
  /**
   * Its id, such as H3.
   */
  hypothesis: string
  claim: string
  declaration: HypothesisDeclaration
  /**
   * First 12 hex digits of the SHA-256 of claim and declaration: tells a limit that was changed later.
   */
  declaration_hash: string
  outcome: 'unmeasured'
  why: string
  /**
   * none: nothing could answer.
   */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  git_commit: string | null
  version: string
}
/**
 * How the hypotheses of a run came out.
 */
export interface HypothesisBatchEvent {
  schema_version: '2.0'
  event_type: 'hypothesis_batch'
  ts: string
  run_id: string
  method: 'Holm'
  /**
   * The chance of any false support is at most this: the largest alpha of the family.
   */
  alpha: number
  counts: {
    /**
     * Hypotheses that ran; Holm corrects for so many.
     */
    family: number
    /**
     * After Holm's correction.
     */
    supported: number
    /**
     * Their interval excludes the claim.
     */
    not_supported: number
    /**
     * The data cannot tell.
     */
    inconclusive: number
    /**
     * Without an outcome.
     */
    unmeasured: number
    /**
     * Left out of this run by a filter.
     */
    not_run: number
  }
  /**
   * supported / family; null: none ran.
   */
  supported_share: number | null
  /**
   * none: nothing could answer.
   */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  status: 'pass' | 'fail'
  git_commit: string | null
  version: string
}
/**
 * The boundary of the treatment bucket moved.
 */
export interface RoutingAdaptationEvent {
  schema_version: '2.0'
  event_type: 'routing_adaptation'
  /**
   * ISO 8601, UTC.
   */
  ts: string
  run_id: string
  policy: string
  from: number
  to: number
  /**
   * The e-value that the move rests on; null: the policy has none.
   */
  evidence: number | null
  /**
   * Estimated gain in utility a message.
   */
  gain: number
  reason: string
  /**
   * Outcomes in either bucket so far.
   */
  buckets: {
    control: number
    treatment: number
  }
  git_commit: string | null
  version: string
}
