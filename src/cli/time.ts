import { InvalidArgumentError } from 'commander'

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A thousand years, in milliseconds. */
const LONGEST = 365_000 * 86_400_000

/** `30m`, `24h` or `7d` in milliseconds. Throws an InvalidArgumentError for anything else. */
export function duration(text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text.trim()) ?? []
  const factor = UNITS[unit]
  if (amount === undefined || factor === undefined)
    throw new InvalidArgumentError('It must be a time such as 30m, 24h or 7d.')
  const time = Number(amount) * factor
  if (time > LONGEST) throw new InvalidArgumentError('It must be at most 365000d.')
  return time
}

/** The time `30m`, `24h` or `7d` ago, or an ISO time. Throws an InvalidArgumentError for anything else. */
export function sinceTime(text: string): Date {
  const time = /^\d{4}-/.test(text) ? new Date(text) : new Date(Date.now() - durationOrNaN(text))
  if (Number.isNaN(time.getTime()) || !isDay(text))
    throw new InvalidArgumentError('It must be a time such as 24h, 7d or 2026-01-31T12:00:00Z.')
  return time
}

/** Whether the day at the beginning of an ISO time exists; `Date` reads 30 February as 2 March. */
function isDay(text: string): boolean {
  const [day] = /^\d{4}-\d\d-\d\d/.exec(text) ?? []
  return day === undefined || new Date(day).toISOString().startsWith(day)
}

function durationOrNaN(text: string): number {
  try {
    return duration(text)
  } catch {
    return NaN
  }
}
