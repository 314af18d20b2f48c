import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs, wallMs } from '../../clock.ts'
import type { LogFilter } from './log-filter.ts'
import type { LogProgress, PartialAnswer } from './log-progress.ts'
import type { LogQuery } from './log-query.ts'
import { NewestEvents } from './newest-events.ts'
import { ReadingPause } from './reading-pause.ts'

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

/**
 * Begins to read the whole log, and meanwhile answers queries over recent times from the newest events alone. Other queries
 * wait, or get a partial answer. `pause` resolves while no such query is under way, so that they are answered sooner.
 */
export function earlyQuery(
  open: (pause: () => Promise<unknown>) => WholeQuery,
  { openNewest, newestTime }: EarlyOptions,
): LogQuery {
  const newest = new NewestEvents(openNewest)
  const pause = new ReadingPause()
  let isRead = false
  let read: Promise<void> | null = null
  let begun: Promise<void> | null = null
  let newestAt: Promise<Date | null> | null = null
  const full = open(() => pause.wait())

  function end(): void {
    isRead = true
    newest.close()
  }

  /** Waits where the whole log will be read soon. */
  async function soon(): Promise<void> {
    // No event is of that time, so that nothing is read but what is new in the log.
    read ??= full.span({ since: new Date(LAST_TIME) }).then(end, end)
    for (const until = monotonicMs() + SOON_MS; monotonicMs() < until; await wait(LOOK_EVERY_MS)) {
      const progress = full.progress()
      if (isRead || (progress !== null && progress.total - progress.read > SOON_BYTES)) return
    }
  }

  /** The query over the newest events that answers, and the time since which it has them; null: the whole one answers. */
  async function early({ since }: LogFilter): Promise<{ query: LogQuery; since: Date } | null> {
    if (since === undefined && newestTime === undefined) return null
    if (!isRead) await (begun ??= soon())
    if (isRead) return null
    if (since !== undefined) {
      const query = await newest.since(since)
      if (query !== null) return { query, since }
    }
    newestAt ??= newestTime?.().catch(() => null) ?? Promise.resolve(null)
    const at = await newestAt
    if (at === null || isRead) return null
    // What is open is not read again for a little more.
    const { opened } = newest
    const from = opened !== null && (opened < at || wallMs() - opened.getTime() >= DAY_MS) ? opened : at
    const query = await newest.since(from)
    return query === null ? null : { query, since: from }
  }

  /** The filter for the query over the newest events, which may have some that are older. */
  function within(filter: LogFilter, since: Date): LogFilter {
    return filter.since !== undefined && filter.since >= since ? filter : { ...filter, since }
  }

  async function answer<T>(filter: LogFilter, ask: (query: LogQuery, filter: LogFilter) => Promise<T>): Promise<T> {
    const found = await early(filter)
    if (found === null) return ask(full, filter)
    const attempt = ({ query, since }: NonNullable<typeof found>) =>
      pause.inFront(() => ask(query, within(filter, since)))
    // The query is closed where the log has been read meanwhile, or a longer time was asked for.
    return attempt(found).catch(async () => {
      const again = await early(filter)
      return again === null || again.query === found.query
        ? ask(full, filter)
        : attempt(again).catch(() => ask(full, filter))
    })
  }

  /** As `answer`, for a list; what fails after the first item is not begun again. */
  async function* list<T>(
    filter: LogFilter,
    ask: (query: LogQuery, filter: LogFilter) => AsyncIterable<T>,
  ): AsyncGenerator<T> {
    const found = await early(filter)
    if (found === null) return yield* ask(full, filter)
    let items: AsyncIterator<T> | undefined
    let hasItems = false
    try {
      const iterator = ask(found.query, within(filter, found.since))[Symbol.asyncIterator]()
      items = iterator
      for (;;) {
        const item = await pause.inFront(() => iterator.next())
        if (item.done === true) return
        hasItems = true
        yield item.value
      }
    } catch (error) {
      if (hasItems) throw error
      yield* ask(full, filter)
    } finally {
      await items?.return?.()
    }
  }

  return {
    reader: full.reader,
    files: () => full.files(),
    stamp: () => full.stamp(),
    async partial({ since } = {}): Promise<PartialAnswer | null> {
      const found = await early(since === undefined ? {} : { since })
      if (found === null || found.since === since) return null
      const { read, total } = full.progress() ?? { read: 0, total: 0 }
      return { since: found.since.getTime(), read, total }
    },
    span: (filter = {}) => answer(filter, (query, own) => query.span(own)),
    counts: (filter = {}) => answer(filter, (query, own) => query.counts(own)),
    series: (filter, options) => answer(filter, (query, own) => query.series(own, options)),
    goldens: (filter = {}, options = {}) => answer(filter, (query, own) => query.goldens(own, options)),
    page: (filter, options = {}) => answer(filter, (query, own) => query.page(own, options)),
    async event(message) {
      const found = await early({})
      const event = found && (await pause.inFront(() => found.query.event(message)).catch(() => null))
      return event ?? full.event(message)
    },
    events: (filter = {}) => list(filter, (query, own) => query.events(own)),
    facts: (filter, only, onSkipped) => list(filter, (query, own) => query.facts(own, only, onSkipped)),
    weights: (filter, most) => answer(filter, (query, own) => query.weights(own, most)),
    conversations: (filter = {}) => answer(filter, (query, own) => query.conversations(own)),
    runs: (filter = {}, most = 100) => answer(filter, (query, own) => query.runs(own, most)),
    close() {
      isRead = true
      newest.close()
      full.close()
    },
  }
}
