import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { errorCode } from '../text/error-message.ts'
import { READ_BYTES } from './lines.ts'

const NEWLINE = 0x0a

/**
 * Appends lines to a log, unless that log or the current one has them: their writer has written them again. `pieceBytes`:
 * how much of a log is in memory, but for lines that are longer.
 */
export function appendMissing(lines: Buffer, path: string, current: string, pieceBytes = READ_BYTES): void {
  const all = lines
    .toString()
    .split('\n')
    .filter((line) => line !== '')
  const missing = new Set(all)
  for (const log of new Set([path, current]))
    for (const line of linesIn(log, pieceBytes)) if (missing.size > 0) missing.delete(line)
  const late = all.filter((line) => missing.has(line))
  if (late.length === 0) return
  const target = openSync(path, 'a+')
  try {
    const { size } = fstatSync(target)
    const last = Buffer.alloc(1)
    const isTorn = size > 0 && readSync(target, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE
    const bytes = Buffer.from(`${isTorn ? '\n' : ''}${late.join('\n')}\n`)
    for (let written = 0; written < bytes.length;) written += writeSync(target, bytes, written)
  } finally {
    closeSync(target)
  }
}

/** The lines of a file, which may be larger than a string can be; none where it is missing. */
function* linesIn(path: string, pieceBytes: number): Generator<string> {
  const file = openForReading(path)
  if (file === null) return
  try {
    let open: Buffer[] = []
    for (;;) {
      const buffer = Buffer.alloc(pieceBytes)
      const piece = buffer.subarray(0, readSync(file, buffer))
      if (piece.length === 0) break
      const end = piece.lastIndexOf(NEWLINE) + 1
      if (end > 0) {
        yield* Buffer.concat([...open, piece.subarray(0, end - 1)])
          .toString()
          .split('\n')
        open = []
      }
      open.push(piece.subarray(end))
    }
    yield Buffer.concat(open).toString()
  } finally {
    closeSync(file)
  }
}

function openForReading(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}
