import type { FileHandle } from 'node:fs/promises'
import { isCompressed, READ_BYTES } from '../../lines.ts'
import { slicesOf } from './file-slices.ts'

const NEWLINE = 0x0a

/** Reads the lines of a file that begin at some offsets in its text, which increase. Rejects where it is shorter. */
export function linesAt(path: string, file: FileHandle, offsets: readonly number[]): AsyncGenerator<string> {
  return isCompressed(path) ? archiveLines(path, file, offsets) : plainLines(path, file, offsets)
}

/** Reads only the lines, and those between them where they are close. */
async function* plainLines(path: string, file: FileHandle, offsets: readonly number[]): AsyncGenerator<string> {
  let buffer = Buffer.allocUnsafe(READ_BYTES)
  let [start, length] = [0, 0]
  for (const offset of offsets) {
    let end = offset < start + length ? buffer.subarray(0, length).indexOf(NEWLINE, offset - start) : -1
    // Twice as much each time: few lines are long.
    for (let size = READ_BYTES / 16; end === -1; size *= 2) {
      if (size > buffer.length) buffer = Buffer.allocUnsafe(size)
      const { bytesRead } = await file.read(buffer, 0, size, offset)
      if (bytesRead === 0) throw endedBefore(path, offset)
      ;[start, length] = [offset, bytesRead]
      end = buffer.subarray(0, length).indexOf(NEWLINE)
      if (end === -1 && bytesRead < size) end = bytesRead
    }
    yield buffer.toString('utf8', offset - start, end)
  }
}

/** An archive is decompressed up to the last of the lines. */
async function* archiveLines(path: string, file: FileHandle, offsets: readonly number[]): AsyncGenerator<string> {
  let next = 0
  for await (const { bytes, offset: start, length } of slicesOf(path, file, 0))
    for (;;) {
      const offset = offsets[next]
      if (offset === undefined) return
      if (offset >= start + length) break
      const end = bytes?.indexOf(NEWLINE, offset - start) ?? -1
      yield bytes?.toString('utf8', offset - start, end === -1 ? bytes.length : end) ?? ''
      next += 1
    }
  if (next < offsets.length) throw endedBefore(path, offsets[next] ?? 0)
}

function endedBefore(path: string, offset: number): Error {
  return new Error(`${path} ends before byte ${offset}, where an event was`)
}
