import type { EventRow } from '../../../../../schemas/generated/dashboard.ts'
import { type Address, hrefWith } from '../../address.ts'
import { useAnswer } from '../../use-answer.ts'
import { rowsQuery, tableParams } from '../events/query.ts'

/** Rows around the event in which it is looked for: new events move it. */
const AROUND = 50

/** The events before and after an event in the table that it was opened from; null: the table ends there. */
export interface TableNeighbours {
  previous: string | null
  next: string | null
  /** Its row, from 1, and the number of rows; null: it is not in the table, or not any more. */
  place: { row: number; total: number } | null
}

/** The neighbours of the event of the address, as links. */
export function useNeighbours(address: Address, message: string): TableNeighbours {
  const at = Number(address.query.get('at') ?? 0)
  const offset = Math.max(0, at - AROUND)
  const query = rowsQuery(address.query)
  query.set('offset', String(offset))
  query.set('limit', String(2 * AROUND + 1))
  const { data } = useAnswer('events', query)
  return data === null
    ? { previous: null, next: null, place: null }
    : neighboursOf({ rows: data.rows, total: data.total, offset: data.offset, message, address })
}

/** The neighbours of a message among some rows of the table; rows without a message are passed over. Pure. */
export function neighboursOf({
  rows,
  total,
  offset,
  message,
  address,
}: {
  rows: readonly EventRow[]
  total: number
  offset: number
  message: string
  address: Address
}): TableNeighbours {
  const hrefOf = (found: number) => {
    const to = rows[found]?.message ?? null
    const params = { ...tableParams(address.query), at: String(offset + found) }
    return to === null ? null : hrefWith({ view: 'event', query: new URLSearchParams() }, { ...params, message: to })
  }
  const hasMessage = (row: EventRow) => row.message !== null
  const neighbours = (before: number, from: number) => {
    const after = rows.slice(from).findIndex(hasMessage)
    return {
      previous: hrefOf(rows.slice(0, before).findLastIndex(hasMessage)),
      next: after === -1 ? null : hrefOf(from + after),
    }
  }
  const index = rows.findIndex((row) => row.message === message)
  if (index !== -1) return { ...neighbours(index, index + 1), place: { row: offset + index + 1, total } }
  if (!address.query.has('at')) return { previous: null, next: null, place: null }
  // A label took the event out of the filtered rows: the next one has its place.
  const left = Number(address.query.get('at')) - offset
  return { ...neighbours(left, left), place: null }
}
