import { setTimeout as after } from 'node:timers/promises'
import type { LoadedModel } from '../engine/engine.ts'
import { KeyedQueue } from './keyed-queue.ts'
import type { ModelFile } from '../install/model-files.ts'

/** A model lent to one request. */
export interface Lease {
  model: LoadedModel
  /** Call it when the request has ended; further calls do nothing. */
  release(): void
}

/** How models are loaded and kept in memory. */
export interface PoolOptions {
  load(modelFile: ModelFile, signal: AbortSignal): Promise<LoadedModel>
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

/** Loads models on demand, lends them to requests and unloads them. */
export class Pool {
  readonly #options: PoolOptions
  readonly #residents = new Map<string, Resident>()
  readonly #queues = new Map<string, KeyedQueue>()
  readonly #leases = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** The loaded model; null: not loaded. */
  loaded(id: string): LoadedModel | null {
    return this.#residents.get(id)?.loaded ?? null
  }

  /**
   * Waits for a slot, loads the model if necessary, and lends it. `ttlSeconds` counts only if this request loads it.
   * Rejects with the signal's reason when that aborts, with the engine's error when the model cannot be loaded.
   */
  async lease(modelFile: ModelFile, ttlSeconds: number | null, signal: AbortSignal): Promise<Lease> {
    const releaseSlot = await this.#queue(modelFile.id).acquire(
      modelFile.id,
      AbortSignal.any([signal, this.#closing.signal]),
    )
    const ended = Promise.withResolvers<void>()
    this.#leases.add(ended.promise)
    let resident: Resident | undefined
    const release = () => {
      releaseSlot()
      this.#leases.delete(ended.promise)
      ended.resolve()
      if (resident !== undefined && --resident.leases === 0) void this.#unloadWhenIdle(modelFile.id, resident)
      resident = undefined
    }
    try {
      if (this.#options.oneResident) await this.#evictOthers(modelFile.id)
      resident = this.#residents.get(modelFile.id) ?? this.#load(modelFile, ttlSeconds)
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

  /** Rejects waiting requests, waits for those in progress, and frees the memory. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('Operation canceled.'))
    await Promise.all(this.#leases)
    await Promise.all([...this.#residents.keys()].map((id) => this.#unload(id)))
  }

  #queue(id: string): KeyedQueue {
    const name = this.#options.oneResident ? '' : id
    const queue = this.#queues.get(name) ?? new KeyedQueue(this.#options.slots)
    this.#queues.set(name, queue)
    return queue
  }

  #load(modelFile: ModelFile, ttlSeconds: number | null): Resident {
    const startedAt = performance.now()
    const resident: Resident = {
      model: this.#options.load(modelFile, this.#closing.signal),
      loaded: null,
      leases: 0,
      ttlSeconds: ttlSeconds ?? this.#options.ttlSeconds,
      idle: new AbortController(),
    }
    this.#residents.set(modelFile.id, resident)
    resident.model.then(
      (model) => {
        resident.loaded = model
        this.#options.log(`loaded ${modelFile.id} in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
      },
      () => {
        if (this.#residents.get(modelFile.id) === resident) this.#residents.delete(modelFile.id)
      },
    )
    return resident
  }

  async #evictOthers(id: string): Promise<void> {
    for (const other of [...this.#residents.keys()].filter((resident) => resident !== id)) {
      this.#options.log(`unloading ${other}, to free memory for ${id}`)
      await this.#unload(other)
    }
  }

  async #unloadWhenIdle(id: string, resident: Resident): Promise<void> {
    const { ttlSeconds } = resident
    if (ttlSeconds === null || this.#closing.signal.aborted) return
    resident.idle = new AbortController()
    const { signal } = resident.idle
    // A longer timer would fire at once.
    await after(Math.min(ttlSeconds * 1_000, 2 ** 31 - 1), undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted || this.#residents.get(id) !== resident) return
    this.#options.log(`unloading ${id}, idle for ${ttlSeconds} s`)
    await this.#unload(id)
  }

  async #unload(id: string): Promise<void> {
    const resident = this.#residents.get(id)
    // Before the model is disposed: a request that arrives now must load it again.
    this.#residents.delete(id)
    const model = await resident?.model.catch(() => null)
    await model?.dispose()
  }
}
