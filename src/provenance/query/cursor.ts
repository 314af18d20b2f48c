import { isRecord } from '../../is-record.ts'
import type { EventFacts } from '../event-facts.ts'
import { SORTED_BY, type SortedBy } from './log-query.ts'

type SortValue = string | number | null

/** What a row is sorted by. */
export interface SortKey {
  value: SortValue
  time: number
  message: string | null
  type: string
}

/** Where a page begins. */
export interface Cursor {
  sort: SortedBy
  descending: boolean
  /** The last row of the page before. */
  key: SortKey
  /** How many rows with this key were on the pages before: copies of one event, such as in merged logs. */
  returned: number
}

/** The key of a row. */
export function sortKey(facts: EventFacts, sort: SortedBy): SortKey {
  return { value: facts[sort], time: facts.time, message: facts.message, type: facts.type }
}

/** Compares two keys: by the value, then the latest first, then by message id and type. */
export function compareKeys(a: SortKey, b: SortKey, descending: boolean): number {
  return (
    compared(a.value, b.value, descending) ||
    compared(a.time, b.time, true) ||
    compared(a.message, b.message, false) ||
    compared(a.type, b.type, false)
  )
}

/** Compares two values; null comes last. */
export function compared(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b === descending ? 1 : -1
}

/** The cursor of the page that follows some rows. */
export function cursorAfter(
  rows: readonly EventFacts[],
  { sort, descending, before }: { sort: SortedBy; descending: boolean; before: Cursor | null },
): string | null {
  const last = rows.at(-1)
  if (last === undefined) return null
  const key = sortKey(last, sort)
  const isSame = (other: SortKey) => compareKeys(other, key, descending) === 0
  const here = rows.length - 1 - rows.findLastIndex((row) => !isSame(sortKey(row, sort)))
  const returned = here === rows.length && before !== null && isSame(before.key) ? before.returned + here : here
  return Buffer.from(JSON.stringify({ sort, descending, key, returned } satisfies Cursor)).toString('base64url')
}

/** Reads a cursor; null: no cursor was given. Throws where it is not one, or is of another order. */
export function readCursor(
  text: string | undefined,
  { sort, descending }: { sort: SortedBy; descending: boolean },
): Cursor | null {
  if (text === undefined) return null
  const cursor = parsed(text)
  if (cursor === null) throw new Error(`"cursor" is invalid: use \`next\` of the page before`)
  if (cursor.sort !== sort || cursor.descending !== descending)
    throw new Error(`"cursor" is of pages that are sorted by ${cursor.sort}: begin with the first page`)
  return cursor
}

function parsed(text: string): Cursor | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return isCursor(data) ? data : null
  } catch {
    return null
  }
}

function isCursor(data: unknown): data is Cursor {
  if (!isRecord(data) || !isRecord(data['key'])) return false
  const { value, time, message, type } = data['key']
  return (
    SORTED_BY.some((sort) => sort === data['sort']) &&
    typeof data['descending'] === 'boolean' &&
    Number.isSafeInteger(data['returned']) &&
    (value === null || typeof value === 'string' || typeof value === 'number') &&
    typeof time === 'number' &&
    (message === null || typeof message === 'string') &&
    typeof type === 'string'
  )
}
