import { statSync } from 'node:fs'
import { execPath, uptime } from 'node:process'

/**
 * Clocks and timers that tests cannot fake. `vi.useFakeTimers`, `vi.setSystemTime` and mocks replace the globals, often
 * in a set-up file that runs before this module loads. Named imports of Node's own modules keep the originals.
 */
export { clearTimeout, setTimeout } from 'node:timers'

/** The `Date` of Node's own code: it has no module that exports it, but the times of a file are made of it. */
const SystemDate = statSync(execPath).mtime.constructor as DateConstructor

/** Milliseconds since the process started, with fractions. Never goes back; the origin of every duration. */
export function monotonicMs(): number {
  return uptime() * 1_000
}

/** Milliseconds since 1970, by the clock of the system. */
export function wallMs(): number {
  return new SystemDate().getTime()
}

/** A point in time as ISO 8601 in UTC. Default: now. */
export function isoTime(time: number | string = wallMs()): string {
  return new SystemDate(time).toISOString()
}

/** Milliseconds since 1970 of a date as text; NaN when it is not a date. */
export function timeOf(text: string): number {
  return new SystemDate(text).getTime()
}

/** Clocks of two machines differ by less, in milliseconds: a later time is of a clock that was wrong. */
export const CLOCK_SKEW_MS = 300_000
