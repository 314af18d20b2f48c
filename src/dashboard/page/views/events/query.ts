import { EVENT_FILTER } from '../../filter.ts'
import { requestQuery } from '../../use-answer.ts'

const IN_REQUEST: readonly string[] = ['since', 'until', ...EVENT_FILTER]

/** The filter of the event table in the query of an address, with the usual time window. Pure. */
export function filterOf(query: URLSearchParams): URLSearchParams {
  return requestQuery(query, IN_REQUEST)
}

/** The filter and the order of the rows. Pure. */
export function rowsQuery(query: URLSearchParams): URLSearchParams {
  const rows = filterOf(query)
  for (const name of ['sort', 'order']) {
    const value = query.get(name)
    if (value !== null) rows.set(name, value)
  }
  return rows
}

/** The parameters that lead from an event back to the table: filter, order, columns and row. Pure. */
export function tableParams(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...IN_REQUEST, 'sort', 'order', 'columns', 'at']
  const kept = [...new Set(query.keys())].filter((name) => names.includes(name))
  return Object.fromEntries(kept.map((name) => [name, query.getAll(name)]))
}
