import { InvalidArgumentError } from 'commander'

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The time that `30m`, `24h` or `7d` ago was, or an ISO time. Throws what commander shows for anything else. */
export function sinceTime(text: string): Date {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text.trim()) ?? []
  const factor = UNITS[unit]
  const time =
    amount === undefined || factor === undefined
      ? new Date(/^\d{4}-/.test(text) ? text : NaN)
      : ago(Number(amount) * factor)
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('It must be a time such as 24h, 7d or 2026-01-31T12:00:00Z.')
  return time
}

function ago(milliseconds: number): Date {
  return new Date(Date.now() - milliseconds)
}
