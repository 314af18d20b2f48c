import { createReadStream, createWriteStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { LogOptions } from '../../schemas/generated/options.ts'
import { isoTime, wallMs } from '../clock.ts'
import { whileLocked } from '../file-lock.ts'
import { errorCode } from '../text/error-message.ts'
import { firstTime } from './first-time.ts'
import { CURRENT_LOG } from './log-files.ts'
import { rotatedAt, rotatedName } from './rotated-name.ts'
import { namingFile } from '../text/system-error.ts'

/** When the log is rotated, and how many of its older parts are kept. */
export type RotationLimits = Required<LogOptions>

/** A writer of another process may finish its last line in a rotated part; then it finds the new log. */
const SETTLED_AFTER_MS = 60_000

const TEMPORARY = /^provenance\.\d{8}T\d{9}Z\.ndjson\.gz\.\d+\.tmp$/

/** No compression pauses for so long. */
const ABANDONED_AFTER_MS = 600_000

/** What a rotation did. */
export interface Rotation {
  /** The part that the log became; null: it was not due. */
  rotated: string | null
  /** Parts that were compressed, by their new names. */
  compressed: string[]
  deleted: string[]
}

/** How to rotate, where it is not by the limits alone. */
export interface RotationOptions {
  /** Rotates whatever the size and the age of the log; an empty log stays. */
  force?: boolean
  /** How long a part must be unchanged before it is compressed, in ms. Default 60,000. */
  settledAfterMs?: number
}

/** Whether the log of a folder is due. */
export function isRotationDue(dir: string, { maxMb, daily }: RotationLimits): boolean {
  const path = join(dir, CURRENT_LOG)
  const size = sizeOf(path)
  if (size === 0) return false
  if (size >= maxMb * 1e6) return true
  const began = daily ? firstTime(path) : null
  return began !== null && isoTime(began).slice(0, 10) < isoTime().slice(0, 10)
}

/**
 * Rotates the log of a folder when it is due: renames it, compresses the parts that no process writes to any more, and
 * deletes the oldest beyond `keep`. Several processes may rotate and append at once, and each may be killed at any
 * moment: no event is lost. A part and its compressed copy may both be there for a while; readers take one of them.
 */
export async function rotateLog(
  dir: string,
  limits: RotationLimits,
  { force = false, settledAfterMs = SETTLED_AFTER_MS }: RotationOptions = {},
): Promise<Rotation> {
  if (!existsSync(dir)) return { rotated: null, compressed: [], deleted: [] }
  const path = join(dir, CURRENT_LOG)
  const isDue = () => (force ? sizeOf(path) > 0 : isRotationDue(dir, limits))
  const rotated = isDue()
    ? await whileLocked(path, () => {
        // Another process may have rotated it while this one waited.
        if (!isDue()) return null
        const part = freeName(dir)
        renameSync(path, part)
        return part
      })
    : null
  removeAbandoned(dir)
  const compressed: string[] = []
  for (const part of partsIn(dir)) {
    if (part.endsWith('.gz') || part === rotated) continue
    if (await compress(part, settledAfterMs)) compressed.push(`${part}.gz`)
  }
  const parts = [...Map.groupBy(partsIn(dir), (part) => part.replace(/\.gz$/, '')).values()]
  const deleted = parts.slice(0, Math.max(0, parts.length - limits.keep)).flat()
  for (const part of deleted) rmSync(part, { force: true })
  return { rotated, compressed, deleted }
}

/** Paths of the rotated parts of a folder, the oldest first. */
function partsIn(dir: string): string[] {
  return readdirSync(dir)
    .filter((name) => rotatedAt(name) !== null)
    .sort()
    .map((name) => join(dir, name))
}

/** 0 where it is not there, or is not a file: writing to it fails with a reason of its own. */
function sizeOf(path: string): number {
  try {
    const stats = statSync(path)
    return stats.isFile() ? stats.size : 0
  } catch {
    return 0
  }
}

/** Temporary files of rotations that were killed. */
function removeAbandoned(dir: string): void {
  for (const name of readdirSync(dir).filter((name) => TEMPORARY.test(name))) {
    const path = join(dir, name)
    const { mtimeMs = Infinity } = statSync(path, { throwIfNoEntry: false }) ?? {}
    if (wallMs() - mtimeMs > ABANDONED_AFTER_MS) rmSync(path, { force: true })
  }
}

/** Removes all temporary files of compressions. One that is under way gives up. */
export function removeCompressions(dir: string): void {
  for (const name of readdirSync(dir).filter((name) => TEMPORARY.test(name))) rmSync(join(dir, name), { force: true })
}

/** Called under the lock: two rotations within a millisecond get different names. */
function freeName(dir: string): string {
  for (let time = wallMs(); ; time += 1) {
    const part = join(dir, rotatedName(time))
    if (!existsSync(part) && !existsSync(`${part}.gz`)) return part
  }
}

/** Whether the part was compressed: one that changed lately, or changes meanwhile, stays as it is. */
async function compress(part: string, settledAfterMs: number): Promise<boolean> {
  const before = statSync(part, { throwIfNoEntry: false })
  // The clock has whole milliseconds, the time of the file has not.
  if (before === undefined || wallMs() - Math.floor(before.mtimeMs) < settledAfterMs) return false
  const temporary = `${part}.gz.${process.pid}.tmp`
  try {
    await pipeline(createReadStream(part), createGzip(), createWriteStream(temporary, { flush: true }))
    if (statSync(part).size !== before.size) return false
    renameSync(temporary, `${part}.gz`)
    rmSync(part)
    return true
  } catch (error) {
    // Another process has compressed it, or deleted it for its age.
    if (errorCode(error) === 'ENOENT') return false
    throw namingFile(error, temporary)
  } finally {
    rmSync(temporary, { force: true })
  }
}
