import OpenAI, { type ClientOptions } from 'openai'
import type { ServerAddress } from './base-url.ts'
import { classify } from './classify.ts'
import { eventStreamFetch, type Fetch } from './event-stream.ts'
import type { Fault } from './fault.ts'
import type { Agent } from './http.ts'

/** `openai` without its own timer, which would undercut the limits and uses a global that tests may fake. */
class Client extends OpenAI {
  readonly #fetch: Fetch

  constructor(options: ClientOptions & { fetch: Fetch }) {
    super(options)
    this.#fetch = options.fetch
  }

  override async fetchWithTimeout(
    url: string,
    init: RequestInit | undefined,
    _ms: number,
    controller: AbortController,
  ): Promise<Response> {
    const { signal, ...options } = init ?? {}
    const abort = () => controller.abort()
    if (signal?.aborted === true) abort()
    signal?.addEventListener('abort', abort, { once: true })
    return this.#fetch(url, { ...options, signal: controller.signal })
  }
}

/** The addresses of one server: the first that accepts a request is used from then on. */
export class Endpoints {
  readonly #addresses: readonly [ServerAddress, ...ServerAddress[]]
  readonly #open: (address: ServerAddress) => OpenAI
  #current: ServerAddress
  #openai: OpenAI
  /** An address is known to be right. */
  #settled: boolean

  constructor(
    addresses: readonly [ServerAddress, ...ServerAddress[]],
    { agent, apiKey }: { agent: Agent; apiKey: string | null },
  ) {
    this.#addresses = addresses
    this.#settled = addresses.length === 1
    this.#current = addresses[0]
    this.#open = ({ base, query }) =>
      new Client({
        baseURL: base,
        apiKey: apiKey ?? 'none',
        adminAPIKey: null,
        organization: null,
        project: null,
        webhookSecret: null,
        maxRetries: 0,
        logLevel: 'off',
        // The key is the user's own, on the user's own machine: Vitest's DOM environments look like a browser.
        dangerouslyAllowBrowser: true,
        fetch: eventStreamFetch(agent),
        ...(query === '' ? {} : { defaultQuery: Object.fromEntries(new URLSearchParams(query)) }),
        ...(apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
      })
    this.#openai = this.#open(this.#current)
  }

  get address(): ServerAddress {
    return this.#current
  }

  /** Sends a request to the current address; until one is known to be right, tries the others when it is wrong. */
  async post<T extends { kind: string }>(send: (openai: OpenAI) => Promise<T | Fault>): Promise<T | Fault> {
    const first = await send(this.#openai)
    if (this.#settled || !this.#isElsewhere(first)) return this.#settle(this.#current, this.#openai, first)
    for (const address of this.#addresses.slice(1)) {
      const openai = this.#open(address)
      const result = await send(openai)
      if (!this.#isElsewhere(result)) return this.#settle(address, openai, result)
    }
    return first
  }

  /** An address that gives a reply or an error of the API is the right one. */
  #settle<T extends { kind: string }>(address: ServerAddress, openai: OpenAI, result: T | Fault): T | Fault {
    if (result.kind === 'heard' || result.kind === 'answer' || result.kind === 'error_event') {
      this.#settled = true
      this.#current = address
      this.#openai = openai
    }
    return result
  }

  #isElsewhere(result: { kind: string }): boolean {
    if (result.kind !== 'answer') return false
    const asked = { model: '', url: this.#current.base, keySent: true, source: 'main_model' } as const
    const { cause } = classify(result as Fault, asked)
    return cause === 'wrong_endpoint' || cause === 'not_a_model_server'
  }
}
