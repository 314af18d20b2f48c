import { type AnswerHead, MalformedAnswer, parseHead } from './answer-head.ts'

/** Receives the parts of an answer as they arrive. */
export interface AnswerSink {
  head(head: AnswerHead): void
  /** The bytes are valid during the call only. */
  bytes(bytes: Buffer): void
  /** The answer is complete. */
  end(): void
}

/** Largest head of an answer, and largest trailer or extension of a chunk, in bytes. */
const LONGEST_HEAD = 16 * 1024

/** Most digits of a chunk's size. */
const LONGEST_SIZE = 12

const [TAB, LF, CR, SPACE, SEMICOLON] = [9, 10, 13, 32, 59]

/** The end of the last line of a head, and its blank line. */
const HEAD_END = '\r\n\r\n'

/** What every answer begins with. */
const BEGINNING = 'HTTP/1.'

type State =
  | 'head'
  | 'length'
  | 'until_close'
  | 'size'
  | 'extension'
  | 'size_end'
  | 'chunk'
  | 'chunk_return'
  | 'chunk_end'
  | 'trailer'
  | 'done'

/**
 * Parses one HTTP/1.1 answer to a GET or POST request from bytes, however they are split: interim answers, and bodies with
 * a length, in chunks, or up to the end of the connection. Pure: no clock, no input or output.
 */
export class AnswerParser {
  readonly #sink: AnswerSink
  #state: State = 'head'
  #keepsAlive = false
  /** The part of the head that was received. */
  #head = ''
  /** Bytes of the body, or of the current chunk, that were not received yet. While a size is read, its value so far. */
  #bytesLeft = 0
  /** Characters since the last chunk: digits of a size, then an extension or the trailer. Limits their length. */
  #frameLength = 0
  /** Characters of the current line of the trailer. */
  #lineLength = 0

  constructor(sink: AnswerSink) {
    this.#sink = sink
  }

  get isComplete(): boolean {
    return this.#state === 'done'
  }

  /** Whether the server keeps the connection after this answer. */
  get keepsAlive(): boolean {
    return this.isComplete && this.#keepsAlive
  }

