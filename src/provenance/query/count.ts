import type { EventFacts } from '../event-facts.ts'
import { COUNTED_BY, type CountedBy, type EventCounts } from './log-query.ts'
import { sortedByCount } from '../../text/most-frequent.ts'

/** Counts events one after the other. */
export class EventCounter {
  readonly #counts = new Map<CountedBy, Map<string, number>>(COUNTED_BY.map((by) => [by, new Map<string, number>()]))
  total = 0
  first: number | null = null
  last: number | null = null

  add(facts: EventFacts): void {
    this.addMany(facts, { count: 1, first: facts.time, last: facts.time })
  }

  /** Adds events with the same facts. */
  addMany(
    facts: Pick<EventFacts, CountedBy>,
    { count, first, last }: { count: number; first: number; last: number },
  ): void {
    this.total += count
    this.first = Math.min(this.first ?? Infinity, first)
    this.last = Math.max(this.last ?? -Infinity, last)
    for (const [by, counts] of this.#counts) {
      const value = facts[by]
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + count)
    }
  }

  get counts(): EventCounts {
    return Object.fromEntries([...this.#counts].map(([by, counts]) => [by, sortedCounts(counts)])) as EventCounts
  }
}

function sortedCounts(counts: Iterable<[string, number]>): Record<string, number> {
  return Object.fromEntries(sortedByCount([...counts]))
}
