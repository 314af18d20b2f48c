import type { Source } from '../../source.ts'
import type { Bucket } from '../../router/bucket.ts'

/** Why an older reply is not an answer. */
export type NoAnswer = 'has no known source' | 'is an error text'

/**
 * A reply of the older formats 1.0 and 0.9 that lacks a fact which every current reply has. Unknown facts are null. It has
 * no verdict.
 */
export interface OlderReply {
  event_type: 'older_response'
  /** ISO 8601, UTC. */
  ts: string
  conv_id: string
  msg_id: string
  /** Id of the golden that was asked; null: it was traffic. */
  golden: string | null
  trait: string
  question: string
  reply: string
  source: Source | null
  /** Why this is not an answer but a failed request; null: it is an answer. */
  failure: NoAnswer | null
  weight: number | null
  /** Milliseconds. */
  latency_ms: number | null
  bucket: Bucket | null
  boundary: number | null
  version: string
}

/** An answer with its source. */
export type OlderAnswer = OlderReply & { source: Source; failure: null }

export function isOlderAnswer(reply: OlderReply): reply is OlderAnswer {
  return reply.source !== null && reply.failure === null
}

/** Facts that an older reply lacks, for messages: `a weight and a verdict`. */
export function lackOf(
  reply: Pick<OlderReply, 'weight' | 'latency_ms'>,
  needed: readonly ('weight' | 'latency' | 'verdict')[],
): string {
  const has = { weight: reply.weight !== null, latency: reply.latency_ms !== null, verdict: false }
  const missing = needed.filter((part) => !has[part]).map((part) => `a ${part}`)
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(missing)
}
