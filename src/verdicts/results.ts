import type { Shortfall } from './shortfall.ts'
import type { Source } from '../source.ts'

/** One reply to a golden, reduced to what a comparison needs. */
export interface MeasuredReply {
  /** Which repeat of the golden, from 0. */
  repeat: number
  source: Source
  /** Id of the model that was asked. */
  model: string
  /** Whether it meets what was expected of it; null: it was not judged, which is not a pass. */
  passed: boolean | null
  /** Its question was answered wrong or not at all at first, and right when Vitest tried again. */
  passedOnRetry?: true
  /** Milliseconds, without queue and model load. */
  latencyMs: number
  firstTokenMs: number | null
  completionTokens: number | null
  /** Share of the prompt's tokens that the server took from its cache, 0 to 1; null or left out: not known. */
  cachedShare?: number | null
  /** A hash of the reply's text, which tells copies; left out: not known. */
  digest?: string
  /** Why the reply is empty, or where it was cut; left out: it is neither, or not known. */
  shortfall?: Shortfall
  /** Latencies of a recording are not those of this machine now. */
  origin: 'measured' | 'replayed'
}

/** A question that got no reply; it says nothing about quality. */
export interface Unmeasured {
  repeat: number
  cause: string
  evidence: string
  remedy: string
}

/** All that one run, or a baseline, knows of one golden. */
export interface GoldenResult {
  id: string
  trait: string
  /** Of messages and expectation: two results with different fingerprints are not comparable. */
  fingerprint: string
  replies: MeasuredReply[]
  unmeasured: Unmeasured[]
  /** Questions without a reply whose repeat counts another question, such as that of a retry. Left out: none. */
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
