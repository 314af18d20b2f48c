import type { Source } from '../source.ts'
import type { Bucket } from './bucket.ts'
import type { ChatMessage } from './texts.ts'

/** A message to route. */
export interface Routing {
  /** Id of the conversation: all its messages share a bucket. */
  conversation: string
  /** The conversation so far, the user's message last. */
  messages: readonly ChatMessage[]
  /**
   * Whether this message may take part in the experiment, and may go to the other source while its own fails. false: the
   * boundary of its bucket decides, as goldens and hypotheses need. Default true.
   */
  explore?: boolean
}

/** The route of a message, with everything that determined it. Plain data. */
export interface Decision {
  /** Id of the decision: one outcome counts for it. */
  id: string
  conversation: string
  source: Source
  /** 0..1; above `boundary` the message goes to `main_model`, unless the experiment sends it the other way. */
  weight: number
  /** Contribution of each feature to the weight. */
  parts: Record<string, number>
  bucket: Bucket
  /** The boundary of the bucket: 0.5 in control. */
  boundary: number
  /**
   * Probability that a message of this weight goes to this source, over both buckets and the draw of the experiment. For a
   * fallback, the probability of the source that it replaces.
   */
  propensity: number
  /** Whether the experiment drew the source at random. */
  drawn: boolean
  /** The reason why adaptation is off, so that control decides; null: it is on. */
  off: string | null
  /** The reason for the route, in one sentence. */
  reason: string
  /** The failing source that `source` replaces. */
  insteadOf?: Source
  /** Whether the message starts a conversation; always false with `explore: false`. */
  begins: boolean
  /** Data that the policy needs to learn from the outcome; null: adaptation is off. */
  experiment: Experiment | null
}

/** The part of a decision that follows from its weight and its conversation. */
export type Route = Omit<Decision, 'id' | 'conversation' | 'weight' | 'parts' | 'begins'>

/** The place of an outcome in the statistics, fixed when the message was routed. */
export interface Experiment {
  generation: number
  epoch: number
  cell: number
  /** Treatment's boundary sends the messages of the cell to `main_model`. */
  committedToMain: boolean
  /** Probability of `main_model`, over both buckets; 0 and 1: not randomized. */
  mainPropensity: number
  /**
   * Present only if this router did not route all earlier turns of the conversation: the probability of `main_model` in
   * the draw for this message, given its bucket; 0 and 1: not drawn. The router then cannot know the earlier outcomes of
   * the conversation, and draws are independent of them.
   */
  ownPropensity?: number
  /** Expected utility of each source: its mean in the cell so far. */
  expected: Record<Source, number>
}

/** The outcome of a routed message. */
export type Outcome =
  | {
      kind: 'answered'
      /** 0 (useless) to 1 (right). */
      quality: number
      /** From sending the request to the last byte, in milliseconds. */
      latencyMs: number
      /** A replayed reply does not count. Default `measured`. */
      origin?: 'measured' | 'replayed'
    }
  /** A reply arrived and is not judged yet, so its source works. The `answered` outcome may still follow. */
  | { kind: 'arrived' }
  /** The request got no reply. */
  | { kind: 'failed' }
