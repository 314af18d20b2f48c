import type { ProvenanceEvent } from '../schemas/generated/provenance.ts'
import { lineOf } from '../src/provenance/event-line.ts'
import { openProvenanceLog, type ProvenanceLog } from '../src/provenance/log.ts'
import { isRotationDue, rotateLog, type RotationLimits } from '../src/provenance/rotation.ts'
import { errorMessage } from '../src/text/error-message.ts'
import type { SentEvent } from './task-data.ts'

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
    if (!this.#isNew(idOf(event))) return false
    this.#write([lineOf(event)])
    return true
  }

  /** Appends the events of a worker, like `append`, in one write. Returns those that are new. */
  appendSent(sent: readonly SentEvent[]): SentEvent[] {
    const fresh = sent.filter(({ message }) => this.#isNew(message))
    if (fresh.length > 0) this.#write(fresh.map(({ line }) => line))
    return fresh
  }

  /** Whether no event with this id was appended before; null: always. */
  #isNew(id: string | null): boolean {
    if (id === null) return true
    if (this.#ids.has(id)) return false
    this.#ids.add(id)
    return true
  }

  #write(lines: readonly string[]): void {
    const before = this.#events
    this.#events += lines.length
    if (Math.ceil(before / EVENTS_BETWEEN_LOOKS) < Math.ceil(this.#events / EVENTS_BETWEEN_LOOKS)) this.#rotateWhenDue()
    this.#log ??= openProvenanceLog(this.#settings().dir)
    this.#log.appendLines(lines)
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
