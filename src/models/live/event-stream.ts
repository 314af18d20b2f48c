import { finished } from 'node:stream'
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
  /** Resolves at the end of the body; rejects when the connection is lost. */
  readonly #ended: Promise<void>
  #bytes = 0

  constructor(url: string, contentType: string, source: Body) {
    this.url = url
    this.contentType = contentType
    this.#source = source
    this.#ended = new Promise((resolve, reject) => {
      finished(source, { writable: false }, (error) => (error ? reject(error) : resolve()))
    })
    // It may fail before and after it is read.
    this.#ended.catch(() => {})
  }

  /**
   * Calls `take` with the bytes as they arrive, until it returns false. Resolves then, or at the end. Rejects with what
   * `take` throws, when the connection is lost, and with {@link EndlessStream}.
   */
  async read(take: (bytes: Buffer) => boolean): Promise<void> {
    const source = this.#source
    const { promise: stopped, resolve, reject } = Promise.withResolvers<void>()
    const onReadable = () => {
      try {
        const bytes = source.read() as Buffer | null
        if (bytes === null) return
        this.#bytes += bytes.length
        if (this.#bytes > LONGEST_STREAM) throw new EndlessStream(`more than ${LONGEST_STREAM} bytes in one reply`)
        if (!take(bytes)) resolve()
      } catch (error) {
        reject(error)
      }
    }
    source.on('readable', onReadable)
    try {
      await Promise.race([stopped, this.#ended])
    } finally {
      source.off('readable', onReadable)
    }
  }

  /** Reads the rest after the last event, so that the connection can be reused. */
  async finish(): Promise<void> {
    await drain(this.#ended, this.#source)
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
