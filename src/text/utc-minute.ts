/** A valid time as `2026-11-28 17:40 UTC`. Throws a RangeError for an invalid one. Pure. */
export function utcMinute(time: string | Date): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
