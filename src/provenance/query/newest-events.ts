import type { LogQuery } from './log-query.ts'

/** The query over the newest events of a log, which queries share; it is opened again where a longer time is asked for. */
export class NewestEvents {
  readonly #open: (since: Date) => Promise<LogQuery | null>
  #newest: { since: Date; query: Promise<LogQuery | null> } | null = null
  #opened: Date | null = null

  /** `open`: resolves to null where the query would read too much. */
  constructor(open: (since: Date) => Promise<LogQuery | null>) {
    this.#open = open
  }

  /** The time since which it has the events; null: it is not open. */
  get opened(): Date | null {
    return this.#opened
  }

  /** The query over the events since a time; null: it would read too much, and the one before stays open. */
  async since(since: Date): Promise<LogQuery | null> {
    const before = this.#newest
    if (before !== null && before.since <= since) return before.query
    const opening = { since, query: this.#open(since).catch(() => null) }
    this.#newest = opening
    const query = await opening.query
    if (this.#newest !== opening) return query
    if (query === null) this.#newest = before
    else {
      this.#opened = since
      void before?.query.then((each) => each?.close())
    }
    return query
  }

  close(): void {
    void this.#newest?.query.then((query) => query?.close())
    this.#newest = null
    this.#opened = null
  }
}
