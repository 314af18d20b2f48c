import type { FileHandle } from 'node:fs/promises'
import { isCompressed } from '../../lines.ts'
import { slicesOf } from './file-slices.ts'

const NEWLINE = 0x0a

/** Bytes that are read of a line at first: few lines are longer. */
const LINE_BYTES = 8 * 1024
/** Lines that are as close are read at once, up to so many bytes. */
const PIECE_BYTES = 64 * 1024
/** Pieces that are read at the same time: each read waits for a thread far longer than it takes. */
const READS = 16

/** Reads the lines of a file that begin at some offsets in its text, which increase. Rejects where it is shorter. */
export function linesAt(path: string, file: FileHandle, offsets: readonly number[]): AsyncGenerator<string> {
  return isCompressed(path) ? archiveLines(path, file, offsets) : plainLines(path, file, offsets)
}

async function* plainLines(path: string, file: FileHandle, offsets: readonly number[]): AsyncGenerator<string> {
  const pieces = piecesOf(offsets)
  for (let next = 0; next < pieces.length; next += READS) {
    const read = await Promise.all(pieces.slice(next, next + READS).map((piece) => readPiece(path, file, piece)))
    for (const { start, bytes, isLast, lines } of read)
      for (const offset of lines) {
        const found = bytes.indexOf(NEWLINE, offset - start)
        if (found !== -1) yield bytes.toString('utf8', offset - start, found)
        else if (isLast && offset - start < bytes.length) yield bytes.toString('utf8', offset - start)
        else yield await longLine(path, file, offset)
      }
  }
}

/** The offsets of lines that are read at once. Pure. */
function piecesOf(offsets: readonly number[]): number[][] {
  const pieces: number[][] = []
  for (const offset of offsets) {
    const piece = pieces.at(-1)
    const [first, last] = [piece?.[0] ?? -Infinity, piece?.at(-1) ?? -Infinity]
    if (offset - last <= LINE_BYTES && offset - first <= PIECE_BYTES) piece?.push(offset)
    else pieces.push([offset])
  }
  return pieces
}

/** A part of a file from the first of some lines on. */
interface Piece {
  start: number
  bytes: Buffer
  /** The file ends with it. */
  isLast: boolean
  lines: readonly number[]
}

async function readPiece(path: string, file: FileHandle, lines: readonly number[]): Promise<Piece> {
  const [start = 0, last = 0] = [lines[0], lines.at(-1)]
  const size = last - start + LINE_BYTES
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, start)
  if (bytesRead === 0) throw endedBefore(path, start)
  return { start, bytes: buffer.subarray(0, bytesRead), isLast: bytesRead < size, lines }
}

/** Reads twice as much each time. */
async function longLine(path: string, file: FileHandle, offset: number): Promise<string> {
  for (let size = 2 * LINE_BYTES; ; size *= 2) {
    const { bytes, isLast } = await readPiece(path, file, [offset, offset + size - LINE_BYTES])
    const end = bytes.indexOf(NEWLINE)
    if (end !== -1 || isLast) return bytes.toString('utf8', 0, end === -1 ? bytes.length : end)
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
