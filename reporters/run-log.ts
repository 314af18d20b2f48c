import type { ProvenanceEvent } from '../schemas/generated/provenance.ts'
import { openProvenanceLog, type ProvenanceLog } from '../src/provenance/log.ts'
import { isRotationDue, rotateLog, type RotationLimits } from '../src/provenance/rotation.ts'
import { errorMessage } from '../src/text/error-message.ts'

/** Events between two checks of the log's size: some 500 KB. */
const EVENTS_BETWEEN_LOOKS = 500

/** The events that one run appends to the provenance log. The file is created with the first event. */
export class RunLog {
  readonly #settings: () => { dir: string; log: RotationLimits }
  readonly #ids = new Set<string>()
  #log: ProvenanceLog | null = null
  #events = 0
  #rotation: Promise<unknown> | null = null
  #rotationError: string | null = null

  /** `settings` returns the folder of the log and when to rotate it; it is called with the first event. */
  constructor(settings: () => { dir: string; log: RotationLimits }) {
    this.#settings = settings
  }

  /**
   * Appends an event once: a merge of reports passes the events of its shards a second time. Returns whether the event is
   * new. Never throws: see `error`.
   */
  append(event: ProvenanceEvent): boolean {
    const id = idOf(event)
    if (id !== null && this.#ids.has(id)) return false
    if (id !== null) this.#ids.add(id)
    if (this.#events % EVENTS_BETWEEN_LOOKS === 0) this.#rotateWhenDue()
    this.#events += 1
    this.#log ??= openProvenanceLog(this.#settings().dir)
    this.#log.append(event)
    return true
  }

  /** Why the log could not be rotated: it keeps growing, and no event is lost; null: no error. */
  get rotationError(): string | null {
    return this.#rotationError
  }

  get error(): Error | null {
    return this.#log?.error ?? null
  }

  /** Bytes of a torn last line that an earlier, killed run left. */
  get tornBytes(): number {
    return this.#log?.tornBytes ?? 0
  }

  /** Path and number of events; null when nothing was written, or not all of it. */
  get written(): { path: string; events: number } | null {
    return this.#log === null || this.#log.error !== null ? null : { path: this.#log.path, events: this.#events }
  }

  /** Resolves when a running rotation has ended. */
  async close(): Promise<void> {
    this.#log?.close()
    await this.#rotation
  }

  #rotateWhenDue(): void {
    const { dir, log } = this.#settings()
    if (this.#rotation !== null || !isRotationDue(dir, log)) return
    this.#rotation = rotateLog(dir, log)
      .catch((error: unknown) => (this.#rotationError = `the log is not rotated: ${errorMessage(error)}`))
      .finally(() => (this.#rotation = null))
  }
}

/** The id of an event that must be written once; null: every event of the type is written. */
function idOf(event: ProvenanceEvent): string | null {
  if (event.event_type === 'judgement') return null
  if (event.event_type === 'response') return event.msg_id
  const subject = 'hypothesis' in event ? event.hypothesis : event.event_type === 'routing_adaptation' ? event.ts : ''
  return [event.event_type, 'run_id' in event ? event.run_id : event.ts, subject].join(' ')
}
