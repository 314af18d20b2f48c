import {
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { urlToHttpOptions } from 'node:url'
import { clearTimeout, setTimeout } from '../../clock.ts'

// Node's own client, because it does not use the globals that fake timers and DOM environments replace.

/** Limits of the connections, in milliseconds. */
export interface AgentOptions {
  connectMs: number
  /** How long an idle connection is kept. */
  keepAliveMs: number
  lookup: NonNullable<ConstructorParameters<typeof HttpAgent>[0]>['lookup']
}

/** An answer whose body is not read yet. */
export interface HttpAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: IncomingMessage
}

/** A request without an answer. `code` is in the form of a system error. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly code: 'CONNECT_TIMEOUT' | 'ANSWER_TIMEOUT' | 'CLIENT_CLOSED' | 'ABORTED'

  constructor(code: HttpError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Most addresses whose parts are kept. */
const MOST_TARGETS = 100

/** A pool of connections to any number of servers. */
export class Agent {
  readonly #http: HttpAgent
  readonly #https: HttpsAgent
  readonly #connectMs: number
  readonly #running = new Set<(error: HttpError) => void>()
  readonly #targets = new Map<string, RequestOptions>()
  #closed = false

  constructor({ connectMs, keepAliveMs, lookup }: AgentOptions) {
    const options = { keepAlive: true, timeout: keepAliveMs, autoSelectFamily: true, ...(lookup && { lookup }) }
    this.#http = new HttpAgent(options)
    this.#https = new HttpsAgent(options)
    this.#connectMs = connectMs
  }

  /**
   * Sends one request; does not follow redirects. Rejects without an answer. `signal` and `timeoutMs` apply to the body
   * too.
   */
  request(
    url: string,
    options: {
      method: 'GET' | 'POST'
      headers: Record<string, string>
      body?: string | null
      signal?: AbortSignal | null
      /** Limit for the answer and its body, milliseconds. */
      timeoutMs?: number
    },
  ): Promise<HttpAnswer> {
    const { method, headers, body = null, signal = null, timeoutMs } = options
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(closed())
      if (signal?.aborted === true) return reject(aborted())
      const target = this.#targetOf(url)
      const request =
        target.protocol === 'https:'
          ? httpsRequest({ ...target, method, headers, agent: this.#https })
          : httpRequest({ ...target, method, headers, agent: this.#http })
      let answer: IncomingMessage | null = null
      const end = (error: HttpError): void => {
        // The reader of the body gets the error.
        answer?.destroy(error)
        request.destroy(error)
      }
      const abort = () => end(aborted())
      const limit = timeoutMs === undefined ? undefined : setTimeout(() => end(tooLate(timeoutMs)), timeoutMs)
      const connecting = limitConnect(request, this.#connectMs, end)
      this.#running.add(end)
      signal?.addEventListener('abort', abort)
      request.once('response', (response: IncomingMessage) => {
        answer = response
        // An error after the last read must not end the process.
        response.on('error', () => {})
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response })
      })
      request.on('error', reject)
      request.once('close', () => {
        clearTimeout(limit)
        clearTimeout(connecting())
        signal?.removeEventListener('abort', abort)
        this.#running.delete(end)
        // An error takes a stack trace, which costs more than the rest of this.
        if (answer === null) reject(new HttpError('ABORTED', 'the connection closed before the answer'))
      })
      request.end(body)
    })
  }

  /** The parts of an address. A client asks a few addresses, thousands of times. */
  #targetOf(url: string): RequestOptions {
    const known = this.#targets.get(url)
    if (known !== undefined) return known
    const target = urlToHttpOptions(new URL(url))
    if (this.#targets.size < MOST_TARGETS) this.#targets.set(url, target)
    return target
  }

  /** Closes all connections; open requests reject with `CLIENT_CLOSED`. */
  destroy(): void {
    this.#closed = true
    for (const end of this.#running) end(closed())
    this.#http.destroy()
    this.#https.destroy()
  }
}

const aborted = () => new HttpError('ABORTED', 'the caller aborted the request')
const closed = () => new HttpError('CLIENT_CLOSED', 'the client is closed')
const tooLate = (ms: number) => new HttpError('ANSWER_TIMEOUT', `no answer within ${ms} ms`)

/** Limits the TCP and TLS connection. Returns the timer in use. */
function limitConnect(
  request: ReturnType<typeof httpRequest>,
  ms: number,
  end: (error: HttpError) => void,
): () => NodeJS.Timeout | undefined {
  let timer: NodeJS.Timeout | undefined
  request.once('socket', (socket: Socket) => {
    if (!socket.connecting) return
    timer = setTimeout(() => end(new HttpError('CONNECT_TIMEOUT', `no connection within ${ms} ms`)), ms)
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => clearTimeout(timer))
  })
  return () => timer
}
