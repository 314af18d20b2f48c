import type { EventCountOutput } from '../../../schemas/generated/events-output.ts'
import { mostFrequent } from '../../provenance/query/count.ts'
import { COUNTED_BY, type CountedBy, type EventCounts } from '../../provenance/query/log-query.ts'
import { printable } from '../../text/printable.ts'
import { columns } from '../columns.ts'

/** Values that are shown of each. */
const SHOWN = 12

/** The counts as JSON. `only`: those by this alone. */
export function countOutput(counts: EventCounts, total: number, only?: CountedBy): EventCountOutput {
  return { schema_version: '1.0', kind: 'count', total, ...(only === undefined ? counts : { [only]: counts[only] }) }
}

/** The counts as text. `only`: those by this alone, each value. Pure. */
export function countLines(counts: EventCounts, total: number, only?: CountedBy): string[] {
  const lists = COUNTED_BY.filter((by) => only === undefined || by === only).map((by) => [by, counts[by]] as const)
  const rows = lists.flatMap(([by, values]) => {
    const entries = mostFrequent(values)
    const shown = only === undefined ? entries.slice(0, SHOWN) : entries
    const rows = shown.map(([value, count], index) => [
      index === 0 ? by : '',
      String(count),
      printable(value, { max: 80 }),
    ])
    return entries.length > shown.length
      ? [...rows, ['', '', `and ${entries.length - shown.length} more: --count ${by}`]]
      : rows
  })
  return [`${total} events`, ...columns(rows, { right: [1] })]
}
