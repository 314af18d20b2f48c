import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Increment, joined, noIncrement, type RouterState } from './state.ts'
import type { StateStore } from './store.ts'

interface PendingIncrement {
  id: string
  increment: Increment
}

/**
 * Saves increments in a store, and joins those that arrive during a write. A failed increment is kept and retried under
 * its own id with the next one, so that it counts once. An increment that the store rejects with a RangeError is dropped,
 * because it would block all later ones.
 */
export class Saver {
  readonly #store: StateStore
  readonly #onState: (state: RouterState) => Promise<void>
  readonly #delayMs: number
  /** Sent without a confirmation. */
  #unconfirmed: PendingIncrement | null = null
  /** Increments to send, by generation. */
  readonly #waiting = new Map<number, Increment>()
  #running: Promise<void> | null = null
  /** Ends the delay. */
  #flushing = new AbortController()

  /**
   * `onState` receives the state after each write, before the next one begins. `delayMs`: how long the first increment
   * waits for others.
   */
  constructor(store: StateStore, onState: (state: RouterState) => Promise<void>, delayMs: number) {
    this.#store = store
    this.#onState = onState
    this.#delayMs = delayMs
  }

  /**
   * Resolves when the increment is saved. Rejects if the store fails, and keeps the increment, or with a RangeError, and
   * drops it.
   */
  save(increment: Increment): Promise<void> {
    const waiting = this.#waiting.get(increment.generation)
    this.#waiting.set(increment.generation, waiting === undefined ? increment : joined(waiting, increment))
    return this.#saveWaiting()
  }

  /** Saves everything now; rejects if the store fails. */
  flush(): Promise<void> {
    this.#flushing.abort()
    return this.#saveWaiting()
  }

  async #saveWaiting(): Promise<void> {
    // An increment that arrived during a write is sent with the next one, and has its own result.
    const before = await this.#running?.catch((error: unknown) => error)
    if (this.#unconfirmed === null && this.#waiting.size === 0) {
      if (before instanceof RangeError) throw before
      return
    }
    this.#running ??= this.#send().finally(() => {
      this.#running = null
    })
    await this.#running
  }

  async #send(): Promise<void> {
    const { signal } = this.#flushing
    if (this.#delayMs > 0 && !signal.aborted) await pause(this.#delayMs, null, { signal }).catch(() => {})
    if (this.#unconfirmed !== null) await this.#deliver(this.#unconfirmed)
    // Increments added from here on are sent with the next write.
    const generations = [...this.#waiting.keys()]
    for (const generation of generations) {
      const increment = this.#waiting.get(generation) ?? noIncrement(generation)
      this.#waiting.delete(generation)
      await this.#deliver({ id: randomUUID(), increment })
    }
  }

  async #deliver(pending: PendingIncrement): Promise<void> {
    this.#unconfirmed = pending
    try {
      const state = await this.#store.add(pending.increment, pending.id)
      this.#unconfirmed = null
      await this.#onState(state)
    } catch (error) {
      if (error instanceof RangeError) this.#unconfirmed = null
      throw error
    }
  }
}
