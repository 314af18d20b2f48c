import type { ProvenanceEvent } from '../schemas/generated/provenance.ts'
import { openProvenanceLog, type ProvenanceLog } from '../src/provenance/log.ts'

/** The events that one run appends to the provenance log. The file is created with the first event. */
export class RunLog {
  readonly #dir: () => string
  readonly #ids = new Set<string>()
  #log: ProvenanceLog | null = null
  #events = 0

  /** `dir` returns the folder of the log; it is called with the first event. */
  constructor(dir: () => string) {
    this.#dir = dir
  }

  /** Appends an event once: a merge of reports passes the events of its shards a second time. Never throws: see `error`. */
  append(event: ProvenanceEvent): void {
    const id = idOf(event)
    if (id !== null && this.#ids.has(id)) return
    if (id !== null) this.#ids.add(id)
    this.#events += 1
    this.#log ??= openProvenanceLog(this.#dir())
    this.#log.append(event)
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

  close(): void {
    this.#log?.close()
  }
}

/** The id of an event that must be written once; null: every event of the type is written. */
function idOf(event: ProvenanceEvent): string | null {
  if (event.event_type === 'judgement') return null
  if (event.event_type === 'response') return event.msg_id
  const subject = 'hypothesis' in event ? event.hypothesis : event.event_type === 'routing_adaptation' ? event.ts : ''
  return [event.event_type, event.run_id, subject].join(' ')
}
