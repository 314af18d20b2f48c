// Generated from schemas/provenance.schema.json by `npm run generate`. Do not edit.

/**
 * One event of the provenance log (.aios/provenance.ndjson), a line each. Most replies are written in a short form, see compact-event.schema.json; readers, and `aios events --json`, give the whole event.
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
  | OlderResponseEvent
  | OlderEvent
/**
 * The model that answered.
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
   * Whether the suite counts the last attempt of a golden that Vitest retried. Left out: it counts the first with a reply.
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
   * Name of the variant that the hypothesis compares.
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
   * Harmless deviations of the server's response from the protocol, such as a missing [DONE].
   */
  quirks?: string[]
  /**
   * Number of requests; more than 1 after a retry.
   */
  tries: number
  /**
   * The verdict when the event was written. A later judgement event of the same msg_id replaces it. unjudged is not a pass.
   */
  verdict: 'pass' | 'fail' | 'unjudged'
  /**
   * The judge: ask (its `expect`), toAnswer, test (its end), hypothesis. Left out: unjudged, or an older event.
   */
  judged_by?: string
  /**
   * The reason of a failed verdict.
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
  /**
   * The event as the older system logged it, unchanged. Written by `aios events migrate`.
   */
  original?: {}
}
export interface Golden {
  set: string
  id: string
  trait: string
  /**
   * First 12 hex digits of the SHA-256 of messages and expectation, by which a changed golden is detected.
   */
  fingerprint: string
}
export interface Model {
  asked: string
  /**
   * The model id in the reply, if it differs from the one that was asked.
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
   * Whether the experiment drew the source, instead of the boundary alone.
   */
  drawn?: true
  /**
   * Why adaptation was off; the decision is then that of the control bucket.
   */
  off?: string
}
/**
 * The chosen source, which failed, or which the circuit breaker skips (cause breaker_open).
 */
export interface InsteadOf {
  source: Source
  cause: string
  evidence: string
}
/**
 * Milliseconds. total_ms runs from sending the request to the last byte of the reply; it includes neither the wait for a slot (queue_ms) nor the loading of the model (load_ms).
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
 * A question without a reply. It does not count against the quality of the model.
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
   * Whether the suite counts the last attempt of a golden that Vitest retried. Left out: it counts the first with a reply.
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
   * Name of the variant that the hypothesis compares.
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
 * A verdict on a reply after its response event was written. If a reply has several, the last one counts.
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
   * The id of the response event.
   */
  msg_id: string
  verdict: 'pass' | 'fail' | 'unjudged'
  /**
   * The judge: ask (its `expect`), toAnswer, test (its end), hypothesis, or the name of a person or tool.
   */
  judged_by: string
  /**
   * The reason of a failed verdict.
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
   * none: no backend could answer.
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
   * Goldens whose first attempt failed or got no reply and a retry of Vitest passed. Left out: an older event.
   */
  passed_on_retry?: number
  sets: string[]
  duration_ms: number
  git_commit: string | null
  version: string
}
/**
 * The finding on a hypothesis, adjusted for the other hypotheses of its run.
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
   * First 12 hex digits of the SHA-256 of claim and declaration: shows whether a limit was changed later.
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
     * The estimate; null: not known.
     */
    value: number | null
    /**
     * The claimed limit.
     */
    minimum: number
    claimed: 'at least' | 'at most' | 'beyond' | 'within'
  }
  /**
   * Each bound has the confidence on its own; null: the data are too few for one.
   */
  interval: {
    lower: number | null
    upper: number | null
    confidence: number
  }
  /**
   * p value of the null hypothesis that the effect does not reach the claimed minimum; null: there was nothing to test.
   */
  p: number | null
  /**
   * p adjusted by Holm's method over the hypotheses of the run.
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
   * Why the data do not decide.
   */
  reason?: string
  /**
   * The sample that would probably decide.
   */
  needed?: {
    repeats?: number
    goldens?: number
    sentence: string
  }
  /**
   * none: no backend could answer.
   */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  git_commit: string | null
  version: string
}
/**
 * The declaration of the hypothesis, made before the measurement; the claim in words is a field of its own.
 */
export interface HypothesisDeclaration {
  /**
   * Largest probability of calling a wrong claim supported.
   */
  alpha: number
  /**
   * Probability of a decision that the advice on goldens and repeats aims at.
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
   * hold: an outcome other than supported fails the test.
   */
  must?: 'hold'
}
/**
 * A hypothesis without an outcome: a question got no reply, its body threw, or it judged nothing.
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
   * First 12 hex digits of the SHA-256 of claim and declaration: shows whether a limit was changed later.
   */
  declaration_hash: string
  outcome: 'unmeasured'
  why: string
  /**
   * none: no backend could answer.
   */
  backend: 'live' | 'embedded' | 'replay' | 'none'
  git_commit: string | null
  version: string
}
/**
 * The outcomes of the hypotheses of a run.
 */
export interface HypothesisBatchEvent {
  schema_version: '2.0'
  event_type: 'hypothesis_batch'
  ts: string
  run_id: string
  method: 'Holm'
  /**
   * The probability of any false support is at most this: the largest alpha of the family.
   */
  alpha: number
  counts: {
    /**
     * Number of hypotheses that ran, for which Holm's method corrects.
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
     * The data do not decide.
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
   * supported / family; null: no hypothesis ran.
   */
  supported_share: number | null
  /**
   * none: no backend could answer.
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
   * The e-value of the move; null: the policy does not compute one.
   */
  evidence: number | null
  /**
   * Estimated gain of utility per message.
   */
  gain: number
  reason: string
  /**
   * Outcomes in each bucket so far.
   */
  buckets: {
    control: number
    treatment: number
  }
  git_commit: string | null
  version: string
}
/**
 * A reply that an older system logged without a fact that every response event has. It has no verdict.
 */
export interface OlderResponseEvent {
  schema_version: '2.0'
  event_type: 'older_response'
  /**
   * ISO 8601, UTC.
   */
  ts: string
  conv_id: string
  msg_id: string
  /**
   * Id of the golden; null: traffic.
   */
  golden: string | null
  trait: string
  question: string
  reply: string
  /**
   * null: not known.
   */
  source: 'main_model' | 'embedder' | null
  /**
   * Why this is not an answer but a failed request; null: it is an answer.
   */
  failure: 'has no known source' | 'is an error text' | null
  weight: number | null
  latency_ms: number | null
  bucket: 'control' | 'treatment' | null
  boundary: number | null
  /**
   * Version of the older format.
   */
  version: string
  /**
   * The event as the older system logged it, unchanged. Written by `aios events migrate`.
   */
  original: {}
}
/**
 * Another event of an older system, kept as it was. Commands count it and do not use it.
 */
export interface OlderEvent {
  schema_version: '2.0'
  event_type: 'older_event'
  /**
   * ISO 8601, UTC.
   */
  ts: string
  /**
   * What it is, as commands name it: `of hypothesis tests`, `of hypothesis batches`, `without a reply`, `of other kinds`.
   */
  kind: string
  /**
   * The event as the older system logged it, unchanged. Written by `aios events migrate`.
   */
  original: {}
}
