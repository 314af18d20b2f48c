import type { Software } from '../../settings/software.ts'
import type { Limits } from '../../settings/settings.ts'

/** What came instead of a reply. */
export type Fault =
  /** An HTTP answer that is not a stream of events; how long the server asks to wait, where it says so. */
  | { kind: 'answer'; status: number; contentType: string; text: string; retryAfterMs?: number | null }
  /** An error inside a stream: whatever stood in its place, and whether the reply had begun. */
  | { kind: 'error_event'; error: unknown; begun: boolean }
  /** The connection: the system's code, and whether the server had begun to answer. */
  | { kind: 'network'; code: string; message: string; answering: boolean }
  | { kind: 'limit'; limit: keyof Limits; ms: number }
  | { kind: 'aborted' }
  | {
      kind: 'stream'
      fault: 'empty_stream' | 'stream_cut' | 'stream_error' | 'not_streamed' | 'malformed_reply'
      evidence: string
    }
  /** `after`: the name under which the reply began, where it changed. */
  | { kind: 'other_model'; answered: string; after?: string }
  | { kind: 'not_configured' }

/** Whom the question was for. */
export interface Asked {
  model: string
  /** Base URL of the server, with `/v1`. */
  url: string
  /** Whether an API key was sent. */
  keySent: boolean
  source: 'main_model' | 'embedder'
  /** What serves the model, where it is known: remedies name its tool. */
  software?: Software
}
