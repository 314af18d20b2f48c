import type { EventCountOutput } from '../../../schemas/generated/events-output.ts'
import { mostFrequent } from '../../text/most-frequent.ts'
import { COUNTED_BY, type CountedBy, type EventCounts } from '../../provenance/query/log-query.ts'
import { printable } from '../../text/printable.ts'
import { columns } from '../columns.ts'

/** Values that are shown of each. */
const SHOWN = 12

/** The counts as JSON. `only`: those by this alone. */
export function countOutput(counts: EventCounts, total: number, only?: CountedBy): EventCountOutput {
  return { schema_version: '1.0', kind: 'count', total, ...(only === undefined ? counts : { [only]: counts[only] }) }
}

/** Said of verdicts where runs or hypotheses are among the events, which have a verdict of their own. */
const OF_ALL_TYPES = 'of events of all types; of replies alone: --type response'

function isMixed({ type }: EventCounts): boolean {
  const { response = 0, ...others } = type
  return response > 0 && ['run', 'hypothesis_test', 'hypothesis_batch'].some((each) => (others[each] ?? 0) > 0)
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
    return [
      ...rows,
      ...(entries.length > shown.length ? [['', '', `and ${entries.length - shown.length} more: --count ${by}`]] : []),
      ...(by === 'verdict' && isMixed(counts) ? [['', '', OF_ALL_TYPES]] : []),
    ]
  })
  return [`${total} events`, ...columns(rows, { right: [1] })]
}
