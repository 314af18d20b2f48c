import type { Source } from '../source.ts'
import type { Bucket } from './bucket.ts'
import type { ChatMessage } from './texts.ts'

/** What a router is asked. */
export interface Routing {
  /** Id of the conversation: all its messages share a bucket. */
  conversation: string
  /** The conversation so far, the user's message last. */
  messages: readonly ChatMessage[]
  /**
   * Whether this message may take part in the experiment, and go to another source where the one that is due fails.
   * false: it goes where the boundary of its bucket sends it, as a question must that measures. Default true.
   */
  explore?: boolean
}

/** Where a message goes, and everything that decided it. Plain data. */
export interface Decision {
  /** Names the decision: one outcome counts for it. */
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
   * Probability with which a message like this goes to this source, over both buckets and the experiment's draw; of the
   * source that was due, where another takes its place.
   */
  propensity: number
  /** The experiment drew the source, and not the boundary alone. */
  drawn: boolean
  /** Why adaptation is off, the decision then being the control's; null: it is on. */
  off: string | null
  /** Why it goes there, in one sentence. */
  reason: string
  /** The source that was due and is failing; `source` is the one that takes its place. */
  insteadOf?: Source
  /** A conversation begins with this message of its user; none does with a question that measures. */
  begins: boolean
  /** What the statistics need to know to learn from the outcome; null: adaptation is off. */
  experiment: Experiment | null
}

/** Where the outcome of a message belongs in the statistics, settled when the message was routed. */
export interface Experiment {
  generation: number
  epoch: number
  cell: number
  /** Treatment's boundary sends the messages of the cell to `main_model`. */
  committedToMain: boolean
  /** Probability with which the message went to `main_model`, over both buckets; 0 and 1: nothing was left to chance. */
  mainPropensity: number
  /**
   * Only where this router did not route all earlier turns of the conversation: the probability of `main_model` in the
   * draw for this message alone, the bucket being given; 0 and 1: it was not drawn. What the conversation has taught
   * before is unknown here, and draws do not depend on it.
   */
  ownPropensity?: number
  /** Mean utility of either source in the cell so far: what the outcome was expected to be. */
  expected: Record<Source, number>
}

/** How a routed message ended. */
export type Outcome =
  | {
      kind: 'answered'
      /** 0 (useless) to 1 (right). */
      quality: number
      /** From sending the request to the last byte, in milliseconds. */
      latencyMs: number
      /** A recording teaches nothing. Default `measured`. */
      origin?: 'measured' | 'replayed'
    }
  /** A reply came, and nobody knows yet how good it is: its source works. The outcome itself may still follow. */
  | { kind: 'arrived' }
  /** No reply came. */
  | { kind: 'failed' }
