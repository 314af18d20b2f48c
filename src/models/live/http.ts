import { clearTimeout, monotonicMs, setTimeout } from '../../clock.ts'
import { validateHeaderName, validateHeaderValue } from '../../node-http.ts'
import type { LookupFunction } from 'node:net'
import { urlToHttpOptions } from 'node:url'
import { HttpConnection, type HttpAnswer, type Origin } from './http-connection.ts'
import { HttpError } from './http-error.ts'

// Node's own client has a parser, streams and events for each request, which cost several times what a short reply takes
// to decode. Other clients use the globals that fake timers and DOM environments replace.

/** Limits of the connections, in milliseconds. */
export interface AgentOptions {
  connectMs: number
  /** How long an idle connection is kept. */
  keepAliveMs: number
  /** Default: the system's. */
  lookup?: LookupFunction
}

/** The parts of a request that many requests share. */
export interface RequestHead {
  origin: Origin
  /** The request up to its `content-length`. */
  text: string
}

/** Prepares the head of requests. Throws a TypeError for an address or a header that cannot be sent. */
export function requestHead(
  method: 'GET' | 'POST',
  url: string,
  headers: Readonly<Record<string, string>>,
): RequestHead {
  const { host } = new URL(url)
  const { protocol, hostname, port, path, auth } = urlToHttpOptions(new URL(url))
  const basic = auth ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {}
  const all = Object.entries({ host, connection: 'keep-alive', ...basic, ...headers })
  for (const [name, value] of all) {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  }
  const isTls = protocol === 'https:'
  return {
    origin: { isTls, host: String(hostname), port: Number(port ?? 0) || (isTls ? 443 : 80) },
    text: `${method} ${path} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`,
  }
}

/** A pool of connections to any number of servers. */
export class Agent {
  readonly #options: AgentOptions
  readonly #open = new Set<HttpConnection>()
  /** Free connections, by origin; the one used last is used next. */
  readonly #free = new Map<string, HttpConnection[]>()
  #sweeping: NodeJS.Timeout | null = null
  #closed = false

  constructor(options: AgentOptions) {
    this.#options = options
  }

  /**
   * Sends one request; does not follow redirects. Rejects without an answer. `signal` and `timeoutMs` apply to the body
   * too.
   */
  request(
    head: RequestHead,
    { body, signal, timeoutMs }: { body?: string; signal?: AbortSignal | undefined; timeoutMs?: number } = {},
  ): Promise<HttpAnswer> {
    if (this.#closed) return Promise.reject(closed())
    if (signal?.aborted === true) return Promise.reject(aborted())
    const exchange = this.#connection(head.origin).send(encode(head, body))
    if (signal === undefined && timeoutMs === undefined) return exchange.answer
    const abort = () => exchange.cancel(aborted())
    const late = timeoutMs === undefined ? undefined : setTimeout(() => exchange.cancel(tooLate(timeoutMs)), timeoutMs)
    signal?.addEventListener('abort', abort)
    exchange.onOver = () => {
      clearTimeout(late)
      signal?.removeEventListener('abort', abort)
    }
    return exchange.answer
  }

  /** Closes all connections; open requests reject with `CLIENT_CLOSED`. */
  destroy(): void {
    this.#closed = true
    if (this.#sweeping !== null) clearTimeout(this.#sweeping)
    for (const connection of this.#open) connection.destroy(closed())
  }

  #connection(origin: Origin): HttpConnection {
    const key = `${origin.isTls} ${origin.host} ${origin.port}`
    const free = this.#free.get(key) ?? []
    this.#free.set(key, free)
    const known = free.pop()
    if (known !== undefined && known.isOpen && known.freeUntil > monotonicMs()) return known
    known?.destroy()
    const connection = new HttpConnection({
      ...this.#options,
      origin,
      onFree: (freed) => {
        free.push(freed)
        this.#sweepLater()
      },
      onClose: (gone) => {
        this.#open.delete(gone)
        if (free.includes(gone)) free.splice(free.indexOf(gone), 1)
      },
    })
    this.#open.add(connection)
    return connection
  }

  /** Closes connections that were idle for too long. */
  #sweepLater(): void {
    this.#sweeping ??= setTimeout(() => {
      this.#sweeping = null
      const now = monotonicMs()
      for (const free of this.#free.values()) {
        for (const old of free.filter(({ freeUntil }) => freeUntil <= now)) old.destroy()
        if (free.length > 0) this.#sweepLater()
      }
    }, this.#options.keepAliveMs).unref()
  }
}

function encode({ text }: RequestHead, body: string | undefined): Buffer {
  const head = body === undefined ? `${text}\r\n` : `${text}content-length: ${Buffer.byteLength(body)}\r\n\r\n`
  return body === undefined
    ? Buffer.from(head, 'latin1')
    : Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)])
}

const aborted = () => new HttpError('ABORTED', 'the caller aborted the request')
const closed = () => new HttpError('CLIENT_CLOSED', 'the client is closed')
const tooLate = (ms: number) => new HttpError('ANSWER_TIMEOUT', `no answer within ${ms} ms`)