  /**
   * Parses the next bytes; moves the parts of a body within them. Returns how many of them belong to this answer. Throws
   * {@link MalformedAnswer}, after the sink got what came before.
   */
  feed(bytes: Buffer): number {
    let at = 0
    while (at < bytes.length && !this.isComplete) {
      if (this.#state === 'head') at = this.#takeHead(bytes, at)
      else if (this.#state === 'length' || this.#state === 'until_close') at = this.#takeBody(bytes, at)
      else at = this.#takeChunks(bytes, at)
    }
    return at
  }

  /** The connection has ended, which completes an answer without a length. */
  close(): void {
    if (this.#state === 'until_close') this.#end()
  }

  #end(): void {
    this.#state = 'done'
    this.#sink.end()
  }

  #takeHead(bytes: Buffer, from: number): number {
    const before = this.#head.length
    const blank = bytes.indexOf(HEAD_END, from)
    const to = blank === -1 ? bytes.length : blank + HEAD_END.length
    this.#head += bytes.toString('latin1', from, Math.min(to, from + LONGEST_HEAD))
    const end = this.#head.indexOf(HEAD_END, Math.max(0, before - 3))
    if (end === -1) {
      if (!this.#head.startsWith(BEGINNING.slice(0, this.#head.length)))
        throw new MalformedAnswer('HPE_INVALID_CONSTANT', 'Expected HTTP/')
      if (/(?:^|[^\r])\n/.test(this.#head)) throw new MalformedAnswer('HPE_CR_EXPECTED', 'Missing expected CR')
      if (this.#head.length >= LONGEST_HEAD) throw new MalformedAnswer('HPE_HEADER_OVERFLOW', 'Header overflow')
      return bytes.length
    }
    const head = parseHead(this.#head.slice(0, end))
    this.#head = ''
    const at = from + end + HEAD_END.length - before
    if (head.status === 101) throw new MalformedAnswer('HPE_PAUSED_UPGRADE', 'an upgrade that was not asked for')
    // The answer follows an interim one.
    if (head.status < 200) return at
    const { framing } = head
    this.#keepsAlive = head.keepsAlive
    this.#state = framing.kind === 'chunks' ? 'size' : framing.kind
    this.#bytesLeft = framing.kind === 'length' ? framing.bytes : 0
    this.#sink.head({ status: head.status, headers: head.headers })
    if (framing.kind === 'length' && framing.bytes === 0) this.#end()
    return at
  }

  #takeBody(bytes: Buffer, from: number): number {
    if (this.#state === 'until_close') {
      this.#sink.bytes(bytes.subarray(from))
      return bytes.length
    }
    const end = Math.min(bytes.length, from + this.#bytesLeft)
    this.#bytesLeft -= end - from
    this.#sink.bytes(bytes.subarray(from, end))
    if (this.#bytesLeft === 0) this.#end()
    return end
  }

  /** Joins the chunks in `bytes`, so that the sink gets them with one call. */
  #takeChunks(bytes: Buffer, from: number): number {
    let at = from
    let start = from
    let end = from
    try {
      while (at < bytes.length && this.#state !== 'done') {
        if (this.#state !== 'chunk') {
          this.#takeFrame(bytes[at] ?? 0)
          at += 1
          continue
        }
        const next = Math.min(bytes.length, at + this.#bytesLeft)
        if (start === end) start = end = at
        if (end !== at) bytes.copyWithin(end, at, next)
        end += next - at
        this.#bytesLeft -= next - at
        at = next
        if (this.#bytesLeft === 0) this.#state = 'chunk_return'
      }
    } finally {
      if (end > start) this.#sink.bytes(bytes.subarray(start, end))
    }
    if (this.isComplete) this.#sink.end()
    return at
  }

  /** A byte between the chunks. */
  #takeFrame(byte: number): void {
    switch (this.#state) {
      case 'size': {
        const digit = hexDigit(byte)
        if (digit >= 0 && this.#frameLength < LONGEST_SIZE) {
          this.#bytesLeft = this.#bytesLeft * 16 + digit
          this.#frameLength += 1
        } else if (this.#frameLength > 0 && byte === CR) this.#state = 'size_end'
        else if (this.#frameLength > 0 && (byte === SEMICOLON || byte === SPACE || byte === TAB))
          this.#state = 'extension'
        else throw new MalformedAnswer('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size')
        return
      }
      case 'extension':
        this.#frameLength += 1
        if (byte === CR) this.#state = 'size_end'
        else if (byte === LF || this.#frameLength > LONGEST_HEAD)
          throw new MalformedAnswer('HPE_CHUNK_EXTENSIONS_OVERFLOW', 'Invalid chunk extension')
        return
      case 'size_end':
        expectLineFeed(byte)
        this.#frameLength = this.#lineLength = 0
        this.#state = this.#bytesLeft > 0 ? 'chunk' : 'trailer'
        return
      case 'chunk_return':
        if (byte !== CR) throw new MalformedAnswer('HPE_STRICT', 'Expected CR after chunk data')
        this.#state = 'chunk_end'
        return
      case 'chunk_end':
        expectLineFeed(byte)
        this.#state = 'size'
        return
      default:
        this.#takeTrailer(byte)
    }
  }

  /** Skips the trailer up to its blank line. */
  #takeTrailer(byte: number): void {
    this.#frameLength += 1
    if (this.#frameLength > LONGEST_HEAD) throw new MalformedAnswer('HPE_HEADER_OVERFLOW', 'Header overflow')
    if (byte === LF) {
      if (this.#lineLength === 0) this.#state = 'done'
      this.#lineLength = 0
    } else if (byte !== CR) this.#lineLength += 1
  }
}

function expectLineFeed(byte: number): void {
  if (byte !== LF) throw new MalformedAnswer('HPE_LF_EXPECTED', 'Expected LF after CR')
}

/** The value of a hexadecimal digit; -1 for another character. */
function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 0x20
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}
