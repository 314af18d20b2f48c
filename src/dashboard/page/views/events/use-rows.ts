import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { EventPage, EventRow } from '../../../../../schemas/generated/dashboard.ts'
import { usePage } from '../../page-context.ts'
import type { PartialAnswer } from '../../../answers.ts'
import { type LoadedAnswer, problemIn } from '../../source.ts'
import { useAgain } from '../../use-again.ts'

/** Rows in an answer. */
const PAGE = 100

/** Pages that stay in memory. */
const MOST_PAGES = 60

/** The rows of a table as they arrive. */
export interface TableRows {
  /** All that match; null: not known yet. */
  total: number | null
  /** Whether the rows are those of the query, not of the one before. */
  isCurrent: boolean
  rowAt: (index: number) => EventRow | null
  /** Asks for the rows of a range. */
  show: (from: number, to: number) => void
  empty: EventPage['empty']
  /** What the rows have while the log is read; null: all that match. */
  partial: PartialAnswer | null
  problem: { error: string; next: string | null } | null
}

interface Loaded {
  search: string
  total: number
  pages: Map<number, readonly EventRow[]>
  /** Pages that have arrived since the last refresh. */
  fresh: Set<number>
  empty: EventPage['empty']
  partial: PartialAnswer | null
}

/**
 * The rows that match a query, page by page as they become visible, and again with each refresh. The rows before stay until
 * the new ones are there.
 */
export function useRows(query: URLSearchParams): TableRows {
  const { source, live } = usePage()
  const again = useAgain()
  const search = query.toString()
  const [failed, setFailed] = useState<{ search: string; problem: TableRows['problem'] } | null>(null)
  const [, redraw] = useState(0)
  const store = useRef<Loaded | null>(null)
  const range = useRef<[number, number]>([0, PAGE])
  const underWay = useRef(new Map<number, AbortController>())
  const refreshes = live.tick + again.count
  const refreshed = useRef(refreshes)
  const loaded = store.current
  const load = (page: number) => {
    const isThere = store.current?.search === search && store.current.fresh.has(page)
    if (isThere || underWay.current.has(page)) return
    const gone = new AbortController()
    const asked = refreshed.current
    underWay.current.set(page, gone)
    source.get('events', page === 0 ? search : `${search}&offset=${page * PAGE}`, gone.signal).then(
      (answer) => {
        if (gone.signal.aborted) return
        underWay.current.delete(page)
        store.current = withPage(store.current, search, answer)
        if (asked !== refreshed.current) store.current.fresh.delete(page)
        if (answer.partial !== null) again.later(gone.signal)
        setFailed(null)
        redraw((count) => count + 1)
        // Where the number of rows has changed, the other pages are outdated.
        show(...range.current)
      },
      (error: unknown) => {
        if (gone.signal.aborted) return
        underWay.current.delete(page)
        setFailed({ search, problem: problemIn(error) })
      },
    )
  }
  const show = (from: number, to: number) => {
    range.current = [from, to]
    const total = store.current?.search === search ? store.current.total : 1
    const [first, last] = [from, Math.min(to, total) - 1].map((row) => Math.floor(Math.max(0, row) / PAGE))
    for (const [page, gone] of underWay.current)
      if (page < (first ?? 0) - 1 || page > (last ?? 0) + 1) {
        gone.abort()
        underWay.current.delete(page)
      }
    for (let page = first ?? 0; page <= (last ?? 0); page += 1) load(page)
  }
  // Before the filters ask for their values, because a server answers one request after the other.
  useLayoutEffect(() => {
    for (const gone of underWay.current.values()) gone.abort()
    underWay.current.clear()
    if (store.current?.search !== search) range.current = [0, PAGE]
    show(...range.current)
  }, [source, search])
  useEffect(() => {
    if (refreshed.current === refreshes) return
    // A request that is under way arrives, and is sent again then: a slow one would never arrive while the log grows.
    refreshed.current = refreshes
    if (store.current?.search === search) store.current.fresh.clear()
    show(...range.current)
  }, [refreshes])
  useEffect(() => () => underWay.current.forEach((gone) => gone.abort()), [])
  return {
    total: loaded?.total ?? null,
    isCurrent: loaded?.search === search,
    rowAt: (index) => loaded?.pages.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null,
    show,
    empty: loaded?.empty ?? null,
    partial: loaded?.partial ?? null,
    problem: failed?.search === search ? failed.problem : null,
  }
}

/** The pages with one more; those of another query or number of rows are outdated. Pure, but for `before`. */
function withPage(
  before: Loaded | null,
  search: string,
  { data: { total, offset, rows, empty }, partial }: LoadedAnswer<EventPage>,
): Loaded {
  const isSame = before !== null && before.search === search && before.total === total
  const { pages, fresh } = isSame ? before : { pages: new Map<number, readonly EventRow[]>(), fresh: new Set<number>() }
  const page = offset / PAGE
  pages.delete(page)
  pages.set(page, rows)
  fresh.add(page)
  for (const oldest of [...pages.keys()].slice(0, Math.max(0, pages.size - MOST_PAGES))) {
    pages.delete(oldest)
    fresh.delete(oldest)
  }
  return { search, total, pages, fresh, empty, partial }
}
