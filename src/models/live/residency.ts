import type { Agent } from './http.ts'
import { monotonicMs } from '../../clock.ts'
import type { ServerAddress } from './base-url.ts'
import { findModel, listingOfOpenAi, listingOfV0, listingOfV1 } from './listing.ts'
import type { ListedModel } from './listing.ts'
import { getText } from './transport.ts'
import type { TextAnswer } from './transport.ts'

/** Idle time after which a server may have unloaded a model, in milliseconds. */
const STALE_AFTER = 60_000

/** The server whose loaded models are tracked. */
export interface Host {
  agent: Agent
  /** The current address. */
  address: () => ServerAddress
  apiKey: string | null
  /** Timeout for a list of models, in milliseconds; after it the request is sent without the list. */
  listLimit: number
  /** Aborts when the client closes. */
  signal: AbortSignal
}

/**
 * Tracks which models one server has in memory. To save requests, it asks for the list only when the model may have been
 * evicted since.
 */
export class Residency {
  readonly #host: Host
  readonly #warm = new Set<string>()
  #models: readonly ListedModel[] = []
  /** Models in the list, by the names that were looked for. */
  readonly #described = new Map<string, ListedModel | undefined>()
  /** The list that is under way for requests that begin together. */
  #listing: Promise<boolean> | null = null
  /** False: the server has no list with load states; null: not asked yet. */
  #listed: boolean | null = null
  #usedAt = Number.NEGATIVE_INFINITY

  constructor(host: Host) {
    this.#host = host
  }

  /** Whether the server's list reports which models are loaded. */
  get reportsLoads(): boolean {
    return this.#listed === true && this.#models.some(({ loaded }) => loaded !== null)
  }

  /** A model in the server's list; undefined when it is not listed. */
  describe(model: string): ListedModel | undefined {
    if (!this.#described.has(model)) this.#described.set(model, findModel(this.#models, model))
    return this.#described.get(model)
  }

  /** Whether `model` must be loaded before it is asked; `previous` is the model asked before it on this server. */
  async mustLoad(model: string, previous: string | null): Promise<boolean> {
    if (this.#listed === false) return !this.#warm.has(model)
    if (monotonicMs() - this.#usedAt < STALE_AFTER && this.#isResident(model, previous)) return false
    if (!(await this.#sharedList())) return false
    const state = this.describe(model)?.loaded
    return state === undefined || state === null ? !this.#warm.has(model) : !state
  }

  /** Records that the model answered, so it is in memory now. */
  used(model: string): void {
    this.#warm.add(model)
    this.#usedAt = monotonicMs()
  }

  /** Drops the state of a model after a fault. */
  forget(model: string): void {
    this.#warm.delete(model)
    this.#usedAt = Number.NEGATIVE_INFINITY
  }

  /** Asks for the list again. False: the server gave no usable answer this time. */
  async refresh(): Promise<boolean> {
    if (this.#listed === false) return true
    try {
      const answer = await this.#get(`${this.#host.address().root}/api/v0/models`)
      if (answer.status === 401 || answer.status >= 500) return false
      const models = listingOfV0(answer)
      this.#listed = models !== null
      this.#models = models ?? []
      this.#described.clear()
      return true
    } catch {
      return false
    }
  }

  /** The lists that give a model further names: LM Studio's instance ids, and the aliases of other servers. */
  async names(): Promise<readonly ListedModel[]> {
    const { root, base, query } = this.#host.address()
    const lists = await Promise.all([
      this.#get(`${root}/api/v1/models`).then(listingOfV1, () => null),
      this.#get(`${base}/models${query}`).then(listingOfOpenAi, () => null),
    ])
    return lists.flatMap((list) => list ?? [])
  }

  #sharedList(): Promise<boolean> {
    return (this.#listing ??= this.refresh().finally(() => (this.#listing = null)))
  }

  #get(url: string): Promise<TextAnswer> {
    const { agent, apiKey, listLimit, signal } = this.#host
    return getText(agent, url, apiKey, listLimit, signal)
  }

  #isResident(model: string, previous: string | null): boolean {
    const state = this.describe(model)?.loaded ?? null
    if (state === null) return this.#warm.has(model)
    // A model asked in between may have evicted this one, unless the server listed both as loaded.
    return state && (previous === model || (previous !== null && this.describe(previous)?.loaded === true))
  }
}
