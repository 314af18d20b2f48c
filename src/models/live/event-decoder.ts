import { type ChunkFrame, endOfString, textOfString } from './repeated-chunk.ts'

/** One thing that a stream holds: an event, or a line that is not part of any. */
export type StreamItem =
  | { kind: 'event'; name: string; data: string }
  /** A line that the format of server-sent events does not know, such as an error in bare JSON, or a web page. */
  | { kind: 'stray'; line: string }
  /** The content of chunks in the decoder's frame, joined. */
  | { kind: 'content'; text: string; chunks: number }

/** Longest line or event that is kept, in characters. */
const LONGEST_EVENT = 32 * 1024 * 1024

/** Beginning of a line of data, as nearly all servers write it. */
const FIELD = 'data: '

/** Thrown for an event without an end. */
export class EndlessEvent extends Error {
  override name = 'EndlessEvent'
}

/**
 * Decodes server-sent events from bytes, however they are split: UTF-8, a byte order mark, all three line endings,
 * comments and `data` of several lines. It is more lenient than the standard in two ways: an `error: ...` line, which
 * llama.cpp writes, is an event called `error`, and lines outside of the format are handed on instead of dropped.
 * Pure: no clock, no input or output.
 */
export class EventDecoder {
  /** The frame of the chunks to come. Events in it are not handed on as a whole; all others are. */
  frame: ChunkFrame | null = null
  readonly #take: (item: StreamItem) => void
  readonly #utf8 = new TextDecoder()
  /** The beginning of a line whose end has not come. */
  #begun: string[] = []
  /** The last line ended in a carriage return: a line feed that follows belongs to it. */
  #afterReturn = false
  #name = ''
  #data: string[] = []
  /** Characters held of the line, and of the event. */
  #length = 0
  #held = 0

  /** `take` is called with each item as soon as it is complete. */
  constructor(take: (item: StreamItem) => void) {
    this.#take = take
  }

  /** Decodes further bytes. Throws {@link EndlessEvent}. */
  feed(bytes: Uint8Array): void {
    this.#decode(this.#utf8.decode(bytes, { stream: true }))
  }

  /** Decodes what the end of the stream completes: many servers leave out the last blank line. */
  end(): void {
    this.#decode(this.#utf8.decode())
    const last = this.#begun.join('')
    this.#begun = []
    if (last !== '') this.#line(last)
    this.#dispatch()
  }

  #decode(more: string): void {
    let from = this.#afterReturn && more.startsWith('\n') ? 1 : 0
    if (more !== '') this.#afterReturn = more.endsWith('\r')
    if (this.#begun.length === 0) from = this.#framed(more, from)
    let feed = more.indexOf('\n', from)
    let carriage = more.indexOf('\r', from)
    while (feed !== -1 || carriage !== -1) {
      const isReturn = carriage !== -1 && (feed === -1 || carriage < feed)
      const at = isReturn ? carriage : feed
      this.#line(this.#whole(more.slice(from, at)))
      this.#length = 0
      from = this.#framed(more, at + (isReturn && feed === at + 1 ? 2 : 1))
      if (feed !== -1 && feed < from) feed = more.indexOf('\n', from)
      if (carriage !== -1 && carriage < from) carriage = more.indexOf('\r', from)
    }
    if (from < more.length) this.#begun.push(more.slice(from))
    this.#length += more.length - from
    if (this.#length > LONGEST_EVENT) throw new EndlessEvent(`more than ${LONGEST_EVENT} characters in one line`)
  }

  /**
   * Reads the events from `from` on whose data is in the frame, each on one line with a blank line behind it. Returns where
   * they end.
   */
  #framed(more: string, from: number): number {
    const { frame } = this
    if (frame === null || this.#data.length > 0 || this.#name !== '') return from
    const { before, after } = frame
    let at = from
    let joined = ''
    let chunks = 0
    while (more.startsWith(FIELD, at) && more.startsWith(before, at + FIELD.length)) {
      const begin = at + FIELD.length + before.length
      const end = endOfString(more, begin)
      if (end === -1 || !more.startsWith(after, end)) break
      const blank = end + after.length
      const next = blank + (more.startsWith('\n\n', blank) ? 2 : more.startsWith('\r\n\r\n', blank) ? 4 : 0)
      const text = next === blank ? null : textOfString(more.slice(begin, end))
      if (text === null) break
      joined += text
      chunks += 1
      at = next
    }
    if (chunks > 0) this.#take({ kind: 'content', text: joined, chunks })
    return at
  }

  /** A line with what came of it before. */
  #whole(end: string): string {
    if (this.#begun.length === 0) return end
    const line = this.#begun.join('') + end
    this.#begun = []
    return line
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch()
    // Nearly all lines of a reply, without the general expression.
    if (line.startsWith(FIELD)) return this.#addData(line.slice(FIELD.length))
    if (line.startsWith(':')) return
    const [, field = '', value = ''] = /^([a-z]+)(?::(?: ?)(.*))?$/is.exec(line) ?? []
    switch (field.toLowerCase()) {
      case 'data':
        return this.#addData(value)
      case 'event':
        this.#name = value.trim()
        return
      case 'error':
        this.#dispatch()
        this.#take({ kind: 'event', name: 'error', data: value })
        return
      case 'id':
      case 'retry':
        return
      default:
        this.#take({ kind: 'stray', line })
    }
  }

  #addData(value: string): void {
    this.#data.push(value)
    this.#held += value.length
    if (this.#held > LONGEST_EVENT) throw new EndlessEvent(`more than ${LONGEST_EVENT} characters in one event`)
  }

  #dispatch(): void {
    const [name, data] = [this.#name, this.#data]
    this.#name = ''
    this.#held = 0
    if (data.length === 0 && !isErrorName(name)) return
    this.#data = []
    this.#take({ kind: 'event', name, data: data.join('\n') })
  }
}

/** Whether events of this name report a failure: `error`, `server_error`, `exception`. */
export function isErrorName(name: string): boolean {
  return name !== '' && /error|exception|fail/i.test(name)
}
