import { clearTimeout, monotonicMs, setTimeout } from '../../clock.ts'
import type { LookupFunction } from 'node:net'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { AnswerBody } from './answer-body.ts'
import type { AnswerHead } from './answer-head.ts'
import { AnswerParser, type AnswerSink } from './answer-parser.ts'
import { HttpError } from './http-error.ts'

/** Where a connection leads. */
export interface Origin {
  isTls: boolean
  /** A name or an address, without brackets. */
  host: string
  port: number
}

/** An answer whose body is not read yet. */
export interface HttpAnswer extends AnswerHead {
  body: AnswerBody
}

/** Options of a connection. */
export interface ConnectionOptions {
  origin: Origin
  /** Limit of TCP and TLS together, in milliseconds. */
  connectMs: number
  /** How long it may be idle, in milliseconds. */
  keepAliveMs: number
  lookup?: LookupFunction
  /** The connection is free for another request, or cannot be used again. */
  onFree: (connection: HttpConnection) => void
  onClose: (connection: HttpConnection) => void
}

/** All connections read into it, one at a time: what they read is used up before the next one reads. */
const BUFFER = Buffer.allocUnsafeSlow(64 * 1024)

/** One connection to a server, with at most one request under way. */
export class HttpConnection {
  /** Until when it may be used again while it is free, on the clock of `monotonicMs`. */
  freeUntil = 0
  readonly #options: ConnectionOptions
  readonly #socket: Socket
  readonly #connectTimer: NodeJS.Timeout
  #exchange: Exchange | null = null
  #parser: AnswerParser | null = null
  #error: Error | null = null

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#socket = openSocket(options, (length) => this.#read(BUFFER.subarray(0, length)))
    this.#socket.setNoDelay(true).setKeepAlive(true, 1_000)
    const { connectMs } = options
    const late = () => this.destroy(new HttpError('CONNECT_TIMEOUT', `no connection within ${connectMs} ms`))
    this.#connectTimer = setTimeout(late, connectMs)
    this.#socket
      .once(options.origin.isTls ? 'secureConnect' : 'connect', () => clearTimeout(this.#connectTimer))
      .on('error', (error: Error) => (this.#error ??= error))
      .on('close', () => this.#closed())
  }

  /** Whether the server has not closed it. */
  get isOpen(): boolean {
    return this.#socket.writable && !this.#socket.readableEnded
  }

  /** Sends a request; the connection must be free. */
  send(request: Buffer): Exchange {
    const exchange = new Exchange((error) => {
      if (this.#exchange === exchange) this.destroy(error)
    })
    this.#exchange = exchange
    this.#parser = new AnswerParser(exchange)
    this.#socket.ref()
    this.#socket.write(request)
    return exchange
  }

  /** Closes the connection; a request under way fails with the error. */
  destroy(error: Error | null = null): void {
    this.#error ??= error
    this.#fail()
    this.#socket.destroy()
  }

  #read(bytes: Buffer): void {
    const parser = this.#parser
    // A server that answers without a request, or more than once.
    if (parser === null) return this.destroy()
    try {
      const used = parser.feed(bytes)
      if (parser.isComplete) this.#finish(parser.keepsAlive && used === bytes.length)
    } catch (error) {
      this.destroy(error as Error)
    }
  }

  #finish(isReusable: boolean): void {
    const idleMs = Math.min(this.#options.keepAliveMs, this.#exchange?.keepAliveMs ?? Infinity)
    this.#exchange = this.#parser = null
    // A server may answer before it has the whole request.
    if (!isReusable || this.#socket.writableLength > 0) return this.destroy()
    this.freeUntil = monotonicMs() + idleMs
    this.#socket.unref()
    this.#options.onFree(this)
  }

  #closed(): void {
    clearTimeout(this.#connectTimer)
    this.#parser?.close()
    if (this.#parser?.isComplete === true) this.#exchange = null
    this.#fail()
    this.#options.onClose(this)
  }

  #fail(): void {
    this.#exchange?.fail(this.#error)
    this.#exchange = this.#parser = null
  }
}

/** A request under way. */
export class Exchange implements AnswerSink {
  /** Rejects without an answer. */
  readonly answer: Promise<HttpAnswer>
  /** Closes the connection, unless the exchange is over. */
  readonly cancel: (error: Error | null) => void
  /** Called at the end of the answer, or when it fails. */
  onOver: (() => void) | null = null
  readonly #settle: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void }
  #body: AnswerBody | null = null
  /** How long the server keeps the connection, less a second for what is under way, in milliseconds. */
  keepAliveMs = Infinity

  constructor(cancel: (error: Error | null) => void) {
    this.cancel = cancel
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>()
    this.answer = promise
    this.#settle = { resolve, reject }
  }

  head(head: AnswerHead): void {
    const [, seconds] = /\btimeout=(\d+)/i.exec(head.headers['keep-alive'] ?? '') ?? []
    if (seconds !== undefined) this.keepAliveMs = 1_000 * (Number(seconds) - 1)
    this.#body = new AnswerBody(() => this.cancel(null))
    this.#settle.resolve({ ...head, body: this.#body })
  }

  bytes(bytes: Buffer): void {
    this.#body?.add(bytes)
  }

  end(): void {
    this.#body?.complete()
    this.onOver?.()
  }

  /** `error`: null where the server closed the connection. */
  fail(error: Error | null): void {
    // An error takes a stack trace, which costs more than the rest of a request: it is made only here.
    const lost = error ?? new HttpError('ECONNRESET', 'the server closed the connection')
    if (this.#body === null) this.#settle.reject(lost)
    else this.#body.fail(lost)
    this.onOver?.()
  }
}

function openSocket({ origin, lookup }: ConnectionOptions, read: (length: number) => void): Socket {
  const { host, port, isTls } = origin
  const callback = (length: number): true => {
    read(length)
    return true
  }
  const options = {
    host,
    port,
    ...(lookup && { lookup }),
    autoSelectFamily: true,
    onread: { buffer: BUFFER, callback },
  }
  if (!isTls) return connect(options)
  return connectTls({ ...options, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 && { servername: host }) })
}
