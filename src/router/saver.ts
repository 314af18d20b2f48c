import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Increment, joined, noIncrement, type RouterState } from './state.ts'
import type { StateStore } from './store.ts'

interface Parcel {
  id: string
  increment: Increment
}

/**
 * Brings increments to a store, many in one go where they come faster than it writes. What could not be written is kept
 * and tried again with the next one, under its own id, so that it counts once. What the store refuses for good, with a
 * RangeError, is dropped: it would keep all that comes after it waiting.
 */
export class Saver {
  readonly #store: StateStore
  readonly #onState: (state: RouterState) => Promise<void>
  readonly #lingerMs: number
  /** Sent, and not known to have arrived. */
  #doubtful: Parcel | null = null
  /** Not sent yet, by generation. */
  readonly #waiting = new Map<number, Increment>()
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

  /**
   * Resolves when the increment has arrived; rejects when the store could not take it now, and it is kept, or with a
   * RangeError, and it is not.
   */
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
    const before = await this.#running?.catch((error: unknown) => error)
    if (this.#doubtful === null && this.#waiting.size === 0) {
      if (before instanceof RangeError) throw before
      return
    }
    this.#running ??= this.#send().finally(() => {
      this.#running = null
    })
    await this.#running
  }

  async #send(): Promise<void> {
    const { signal } = this.#hurry
    if (this.#lingerMs > 0 && !signal.aborted) await pause(this.#lingerMs, null, { signal }).catch(() => {})
    if (this.#doubtful !== null) await this.#deliver(this.#doubtful)
    // What comes from here on may find its generation written already: it goes with the next write.
    const generations = [...this.#waiting.keys()]
    for (const generation of generations) {
      const increment = this.#waiting.get(generation) ?? noIncrement(generation)
      this.#waiting.delete(generation)
      await this.#deliver({ id: randomUUID(), increment })
    }
  }

  async #deliver(parcel: Parcel): Promise<void> {
    this.#doubtful = parcel
    try {
      const state = await this.#store.add(parcel.increment, parcel.id)
      this.#doubtful = null
      await this.#onState(state)
    } catch (error) {
      if (error instanceof RangeError) this.#doubtful = null
      throw error
    }
  }
}
