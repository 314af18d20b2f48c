import type { CutText } from '../../../../schemas/generated/dashboard.ts'
import { cutText } from '../../../text/printable.ts'

/** Characters of a text that the page gets; the whole is a download. */
const TEXT_LENGTH = 200_000

/** Characters of a reason. */
const REASON_LENGTH = 4_000

/** Characters of each text in the raw event. */
const RAW_LENGTH = 2_000

/** A text for the page, cut where it is very long; null: the event has no such text. `length`: that of the whole, where it is known. Pure. */
export function cutLong(value: string | null | undefined, length = value?.length ?? 0): CutText | null {
  if (value === null || value === undefined) return null
  const text = cutText(value, TEXT_LENGTH)
  return { text, length: Math.max(length, value.length), cut: text.length < Math.max(length, value.length) }
}

/** A reason as the page shows it; null: the event has no reason. Pure. */
export function shownReason(why: string | null | undefined): string | null {
  if (why === null || why === undefined || why.length <= REASON_LENGTH) return why ?? null
  const shown = cutText(why, REASON_LENGTH)
  return `${shown}… (${why.length - shown.length} more characters)`
}

/** A copy of a JSON value whose long texts are cut. Pure. */
export function withCutTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.length > RAW_LENGTH ? `${cutText(value, RAW_LENGTH)}…` : value
  if (Array.isArray(value)) return value.map(withCutTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withCutTexts(each)]))
}
