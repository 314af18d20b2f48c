/** The events before and after an event in the table that it was opened from; null: the table ends there. */
export interface TableNeighbours {
  previous: string | null
  next: string | null
  /** Its row, from 1, and the number of rows; null: it is not in the table, or not any more. */
  place: { row: number; total: number } | null
}

/** A part of the table, and an event that was opened from it. */
interface Opened {
  /** The messages of the part's rows; null: a row without a message, which is passed over. */
  messages: readonly (string | null)[]
  /** The row that the part begins with, from 0. */
  offset: number
  /** All rows of the table. */
  total: number
  /** The row that the event was opened from, from 0; null: it was opened otherwise. */
  at: number | null
  message: string
  /** The address of a message in a row. */
  hrefOf: (row: number, message: string) => string
}

/** The neighbours of an event in the table that it was opened from. Pure. */
export function neighboursOf({ messages, offset, total, at, message, hrefOf }: Opened): TableNeighbours {
  const link = (index: number) => {
    const to = messages[index] ?? null
    return to === null ? null : hrefOf(offset + index, to)
  }
  const isMessage = (each: string | null) => each !== null
  const around = (before: number, from: number) => {
    const after = messages.slice(from).findIndex(isMessage)
    return {
      previous: link(messages.slice(0, before).findLastIndex(isMessage)),
      next: link(after === -1 ? -1 : from + after),
    }
  }
  const index = messages.indexOf(message)
  if (index !== -1) return { ...around(index, index + 1), place: { row: offset + index + 1, total } }
  if (at === null) return { previous: null, next: null, place: null }
  // A label took the event out of the filtered rows: the next one has its place.
  return { ...around(at - offset, at - offset), place: null }
}
