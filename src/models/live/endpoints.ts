import type { ServerAddress } from './base-url.ts'
import { classify } from './classify.ts'
import { Endpoint } from './endpoint.ts'
import type { Fault } from './fault.ts'
import type { Agent } from './http.ts'

/** The addresses of one server: the first that accepts a request is used from then on. */
export class Endpoints {
  readonly #addresses: readonly [ServerAddress, ...ServerAddress[]]
  readonly #open: (address: ServerAddress) => Endpoint
  #current: Endpoint
  /** An address is known to be right. */
  #settled: boolean

  constructor(
    addresses: readonly [ServerAddress, ...ServerAddress[]],
    connection: { agent: Agent; apiKey: string | null },
  ) {
    this.#addresses = addresses
    this.#settled = addresses.length === 1
    this.#open = (address) => new Endpoint(address, connection)
    this.#current = this.#open(addresses[0])
  }

  get address(): ServerAddress {
    return this.#current.address
  }

  /** Sends a request to the current address; until one is known to be right, tries the others when it is wrong. */
  async post<T extends { kind: string }>(send: (endpoint: Endpoint) => Promise<T | Fault>): Promise<T | Fault> {
    const first = await send(this.#current)
    if (this.#settled || !this.#isElsewhere(first)) return this.#settle(this.#current, first)
    for (const address of this.#addresses.slice(1)) {
      const endpoint = this.#open(address)
      const result = await send(endpoint)
      if (!this.#isElsewhere(result)) return this.#settle(endpoint, result)
    }
    return first
  }

  /** An address that gives a reply or an error of the API is the right one. */
  #settle<T extends { kind: string }>(endpoint: Endpoint, result: T | Fault): T | Fault {
    if (result.kind === 'heard' || result.kind === 'answer' || result.kind === 'error_event') {
      this.#settled = true
      this.#current = endpoint
    }
    return result
  }

  #isElsewhere(result: { kind: string }): boolean {
    if (result.kind !== 'answer') return false
    const asked = { model: '', url: this.address.base, keySent: true, source: 'main_model' } as const
    const { cause } = classify(result as Fault, asked)
    return cause === 'wrong_endpoint' || cause === 'not_a_model_server'
  }
}
