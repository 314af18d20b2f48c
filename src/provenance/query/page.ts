import { hash } from 'node:crypto'
import type { EventFacts } from '../event-facts.ts'
import type { EventPage, PageOptions, SortedBy, WeightPoint } from './log-query.ts'

/** Keeps the events of a page, of events one after the other. Memory holds at most twice the page and what is before it. */
export class PageCollector {
  readonly #options: Required<PageOptions>
  readonly #most: number
  #kept: EventFacts[] = []
  #total = 0

  constructor({ sort = 'time', descending = true, offset = 0, limit = 100 }: PageOptions) {
    this.#options = { sort, descending, offset, limit }
    this.#most = offset + limit
  }

  add(facts: EventFacts): void {
    this.#kept.push(facts)
    this.#total += 1
    if (this.#kept.length > 2 * this.#most + 1_000) this.#cut()
  }

  get page(): EventPage {
    this.#cut()
    return { total: this.#total, rows: this.#kept.slice(this.#options.offset) }
  }

  #cut(): void {
    const { sort, descending } = this.#options
    this.#kept = this.#kept.sort(comparing(sort, descending)).slice(0, this.#most)
  }
}

function comparing(by: SortedBy, descending: boolean): (a: EventFacts, b: EventFacts) => number {
  return (a, b) =>
    compared(a[by], b[by], descending) ||
    compared(a.time, b.time, true) ||
    compared(a.message, b.message, false) ||
    compared(a.type, b.type, false)
}

/** null comes last. */
function compared(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b === descending ? 1 : -1
}

/** Keeps a random sample of the points with a message, by the hash of its id: the same events each time. */
export class WeightSampler {
  readonly #most: number
  #kept: { hash: string; point: WeightPoint }[] = []

  constructor(most: number) {
    this.#most = Math.max(0, most)
  }

  add(point: WeightPoint): void {
    this.#kept.push({ hash: hash('md5', point.message ?? ''), point })
    if (this.#kept.length > 2 * this.#most + 1_000) this.#cut()
  }

  get points(): WeightPoint[] {
    this.#cut()
    return this.#kept
      .map(({ point }) => point)
      .sort((a, b) => compared(a.time, b.time, false) || compared(a.message, b.message, false))
  }

  #cut(): void {
    if (this.#kept.length <= this.#most) return
    this.#kept = this.#kept
      .sort((a, b) => compared(a.hash, b.hash, false) || compared(a.point.time, b.point.time, false))
      .slice(0, this.#most)
  }
}
