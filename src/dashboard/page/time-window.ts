import { dateTime } from '../format.ts'

/** The time window of a page with a server where the address has none. */
export const USUAL_WINDOW = '7d'

const UNITS: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day' }

/** The time window of an address in words, such as `Last 7 days`. `usual`: where the address has none. Pure. */
export function windowName(query: URLSearchParams, usual = USUAL_WINDOW): string {
  const until = query.get('until')
  const since = query.get('since') ?? (until === null ? usual : 'all')
  const end = until === null ? '' : ` until ${timeIn(until)}`
  if (since === 'all') return end === '' ? 'All time' : end.trim()
  const [, amount = '', unit = ''] = /^([\d.]+)([mhd])$/.exec(since) ?? []
  const noun = UNITS[unit]
  if (noun === undefined) return `From ${timeIn(since)}${end}`
  return `Last ${amount === '1' ? noun : `${amount} ${noun}s`}${end}`
}

function timeIn(text: string): string {
  const time = Date.parse(text)
  return Number.isNaN(time) ? text : dateTime(time)
}
