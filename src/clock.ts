import { statSync } from 'node:fs'
import { execPath, uptime } from 'node:process'

/**
 * Clocks and timers that tests cannot fake. `vi.useFakeTimers`, `vi.setSystemTime` and mocks replace the globals, often
 * in a set-up file that runs before this module loads. Named imports of Node's own modules keep the originals.
 */
export { clearTimeout, setImmediate, setTimeout } from 'node:timers'

/** The original `Date`: Node exports it from no module, but the times of a file are instances of it. */
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

/** Largest tolerated difference between the clocks of two machines, in milliseconds. */
export const CLOCK_SKEW_MS = 300_000
