import * as amounts from '../text/amounts.ts'

/**
 * `640 ms`, `12.3 s`; an en dash for an unknown value. `beside`: a time that is shown beside it, whose unit it takes where
 * that time is longer. Pure.
 */
export function milliseconds(value: number | null, beside: number | null = value): string {
  return value === null ? UNKNOWN : amounts.milliseconds(value, beside ?? value)
}

/** A formatted value as the label of an axis, without zeros that say nothing: `50 %` for `50.0 %`. Pure. */
export function axisLabel(text: string): string {
  return text.replace(/\.0+(?=\D|$)/, '')
}

/** The unit of an axis and the labels of its values. */
export interface AxisLabels {
  unit: string
  label: (value: number) => string
}

/** From this number of milliseconds an axis is in seconds. */
const SECONDS_FROM_MS = 2_000

/** The axis of times up to `top` milliseconds, in one unit. Pure. */
export function timeAxis(top: number): AxisLabels {
  if (top < SECONDS_FROM_MS) return { unit: 'ms', label: (value) => decimal(value, 0) }
  return { unit: 's', label: (value) => decimal(value / 1_000, 1) }
}

/** A share as `95.2 %`; an en dash for an unknown value. Pure. */
export function percent(value: number | null, digits = 1): string {
  return value === null ? UNKNOWN : amounts.percent(value, digits)
}

/** A number with at most some decimals and grouped thousands. Pure. */
export function decimal(value: number | null, digits = 2): string {
  return value === null ? UNKNOWN : decimalFormat(digits).format(value)
}

// A formatter takes fifty times as long to make as to use.
const DECIMAL_FORMATS = new Map<number, Intl.NumberFormat>()

function decimalFormat(digits: number): Intl.NumberFormat {
  const known = DECIMAL_FORMATS.get(digits)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en-US', { maximumFractionDigits: digits })
  DECIMAL_FORMATS.set(digits, format)
  return format
}

/** A p value with at most four decimals; a small one is never shown as 0. Pure. */
export function probability(p: number | null): string {
  return p !== null && p < 0.0001 ? '< 0.0001' : decimal(p, 4)
}

/** A size in bytes as `1.2 MB`. Pure. */
export function bytes(value: number | null): string {
  if (value === null) return UNKNOWN
  const units = ['B', 'kB', 'MB', 'GB']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3))
  return `${Number((value / 1_000 ** step).toFixed(1))} ${units[step]}`
}

/** A time as `2026-11-28 17:40:05`, in the time zone of the browser. Pure, but for the zone. */
export function dateTime(time: number | null): string {
  if (time === null) return UNKNOWN
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** The time zone of the browser at a time, as `Europe/Berlin, UTC+01:00`. */
export function timeZone(time: number): string {
  const minutes = -new Date(time).getTimezoneOffset()
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const offset = `UTC${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
  const { timeZone: name } = Intl.DateTimeFormat().resolvedOptions()
  return name === 'UTC' ? 'UTC' : `${name}, ${offset}`
}

/** `5 min ago`. Pure. */
export function ago(time: number | null, now: number): string {
  if (time === null) return UNKNOWN
  const minutes = Math.max(0, Math.round((now - time) / 60_000))
  if (minutes < 1) return 'just now'
  const hours = Math.round(minutes / 60)
  return minutes < 90 ? `${minutes} min ago` : hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`
}

const UNKNOWN = '–'
