import { isoTime } from '../clock.ts'

/** Names that rotation gives: the time stands in them, so that they sort by it. */
const ROTATED = /^provenance\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.ndjson(?:\.gz)?$/

/** The name of a part that is rotated at a time, in ms since the epoch. */
export function rotatedName(time: number): string {
  return `provenance.${isoTime(time).replace(/[-:.]/g, '')}.ndjson`
}

/** When the part of this name was rotated, in ms since the epoch; null: rotation gives no such name. */
export function rotatedAt(name: string): number | null {
  const [, ...parts] = ROTATED.exec(name) ?? []
  const [year = 0, month = 1, day, hour, minute, second, millisecond] = parts.map(Number)
  return parts.length === 0 ? null : Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
}
