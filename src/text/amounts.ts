/**
 * Milliseconds as `640 ms`, `9,999 ms` or `12.3 s`. `beside`: a time shown next to it, in milliseconds; from 10 s on both
 * are in seconds, except a time below 100 ms, which would lose its digits. Pure.
 */
export function milliseconds(value: number, beside = value): string {
  const isLong = Math.max(Math.abs(value), Math.abs(beside)) >= 10_000
  if (isLong && Math.abs(value) >= 100) return `${(value / 1_000).toFixed(1)} s`
  // By hand: the first number that Intl formats costs a run 20 ms.
  return `${String(Math.round(value)).replace(/(?<=\d)(?=\d{3}$)/, ',')} ms`
}

/** A share as `61.5 %` or `95 %`. Less than all is never rounded to 100 %. Pure. */
export function percent(share: number, digits = 1): string {
  const rounded = Number((100 * share).toFixed(digits))
  const isLess = rounded === 100 && share < 1 - 1e-9
  return `${isLess ? Number((100 - 10 ** -digits).toFixed(digits)) : rounded} %`
}
