import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { errorCode } from '../../../text/error-message.ts'
import { isCompressed, LONGEST, READ_BYTES } from '../../lines.ts'

const NEWLINE = 0x0a

/** Bytes of a slice, where its lines are not longer. */
const SLICE_BYTES = 4 * 1024 * 1024

/** Bytes of the buffer for a short file; it grows where a line is longer. */
const SMALLEST_BUFFER = 4 * 1024

/** Slices that a consumer may use at the same time. */
export const SLICES_IN_USE = 3

/** Some lines of a file, one after the other. */
export interface Slice {
  /** The lines; null: one line that is too long to be an event. Valid until `SLICES_IN_USE` further slices are read. */
  bytes: Buffer | null
  /** Of its first byte in the text of the file. */
  offset: number
  /** Its bytes in the text of the file. */
  length: number
  /** The file ends in it without a line break, so that its line may not be complete. */
  isTorn: boolean
}

/**
 * Reads a file in slices of complete lines, from the offset of a line on. Rejects where it cannot be read or decompressed
 * to its end, after the lines before that place.
 */
export function slicesOf(path: string, file: FileHandle, offset: number): AsyncGenerator<Slice> {
  return isCompressed(path) ? archiveSlices(file, offset) : plainSlices(file, offset)
}

/**
 * Reads slices without copies, because buffers take memory until they are collected. For the same reason they are no larger
 * than the rest of the file, with a byte more to find its end.
 */
async function* plainSlices(file: FileHandle, offset: number): AsyncGenerator<Slice> {
  const buffers: Buffer[] = []
  let size = 0
  for (let [start, turn] = [offset, 0]; ; turn = (turn + 1) % (SLICES_IN_USE + 1)) {
    if (start >= size) size = (await file.stat()).size
    const wanted = Math.min(SLICE_BYTES, Math.max(SMALLEST_BUFFER, size - start + 1))
    let buffer = buffers[turn] ?? Buffer.allocUnsafe(wanted)
    if (buffer.length < wanted) buffer = Buffer.allocUnsafe(wanted)
    buffers[turn] = buffer
    let length = await fill(file, buffer, { from: 0, position: start })
    // A line that is longer than the buffer.
    while (length === buffer.length && !buffer.includes(NEWLINE) && length <= LONGEST) {
      buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)])
      length += await fill(file, buffer, { from: length, position: start + length })
    }
    if (length === 0) return
    const end = buffer.lastIndexOf(NEWLINE, length - 1) + 1
    if (end === 0 && length === buffer.length) {
      const line = await toNewline(file, start)
      yield { bytes: null, offset: start, length: line.length, isTorn: line.isTorn }
      start += line.length
      continue
    }
    const isTorn = end === 0
    const taken = isTorn ? length : end
    yield { bytes: buffer.subarray(0, taken), offset: start, length: taken, isTorn }
    start += taken
    if (isTorn) return
  }
}

/** Reads until the buffer is full or the file ends; returns how many bytes. */
async function fill(
  file: FileHandle,
  buffer: Buffer,
  { from, position }: { from: number; position: number },
): Promise<number> {
  let length = 0
  while (from + length < buffer.length) {
    const { bytesRead } = await file.read(buffer, from + length, buffer.length - from - length, position + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return length
}

/** Length of the line that begins at an offset, with its line break. */
async function toNewline(file: FileHandle, start: number): Promise<{ length: number; isTorn: boolean }> {
  const buffer = Buffer.alloc(READ_BYTES)
  for (let length = 0; ;) {
    const bytesRead = await fill(file, buffer, { from: 0, position: start + length })
    const end = buffer.subarray(0, bytesRead).indexOf(NEWLINE)
    if (end !== -1) return { length: length + end + 1, isTorn: false }
    length += bytesRead
    if (bytesRead < buffer.length) return { length, isTorn: true }
  }
}

async function* archiveSlices(file: FileHandle, offset: number): AsyncGenerator<Slice> {
  const buffers = new Buffers()
  let [start, pieces, length, afterBreak, isTooLong] = [offset, [] as Buffer[], 0, 0, false]
  let before = offset
  let damage = null as { reason: unknown } | null

  function cut(bytes: Buffer | null, size: number, isTorn = false): Slice {
    const slice = { bytes, offset: start, length: size, isTorn }
    start += size
    length -= size
    afterBreak = 0
    return slice
  }
  function completeLines(): Slice {
    const all = buffers.concat(pieces, length)
    pieces = [Buffer.from(all.subarray(afterBreak))]
    return cut(all.subarray(0, afterBreak), afterBreak)
  }

  for await (const chunk of upToDamage(unzipped(file), (reason) => (damage = { reason }))) {
    let rest = chunk.subarray(before)
    before -= chunk.length - rest.length
    if (isTooLong) {
      const end = chunk.indexOf(NEWLINE) + 1
      length += end === 0 ? chunk.length : end
      if (end === 0) continue
      yield cut(null, length)
      isTooLong = false
      rest = chunk.subarray(end)
    }
    const end = rest.lastIndexOf(NEWLINE) + 1
    if (end > 0) afterBreak = length + end
    pieces.push(Buffer.from(rest))
    length += rest.length
    if (afterBreak > 0 && length >= SLICE_BYTES) yield completeLines()
    else if (length > LONGEST) [isTooLong, pieces] = [true, []]
  }
  if (afterBreak > 0) yield completeLines()
  // The last line may be complete once the rest of the file can be read.
  const isEnd = damage === null || isDamage(damage.reason)
  if (length > 0 && isEnd) yield cut(isTooLong ? null : Buffer.concat(pieces), length, true)
  if (damage !== null) throw damage.reason
}

/** Whether an error is about the content of an archive. Other errors, such as EIO, may not occur the next time. */
export function isDamage(error: unknown): boolean {
  return errorCode(error)?.startsWith('Z_') ?? false
}

/** The items before an error, with which `onDamage` is called. Errors of the consumer are its own. */
export async function* upToDamage<T>(items: AsyncIterable<T>, onDamage: (reason: unknown) => void): AsyncGenerator<T> {
  try {
    yield* items
  } catch (error) {
    onDamage(error)
  }
}

/** Buffers that are used again: a new one for each slice takes memory until it is collected. */
class Buffers {
  readonly #buffers: Buffer[] = []
  #next = 0

  concat(pieces: readonly Buffer[], length: number): Buffer {
    const known = this.#buffers[this.#next]
    const buffer = known !== undefined && known.length >= length ? known : Buffer.alloc(length)
    if (buffer.length <= 2 * SLICE_BYTES) this.#buffers[this.#next] = buffer
    this.#next = (this.#next + 1) % (SLICES_IN_USE + 1)
    let at = 0
    for (const piece of pieces) at += piece.copy(buffer, at)
    return buffer.subarray(0, length)
  }
}

function unzipped(file: FileHandle): AsyncIterable<Buffer> {
  return pipeline(piecesOf(file), createGunzip({ chunkSize: READ_BYTES }), () => {})
}

/** A stream of the file would close it where its text is damaged. */
async function* piecesOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}
