import { isUtf8 } from 'node:buffer'

const NEWLINE = 0x0a
const RETURN = 0x0d
const SPACE = 0x20
const TYPE = '{"schema_version":"2.0","event_type":"response",'
const HEAD = Buffer.from(`${TYPE}"ts":"`)
const TAIL = Buffer.from('"}')
const VERSION = Buffer.from('"version":"')
const LONGEST_VERSION = 60
const TIME_LENGTH = '2026-01-31T12:00:00.000Z'.length
const AFTER_TIME = Buffer.from('Z"')
const SURROGATE = Buffer.from(String.raw`\ud`)

/** Bytes of a line that DuckDB reads: a longer one takes many times its size of memory. */
const LONGEST_REPLY = 256 * 1024

/** A line with its place. */
export interface Line {
  text: string
  /** Of its first byte in the slice. */
  offset: number
  /** From 1, in the slice. */
  line: number
}

/** The lines of a slice by who reads them. */
export interface SliceLines {
  /** How many lines have the form of a reply which this package writes. DuckDB reads them, once the others are blank. */
  replies: number
  /** How many lines there are. */
  lines: number
  /** The last line that is not blank; 0: all are. */
  last: number
}

/**
 * Splits the lines of a slice into replies, which DuckDB reads, and all others: those of older formats and other types,
 * long and damaged ones, and texts that JSON readers understand differently. The others are passed to `onOther` and
 * overwritten with spaces, which keeps the offsets of the lines that follow. The type of a reply is overwritten with the
 * offset of its line, as `at`.
 */
export function splitLines(bytes: Buffer, onOther: (line: Line) => void): SliceLines {
  const isPlain = isPlainText(bytes)
  let [replies, line, last] = [0, 0, 0]
  for (let start = 0; start < bytes.length;) {
    const end = lineEnd(bytes, start)
    line += 1
    if ((isPlain || isPlainText(bytes.subarray(start, end))) && isWrittenReply(bytes, start, end)) {
      replies += 1
      last = line
      bytes.write(`{"at":${start},`.padEnd(TYPE.length), start, 'latin1')
    } else {
      const text = bytes.toString('utf8', start, end)
      bytes.fill(SPACE, start, end)
      if (text.trim() !== '') {
        last = line
        onOther({ text, offset: start, line })
      }
    }
    start = end + 1
  }
  return { replies, lines: line, last }
}

/** The replies of a slice after `splitLines`, as they were. */
export function* repliesIn(bytes: Buffer): Generator<Line> {
  for (let [start, line] = [0, 1]; start < bytes.length; line += 1) {
    const end = lineEnd(bytes, start)
    const text = bytes.toString('utf8', start, end)
    if (text.trim() !== '') yield { text: `${TYPE}${text.slice(TYPE.length)}`, offset: start, line }
    start = end + 1
  }
}

function lineEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(NEWLINE, start)
  return end === -1 ? bytes.length : end
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
    end - start < LONGEST_REPLY &&
    bytes.compare(HEAD, 0, HEAD.length, start, start + HEAD.length) === 0 &&
    bytes.compare(AFTER_TIME, 0, AFTER_TIME.length, time, time + AFTER_TIME.length) === 0 &&
    bytes.compare(TAIL, 0, TAIL.length, end - TAIL.length, end) === 0 &&
    bytes.subarray(end - LONGEST_VERSION, end).includes(VERSION)
  )
}
