import type { EventRow } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table.tsx'
import { Text } from '../../components/text.tsx'
import { dateTime, decimal, milliseconds } from '../../../format.ts'

/** A column by which the log sorts, or that shows a text. */
const text = (name: keyof EventRow, title: string, width: string, sort?: string): Column<EventRow> => ({
  name,
  title,
  width,
  ...(sort !== undefined && { sort }),
  cell: (row) => <Text value={String(row[name] ?? '')} max={120} />,
})

const number = (
  name: 'latencyMs' | 'firstTokenMs' | 'tokensPerSecond' | 'completionTokens' | 'weight' | 'boundary',
  title: string,
  format: (value: number | null) => string,
  isSorted = true,
): Column<EventRow> => ({
  name,
  title,
  width: '5.2rem',
  isNumber: true,
  ...(isSorted && { sort: name }),
  cell: (row) => format(row[name]),
})

/** The point is in the same place in each row. */
function threeDecimals(value: number | null): string {
  return value === null ? decimal(null) : value.toFixed(3)
}

/** All columns of the event table, in their order. */
export const COLUMNS: readonly Column<EventRow>[] = [
  { name: 'time', title: 'Time', width: '9.6rem', sort: 'time', cell: ({ time }) => dateTime(time) },
  text('type', 'Type', '8.5rem'),
  {
    name: 'verdict',
    title: 'Verdict',
    width: '7.6rem',
    sort: 'verdict',
    cell: ({ verdict }) => <Badge value={verdict} />,
  },
  {
    name: 'golden',
    title: 'Golden',
    width: '10rem',
    sort: 'golden',
    // An event without a golden says what it is.
    cell: ({ golden, type }) =>
      golden === null ? (
        <span class="muted">
          <Text value={type.replaceAll('_', ' ')} max={40} />
        </span>
      ) : (
        <Text value={golden} max={120} />
      ),
  },
  text('set', 'Set', '8rem', 'set'),
  text('trait', 'Trait', '7rem', 'trait'),
  text('source', 'Source', '6rem', 'source'),
  text('bucket', 'Bucket', '5.5rem', 'bucket'),
  text('model', 'Model', '12rem', 'model'),
  number('latencyMs', 'Latency', milliseconds),
  number('firstTokenMs', 'First token', milliseconds),
  number('tokensPerSecond', 'Tokens/s', (value) => decimal(value, 1)),
  number('completionTokens', 'Tokens', (value) => decimal(value, 0)),
  number('weight', 'Weight', threeDecimals),
  number('boundary', 'Boundary', threeDecimals, false),
  text('judge', 'Judge', '7rem'),
  text('run', 'Run', '9rem', 'run'),
  text('conversation', 'Conversation', '11rem', 'conversation'),
  text('hypothesis', 'Hypothesis', '7rem'),
  text('configuration', 'Configuration', '8rem'),
  text('origin', 'Origin', '6rem'),
  text('message', 'Message', '12rem'),
  { name: 'text', title: 'Text', width: 'minmax(18rem, 1fr)', cell: ({ text }) => <Text value={text} max={200} /> },
]

/** The columns that are shown where the address names none. */
const USUAL = ['time', 'verdict', 'golden', 'source', 'bucket', 'latencyMs', 'weight', 'text']

/** The same on a narrow screen, where the first columns are visible without scrolling. */
const USUAL_NARROW = ['verdict', 'golden', 'latencyMs', 'source', 'text', 'time']

/** The columns that an address names, in its order; unknown names are ignored. Pure. */
export function shownColumns(named: string | null, isNarrow = false): Column<EventRow>[] {
  const names = named === null ? (isNarrow ? USUAL_NARROW : USUAL) : named.split(',')
  const shown = [...new Set(names)].flatMap((name) => COLUMNS.find((column) => column.name === name) ?? [])
  const columns = shown.length > 0 ? shown : COLUMNS.filter(({ name }) => USUAL.includes(name))
  return isNarrow
    ? columns.map((column) => (column.name === 'golden' ? { ...column, width: '7.2rem' } : column))
    : columns
}

/** The names after a column is shown or hidden; a new one takes its place in the order of all columns. Pure. */
export function toggledColumns(shown: readonly string[], name: string): string[] {
  if (shown.includes(name)) return shown.filter((each) => each !== name)
  const order = COLUMNS.map((column) => column.name)
  const at = shown.findIndex((each) => order.indexOf(each) > order.indexOf(name))
  return at === -1 ? [...shown, name] : [...shown.slice(0, at), name, ...shown.slice(at)]
}
