import type { ModelNote } from '../../src/models/models.ts'
import type { BrokerRequest, Grant } from '../broker-protocol.ts'

/** A slot of a server, with the model that was asked before in it. */
export interface Slot {
  previous: string | null
  notes: readonly ModelNote[]
  release(): void
}

/** The connection to the main process. */
export interface SlotLink {
  send: (request: BrokerRequest) => void
  /** Sends a request for a slot, and returns its id. */
  request: (model: string, granted: (id: number, grant: Grant) => void) => number
  /** Drops a request that was not granted yet. */
  forget: (id: number) => void
}

interface Waiting {
  model: string
  resolve: (slot: Slot) => void
  reject: (error: Error) => void
}

/**
 * The slots of a worker at one server. While no other worker asks that server, the worker keeps its slots and hands each
 * to its own next request, which saves a round trip for each reply.
 */
export class ServerSlots {
  readonly #link: SlotLink
  #sole = false
  /** The model that this worker asked last. */
  #last: string | null = null
  /** Ids of granted slots that are free. */
  #kept: number[] = []
  readonly #waiting: Waiting[] = []
  /** Models of the requests that the main process has not granted, by id: at least one for each that waits. */
  readonly #requested = new Map<number, string>()

  constructor(link: SlotLink) {
    this.#link = link
  }

  acquire(model: string): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const id = this.#kept.pop()
      if (id !== undefined) return resolve(this.#again(id, model))
      this.#waiting.push({ model, resolve, reject })
      if (this.#requested.size < this.#waiting.length) this.#request(model)
    })
  }

  /** Another worker asks this server too: the slots that are kept, and requests that nothing waits for, are given back. */
  share(): void {
    this.#sole = false
    for (const id of this.#kept.splice(0)) this.#free(id, true)
    const wanted = this.#waiting.map(({ model }) => model)
    const models = [...this.#requested.values()]
    const same = models.findIndex((model, index) => model !== wanted[index])
    this.#cancel(same === -1 ? models.length : same)
    for (const model of wanted.slice(this.#requested.size)) this.#request(model)
  }

  /** Rejects all requests that wait. */
  fail(error: Error): void {
    this.#requested.clear()
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }

  #request(model: string): void {
    const id = this.#link.request(model, (granted, grant) => this.#granted(granted, grant))
    this.#requested.set(id, model)
  }

  #granted(id: number, { previous, sole, notes }: Grant): void {
    const model = this.#requested.get(id)
    this.#requested.delete(id)
    // The main process has no record of the requests in slots that were kept.
    const known = sole && this.#sole ? this.#last : null
    this.#sole = sole
    const next = this.#waiting.shift()
    if (next === undefined) return this.#free(id, false)
    this.#last = next.model
    const isSame = next.model === model
    const release = () => this.#free(id, !isSame)
    next.resolve({ previous: known ?? previous, notes: isSame ? notes : [], release })
  }

  /** The slot of an earlier request, for another one. */
  #again(id: number, model: string): Slot {
    const previous = this.#last
    this.#last = model
    return { previous, notes: [], release: () => this.#free(id, true) }
  }

  /** `reused`: the slot served for another request than the main process granted it for. */
  #free(id: number, reused: boolean): void {
    if (!this.#sole) {
      const last = reused && this.#last !== null ? { last: this.#last } : {}
      return this.#link.send({ op: 'release', id, ...last })
    }
    const next = this.#waiting.shift()
    if (next !== undefined) return next.resolve(this.#again(id, next.model))
    this.#kept.push(id)
    this.#cancel(0)
  }

  /** Cancels the requests after the first `kept`. A slot that was granted meanwhile is free again with that. */
  #cancel(kept: number): void {
    for (const id of [...this.#requested.keys()].slice(kept)) {
      this.#requested.delete(id)
      this.#link.forget(id)
      this.#link.send({ op: 'release', id })
    }
  }
}
