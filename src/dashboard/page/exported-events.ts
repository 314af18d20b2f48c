import type { EventFacets, EventPage, EventRow, Facet, RunFacts } from '../../../schemas/generated/dashboard.ts'
import { sortedByCount } from '../../text/most-frequent.ts'

const FACTS = [
  'type',
  'run',
  'conversation',
  'set',
  'golden',
  'trait',
  'hypothesis',
  'configuration',
  'source',
  'bucket',
  'model',
  'verdict',
  'judge',
  'origin',
] as const satisfies readonly (keyof EventRow)[]

/** Filters and sorts the rows of a static export, as a server does for all events. Pure. */
export function exportedEvents({ rows }: EventPage, query: URLSearchParams): EventPage {
  const matching = rowsThatMatch(rows, query)
  const by = query.get('sort') ?? 'time'
  const sign = query.get('order') === 'asc' ? 1 : -1
  const sorted = matching.toSorted((a, b) => compared(valueOf(a, by), valueOf(b, by), sign))
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? 100)
  const empty = {
    state: 'missing',
    reason: 'No event of this export matches the filter.',
    next: 'widen the filter, or start the dashboard: npx aios dashboard',
  } as const
  return {
    total: matching.length,
    offset,
    rows: sorted.slice(offset, offset + limit),
    empty: matching.length === 0 ? empty : null,
  }
}

/** Facts with a list of values to filter by, in the order of a server. */
const LISTED = ['type', 'source', 'bucket', 'model', 'verdict', 'judge', 'trait', 'set', 'run'] as const

/** The values to filter the rows of a static export by, with the number of rows that the other filters leave. Pure. */
export function exportedFacets({ rows }: EventPage, query: URLSearchParams): EventFacets {
  const facets = LISTED.map((name): Facet => {
    const others = new URLSearchParams(query)
    others.delete(name)
    const counts = new Map<string, number>()
    for (const { [name]: value } of rowsThatMatch(rows, others))
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
    // The rows begin with the latest, and so do the runs.
    if (name === 'run')
      return { name, values: [...counts].map(([value, count]) => ({ value, count, run: runFacts(rows, value) })) }
    const values = sortedByCount([...counts])
    return { name, values: values.map(([value, count]) => ({ value, count })) }
  })
  return { total: rowsThatMatch(rows, query).length, facets }
}

/** What the rows of a static export, the latest first, say of a run. */
function runFacts(rows: readonly EventRow[], id: string): RunFacts {
  const own = rows.filter(({ run }) => run === id)
  return {
    first: Math.min(...own.map(({ time }) => time)),
    status: own.find(({ type }) => type === 'run')?.verdict ?? null,
    sets: [...new Set(own.flatMap(({ set }) => set ?? []))].sort(),
  }
}

function rowsThatMatch(rows: readonly EventRow[], query: URLSearchParams): EventRow[] {
  const wanted = FACTS.flatMap((name) => {
    const values = query.getAll(name)
    return values.length === 0 ? [] : [{ name, values: new Set(values.map((value) => (value === '' ? null : value))) }]
  })
  const text = (query.get('text') ?? '').toLowerCase()
  return rows.filter(
    (row) => wanted.every(({ name, values }) => values.has(row[name])) && row.text.toLowerCase().includes(text),
  )
}

function valueOf(row: EventRow, name: string): string | number | null {
  const value = Object.entries(row).find(([key]) => key === name)?.[1]
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** null comes last, in both directions. */
function compared(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -sign : sign
}
