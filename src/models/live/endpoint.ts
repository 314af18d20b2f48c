import OpenAI from 'openai'
import type { ServerAddress } from './base-url.ts'
import type { HttpAnswer } from './http-connection.ts'
import { type Agent, type RequestHead, requestHead } from './http.ts'

/** The body of a request: the standard fields, and those that local servers add. */
export type ChatRequest = OpenAI.ChatCompletionCreateParamsStreaming & { top_k?: number; repeat_penalty?: number }

/**
 * The chat endpoint at one address. Address and headers of its requests are `openai`'s, built once; `openai`'s own way of
 * sending takes longer than the rest of a short request, and its decoder drops unknown events, also errors.
 */
export class Endpoint {
  readonly address: ServerAddress
  readonly #agent: Agent
  readonly #openai: OpenAI
  #head: Promise<RequestHead> | null = null

  constructor(address: ServerAddress, { agent, apiKey }: { agent: Agent; apiKey: string | null }) {
    const { base, query } = address
    this.address = address
    this.#agent = agent
    this.#openai = new OpenAI({
      baseURL: base,
      apiKey: apiKey ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: 'off',
      // The key is the user's own, on the user's own machine: Vitest's DOM environments look like a browser.
      dangerouslyAllowBrowser: true,
      // DOM environments may lack the global one. It is not called.
      fetch: () => Promise.reject(new Error('requests are sent by the agent')),
      ...(query === '' ? {} : { defaultQuery: Object.fromEntries(new URLSearchParams(query)) }),
      ...(apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
    })
  }

  /** Sends a request. Rejects without an answer. */
  async send(body: ChatRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const head = await (this.#head ??= this.#prepare(body))
    return this.#agent.request(head, { body: JSON.stringify(body), signal })
  }

  async #prepare(body: ChatRequest): Promise<RequestHead> {
    const { req, url } = await this.#openai.buildRequest({
      method: 'post',
      path: '/chat/completions',
      body,
      stream: true,
    })
    return requestHead('POST', url, Object.fromEntries(req.headers as Iterable<[string, string]>))
  }
}
