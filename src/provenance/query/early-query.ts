import { setTimeout as wait } from 'node:timers/promises'
import type { LogFilter } from './log-filter.ts'
import type { LogQuery } from './log-query.ts'

/** How to answer before a whole log is read. */
export interface EarlyOptions {
  /** Opens a query over the events from a time on, which reads little of the log; null: it would read too much. */
  openNewest: (since: Date) => Promise<LogQuery | null>
}

/** A log that is read so soon needs no other query. */
const SOON_MS = 1_000

/**
 * Begins to read the whole log, and meanwhile answers queries over recent times from the newest events alone. Other queries
 * wait. `pause` resolves once no such query is under way: the whole log is read with what they leave.
 */
export function earlyQuery(open: (pause: () => Promise<unknown>) => LogQuery, { openNewest }: EarlyOptions): LogQuery {
  let pending: Promise<unknown> = Promise.resolve()
  let isRead = false
  let newest: { since: number; query: Promise<LogQuery | null> } | null = null
  let read: Promise<void> | null = null
  const full = open(() => pending)

  function end(): void {
    isRead = true
    void pending.then(closeNewest)
  }

  function closeNewest(): void {
    void newest?.query.then((query) => query?.close())
    newest = null
  }

  /** The query over the newest events, which queries that come at the same time share; null: it would read too much. */
  async function newestSince(since: Date): Promise<LogQuery | null> {
    if (newest === null || newest.since > since.getTime()) {
      closeNewest()
      newest = { since: since.getTime(), query: openNewest(since).catch(() => null) }
    }
    const opened = newest
    const query = await opened.query
    // A shorter time may be short enough.
    if (query === null && newest === opened) newest = null
    return query
  }

  /** The query that answers; it is the whole one where the filter has no first time. */
  async function queryFor({ since }: LogFilter): Promise<LogQuery> {
    read ??= full.span().then(end, end)
    if (since !== undefined && !isRead) await Promise.race([read, wait(SOON_MS)])
    if (since === undefined || isRead) return full
    return (await newestSince(since)) ?? full
  }

  async function answer<T>(filter: LogFilter, ask: (query: LogQuery) => Promise<T>): Promise<T> {
    const query = await queryFor(filter)
    if (query === full) return ask(full)
    const found = ask(query)
    // Reading the whole log waits for this, so it may not wait for the whole log.
    pending = Promise.allSettled([pending, found])
    // The query is closed where the log has been read meanwhile, or a longer time was asked for.
    return found.catch(() => ask(full))
  }

  /** As `answer`, for a list; what fails after the first item is not begun again. */
  async function* list<T>(filter: LogFilter, ask: (query: LogQuery) => AsyncIterable<T>): AsyncGenerator<T> {
    const query = await queryFor(filter)
    let hasItems = false
    try {
      for await (const item of ask(query)) {
        hasItems = true
        yield item
      }
    } catch (error) {
      if (hasItems || query === full) throw error
      yield* ask(full)
    }
  }

  return {
    reader: full.reader,
    files: () => full.files(),
    stamp: () => full.stamp(),
    span: (filter = {}) => answer(filter, (query) => query.span(filter)),
    counts: (filter = {}) => answer(filter, (query) => query.counts(filter)),
    series: (filter, options) => answer(filter, (query) => query.series(filter, options)),
    goldens: (filter = {}, options = {}) => answer(filter, (query) => query.goldens(filter, options)),
    page: (filter, options = {}) => answer(filter, (query) => query.page(filter, options)),
    event: (message) => full.event(message),
    events: (filter = {}) => list(filter, (query) => query.events(filter)),
    facts: (filter, only, onSkipped) => list(filter, (query) => query.facts(filter, only, onSkipped)),
    weights: (filter, most) => answer(filter, (query) => query.weights(filter, most)),
    runs: (filter = {}, most = 100) => answer(filter, (query) => query.runs(filter, most)),
    close() {
      closeNewest()
      full.close()
    },
  }
}
