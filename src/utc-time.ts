import { isoTime, timeOf } from './clock.ts'

/**
 * A time in ISO 8601, as UTC; one without a zone, as the older files have it, is taken for UTC. null: it is no time.
 */
export function utcTime(text: unknown): string | null {
  if (typeof text !== 'string') return null
  const time = timeOf(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`)
  return Number.isNaN(time) ? null : isoTime(time)
}
