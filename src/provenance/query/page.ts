import type { EventFacts } from '../event-facts.ts'
import { compareKeys, type Cursor, cursorAfter, readCursor, sortKey } from './cursor.ts'
import type { EventPage, PageOptions, SortedBy } from './log-query.ts'

/** Options of a page, with defaults. */
export interface PageRequest {
  sort: SortedBy
  descending: boolean
  limit: number
  cursor: Cursor | null
  /** Rows to skip, of those that begin with the cursor. */
  skip: number
}

/** Reads the options of a page. Throws where the cursor is invalid. */
export function pageRequest({
  sort = 'time',
  descending = true,
  offset = 0,
  limit = 100,
  cursor: text,
}: PageOptions): PageRequest {
  const cursor = readCursor(text, { sort, descending })
  return { sort, descending, limit, cursor, skip: offset + (cursor?.returned ?? 0) }
}

/** Makes a page of its rows and at most one that follows them. */
export function pageOf(
  rows: readonly EventFacts[],
  total: number,
  { sort, descending, limit, cursor }: PageRequest,
): EventPage {
  const shown = rows.slice(0, limit)
  const next = rows.length > limit ? cursorAfter(shown, { sort, descending, before: cursor }) : null
  return { total, rows: shown, next }
}

/** Keeps the events of a page, of events one after the other. Memory holds at most twice the page and what is before it. */
export class PageCollector {
  readonly #request: PageRequest
  readonly #most: number
  #kept: EventFacts[] = []
  #total = 0

  constructor(options: PageOptions) {
    this.#request = pageRequest(options)
    this.#most = this.#request.skip + this.#request.limit + 1
  }

  add(facts: EventFacts): void {
    this.#total += 1
    const { sort, descending, cursor } = this.#request
    if (cursor !== null && compareKeys(sortKey(facts, sort), cursor.key, descending) < 0) return
    this.#kept.push(facts)
    if (this.#kept.length > 2 * this.#most + 1_000) this.#cut()
  }

  get page(): EventPage {
    this.#cut()
    return pageOf(this.#kept.slice(this.#request.skip), this.#total, this.#request)
  }

  #cut(): void {
    const { sort, descending } = this.#request
    this.#kept = this.#kept
      .sort((a, b) => compareKeys(sortKey(a, sort), sortKey(b, sort), descending))
      .slice(0, this.#most)
  }
}
