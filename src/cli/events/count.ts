import { COUNTED_BY, type CountedBy, factsOf } from '../../provenance/event-facts.ts'
import type { LoggedEvent } from '../../provenance/read.ts'
import { printable } from '../../text/printable.ts'

/** How many events have each value, by what they are counted by; values that an event does not tell are left out. */
export type EventCounts = Record<CountedBy, Record<string, number>>

/** Counts events as they come. */
export class EventCounter {
  readonly #counts = new Map<CountedBy, Map<string, number>>(COUNTED_BY.map((by) => [by, new Map<string, number>()]))
  total = 0

  add(event: LoggedEvent): void {
    this.total += 1
    const facts = factsOf(event)
    for (const [by, counts] of this.#counts) {
      const value = facts[by]
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
  }

  get counts(): EventCounts {
    return Object.fromEntries(
      [...this.#counts].map(([by, counts]) => [by, Object.fromEntries([...counts].sort(([, a], [, b]) => b - a))]),
    ) as EventCounts
  }
}

/** Values that are shown of each. */
const SHOWN = 12

/** The counts as text. `only`: those by this alone, each value. Pure. */
export function countLines(counts: EventCounts, total: number, only?: CountedBy): string[] {
  const lists = COUNTED_BY.filter((by) => only === undefined || by === only).map((by) => [by, counts[by]] as const)
  return [
    `${total} events`,
    ...lists.flatMap(([by, values]) => {
      const entries = Object.entries(values)
      const shown = only === undefined ? entries.slice(0, SHOWN) : entries
      const lines = shown.map(([value, count], index) => {
        const label = index === 0 ? by : ''
        return `${label.padEnd(9)} ${String(count).padStart(9)}  ${printable(value, { max: 80 })}`
      })
      return entries.length > shown.length
        ? [...lines, `${''.padEnd(21)}and ${entries.length - shown.length} more: --count ${by}`]
        : lines
    }),
  ]
}
