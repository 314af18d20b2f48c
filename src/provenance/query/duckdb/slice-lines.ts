import { isUtf8 } from 'node:buffer'
import type { ReplyForm } from './add-replies.ts'
import { QUOTED_MARK } from './byte-order-mark.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d
const SPACE = 0x20
const TYPES: Readonly<Record<ReplyForm, string>> = {
  compact: '{"schema_version":"2.1","event_type":"response",',
  whole: '{"schema_version":"2.0","event_type":"response",',
}
const HEADS = (['compact', 'whole'] as const).map((form) => [form, Buffer.from(`${TYPES[form]}"ts":"`)] as const)
const HEAD_LENGTH = `${TYPES.whole}"ts":"`.length
const END = 0x7d
/** Every event has it, and quotes within texts are escaped. Fields that a reply may lack follow it in some forms. */
const VERSION = Buffer.from('"version":"')
const TIME_LENGTH = '2026-01-31T12:00:00.000Z'.length
const AFTER_TIME = Buffer.from('Z"')
const SURROGATE = Buffer.from(String.raw`\ud`)
const ESCAPED_MARK = Buffer.from(String.raw`\ufeff`)

/** Bytes of a line that DuckDB reads: a longer one takes many times its size of memory. */
const LONGEST_REPLY = 256 * 1024

/** Of so many replies one is rare. */
const RARE = 20

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
  /** How many lines have each form of a reply which this package writes. DuckDB reads them, once the others are blank. */
  replies: Record<ReplyForm, number>
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
  const replies = { whole: 0, compact: 0 }
  const forms: (ReplyForm | null)[] = []
  for (const [start, end] of linesIn(bytes)) {
    const isText = isPlain || isPlainText(bytes.subarray(start, end))
    const form = isText ? replyForm(bytes, start, end) : null
    if (form !== null) replies[form] += 1
    forms.push(form)
  }
  const rare = rareForm(replies)
  if (rare !== null) replies[rare] = 0
  let [line, last] = [0, 0]
  for (const [start, end] of linesIn(bytes)) {
    const form = forms[line] ?? null
    line += 1
    if (form !== null && form !== rare) {
      last = line
      bytes.write(`{"${form}_at":${start},`.padEnd(TYPES[form].length), start, 'latin1')
      continue
    }
    const text = bytes.toString('utf8', start, end)
    bytes.fill(SPACE, start, end)
    if (text.trim() === '') continue
    last = line
    onOther({ text, offset: start, line })
  }
  return { replies, lines: line, last }
}

/** The form of so few replies that DuckDB takes longer to look for them in a slice; null: both are frequent or absent. */
function rareForm({ whole, compact }: SliceLines['replies']): ReplyForm | null {
  if (whole > 0 && whole * RARE <= compact) return 'whole'
  return compact > 0 && compact * RARE <= whole ? 'compact' : null
}

/** The replies of a slice after `splitLines`, as they were. */
export function* repliesIn(bytes: Buffer): Generator<Line> {
  let line = 0
  for (const [start, end] of linesIn(bytes)) {
    line += 1
    const text = bytes.toString('utf8', start, end)
    const type = text.startsWith('{"compact_at"') ? TYPES.compact : TYPES.whole
    if (text.trim() !== '') yield { text: `${type}${text.slice(type.length)}`, offset: start, line }
  }
}

/** The first byte of each line, and the one after its last. */
function* linesIn(bytes: Buffer): Generator<readonly [start: number, end: number]> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEWLINE, start)
    const end = found === -1 ? bytes.length : found
    yield [start, end]
    start = end + 1
  }
}

/**
 * Whether bytes are UTF-8, without escaped surrogates, of which some JSON readers refuse a lone one, and without texts that
 * begin with a byte order mark, which are stored in another form.
 */
function isPlainText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(SURROGATE) && !bytes.includes(QUOTED_MARK) && !bytes.includes(ESCAPED_MARK)
}

/** The form of a reply whose beginning and end a line has; null: the line is not a reply in a form that this package writes. */
function replyForm(bytes: Buffer, start: number, lineEnd: number): ReplyForm | null {
  const end = bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd
  const time = start + HEAD_LENGTH + TIME_LENGTH - 1
  const isReply =
    end - start > HEAD_LENGTH + TIME_LENGTH &&
    end - start < LONGEST_REPLY &&
    bytes.compare(AFTER_TIME, 0, AFTER_TIME.length, time, time + AFTER_TIME.length) === 0 &&
    bytes[end - 1] === END &&
    bytes.subarray(time, end).includes(VERSION)
  if (!isReply) return null
  const found = HEADS.find(([, head]) => bytes.compare(head, 0, HEAD_LENGTH, start, start + HEAD_LENGTH) === 0)
  return found?.[0] ?? null
}
