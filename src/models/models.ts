/** The interface that the suites ask models through, and the replies and failures that it gives. */
import type { Message } from '../message.ts'
import type { Source } from '../source.ts'
import type { Fault } from './live/fault.ts'
import type { FieldChange } from './live/refused-fields.ts'

export type { Message, Source }

export interface CompletionRequest {
  source: Source
  messages: readonly Message[]
  /** Index of the repeat of this question, from 0. */
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

/** Token counts; null: the server did not report it, which is not the same as 0. */
export interface Tokens {
  prompt: number | null
  completion: number | null
  reasoning?: number
  cached?: number
}

export type Finish = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'unknown'

/** The reply of a model, with how it was produced. */
export interface Reply {
  kind: 'reply'
  source: Source
  text: string
  /** Length in characters of the whole text, if `text` was truncated. */
  cutFrom?: number
  reasoning?: string
  finish: Finish
  model: ModelIdentity
  timings: Timings
  tokens: Tokens
  /** Number of requests sent for this reply. */
  tries: number
  /** Harmless deviations from the protocol, such as `no_done`. */
  quirks: string[]
  origin: { kind: 'measured' } | { kind: 'replayed'; recordedAt: string }
}

/** Why a question could not be measured. It does not count against the quality of the model. */
export interface ModelFailure {
  kind: 'failure'
  source: Source
  /** The model that was asked. */
  model: string
  cause: FailureCause
  /** What was observed: the server's own message if there is one. Secrets are redacted. */
  evidence: string
  /** The command or setting that fixes it. */
  remedy: string
  tries: number
  origin: 'measured' | 'replayed'
}

/** Why there is no reply. docs/troubleshooting.md has the remedy of each cause. */
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

/** Answers the questions of the suites, whatever the backend. */
export interface Models {
  complete(request: CompletionRequest): Promise<Reply | ModelFailure>
  close(): Promise<void>
}

/** A finding of one client about a model on a server, shared so that the other clients of the run skip the discovery. */
export type ModelNote =
  /** Its first reply or its load takes more than a second; a client waits `limitMs` at most. */
  | { kind: 'loading'; limitMs: number }
  /** It was not ready within its limit. */
  | { kind: 'not_loaded'; fault: Fault }
  /** Its server refuses fields of the request. */
  | { kind: 'refuses'; changes: readonly FieldChange[] }

/** Grants the slots of the servers: one slot for each request. */
export interface Slots {
  /** Shares a note with the other clients of the run. */
  note?(baseUrl: string, model: string, note: ModelNote): void
  /** Resolves when a slot is free. `previous` is the model of the last request to this server in this run; null: none yet. */
  acquire(
    baseUrl: string,
    model: string,
  ): Promise<{ previous: string | null; notes?: readonly ModelNote[]; release(): void }>
}
