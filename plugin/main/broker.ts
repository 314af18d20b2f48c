import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { errorMessage } from '../../src/text/error-message.ts'
import type { ModelNote } from '../../src/models/models.ts'
import { SlotScheduler } from '../../src/models/slot-scheduler.ts'
import { type BrokerRequest, type BrokerAddress, type Grant, onMessage, send } from '../broker-protocol.ts'

/** What the main process does for its workers. */
export interface BrokerDuties {
  /** Settles once a run where replies come from; a rejection's message is shown in the test file. */
  open(session: number): Promise<unknown>
  /** A suite uses a golden set: watch mode reruns it when the file changes. */
  onGoldenSet(session: number, testFile: string, file: string): void
  /** Hears what a worker found out about a model, the first time in a run. */
  onNote?(baseUrl: string, model: string, note: ModelNote): void
  /** Names the run; what was found out counts for one run. */
  runId?(): string
  /** Requests that one server answers at the same time. */
  slots(): number
}

/**
 * The main process's side: workers of all pools share one decision on the backend and one turnstile for each server.
 * It listens on a loopback port; a worker that dies gives back its slots, because its connection closes.
 */
export class Broker {
  readonly address: BrokerAddress
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #turnstiles = new Map<string, SlotScheduler>()
  /** The workers that ask each server. */
  readonly #askers = new Map<string, Set<Socket>>()
  readonly #duties: BrokerDuties
  /** What workers found out, by run, server, model and kind. */
  readonly #notes = new Map<string, ModelNote>()

  private constructor(server: Server, duties: BrokerDuties) {
    this.#server = server
    this.#duties = duties
    this.address = { port: (server.address() as AddressInfo).port, token: randomBytes(16).toString('hex') }
    server.on('connection', (socket) => this.#serve(socket))
  }

  static async listen(duties: BrokerDuties): Promise<Broker> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    server.unref()
    return new Broker(server, duties)
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #serve(socket: Socket): void {
    const leaves = new Map<number, (last?: string) => void>()
    let known = false
    this.#sockets.add(socket)
    socket.setNoDelay(true).unref()
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#sockets.delete(socket)
      for (const askers of this.#askers.values()) askers.delete(socket)
      for (const leave of leaves.values()) leave()
    })
    onMessage(socket, (message) => {
      const ask = message as BrokerRequest
      if (!known) {
        known = ask.op === 'hello' && same(ask.token, this.address.token)
        if (!known) socket.destroy()
        return
      }
      switch (ask.op) {
        case 'open':
          void this.#duties.open(ask.session).then(
            (ok) => send(socket, { id: ask.id, ok }),
            (error: unknown) => send(socket, { id: ask.id, error: errorMessage(error) }),
          )
          break
        case 'golden-set':
          this.#duties.onGoldenSet(ask.session, ask.testFile, ask.file)
          break
        case 'acquire':
          leaves.set(ask.id, this.#admit(socket, ask))
          break
        case 'note':
          this.#note(ask)
          break
        case 'release':
          leaves.get(ask.id)?.(ask.last)
          leaves.delete(ask.id)
          break
        case 'hello':
          break
      }
    })
  }

  #admit(socket: Socket, { id, baseUrl, model }: Extract<BrokerRequest, { op: 'acquire' }>): (last?: string) => void {
    const askers = this.#askers.get(baseUrl) ?? new Set()
    this.#askers.set(baseUrl, askers)
    if (!askers.has(socket)) for (const other of askers) send(other, { op: 'share', baseUrl })
    askers.add(socket)
    return this.#scheduler(baseUrl).request(socket, model, (previous) => {
      send(socket, {
        id,
        ok: { previous, sole: askers.size === 1, notes: this.#notesOf(baseUrl, model) } satisfies Grant,
      })
    })
  }

  #note({ baseUrl, model, note }: Extract<BrokerRequest, { op: 'note' }>): void {
    const key = `${this.#place(baseUrl, model)}${note.kind}`
    const known = this.#notes.get(key)
    this.#notes.set(key, note)
    if (JSON.stringify(known) !== JSON.stringify(note)) this.#duties.onNote?.(baseUrl, model, note)
  }

  #notesOf(baseUrl: string, model: string): ModelNote[] {
    const place = this.#place(baseUrl, model)
    return [...this.#notes].flatMap(([key, note]) => (key.startsWith(place) ? [note] : []))
  }

  #place(baseUrl: string, model: string): string {
    return `${this.#duties.runId?.() ?? ''}\n${baseUrl}\n${model}\n`
  }

  #scheduler(baseUrl: string): SlotScheduler {
    const known = this.#turnstiles.get(baseUrl)
    if (known !== undefined) return known
    const made = new SlotScheduler(this.#duties.slots())
    this.#turnstiles.set(baseUrl, made)
    return made
  }
}

function same(given: unknown, token: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
