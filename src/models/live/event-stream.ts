import type { Agent } from 'undici'
import { request } from './http.ts'
import { drain, header, readText } from './transport.ts'
import type { Body } from './transport.ts'

/** Longest stream that is read, in bytes. */
const LONGEST_STREAM = 256 * 1024 * 1024

/** Thrown by the fetch when the answer is no stream of events, so that it is read once and as it is. */
export class NotAStream extends Error {
  override name = 'NotAStream'
  readonly status: number
  readonly contentType: string
  readonly text: string

  constructor(status: number, contentType: string, text: string) {
    super(`HTTP ${status}, ${contentType}`)
    this.status = status
    this.contentType = contentType
    this.text = text
  }
}

/** Thrown while reading a stream that has no end. */
export class EndlessStream extends Error {
  override name = 'EndlessStream'
}

/**
 * A stream of events under way. `openai` needs little of a Response: this leaves out the web streams beneath one, a
 * quarter of the cost of a short call.
 */
export class EventStream extends Response {
  /** Whether `[DONE]` came: on it `openai` stops reading, before the end of the body. */
  done = false
  override readonly body: ReadableStream<Uint8Array<ArrayBuffer>>
  readonly #chunks: AsyncIterator<Buffer>
  readonly #source: Body
  readonly #signal: AbortSignal | null
  #bytes = 0

  constructor(status: number, source: Body, signal: AbortSignal | null) {
    super(null, { status })
    this.#source = source
    this.#signal = signal
    this.#chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
    const reader = { read: () => this.#read(), cancel: () => this.#cancel(), releaseLock: () => {} }
    // These three methods are all that `openai` calls on a body.
    this.body = { getReader: () => reader } as unknown as ReadableStream<Uint8Array<ArrayBuffer>>
  }

  async #read(): Promise<IteratorResult<Buffer, undefined>> {
    const next = await this.#chunks.next()
    if (next.done === true) return { done: true, value: undefined }
    this.#bytes += next.value.length
    if (this.#bytes > LONGEST_STREAM) throw new EndlessStream(`more than ${LONGEST_STREAM} bytes in one reply`)
    return next
  }

  async #cancel(): Promise<void> {
    if (this.#signal?.aborted === true || this.#bytes > LONGEST_STREAM) {
      this.#source.destroy()
      return
    }
    this.done = true
    await drain(this.#chunks, this.#source)
  }
}

/** A `fetch` for `openai` over `agent`: gives an EventStream or throws NotAStream. Redirects are answers like any other. */
export function eventStreamFetch(agent: Agent): typeof fetch {
  return async (url, init) => {
    const signal = init?.signal ?? null
    const answer = await request(agent, url instanceof Request ? url.url : String(url), {
      method: 'POST',
      headers: Object.fromEntries(init?.headers instanceof Headers ? init.headers : new Headers(init?.headers)),
      body: typeof init?.body === 'string' ? init.body : null,
      signal,
    })
    // A body that ends in an error while nobody reads it must not end the process.
    answer.body.on('error', () => {})
    const contentType = header(answer.headers, 'content-type')
    if (answer.statusCode !== 200 || !/^text\/event-stream\b/i.test(contentType)) {
      throw new NotAStream(answer.statusCode, contentType, await readText(answer.body))
    }
    return new EventStream(200, answer.body, signal)
  }
}
