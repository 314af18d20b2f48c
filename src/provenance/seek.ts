import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { CLOCK_SKEW_MS, wallMs } from '../clock.ts'
import { utcTime } from '../utc-time.ts'
import { isCompressed, READ_BYTES } from './lines.ts'
import { rotatedAt } from './rotated-name.ts'

/** The times to look for, in milliseconds since 1970; a later time than `to` is a wrong clock. */
export interface TimeWindow {
  from: number
  to: number
}

/**
 * How far the lines of a log may be out of order, in milliseconds. A reply is logged when its test ends, hours after it
 * was complete where a hypothesis asks many questions, and several writers append to one log.
 */
const OUT_OF_ORDER_MS = 6 * 3_600_000

/** Smaller files are read from their beginning. */
const SMALLEST = 4 * 1024 * 1024

/** Blocks that are sampled to check the order of a file. */
const SAMPLES = 128

/** Bytes of a block: the lines of some events. */
const BLOCK = 32 * 1024

/** The search ends at a piece of this size. */
const NARROWEST = 256 * 1024

/**
 * Returns an offset in bytes in a plain log: no event of the window is before it, up to `OUT_OF_ORDER_MS`. It is 0, or
 * somewhere in a line that is older than the window. 0 where the lines are not in order of time, such as in a log that was
 * concatenated from several.
 */
export async function offsetOf(file: FileHandle, window: TimeWindow): Promise<number> {
  const { size } = await file.stat()
  if (size < SMALLEST) return 0
  const timeAt = (offset: number) => medianTime(file, offset, window.to)
  const isBefore = (time: number | null) => time !== null && time < window.from - OUT_OF_ORDER_MS
  let [low, high, latest] = [0, size, -Infinity]
  for (let index = 0; index < SAMPLES; index += 1) {
    const offset = Math.floor((size / SAMPLES) * index)
    const time = await timeAt(offset)
    if (time === null) continue
    if (time < latest - OUT_OF_ORDER_MS) return 0
    latest = Math.max(latest, time)
    if (isBefore(time)) low = offset
    else high = Math.min(high, offset)
  }
  while (high - low > NARROWEST) {
    const middle = Math.floor((low + high) / 2)
    if (isBefore(await timeAt(middle))) low = middle
    else high = middle
  }
  return low
}

/** The median time of the lines in a block, which a few wrong or damaged lines do not move; null: it has none. */
async function medianTime(file: FileHandle, offset: number, latest: number): Promise<number | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, offset)
  const times = buffer
    .toString('utf8', 0, bytesRead)
    .split('\n')
    .flatMap((line) => timeIn(line) ?? [])
    .filter((time) => time <= latest)
    .sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? null
}

/** The time of a line, or of the part of it that is there. Quotes within texts are escaped, so they do not match. */
function timeIn(line: string): number | null {
  const [, text] = /"ts"\s*:\s*"([^"\\]+)"/.exec(line) ?? []
  const time = utcTime(text)
  return time === null ? null : Date.parse(time)
}

/** The time of the events so many bytes before the end of a file; of an archive that of its rotation. null: unknown. */
export async function timeBefore(path: string, bytes: number): Promise<Date | null> {
  if (isCompressed(path)) {
    const rotated = rotatedAt(basename(path))
    return rotated === null ? null : new Date(rotated)
  }
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const time = await medianTime(file, Math.max(0, size - bytes), wallMs() + CLOCK_SKEW_MS)
    return time === null ? null : new Date(time)
  } finally {
    await file.close()
  }
}

/** Whether a file was rotated before the window, so that it has no event of it. */
export function isBefore(path: string, window: TimeWindow | null): boolean {
  const rotated = window === null ? null : rotatedAt(basename(path))
  return window !== null && rotated !== null && rotated < window.from - OUT_OF_ORDER_MS
}

/** The offset of the first line that begins at an offset or after it, at most the size of the file. */
export async function lineStart(file: FileHandle, offset: number): Promise<number> {
  if (offset === 0) return 0
  const buffer = Buffer.alloc(READ_BYTES)
  for (let position = offset - 1; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
    const newline = buffer.subarray(0, bytesRead).indexOf('\n')
    if (newline !== -1) return position + newline + 1
    if (bytesRead === 0) return position
    position += bytesRead
  }
}

/** How many line breaks a file has before an offset. */
export async function newlinesBefore(file: FileHandle, offset: number): Promise<number> {
  const buffer = Buffer.alloc(READ_BYTES)
  let count = 0
  for (let position = 0; position < offset;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, offset - position), position)
    if (bytesRead === 0) break
    const piece = buffer.subarray(0, bytesRead)
    for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', at + 1)) count += 1
    position += bytesRead
  }
  return count
}
