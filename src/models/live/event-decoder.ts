/** One thing that a stream holds: an event, or a line that is not part of any. */
export type StreamItem =
  | { kind: 'event'; name: string; data: string }
  /** A line that the format of server-sent events does not know, such as an error in bare JSON, or a web page. */
  | { kind: 'stray'; line: string }

/** Longest line or event that is kept, in characters. */
const LONGEST_EVENT = 32 * 1024 * 1024

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

  /** The items that are complete with these bytes. Throws {@link EndlessEvent}. */
  feed(bytes: Uint8Array): StreamItem[] {
    return this.#decode(this.#utf8.decode(bytes, { stream: true }))
  }

  /** The items that the end of the stream completes: many servers leave out the last blank line. */
  end(): StreamItem[] {
    const items = this.#decode(this.#utf8.decode())
    const last = this.#begun.join('')
    this.#begun = []
    if (last !== '') this.#line(last, items)
    this.#dispatch(items)
    return items
  }

  #decode(more: string): StreamItem[] {
    const items: StreamItem[] = []
    let from = this.#afterReturn && more.startsWith('\n') ? 1 : 0
    if (more !== '') this.#afterReturn = more.endsWith('\r')
    let feed = more.indexOf('\n', from)
    let carriage = more.indexOf('\r', from)
    while (feed !== -1 || carriage !== -1) {
      const isReturn = carriage !== -1 && (feed === -1 || carriage < feed)
      const at = isReturn ? carriage : feed
      this.#line(this.#whole(more.slice(from, at)), items)
      this.#length = 0
      from = at + (isReturn && feed === at + 1 ? 2 : 1)
      if (feed !== -1 && feed < from) feed = more.indexOf('\n', from)
      if (isReturn) carriage = more.indexOf('\r', from)
    }
    if (from < more.length) this.#begun.push(more.slice(from))
    this.#length += more.length - from
    if (this.#length > LONGEST_EVENT) throw new EndlessEvent(`more than ${LONGEST_EVENT} characters in one line`)
    return items
  }

  /** A line with what came of it before. */
  #whole(end: string): string {
    if (this.#begun.length === 0) return end
    const line = this.#begun.join('') + end
    this.#begun = []
    return line
  }

  #line(line: string, items: StreamItem[]): void {
    if (line === '') return this.#dispatch(items)
    // Nearly all lines of a reply, without the general expression.
    if (line.startsWith('data: ')) return this.#addData(line.slice(6))
    if (line.startsWith(':')) return
    const [, field = '', value = ''] = /^([a-z]+)(?::(?: ?)(.*))?$/is.exec(line) ?? []
    switch (field.toLowerCase()) {
      case 'data':
        return this.#addData(value)
      case 'event':
        this.#name = value.trim()
        return
      case 'error':
        this.#dispatch(items)
        items.push({ kind: 'event', name: 'error', data: value })
        return
      case 'id':
      case 'retry':
        return
      default:
        items.push({ kind: 'stray', line })
    }
  }

  #addData(value: string): void {
    this.#data.push(value)
    this.#held += value.length
    if (this.#held > LONGEST_EVENT) throw new EndlessEvent(`more than ${LONGEST_EVENT} characters in one event`)
  }

  #dispatch(items: StreamItem[]): void {
    if (this.#data.length > 0 || isErrorName(this.#name)) {
      items.push({ kind: 'event', name: this.#name, data: this.#data.join('\n') })
      this.#data = []
    }
    this.#name = ''
    this.#held = 0
  }
}

/** Whether events of this name report a failure: `error`, `server_error`, `exception`. */
export function isErrorName(name: string): boolean {
  return name !== '' && /error|exception|fail/i.test(name)
}
