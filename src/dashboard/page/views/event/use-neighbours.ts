import { type Address, hrefWith } from '../../address.ts'
import { useAnswer } from '../../use-answer.ts'
import { rowsQuery, tableParams } from '../events/query.ts'
import { neighboursOf, type TableNeighbours } from './table-neighbours.ts'

/** Rows around the event in which it is looked for: new events move it. */
const AROUND = 50

/** The neighbours of the event of the address, as links. */
export function useNeighbours(address: Address, message: string): TableNeighbours {
  const row = address.query.get('at') ?? ''
  const at = /^\d{1,12}$/.test(row) ? Number(row) : null
  const offset = Math.max(0, (at ?? 0) - AROUND)
  const table = new URLSearchParams(address.query)
  // Opened otherwise than from the table, an event has replies around it: other rows cannot be opened.
  if (at === null && !table.has('type')) table.set('type', 'response')
  const query = rowsQuery(table)
  query.set('offset', String(offset))
  query.set('limit', String(2 * AROUND + 1))
  const { data } = useAnswer('events', query)
  if (data === null) return { previous: null, next: null, place: null }
  const hrefOf = (row: number, to: string) =>
    hrefWith({ view: 'event', query: new URLSearchParams() }, { ...tableParams(table), at: String(row), message: to })
  return neighboursOf({ messages: data.rows.map((row) => row.message), total: data.total, offset, at, message, hrefOf })
}
