import type { Message } from '../message.ts'
import type { Source } from '../source.ts'
import { type Bucket, bucketOf } from './bucket.ts'
import { weigh } from './weight.ts'

/** Where a message goes, and everything that decided it. */
export interface Decision {
  source: Source
  /** 0..1; above `boundary` the message goes to `main_model`. */
  weight: number
  /** Contribution of each feature to the weight. */
  parts: Record<string, number>
  bucket: Bucket
  boundary: number
  /** Probability with which this source was chosen. */
  propensity: number
}

/** What a router is asked. */
export interface Routing {
  /** Id of the conversation: all its messages share a bucket. */
  conversation: string
  messages: readonly Message[]
}

export interface RouterOptions {
  /** Messages with a weight above it go to `main_model`. Default 0.5. */
  boundary?: number
  /** Share of conversations in the control bucket, 0 to 1. Default 0.5. */
  controlShare?: number
}

export interface Router {
  /** The boundary in force. */
  readonly boundary: number
  route(routing: Routing): Decision
}

/**
 * Makes a router: weight above the boundary goes to `main_model`, the rest to `embedder`.
 * Throws a RangeError for a boundary or a control share outside 0..1.
 */
export function createRouter({ boundary = 0.5, controlShare = 0.5 }: RouterOptions = {}): Router {
  for (const [name, value] of Object.entries({ boundary, controlShare })) {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`router: ${name} must be between 0 and 1, not ${value}`)
  }
  return {
    boundary,
    route({ conversation, messages }) {
      const weight = weigh(messages)
      return {
        source: weight.value > boundary ? 'main_model' : 'embedder',
        weight: weight.value,
        parts: weight.parts,
        bucket: bucketOf(conversation, controlShare),
        boundary,
        propensity: 1,
      }
    },
  }
}
