import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs, wallMs } from '../../clock.ts'
import type { LogFilter } from './log-filter.ts'
import type { LogProgress, PartialAnswer } from './log-progress.ts'
import type { EventDetail, LogQuery } from './log-query.ts'
import { NewestEvents } from './newest-events.ts'
import type { ReadingPause } from './reading-pause.ts'

/** How to answer before a whole log is read. */
export interface EarlyOptions {
  /** Opens a query over the events from a time on, which reads little of the log; null: it would read too much. */
  openNewest: (since: Date) => Promise<LogQuery | null>
  /**
   * The time since which the log is short enough to be read early; null: unknown. Then queries over longer times are
   * answered from the events since then, which `LogQuery.partial` tells. Default: they wait for the whole log.
   */
  newestTime?: () => Promise<Date | null>
}

/** The query over the whole log, and how much of it is read. */
export interface WholeQuery extends LogQuery {
  /** null: reading has not begun, or has ended. */
  progress(): LogProgress | null
}

/** A log that is read so soon needs no other query. It is not waited for once `SOON_BYTES` or more are known to be left. */
const SOON_MS = 3_000

/** Bytes of text that are read within a second. */
const SOON_BYTES = 16_000_000

const LOOK_EVERY_MS = 10

const DAY_MS = 86_400_000

/** The largest time of a Date. */
const LAST_TIME = 8.64e15

/** The query over the newest events, and the time since which it has them. */
interface Early {
  query: LogQuery
  since: Date
}

/** Answers from the newest events until the whole log is read, and from the whole log then. */
export class EarlyReader {
  readonly #whole: WholeQuery
  readonly #pause: ReadingPause
  readonly #newest: NewestEvents
  readonly #newestTime: () => Promise<Date | null>
  /** Whether queries over longer times than the newest events get partial answers. */
  readonly #isPartial: boolean
  #isRead = false
  #begun: Promise<void> | null = null
  #newestAt: Promise<Date | null> | null = null

  constructor(whole: WholeQuery, pause: ReadingPause, { openNewest, newestTime }: EarlyOptions) {
    this.#whole = whole
    this.#pause = pause
    this.#newest = new NewestEvents(openNewest)
    this.#isPartial = newestTime !== undefined
    this.#newestTime = newestTime ?? (() => Promise.resolve(null))
  }

  /** The answer to a query. Where the newest events cannot give it any more, it is asked again. */
  async answer<T>(filter: LogFilter, ask: (query: LogQuery, filter: LogFilter) => Promise<T>): Promise<T> {
    const early = await this.#early(filter)
    if (early === null) return ask(this.#whole, filter)
    const attempt = ({ query, since }: Early) => this.#pause.inFront(() => ask(query, within(filter, since)))
    // The query is closed where the log has been read meanwhile, or a longer time was asked for.
    return attempt(early).catch(async () => {
      const again = await this.#early(filter)
      return again === null || again.query === early.query
        ? ask(this.#whole, filter)
        : attempt(again).catch(() => ask(this.#whole, filter))
    })
  }

  /** As `answer`, for a list; what fails after the first item is not begun again. */
  async *list<T>(filter: LogFilter, ask: (query: LogQuery, filter: LogFilter) => AsyncIterable<T>): AsyncGenerator<T> {
    const early = await this.#early(filter)
    if (early === null) return yield* ask(this.#whole, filter)
    let items: AsyncIterator<T> | undefined
    let hasItems = false
    try {
      const iterator = ask(early.query, within(filter, early.since))[Symbol.asyncIterator]()
      items = iterator
      for (;;) {
        const item = await this.#pause.inFront(() => iterator.next())
        if (item.done === true) return
        hasItems = true
        yield item.value
      }
    } catch (error) {
      if (hasItems) throw error
      yield* ask(this.#whole, filter)
    } finally {
      await items?.return?.()
    }
  }

  /** The first event with a message id, in the newest events or in the whole log. */
  async event(message: string): Promise<EventDetail | null> {
    const early = await this.#early({})
    const event = early && (await this.#pause.inFront(() => early.query.event(message)).catch(() => null))
    return event ?? this.#whole.event(message)
  }

  /** What an answer over a filter has at the moment; null: all events. */
  async partial({ since }: LogFilter): Promise<PartialAnswer | null> {
    const early = await this.#early(since === undefined ? {} : { since })
    if (early === null || early.since === since) return null
    const { read, total } = this.#whole.progress() ?? { read: 0, total: 0 }
    return { since: early.since.getTime(), read, total }
  }

  close(): void {
    this.#isRead = true
    this.#newest.close()
  }

  /** null: the whole log answers. */
  async #early({ since }: LogFilter): Promise<Early | null> {
    if (since === undefined && !this.#isPartial) return null
    if (!this.#isRead) await (this.#begun ??= this.#begin())
    if (this.#isRead) return null
    if (since !== undefined) {
      const query = await this.#newest.since(since)
      if (query !== null) return { query, since }
    }
    const at = await (this.#newestAt ??= this.#newestTime().catch(() => null))
    if (at === null || this.#isRead) return null
    // What is open is not read again for a little more.
    const { opened } = this.#newest
    const from = opened !== null && (opened < at || wallMs() - opened.getTime() >= DAY_MS) ? opened : at
    const query = await this.#newest.since(from)
    return query === null ? null : { query, since: from }
  }

  /** Begins to read the log, and waits where it will be read soon. */
  async #begin(): Promise<void> {
    // No event is of that time, so that nothing is read but what is new in the log.
    const end = () => this.close()
    void this.#whole.span({ since: new Date(LAST_TIME) }).then(end, end)
    for (const until = monotonicMs() + SOON_MS; monotonicMs() < until; await wait(LOOK_EVERY_MS)) {
      const progress = this.#whole.progress()
      if (this.#isRead || (progress !== null && progress.total - progress.read > SOON_BYTES)) return
    }
  }
}

/** The filter for the query over the newest events, which may have some that are older. */
function within(filter: LogFilter, since: Date): LogFilter {
  return filter.since !== undefined && filter.since >= since ? filter : { ...filter, since }
}
