import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { logReading } from './log-reading.ts'

const NEWLINE = 0x0a

/** Longest line in bytes, far above any event: a longer one is damage, such as zeros after a power cut. */
export const LONGEST = 256 * 1024 * 1024

/** How much of a file is read at a time, in bytes. */
export const READ_BYTES = 256 * 1024

/** Whether a file of a log, or the dated copy of one, is compressed. */
export function isCompressed(path: string): boolean {
  return /\.gz(\.\d{8}T\d{9}Z\.bak)?$/.test(path)
}

/** How to read lines. */
export interface LineOptions {
  /** Longest line in bytes; default 256 MB. */
  longest?: number
  /** The bytes of the file, where it is open already. */
  file?: AsyncIterable<Buffer>
  /** Only lines with one of these texts; the others are not decoded. Default: all lines. */
  containing?: readonly string[]
}

/**
 * Reads the lines of a file in batches, one batch for each piece read; decompresses a file by its name. null stands
 * for a line of more than `longest` bytes, which is never in memory as a whole. Lines end with a line feed only. Rejects
 * where the file cannot be read or decompressed to its end, after the lines before that place.
 */
export async function* linesOf(
  path: string,
  { longest = LONGEST, file = createReadStream(path, { highWaterMark: READ_BYTES }), containing }: LineOptions = {},
): AsyncGenerator<(string | null)[]> {
  // An error of either stream reaches the loop below through the last one.
  const input = isCompressed(path) ? pipeline(file, createGunzip({ chunkSize: READ_BYTES }), () => {}) : file
  const select = containing === undefined ? allLines : linesWith(containing.map((text) => Buffer.from(text)))
  let open: Buffer[] = []
  let length = 0

  function gather(piece: Buffer): void {
    length += piece.length
    if (length > longest) open = []
    else open.push(piece)
  }
  function close(): (string | null)[] {
    const lines = length > longest ? [null] : select(Buffer.concat(open))
    open = []
    length = 0
    return lines
  }

  try {
    for await (const chunk of input) {
      logReading.bytes += chunk.length
      const first = chunk.indexOf(NEWLINE)
      const last = chunk.lastIndexOf(NEWLINE)
      if (first >= 0) {
        gather(chunk.subarray(0, first))
        const lines = close()
        yield first === last ? lines : [...lines, ...select(chunk.subarray(first + 1, last))]
      }
      gather(chunk.subarray(last + 1))
    }
  } catch (error) {
    if (length > 0) yield close()
    throw error
  }
  if (length > 0) yield close()
}

function allLines(piece: Buffer): string[] {
  return piece.toString().split('\n')
}

/** Selects the lines of a piece with one of some texts. */
function linesWith(texts: readonly Buffer[]): (piece: Buffer) => string[] {
  return (piece) => {
    const lines: string[] = []
    const next = texts.map(() => -2)
    for (let start = 0; start < piece.length;) {
      for (const [at, text] of texts.entries()) {
        const known = next[at] ?? -1
        if (known !== -1 && known < start) next[at] = piece.indexOf(text, start)
      }
      const found = Math.min(...next.map((at) => (at === -1 ? Infinity : at)))
      if (found === Infinity) break
      const begin = piece.lastIndexOf(NEWLINE, found) + 1
      const end = piece.indexOf(NEWLINE, found)
      lines.push(piece.toString('utf8', begin, end === -1 ? piece.length : end))
      start = end === -1 ? piece.length : end + 1
    }
    return lines
  }
}
