import { isoTime, timeOf } from './clock.ts'

/**
 * A time in ISO 8601, as UTC; one without a zone, as in older files, counts as UTC. null: not a valid time.
 */
export function utcTime(text: unknown): string | null {
  if (typeof text !== 'string') return null
  const time = timeOf(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`)
  return Number.isNaN(time) ? null : isoTime(time)
}
