import type { Shortfall } from './shortfall.ts'
import type { Source } from '../source.ts'

/** One reply to a golden, reduced to what a comparison needs. */
export interface MeasuredReply {
  /** Which repeat of the golden, from 0. */
  repeat: number
  source: Source
  /** Id of the model that was asked. */
  model: string
  /** Whether it meets its expectation; null: it was not judged, which is not a pass. */
  passed: boolean | null
  /** Whether the first answer was wrong or missing, and a retry of Vitest passed. */
  passedOnRetry?: true
  /** Milliseconds, without queue and model load. */
  latencyMs: number
  firstTokenMs: number | null
  completionTokens: number | null
  /** Share of the prompt's tokens that the server took from its cache, 0 to 1; null or left out: not known. */
  cachedShare?: number | null
  /** A hash of the reply's text, by which copies are found; left out: not known. */
  digest?: string
  /** Why the reply is empty, or where it was cut; left out: it is neither, or not known. */
  shortfall?: Shortfall
  /** `replayed`: the latency is that of the recording. */
  origin: 'measured' | 'replayed'
}

/** A question that got no reply; it says nothing about quality. */
export interface Unmeasured {
  repeat: number
  cause: string
  evidence: string
  remedy: string
}

/** The results of one golden in a run or a baseline. */
export interface GoldenResult {
  id: string
  trait: string
  /** A hash of messages and expectation. Results with different fingerprints are not comparable. */
  fingerprint: string
  replies: MeasuredReply[]
  unmeasured: Unmeasured[]
  /** Questions without a reply whose repeat later got one, such as in a retry. Default 0. */
  repairedErrors?: number
}

/** The results of one golden set. */
export interface SetResults {
  set: string
  /** Ids of all goldens of the set, also of those that this run did not ask. */
  ids: readonly string[]
  /** Only the goldens that ran. */
  goldens: readonly GoldenResult[]
}
