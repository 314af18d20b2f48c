import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { ModelNote, Slots } from '../../src/models/models.ts'
import {
  type BrokerResponse,
  type BrokerRequest,
  type BrokerAddress,
  type Grant,
  onMessage,
  send,
} from '../broker-protocol.ts'
import { ServerSlots, type Slot } from './server-slots.ts'

/** A worker's side of the broker. */
export class BrokerClient implements Slots {
  readonly #socket: Socket
  readonly #servers = new Map<string, ServerSlots>()
  /** Callbacks for the answers that are awaited, by the id of the request. */
  readonly #awaited = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  /** Promises of this client that are open: the process lives as long as there are any. */
  #open = 0
  #lastId = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    onMessage(socket, (message) => {
      const answer = message as BrokerResponse
      if ('op' in answer) return this.#servers.get(answer.baseUrl)?.share()
      const awaited = this.#awaited.get(answer.id)
      this.#awaited.delete(answer.id)
      if ('error' in answer) awaited?.reject(withoutStack(answer.error))
      else awaited?.resolve(answer.ok)
    })
    const lose = () => {
      const awaited = [...this.#awaited.values()]
      this.#awaited.clear()
      for (const { reject } of awaited) reject(lost())
      for (const slots of this.#servers.values()) slots.fail(lost())
    }
    socket.on('error', lose).on('close', lose)
  }

  static async connect({ port, token }: BrokerAddress): Promise<BrokerClient> {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    await once(socket, 'connect')
    send(socket, { op: 'hello', token })
    return new BrokerClient(socket)
  }

  /** Returns the facts of the run. Rejects with the diagnosis when no backend is available. */
  async open<T>(session: number): Promise<T> {
    const id = ++this.#lastId
    const opened = await this.#whileOpen(() => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      this.#awaited.set(id, { resolve, reject })
      send(this.#socket, { op: 'open', id, session })
      return promise
    })
    return opened as T
  }

  usesGoldenSet(session: number, testFile: string, file: string): void {
    send(this.#socket, { op: 'golden-set', session, testFile, file })
  }

  note(baseUrl: string, model: string, note: ModelNote): void {
    send(this.#socket, { op: 'note', baseUrl, model, note })
  }

  acquire(baseUrl: string, model: string): Promise<Slot> {
    return this.#whileOpen(() => this.#slotsOf(baseUrl).acquire(model))
  }

  /** Ends the connection, which frees the slots that were kept. */
  close(): void {
    this.#socket.end()
  }

  #slotsOf(baseUrl: string): ServerSlots {
    const known = this.#servers.get(baseUrl)
    if (known !== undefined) return known
    const created = new ServerSlots({
      send: (request) => send(this.#socket, request),
      request: (model, granted) => {
        const id = ++this.#lastId
        this.#awaited.set(id, { resolve: (grant) => granted(id, grant as Grant), reject: () => {} })
        send(this.#socket, { op: 'acquire', id, baseUrl, model } satisfies BrokerRequest)
        return id
      },
      forget: (id) => this.#awaited.delete(id),
    })
    this.#servers.set(baseUrl, created)
    return created
  }

  async #whileOpen<T>(start: () => Promise<T>): Promise<T> {
    if (this.#socket.destroyed) throw lost()
    this.#open += 1
    this.#socket.ref()
    try {
      return await start()
    } finally {
      this.#open -= 1
      if (this.#open === 0) this.#socket.unref()
    }
  }
}

function lost(): Error {
  return new Error('aios: lost the connection to the main process of the run')
}

/** An error of the main process, without a stack: it would only point into the plugin. */
function withoutStack(message: string): Error {
  const error = new Error(message)
  error.stack = message
  return error
}
