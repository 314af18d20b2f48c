import type { LogQuery } from './log-query.ts'

interface Opening {
  since: Date
  query: Promise<LogQuery | null>
}

/** The query over the newest events of a log, which queries share; it is opened again where a longer time is asked for. */
export class NewestEvents {
  readonly #open: (since: Date) => Promise<LogQuery | null>
  /** The open one, then those that are being opened, each over a longer time than the one before. */
  readonly #openings: Opening[] = []
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
    const longest = this.#openings.at(-1)
    if (longest !== undefined && longest.since <= since) return (await longest.query) ?? this.since(since)
    const opening = { since, query: this.#open(since).catch(() => null) }
    this.#openings.push(opening)
    const query = await opening.query
    const place = this.#openings.indexOf(opening)
    // It is closed already, or a longer time was opened sooner.
    if (place === -1) return query
    if (query === null) this.#openings.splice(place, 1)
    else {
      this.#opened = since
      closeAll(this.#openings.splice(0, place))
    }
    return query
  }

  close(): void {
    this.#opened = null
    closeAll(this.#openings.splice(0))
  }
}

function closeAll(openings: readonly Opening[]): void {
  for (const { query } of openings) void query.then((each) => each?.close())
}
