import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Slots } from '../../src/models/types.ts'
import { type Answer, type Ask, type BrokerAddress, onMessage, send } from './protocol.ts'

/** A worker's side of the broker. */
export class BrokerClient implements Slots {
  readonly #socket: Socket
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #lastId = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    onMessage(socket, (message) => {
      const answer = message as Answer
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

  /** Where replies come from, and all that is settled once a run. Rejects with the diagnosis when nothing can answer. */
  async open<T>(testFile: string): Promise<T> {
    return (await this.#ask({ op: 'open', id: ++this.#lastId, testFile })) as T
  }

  usesGoldenSet(testFile: string, file: string): void {
    send(this.#socket, { op: 'golden-set', testFile, file })
  }

  async acquire(baseUrl: string, model: string): Promise<{ previous: string | null; release(): void }> {
    const id = ++this.#lastId
    const previous = (await this.#ask({ op: 'acquire', id, baseUrl, model })) as string | null
    return { previous, release: () => send(this.#socket, { op: 'release', id }) }
  }

  #ask(ask: Extract<Ask, { id: number }>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('aios: lost the connection to the main process of the run'))
      this.#waiting.set(ask.id, { resolve, reject })
      this.#socket.ref()
      send(this.#socket, ask)
    })
  }
}

/** An error of the main process: its stack here would lead into the plugin, and the message says it all. */
function withoutStack(message: string): Error {
  const error = new Error(message)
  error.stack = message
  return error
}
