import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Increment, joined, type RouterState } from './state.ts'
import type { StateStore } from './store.ts'

interface Parcel {
  id: string
  increment: Increment
}

/**
 * Brings increments to a store, many in one go where they come faster than it writes. What could not be written is kept
 * and tried again with the next one, under its own id, so that it counts once.
 */
export class Saver {
  readonly #store: StateStore
  readonly #onState: (state: RouterState) => Promise<void>
  readonly #lingerMs: number
  /** Sent at least once, and not known to have arrived. */
  readonly #doubtful: Parcel[] = []
  /** Not sent yet, by generation. */
  #waiting = new Map<number, Increment>()
  #running: Promise<void> | null = null
  /** Ends the wait for more outcomes. */
  #hurry = new AbortController()

  /**
   * `onState` sees the state after each write, before the next one begins. `lingerMs`: how long the first increment waits
   * for others to be written with it.
   */
  constructor(store: StateStore, onState: (state: RouterState) => Promise<void>, lingerMs: number) {
    this.#store = store
    this.#onState = onState
    this.#lingerMs = lingerMs
  }

  /** Resolves when the increment has arrived; rejects when the store could not take it now, and it is kept. */
  save(increment: Increment): Promise<void> {
    const waiting = this.#waiting.get(increment.generation)
    this.#waiting.set(increment.generation, waiting === undefined ? increment : joined(waiting, increment))
    return this.#bring()
  }

  /** Brings everything home now; rejects when the store could not take it. */
  flush(): Promise<void> {
    this.#hurry.abort()
    return this.#bring()
  }

  async #bring(): Promise<void> {
    // What came while a write was under way goes with the next one, and has its own answer.
    if (this.#running !== null) await this.#running.catch(() => {})
    if (this.#doubtful.length === 0 && this.#waiting.size === 0) return
    this.#running ??= this.#send().finally(() => {
      this.#running = null
    })
    await this.#running
  }

  async #send(): Promise<void> {
    const { signal } = this.#hurry
    if (this.#lingerMs > 0 && !signal.aborted) await pause(this.#lingerMs, null, { signal }).catch(() => {})
    this.#doubtful.push(...[...this.#waiting.values()].map((increment) => ({ id: randomUUID(), increment })))
    this.#waiting = new Map()
    for (let parcel = this.#doubtful[0]; parcel !== undefined; parcel = this.#doubtful[0]) {
      const state = await this.#store.add(parcel.increment, parcel.id)
      this.#doubtful.shift()
      await this.#onState(state)
    }
  }
}
