import type { ClientOptions } from 'openai'
import type { Agent } from './http.ts'
import { retryAfterMs } from './retry-after.ts'
import { drain, header, readText } from './transport.ts'
import type { Body } from './transport.ts'

/** Largest stream that is read, in bytes. */
const LONGEST_STREAM = 256 * 1024 * 1024

/** Thrown by the fetch for any status but 200, so that the body is read once and unchanged. */
export class NotAStream extends Error {
  override name = 'NotAStream'
  readonly status: number
  readonly contentType: string
  readonly text: string
  readonly retryAfterMs: number | null

  constructor(status: number, contentType: string, text: string, retryAfter: number | null) {
    super(`HTTP ${status}, ${contentType}`)
    this.status = status
    this.contentType = contentType
    this.text = text
    this.retryAfterMs = retryAfter
  }
}

/** Thrown when a stream is larger than `LONGEST_STREAM`. */
export class EndlessStream extends Error {
  override name = 'EndlessStream'
}

/**
 * An answer in progress, whatever its content type: gateways send events as `application/json`, and errors as
 * `text/event-stream`. `openai` returns it unchanged; its own decoder would drop unknown events, also errors. It replaces
 * `Response`, of which `openai` reads these few fields only: DOM environments replace the global class.
 */
export class EventStream {
  readonly ok = true
  readonly status = 200
  readonly url: string
  readonly headers: Headers = new Headers()
  readonly contentType: string
  readonly #source: Body
  readonly #chunks: AsyncIterator<Buffer>
  #bytes = 0

  constructor(url: string, contentType: string, source: Body) {
    this.url = url
    this.contentType = contentType
    this.#source = source
    this.#chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  }

  /** The next bytes; null at the end. Rejects when the connection is lost, and with {@link EndlessStream}. */
  async read(): Promise<Buffer | null> {
    const next = await this.#chunks.next()
    if (next.done === true) return null
    this.#bytes += next.value.length
    if (this.#bytes > LONGEST_STREAM) throw new EndlessStream(`more than ${LONGEST_STREAM} bytes in one reply`)
    return next.value
  }

  /** Reads the rest after the last event, so that the connection can be reused. */
  async finish(): Promise<void> {
    await drain(this.#chunks, this.#source)
  }

  /** Closes the connection without reading the rest. */
  abandon(): void {
    this.#source.destroy()
  }
}

export type Fetch = NonNullable<ClientOptions['fetch']>

/** A `fetch` for `openai` over `agent`: returns an EventStream or throws NotAStream. Does not follow redirects. */
export function eventStreamFetch(agent: Agent): Fetch {
  return async (target, init) => {
    const signal = init?.signal ?? null
    const url = typeof target === 'string' ? target : 'url' in target ? target.url : target.href
    const answer = await agent.request(url, {
      method: 'POST',
      headers: Object.fromEntries(init?.headers as Iterable<[string, string]>),
      body: typeof init?.body === 'string' ? init.body : null,
      signal,
    })
    const contentType = header(answer.headers, 'content-type')
    if (answer.status !== 200) {
      throw new NotAStream(answer.status, contentType, await readText(answer.body), retryAfterMs(answer.headers))
    }
    return new EventStream(url, contentType, answer.body) as unknown as Response
  }
}
