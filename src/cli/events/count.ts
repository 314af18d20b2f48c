import { COUNTED_BY, type CountedBy, type EventCounts } from '../../provenance/query/log-query.ts'
import { printable } from '../../text/printable.ts'

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
