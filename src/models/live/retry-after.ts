import { timeOf, wallMs } from '../../clock.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * How long a server asks to wait, in milliseconds; null when it does not say. Reads `retry-after-ms`, and `retry-after`
 * as seconds or as an HTTP date. A time that has passed is 0.
 */
export function retryAfterMs(headers: Headers, now = wallMs()): number | null {
  const exact = number(headers['retry-after-ms'])
  if (exact !== null) return exact
  const text = headers['retry-after']
  const seconds = number(text)
  if (seconds !== null) return seconds * 1_000
  const date = typeof text === 'string' && /\d{4}.*:\d\d/.test(text) ? timeOf(text) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

function number(value: unknown): number | null {
  return typeof value === 'string' && /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : null
}
