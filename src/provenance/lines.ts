import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

const NEWLINE = 0x0a

/** No event is as long: more without a line break is damage, such as the zeros that a power cut leaves. */
const LONGEST = 256 * 1024 * 1024

/**
 * The lines of a file, those of each piece that was read together; one that ends in `.gz` is unpacked. null stands for a
 * line of more than `longest` bytes, which is never in memory as a whole. Lines end with a line feed and with nothing
 * else, whatever readers of text take for a line break. Rejects where the file cannot be read or unpacked to its end,
 * after the lines before that place.
 */
export async function* linesOf(path: string, longest = LONGEST): AsyncGenerator<(string | null)[]> {
  const file = createReadStream(path)
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
