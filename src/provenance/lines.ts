import { createReadStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

const NEWLINE = 0x0a

/** Longest line in bytes, far above any event: a longer one is damage, such as zeros after a power cut. */
const LONGEST = 256 * 1024 * 1024

/**
 * Reads the lines of a file in batches, one batch for each piece read, from `file` where it is open already; decompresses a file that ends in `.gz`. null stands
 * for a line of more than `longest` bytes, which is never in memory as a whole. Lines end with a line feed only. Rejects
 * where the file cannot be read or decompressed to its end, after the lines before that place.
 */
export async function* linesOf(
  path: string,
  { longest = LONGEST, file = createReadStream(path) }: { longest?: number; file?: Readable } = {},
): AsyncGenerator<(string | null)[]> {
  // An error of either stream reaches the loop below through the last one.
  const input = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file
  let open: Buffer[] = []
  let length = 0

  function gather(piece: Buffer): void {
    length += piece.length
    if (length > longest) open = []
    else open.push(piece)
  }
  function close(): string | null {
    const line = length > longest ? null : Buffer.concat(open).toString()
    open = []
    length = 0
    return line
  }

  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      const first = chunk.indexOf(NEWLINE)
      const last = chunk.lastIndexOf(NEWLINE)
      if (first >= 0) {
        gather(chunk.subarray(0, first))
        const line = close()
        yield first === last ? [line] : [line, ...chunk.toString('utf8', first + 1, last).split('\n')]
      }
      gather(chunk.subarray(last + 1))
    }
  } catch (error) {
    if (length > 0) yield [close()]
    throw error
  }
  if (length > 0) yield [close()]
}
