import type { EventFacts } from '../event-facts.ts'
import type { EventPage, PageOptions, SortedBy } from './log-query.ts'

/** Keeps the events of a page, of events one after the other. Memory holds at most twice the page and what is before it. */
export class PageCollector {
  readonly #options: Required<PageOptions>
  readonly #most: number
  #kept: { facts: EventFacts; at: number }[] = []
  #total = 0

  constructor({ sort = 'time', descending = true, offset = 0, limit = 100 }: PageOptions) {
    this.#options = { sort, descending, offset, limit }
    this.#most = offset + limit
  }

  add(facts: EventFacts): void {
    this.#kept.push({ facts, at: this.#total })
    this.#total += 1
    if (this.#kept.length > 2 * this.#most + 1_000) this.#cut()
  }

  get page(): EventPage {
    this.#cut()
    return { total: this.#total, rows: this.#kept.slice(this.#options.offset).map(({ facts }) => facts) }
  }

  #cut(): void {
    const { sort, descending } = this.#options
    const compare = comparing(sort, descending)
    this.#kept = this.#kept.sort((a, b) => compare(a.facts, b.facts) || a.at - b.at).slice(0, this.#most)
  }
}

function comparing(by: SortedBy, descending: boolean): (a: EventFacts, b: EventFacts) => number {
  const sign = descending ? -1 : 1
  return ({ [by]: a }, { [by]: b }) => {
    if (a === b) return 0
    if (a === null || b === null) return a === null ? 1 : -1
    return a < b ? -sign : sign
  }
}

/** Thins events out: keeps all, or every 2nd, 4th, 8th…, so that at most `most` are left. */
export class Thinner<T> {
  readonly #most: number
  #step = 1
  #count = 0
  #kept: T[] = []

  constructor(most: number) {
    this.#most = Math.max(1, most)
  }

  add(item: T): void {
    if (this.#count++ % this.#step !== 0) return
    this.#kept.push(item)
    if (this.#kept.length <= this.#most) return
    this.#step *= 2
    this.#kept = this.#kept.filter((_, at) => at % 2 === 0)
  }

  get kept(): readonly T[] {
    return this.#kept
  }
}
