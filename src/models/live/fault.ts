import type { Software } from '../../settings/software.ts'
import type { Limits } from '../../settings/settings.ts'

/** Why a request gave no reply. */
export type Fault =
  /** An HTTP answer that is not an event stream. `retryAfterMs`: how long the server asks to wait. */
  | { kind: 'answer'; status: number; contentType: string; text: string; retryAfterMs?: number | null }
  /** An error event inside a stream: its data, and whether the reply had begun. */
  | { kind: 'error_event'; error: unknown; begun: boolean }
  /** A network error: the system's code, and whether the server had begun to answer. */
  | { kind: 'network'; code: string; message: string; answering: boolean }
  | { kind: 'limit'; limit: keyof Limits; ms: number }
  | { kind: 'aborted' }
  | {
      kind: 'stream'
      fault: 'empty_stream' | 'stream_cut' | 'stream_error' | 'not_streamed' | 'malformed_reply'
      evidence: string
    }
  /** Another model answered. `after`: the model at the beginning of the reply, if it changed. */
  | { kind: 'other_model'; answered: string; after?: string }
  | { kind: 'not_configured' }

/** The model and the server of a request. */
export interface RequestTarget {
  model: string
  /** Base URL of the server, with `/v1`. */
  url: string
  /** Whether an API key was sent. */
  keySent: boolean
  source: 'main_model' | 'embedder'
  /** The server's software, if known: remedies name its tool. */
  software?: Software
}
