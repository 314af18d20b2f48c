import type { Message } from '../message.ts'
import type { Source } from '../source.ts'
import type { Fault } from './live/fault.ts'
import type { FieldChange } from './live/refused-fields.ts'

export type { Message, Source }

export interface CompletionRequest {
  source: Source
  messages: readonly Message[]
  /** Which repeat of the same question, from 0. */
  repeat: number
  /** Names the question in errors and recordings. */
  golden?: { set: string; id: string }
  signal?: AbortSignal
}

export interface ModelIdentity {
  asked: string
  /** The id in the reply. Another model than the one asked for is a failure, never a reply. */
  answered: string
  quantization?: string
  format?: string
  context_length?: number
}

/** Milliseconds; see the provenance schema. */
export interface Timings {
  queue_ms: number
  load_ms: number
  first_token_ms: number | null
  total_ms: number
  tokens_per_second: number | null
}

/** null: the server did not say, which is not the same as 0. */
export interface Tokens {
  prompt: number | null
  completion: number | null
  reasoning?: number
  cached?: number
}

export type Finish = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'unknown'

export interface Reply {
  kind: 'reply'
  source: Source
  text: string
  /** Length in characters of the whole text, where `text` was cut. */
  cutFrom?: number
  reasoning?: string
  finish: Finish
  model: ModelIdentity
  timings: Timings
  tokens: Tokens
  /** Calls it took. */
  tries: number
  /** Harmless oddities, such as `no_done`. */
  quirks: string[]
  origin: { kind: 'measured' } | { kind: 'replayed'; recordedAt: string }
}

/** Why a question could not be measured. A failure says nothing about the quality of a model. */
export interface ModelFailure {
  kind: 'failure'
  source: Source
  /** The model that was asked. */
  model: string
  cause: FailureCause
  /** What was seen, in the server's own words where it had any. Secrets are taken out. */
  evidence: string
  /** The command or setting that mends it. */
  remedy: string
  tries: number
  origin: 'measured' | 'replayed'
}

export type FailureCause =
  | 'unreachable'
  | 'connect_timeout'
  | 'load_timeout'
  | 'first_token_timeout'
  | 'idle_timeout'
  | 'total_timeout'
  | 'aborted'
  | 'connection_lost'
  | 'wrong_endpoint'
  | 'not_a_model_server'
  | 'unauthorized'
  | 'unknown_model'
  | 'wrong_model'
  | 'no_model_loaded'
  | 'load_failed'
  | 'model_crashed'
  | 'model_unloaded'
  | 'template_error'
  | 'context_overflow'
  | 'invalid_request'
  | 'payment_required'
  | 'request_too_large'
  | 'refused'
  | 'overloaded'
  | 'server_error'
  | 'stream_error'
  | 'stream_cut'
  | 'empty_stream'
  | 'not_streamed'
  | 'malformed_reply'
  | 'not_recorded'

/** The one interface that the suites ask through, whatever answers. */
export interface Models {
  complete(request: CompletionRequest): Promise<Reply | ModelFailure>
  close(): Promise<void>
}

/** What one client found out about a model at a server, and the other clients of the run need not find out again. */
export type ModelNote =
  /** Its first reply or its load takes more than a second; a client waits `limitMs` at most. */
  | { kind: 'loading'; limitMs: number }
  /** It was not ready within its limit. */
  | { kind: 'not_loaded'; fault: Fault }
  /** Its server refuses fields of the request. */
  | { kind: 'refuses'; changes: readonly FieldChange[] }

/** Asks for the right to send one request to a server; resolves when a slot is free. */
export interface Slots {
  /** Tells the other clients of the run. */
  note?(baseUrl: string, model: string, note: ModelNote): void
  /** `previous` is the model that the server was last asked for by anybody in this run, null at first. */
  acquire(
    baseUrl: string,
    model: string,
  ): Promise<{ previous: string | null; notes?: readonly ModelNote[]; release(): void }>
}
