// Generated from schemas/compact-event.schema.json by `npm run generate`. Do not edit.

/**
 * The short form of a response event, version 2.1, as runs write it to .aios/provenance.ndjson. Fields that are left out have their default, or follow from the rest of the line. Readers expand it to the ResponseEvent of provenance.schema.json, as `aios events --json` prints it; an event that has no short form is written in full.
 */
export interface CompactEvent {
  schema_version: '2.1'
  event_type: 'response'
  /**
   * ISO 8601, UTC, when the reply was complete.
   */
  ts: string
  run_id: string
  /**
   * Left out: golden:SET:ID, with set and id of the golden.
   */
  conv_id?: string
  msg_id: string
  golden?: Golden
  /**
   * Which repeat of the same golden, from 0. Left out: 0.
   */
  repeat?: number
  /**
   * Which attempt of the same repeat, from 0. Left out: 0.
   */
  retry?: number
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
  /**
   * The model that answered. Left out: main_model where the weight is above the boundary, else embedder.
   */
  source?: 'main_model' | 'embedder'
  /**
   * The id of the model that was asked.
   */
  model: string
  /**
   * The model id in the reply, if it differs from the one that was asked.
   */
  answered?: string
  quantization?: string
  /**
   * Contributions to the weight in thousandths: base, length, numbers, digits, operators, quantities, relations, formulas, code, work, reasoning, constraints, steps, questions, lines, items, quotes, negation, word_length, script, options, closed, given, turns, context, greeting. Left out at the end: 0. The weight is their sum, limited to 0..1.
   *
   * @minItems 1
   * @maxItems 26
   */
  parts: number[]
  route?: CompactRoute
  instead_of?: InsteadOf
  /**
   * total_ms, first_token_ms, queue_ms, tokens_per_second, load_ms. Left out at the end: null, 0 milliseconds.
   *
   * @minItems 1
   * @maxItems 5
   */
  timings: [
    total_ms: number,
    first_token_ms?: number | null,
    queue_ms?: number,
    tokens_per_second?: number | null,
    load_ms?: number
  ]
  /**
   * prompt, completion, reasoning, cached. reasoning null: not known.
   *
   * @minItems 2
   * @maxItems 4
   */
  tokens: [prompt: number | null, completion: number | null, reasoning?: number | null, cached?: number]
  /**
   * Left out: stop.
   */
  finish?: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'unknown'
  /**
   * Harmless deviations of the server's response from the protocol, such as a missing [DONE].
   */
  quirks?: string[]
  /**
   * Number of requests. Left out: 1.
   */
  tries?: number
  /**
   * The verdict when the event was written. A later judgement event of the same msg_id replaces it. unjudged is not a pass.
   */
  verdict: 'pass' | 'fail' | 'unjudged'
  /**
   * The judge, see provenance.schema.json. Left out: toAnswer where the verdict is pass or fail.
   */
  judged_by?: string
  /**
   * The reason of a failed verdict.
   */
  why?: string
  /**
   * measured or replayed. Left out: measured.
   */
  origin?: 'measured' | 'replayed'
  /**
   * When a replayed reply was recorded.
   */
  recorded_at?: string
  /**
   * Left out: not known.
   */
  git_commit?: string
  /**
   * Version of vitest-aios.
   */
  version: string
}
/**
 * This interface was referenced by `CompactEvent`'s JSON-Schema
 * via the `definition` "Golden".
 */
export interface Golden {
  set: string
  id: string
  trait: string
  /**
   * First 12 hex digits of the SHA-256 of messages and expectation, by which a changed golden is detected.
   */
  fingerprint: string
}
/**
 * What differs from a decision by the boundary alone.
 *
 * This interface was referenced by `CompactEvent`'s JSON-Schema
 * via the `definition` "CompactRoute".
 */
export interface CompactRoute {
  /**
   * Left out: control where the first hexadecimal digit of the SHA-256 of conv_id is below 8, else treatment.
   */
  bucket?: 'control' | 'treatment'
  /**
   * Left out: 0.5.
   */
  boundary?: number
  /**
   * Probability with which a message like this goes to this source. Left out: 1.
   */
  propensity?: number
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
 *
 * This interface was referenced by `CompactEvent`'s JSON-Schema
 * via the `definition` "InsteadOf".
 */
export interface InsteadOf {
  source: 'main_model' | 'embedder'
  cause: string
  evidence: string
}
