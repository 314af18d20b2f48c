import type { LogRewrite } from '../replace-log.ts'

const NEWLINE = 0x0a

/** Removes lines from a log. */
export class LineFilter implements LogRewrite {
  removed = 0
  readonly #isForgotten: (line: string) => boolean

  constructor(isForgotten: (line: string) => boolean) {
    this.#isForgotten = isForgotten
  }

  async *stream(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let open: Buffer[] = []
    for await (const chunk of chunks) {
      const end = chunk.lastIndexOf(NEWLINE) + 1
      if (end === 0) {
        open.push(chunk)
        continue
      }
      const kept = this.rest(Buffer.concat([...open, chunk.subarray(0, end)]))
      open = [chunk.subarray(end)]
      if (kept.length > 0) yield kept
    }
    const kept = this.rest(Buffer.concat(open))
    if (kept.length > 0) yield kept
  }

  rest(bytes: Buffer): Buffer {
    const kept: Buffer[] = []
    let from = 0
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start)
      const end = newline === -1 ? bytes.length : newline + 1
      if (this.#isForgotten(bytes.toString('utf8', start, newline === -1 ? end : newline))) {
        this.removed += 1
        kept.push(bytes.subarray(from, start))
        from = end
      }
      start = end
    }
    kept.push(bytes.subarray(from))
    return Buffer.concat(kept)
  }

  isNeeded(): boolean {
    return this.removed > 0
  }
}
