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

/**
 * The slots of a worker at one server. While no other worker asks that server, the worker keeps its slots, which saves a
 * round trip for each reply.
 */
interface Holding {
  sole: boolean
  /** The model that this worker asked last. */
  last: string | null
  /** Ids of granted slots that are free. */
  kept: number[]
  /** Requests that wait for a slot. */
  waiting: number
}

/** A worker's side of the broker. */
export class BrokerClient implements Slots {
  readonly #socket: Socket
  readonly #holdings = new Map<string, Holding>()
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #lastId = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    onMessage(socket, (message) => {
      const answer = message as BrokerResponse
      if ('op' in answer) return this.#share(answer.baseUrl)
      const asked = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if ('error' in answer) asked?.reject(withoutStack(answer.error))
      else asked?.resolve(answer.ok)
      if (this.#waiting.size === 0) socket.unref()
    })
    const lost = () => {
      for (const { reject } of this.#waiting.values())
        reject(new Error('aios: lost the connection to the main process of the run'))
      this.#waiting.clear()
    }
    socket.on('error', lost).on('close', lost)
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
    return (await this.#ask({ op: 'open', id: ++this.#lastId, session })) as T
  }

  usesGoldenSet(session: number, testFile: string, file: string): void {
    send(this.#socket, { op: 'golden-set', session, testFile, file })
  }

  note(baseUrl: string, model: string, note: ModelNote): void {
    send(this.#socket, { op: 'note', baseUrl, model, note })
  }

  async acquire(
    baseUrl: string,
    model: string,
  ): Promise<{ previous: string | null; notes: readonly ModelNote[]; release(): void }> {
    const holding = this.#holdings.get(baseUrl) ?? { sole: false, last: null, kept: [], waiting: 0 }
    this.#holdings.set(baseUrl, holding)
    const kept = holding.kept.pop()
    const id = kept ?? ++this.#lastId
    const { previous, notes } =
      kept === undefined
        ? await this.#grant(holding, { op: 'acquire', id, baseUrl, model })
        : { previous: holding.last, notes: [] }
    holding.last = model
    return { previous, notes, release: () => this.#release(holding, id, kept !== undefined) }
  }

  /** Ends the connection, which frees the slots that were kept. */
  close(): void {
    this.#socket.end()
  }

  async #grant(
    holding: Holding,
    ask: Extract<BrokerRequest, { op: 'acquire' }>,
  ): Promise<Pick<Grant, 'previous' | 'notes'>> {
    holding.waiting += 1
    try {
      const { previous, sole, notes } = (await this.#ask(ask)) as Grant
      // The main process has no record of the requests in slots that were kept.
      const known = sole && holding.sole ? holding.last : null
      holding.sole = sole
      return { previous: known ?? previous, notes }
    } finally {
      holding.waiting -= 1
    }
  }

  #release(holding: Holding, id: number, reused: boolean): void {
    if (holding.sole && holding.waiting === 0) holding.kept.push(id)
    else send(this.#socket, { op: 'release', id, ...(reused && holding.last !== null ? { last: holding.last } : {}) })
  }

  #share(baseUrl: string): void {
    const holding = this.#holdings.get(baseUrl)
    if (holding === undefined) return
    holding.sole = false
    for (const id of holding.kept.splice(0)) this.#release(holding, id, true)
  }

  #ask(ask: Extract<BrokerRequest, { id: number }>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('aios: lost the connection to the main process of the run'))
      this.#waiting.set(ask.id, { resolve, reject })
      this.#socket.ref()
      send(this.#socket, ask)
    })
  }
}

/** An error of the main process, without a stack: it would only point into the plugin. */
function withoutStack(message: string): Error {
  const error = new Error(message)
  error.stack = message
  return error
}
