import { isUtf8 } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { READ_BYTES } from '../../lines.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d
const HEAD = Buffer.from('{"schema_version":"2.0","event_type":"response","ts":"')
const TAIL = Buffer.from('"}')
const VERSION = Buffer.from('"version":"')
const LONGEST_VERSION = 60
const TIME_LENGTH = '2026-01-31T12:00:00.000Z'.length
const AFTER_TIME = Buffer.from('Z"')
const SURROGATE = Buffer.from(String.raw`\ud`)

/** A line that does not have the form of a reply which this package writes. */
export interface OtherLine {
  text: string
  /** From 1. */
  line: number
  /** The file ends in it, so that it may not be complete. */
  isTorn: boolean
  /** Its bytes are UTF-8 without escaped surrogates, which other readers understand differently. */
  isPlainText: boolean
}

/** Handles a line; returns whether it is a reply all the same, in another form of JSON. */
export type OnOther = (line: OtherLine) => boolean

/**
 * Splits the lines of a log into replies, which DuckDB reads by itself and which are only counted here, and all others: those
 * of older formats and other types, damaged ones, and texts that JSON readers understand differently.
 */
export class FileScan {
  /** Replies up to `offset`. */
  replies = 0
  /** Bytes that were read, of complete lines. */
  offset = 0
  /** Complete lines that were read. */
  line = 0
  /** The last line with a reply. */
  lastReply = 0

  /**
   * Reads on to the end of the file and calls `onOther` for each line that does not have the form of a reply. A last line
   * without a line break is read again when the file has grown; returns whether it is a reply.
   */
  async advance(path: string, file: FileHandle, onOther: OnOther): Promise<{ tornReplies: number }> {
    const input = path.endsWith('.gz') ? unzipped(file) : plainChunks(file, this.offset)
    let open: Buffer[] = []
    for await (const chunk of input) {
      const first = chunk.indexOf(NEWLINE)
      if (first === -1) {
        open.push(Buffer.from(chunk))
        continue
      }
      this.#scan(Buffer.concat([...open, chunk.subarray(0, first + 1)]), onOther)
      const last = chunk.lastIndexOf(NEWLINE)
      this.#scan(chunk.subarray(first + 1, last + 1), onOther)
      open = last + 1 < chunk.length ? [Buffer.from(chunk.subarray(last + 1))] : []
    }
    const torn = Buffer.concat(open)
    const isReply = torn.length > 0 && isReplyAt(torn, [0, torn.length], this.line + 1, { isTorn: true, onOther })
    if (isReply) this.lastReply = this.line + 1
    return { tornReplies: isReply ? 1 : 0 }
  }

  /** Scans complete lines. */
  #scan(lines: Buffer, onOther: OnOther): void {
    const isPlain = isPlainText(lines)
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(NEWLINE, start)
      this.line += 1
      const isReply =
        isPlain && isWrittenReply(lines, start, end)
          ? true
          : isReplyAt(lines, [start, end], this.line, { isTorn: false, onOther })
      if (isReply) {
        this.replies += 1
        this.lastReply = this.line
      }
      start = end + 1
    }
    this.offset += lines.length
  }
}

function unzipped(file: FileHandle): AsyncIterable<Buffer> {
  const raw = file.createReadStream({ autoClose: false, start: 0, highWaterMark: READ_BYTES })
  return pipeline(raw, createGunzip({ chunkSize: READ_BYTES }), () => {})
}

/** Reads a file into one buffer again and again, because a buffer for each piece takes memory until it is collected. */
async function* plainChunks(file: FileHandle, offset: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(READ_BYTES)
  for (let position = offset; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Whether a line is a reply that DuckDB reads; other lines are passed on. */
function isReplyAt(
  bytes: Buffer,
  [start, end]: [number, number],
  line: number,
  { isTorn, onOther }: { isTorn: boolean; onOther: OnOther },
): boolean {
  const isPlain = isPlainText(bytes.subarray(start, end))
  return (
    (isPlain && isWrittenReply(bytes, start, end)) ||
    onOther({ text: bytes.toString('utf8', start, end), line, isTorn, isPlainText: isPlain })
  )
}

/** Whether bytes are UTF-8, without escaped surrogates: some JSON readers refuse a lone one. */
function isPlainText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(SURROGATE)
}

/** Whether a line has the beginning and the end of a reply that this package writes. */
function isWrittenReply(bytes: Buffer, start: number, lineEnd: number): boolean {
  const end = bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd
  const time = start + HEAD.length + TIME_LENGTH - 1
  return (
    end - start > HEAD.length + TIME_LENGTH &&
    bytes.compare(HEAD, 0, HEAD.length, start, start + HEAD.length) === 0 &&
    bytes.compare(AFTER_TIME, 0, AFTER_TIME.length, time, time + AFTER_TIME.length) === 0 &&
    bytes.compare(TAIL, 0, TAIL.length, end - TAIL.length, end) === 0 &&
    bytes.subarray(end - LONGEST_VERSION, end).includes(VERSION)
  )
}
