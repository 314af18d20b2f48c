// Generated from schemas/ask.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios ask --json` prints.
 */
export interface AskReport {
  schema_version: '1.0'
  question: string
  backend: 'live' | 'embedded'
  route: AskedRoute
  result: AskReply | AskFailure
}
/**
 * Where the router sends the question, and why.
 *
 * This interface was referenced by `AskReport`'s JSON-Schema
 * via the `definition` "AskedRoute".
 */
export interface AskedRoute {
  /**
   * The source that was asked.
   */
  source: 'main_model' | 'embedder'
  /**
   * The router's choice; another one than `source` where a source was given.
   */
  routed: 'main_model' | 'embedder'
  weight: number
  /**
   * Contribution of each feature to the weight.
   */
  parts: {
    [k: string]: number
  }
  bucket: 'control' | 'treatment'
  boundary: number
  conversation: string
  reason: string
}
/**
 * The reply of the model.
 *
 * This interface was referenced by `AskReport`'s JSON-Schema
 * via the `definition` "AskReply".
 */
export interface AskReply {
  kind: 'reply'
  text: string
  reasoning?: string
  model: string
  finish: string
  /**
   * Milliseconds; null: not known.
   */
  timings: {
    queueMs: number
    loadMs: number
    firstTokenMs: number | null
    totalMs: number
    tokensPerSecond: number | null
  }
  /**
   * null: the server does not say it.
   */
  tokens: {
    prompt: number | null
    completion: number | null
  }
}
/**
 * Why there is no reply.
 *
 * This interface was referenced by `AskReport`'s JSON-Schema
 * via the `definition` "AskFailure".
 */
export interface AskFailure {
  kind: 'failure'
  cause: string
  evidence: string
  remedy: string
}
