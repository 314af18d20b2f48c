import { setTimeout as after } from 'node:timers/promises'
import type { LoadedModel } from './engine.ts'
import { Lane } from './keyed-queue.ts'
import type { Weights } from './model-files.ts'

/** A model lent to one request. */
export interface Lease {
  model: LoadedModel
  /** To be called exactly when the request is over; further calls do nothing. */
  release(): void
}

/** How models are kept in memory. */
export interface PoolOptions {
  load(weights: Weights, signal: AbortSignal): Promise<LoadedModel>
  slots: number
  /** Unload every other model before one is loaded. */
  oneResident: boolean
  /** Idle time after which a model is unloaded, in seconds; null: never. */
  ttlSeconds: number | null
  log(line: string): void
}

interface Resident {
  model: Promise<LoadedModel>
  loaded: LoadedModel | null
  leases: number
  ttlSeconds: number | null
  idle: AbortController
}

/** Loads models when they are asked for, lends them to requests, unloads them again. */
export class Pool {
  readonly #options: PoolOptions
  readonly #residents = new Map<string, Resident>()
  readonly #lanes = new Map<string, Lane>()
  readonly #leases = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** The model as it is in memory; null: not loaded. */
  loaded(id: string): LoadedModel | null {
    return this.#residents.get(id)?.loaded ?? null
  }

  /**
   * Waits for a slot, loads the model if it has to, and lends it. `ttlSeconds` counts only if this request loads it.
   * Rejects with the signal's reason when that aborts, with the engine's error when the model cannot be loaded.
   */
  async lease(weights: Weights, ttlSeconds: number | null, signal: AbortSignal): Promise<Lease> {
    const giveBack = await this.#lane(weights.id).acquire(weights.id, AbortSignal.any([signal, this.#closing.signal]))
    const over = Promise.withResolvers<void>()
    this.#leases.add(over.promise)
    let resident: Resident | undefined
    const release = () => {
      giveBack()
      this.#leases.delete(over.promise)
      over.resolve()
      if (resident !== undefined && --resident.leases === 0) void this.#unloadWhenIdle(weights.id, resident)
      resident = undefined
    }
    try {
      if (this.#options.oneResident) await this.#evictOthers(weights.id)
      resident = this.#residents.get(weights.id) ?? this.#load(weights, ttlSeconds)
      resident.leases++
      resident.idle.abort()
      const model = await resident.model
      signal.throwIfAborted()
      return { model, release }
    } catch (error) {
      release()
      throw error
    }
  }

  /** Refuses those who wait, lets those who have a model end, and frees the memory. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('Operation canceled.'))
    await Promise.all(this.#leases)
    await Promise.all([...this.#residents.keys()].map((id) => this.#unload(id)))
  }

  #lane(id: string): Lane {
    const name = this.#options.oneResident ? '' : id
    const lane = this.#lanes.get(name) ?? new Lane(this.#options.slots)
    this.#lanes.set(name, lane)
    return lane
  }

  #load(weights: Weights, ttlSeconds: number | null): Resident {
    const startedAt = performance.now()
    const resident: Resident = {
      model: this.#options.load(weights, this.#closing.signal),
      loaded: null,
      leases: 0,
      ttlSeconds: ttlSeconds ?? this.#options.ttlSeconds,
      idle: new AbortController(),
    }
    this.#residents.set(weights.id, resident)
    resident.model.then(
      (model) => {
        resident.loaded = model
        this.#options.log(`loaded ${weights.id} in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
      },
      () => {
        if (this.#residents.get(weights.id) === resident) this.#residents.delete(weights.id)
      },
    )
    return resident
  }

  async #evictOthers(id: string): Promise<void> {
    for (const other of [...this.#residents.keys()].filter((resident) => resident !== id)) {
      this.#options.log(`unloading ${other}, to make room for ${id}`)
      await this.#unload(other)
    }
  }

  async #unloadWhenIdle(id: string, resident: Resident): Promise<void> {
    const { ttlSeconds } = resident
    if (ttlSeconds === null || this.#closing.signal.aborted) return
    resident.idle = new AbortController()
    const { signal } = resident.idle
    // A timer that is told to wait for longer ends at once.
    await after(Math.min(ttlSeconds * 1_000, 2 ** 31 - 1), undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted || this.#residents.get(id) !== resident) return
    this.#options.log(`unloading ${id}, idle for ${ttlSeconds} s`)
    await this.#unload(id)
  }

  async #unload(id: string): Promise<void> {
    const resident = this.#residents.get(id)
    // At once: a request that comes now must load it anew, not get what is about to go.
    this.#residents.delete(id)
    const model = await resident?.model.catch(() => null)
    await model?.dispose()
  }
}
