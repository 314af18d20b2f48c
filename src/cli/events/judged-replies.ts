import { lastEvents } from '../../provenance/last-events.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import { printable } from '../../text/printable.ts'
import type { WrittenEvent } from './follow.ts'

/** How much of the end of a log is searched for the reply of a new verdict, in bytes on disk. */
const SEARCHED = 64e6

/** Adds verdicts to the replies of a log that is followed. */
export class JudgedReplies {
  readonly #dir: string
  readonly #searched: number
  readonly #note: (text: string) => void
  /** Replies with a verdict that were not found: they are not looked for again. */
  readonly #missing = new Set<string>()

  /** `note` is called once for each reply that is not found. `searched`: bytes; default 64 MB. */
  constructor(dir: string, note: (text: string) => void, { searched = SEARCHED } = {}) {
    this.#dir = dir
    this.#note = note
    this.#searched = searched
  }

  /** Events that were appended: replies with their last verdict, also those whose verdict alone was appended. */
  async eventsOf(written: readonly WrittenEvent[]): Promise<LoggedEvent[]> {
    for (const event of written) if (event.event_type === 'response') this.#missing.delete(event.msg_id)
    const ids = written.flatMap((event) => (event.event_type === 'judgement' ? [event.msg_id] : []))
    const judged = new Set(ids.filter((id) => !this.#missing.has(id)))
    const isJudged = (event: LoggedEvent) => event.event_type === 'response' && judged.has(event.msg_id)
    const others = written.filter((event) => event.event_type !== 'judgement').filter((event) => !isJudged(event))
    if (judged.size === 0) return others
    const { events } = await lastEvents(this.#dir, {
      most: judged.size,
      mostBytes: this.#searched,
      matches: isJudged,
      onlyMost: true,
    })
    for (const event of events) if (event.event_type === 'response') judged.delete(event.msg_id)
    for (const id of judged) {
      this.#missing.add(id)
      this.#note(
        `the reply "${printable(id, { max: 100 })}" has a new verdict and is not among the last events of the log`,
      )
    }
    return [...others, ...events]
  }
}
