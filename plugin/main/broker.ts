import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { errorMessage } from '../../src/text/error-message.ts'
import type { ModelNote } from '../../src/models/models.ts'
import { SlotScheduler } from '../../src/models/slot-scheduler.ts'
import { type BrokerRequest, type BrokerAddress, type Grant, onMessage, send } from '../broker-protocol.ts'

/** The services of the main process for its workers. */
export interface BrokerServices {
  /** Chooses the backend once a run; the message of a rejection is shown in the test file. */
  open(session: number): Promise<unknown>
  /** Called when a suite uses a golden set, so that watch mode reruns the suite when the file changes. */
  onGoldenSet(session: number, testFile: string, file: string): void
  /** Called when a worker reports a finding about a model for the first time in a run. */
  onNote?(baseUrl: string, model: string, note: ModelNote): void
  /** The id of the run; findings are valid for one run. */
  runId?(): string
  /** How many requests one server gets at the same time. */
  slots(): number
}

/**
 * The main process's side: workers of all pools share one backend and one slot scheduler for each server.
 * It listens on a loopback port; the slots of a worker that dies are free again when its connection closes.
 */
export class Broker {
  readonly address: BrokerAddress
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #schedulers = new Map<string, SlotScheduler>()
  /** The workers that ask each server. */
  readonly #askers = new Map<string, Set<Socket>>()
  readonly #services: BrokerServices
  /** Findings of workers, by run, server, model and kind. */
  readonly #notes = new Map<string, ModelNote>()

  private constructor(server: Server, services: BrokerServices) {
    this.#server = server
    this.#services = services
    this.address = { port: (server.address() as AddressInfo).port, token: randomBytes(16).toString('hex') }
    server.on('connection', (socket) => this.#serve(socket))
  }

  static async listen(services: BrokerServices): Promise<Broker> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    server.unref()
    return new Broker(server, services)
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #serve(socket: Socket): void {
    const releases = new Map<number, (last?: string) => void>()
    let known = false
    this.#sockets.add(socket)
    socket.setNoDelay(true).unref()
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#sockets.delete(socket)
      for (const askers of this.#askers.values()) askers.delete(socket)
      for (const release of releases.values()) release()
    })
    onMessage(socket, (message) => {
      const request = message as BrokerRequest
      if (!known) {
        known = request.op === 'hello' && same(request.token, this.address.token)
        if (!known) socket.destroy()
        return
      }
      switch (request.op) {
        case 'open':
          void this.#services.open(request.session).then(
            (ok) => send(socket, { id: request.id, ok }),
            (error: unknown) => send(socket, { id: request.id, error: errorMessage(error) }),
          )
          break
        case 'golden-set':
          this.#services.onGoldenSet(request.session, request.testFile, request.file)
          break
        case 'acquire':
          releases.set(request.id, this.#acquire(socket, request))
          break
        case 'note':
          this.#recordNote(request)
          break
        case 'release':
          releases.get(request.id)?.(request.last)
          releases.delete(request.id)
          break
        case 'hello':
          break
      }
    })
  }

  #acquire(socket: Socket, { id, baseUrl, model }: Extract<BrokerRequest, { op: 'acquire' }>): (last?: string) => void {
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

  #recordNote({ baseUrl, model, note }: Extract<BrokerRequest, { op: 'note' }>): void {
    const key = `${this.#noteKey(baseUrl, model)}${note.kind}`
    const known = this.#notes.get(key)
    this.#notes.set(key, note)
    if (JSON.stringify(known) !== JSON.stringify(note)) this.#services.onNote?.(baseUrl, model, note)
  }

  #notesOf(baseUrl: string, model: string): ModelNote[] {
    const prefix = this.#noteKey(baseUrl, model)
    return [...this.#notes].flatMap(([key, note]) => (key.startsWith(prefix) ? [note] : []))
  }

  #noteKey(baseUrl: string, model: string): string {
    return `${this.#services.runId?.() ?? ''}\n${baseUrl}\n${model}\n`
  }

  #scheduler(baseUrl: string): SlotScheduler {
    const known = this.#schedulers.get(baseUrl)
    if (known !== undefined) return known
    const created = new SlotScheduler(this.#services.slots())
    this.#schedulers.set(baseUrl, created)
    return created
  }
}

function same(given: unknown, token: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
