import { clearTimeout, monotonicMs, setTimeout } from '../../clock.ts'
import type { Agent } from './http.ts'
import type { Message } from '../../message.ts'
import type { Sampling } from '../../settings/sampling.ts'
import type { Limits } from '../../settings/settings.ts'
import type { ServerAddress } from './base-url.ts'
import type { Fault } from './fault.ts'
import { streamChat } from './stream-chat.ts'
import type { ChatRequest } from './endpoint.ts'
import type { Heard } from './stream-chat.ts'
import { Deadlines } from './deadlines.ts'
import type { CallLimits } from './deadlines.ts'
import { Endpoints } from './endpoints.ts'
import { aliasesOf, isListedAs, isSameModel } from './identity.ts'
import type { Aliases } from './identity.ts'
import type { ModelNote } from '../models.ts'
import type { ListedModel } from './listing.ts'
import { refusedFields } from './refused-fields.ts'
import type { FieldChange } from './refused-fields.ts'
import { Residency } from './residency.ts'

/** Options of a server. */
export interface ServerOptions {
  agent: Agent
  /** Candidate addresses; the first that accepts requests is kept. */
  addresses: readonly [ServerAddress, ...ServerAddress[]]
  aliases: Aliases
  apiKey: string | null
  limits: Limits
  sampling: Sampling
  /** Aborts when the client closes. */
  closing: AbortSignal
  /** Shares a note with the other clients of the run. */
  note: (model: string, note: ModelNote) => void
}

/** A load that takes longer is announced, in milliseconds. */
const LONG_LOAD = 1_000

/** The result of one request. */
export interface Tried {
  result: Heard | Fault
  loadMs: number
  listed: ListedModel | undefined
  /** Changes of the request for fields that the server refuses. */
  changes: readonly FieldChange[]
}

/** One OpenAI-compatible server: loads a model before it asks, and checks which model answered. */
export class Server {
  readonly #endpoints: Endpoints
  readonly #residency: Residency
  readonly #options: ServerOptions
  readonly #loading = new Map<string, Promise<Fault | null>>()
  /** Models that were not ready within their limit; a run does not wait for them again. */
  readonly #failedLoads = new Map<string, Fault>()
  /** Changes of the request, by model. */
  readonly #changes = new Map<string, readonly FieldChange[]>()

  constructor(options: ServerOptions) {
    const { agent, addresses, apiKey, limits, closing } = options
    this.#options = options
    this.#endpoints = new Endpoints(addresses, { agent, apiKey })
    this.#residency = new Residency({
      agent,
      address: () => this.#endpoints.address,
      apiKey,
      listLimit: Math.min(5_000, limits.total / 2),
      signal: closing,
    })
  }

  /** Sends one request. `previous` is the model of the request before on this server. Never rejects. */
  async ask(
    model: string,
    question: { messages: readonly Message[]; repeat: number; signal: AbortSignal | undefined },
    previous: string | null,
  ): Promise<Tried> {
    const startedAt = monotonicMs()
    const failed = await this.#load(model, previous, question.signal)
    const loadMs = failed === undefined ? 0 : monotonicMs() - startedAt
    const result =
      failed ?? (await this.#exchange(this.#request(model, question), this.#options.limits, question.signal))
    if (result.kind === 'heard') this.#residency.used(model)
    else this.#residency.forget(model)
    return { result, loadMs, listed: this.#residency.describe(model), changes: this.#changesOf(model) }
  }

  /** Applies the notes of other clients of the run. */
  learn(model: string, notes: readonly ModelNote[]): void {
    for (const note of notes) {
      if (note.kind === 'not_loaded') this.#failedLoads.set(model, note.fault)
      if (note.kind === 'refuses' && this.#changesOf(model).length === 0) this.#changes.set(model, note.changes)
    }
  }

  /** Loads a model if necessary; callers share one load. undefined: it was loaded already; null: it is loaded now. */
  async #load(
    model: string,
    previous: string | null,
    signal: AbortSignal | undefined,
  ): Promise<Fault | null | undefined> {
    const known = this.#failedLoads.get(model)
    if (known !== undefined) return known
    let loading = this.#loading.get(model)
    if (loading === undefined) {
      if (!(await this.#residency.mustLoad(model, previous))) return undefined
      loading = this.#loading.get(model) ?? this.#warmUp(model)
      this.#loading.set(model, loading)
    }
    return orAborted(loading, signal)
  }

  async #warmUp(model: string): Promise<Fault | null> {
    const { load, warmUp, idle, total } = this.#options.limits
    // If the server does not report load states, the first reply may include a load.
    const name = this.#residency.reportsLoads ? 'load' : 'warmUp'
    const firstToken = name === 'load' ? load : warmUp
    const request = this.#request(model, { messages: [{ role: 'user', content: 'Hi' }], repeat: 0 })
    const slow = setTimeout(() => this.#options.note(model, { kind: 'loading', limitMs: firstToken }), LONG_LOAD)
    const result = await this.#exchange(
      { ...request, max_tokens: 1 },
      { firstToken, idle, total: firstToken, totalFromFirstToken: total },
      this.#options.closing,
    )
    clearTimeout(slow)
    this.#loading.delete(model)
    if (result.kind === 'limit') {
      const fault: Fault = result.limit === 'firstToken' ? { ...result, limit: name } : result
      this.#failedLoads.set(model, fault)
      this.#options.note(model, { kind: 'not_loaded', fault })
      return fault
    }
    if (result.kind !== 'heard') return result
    this.#residency.used(model)
    await this.#residency.refresh()
    return null
  }

  async #exchange(request: ChatRequest, limits: CallLimits, signal: AbortSignal | undefined): Promise<Heard | Fault> {
    const deadlines = new Deadlines(limits, signal)
    try {
      const result = await this.#send(request, deadlines)
      for (const answered of result.kind === 'heard' ? result.accumulator.models : [])
        if (answered !== request.model && !(await this.#isAlias(request.model, answered)))
          return otherModel(result, answered)
      return result
    } finally {
      deadlines.clear()
    }
  }

  /** Sends a request; if the server refuses fields, sends it again without them and leaves them out from then on. */
  async #send(request: ChatRequest, deadlines: Deadlines): Promise<Heard | Fault> {
    const before = this.#changesOf(request.model)
    for (;;) {
      const body = changed(request, this.#changesOf(request.model))
      const result = await this.#endpoints.post((endpoint) => streamChat(endpoint, body, deadlines))
      const refused = result.kind === 'heard' ? [] : refusedFields(result, Object.keys(body))
      if (refused.length === 0) {
        const changes = this.#changesOf(request.model)
        if (changes.length > before.length) this.#options.note(request.model, { kind: 'refuses', changes })
        return result
      }
      this.#changes.set(request.model, [...this.#changesOf(request.model), ...refused])
    }
  }

  #changesOf(model: string): readonly FieldChange[] {
    return this.#changes.get(model) ?? []
  }

  async #isAlias(asked: string, answered: string): Promise<boolean> {
    if (isSameModel(asked, answered, aliasesOf(this.#options.aliases, asked))) return true
    return isListedAs(await this.#residency.names(), asked, answered)
  }

  #request(model: string, { messages, repeat }: { messages: readonly Message[]; repeat: number }): ChatRequest {
    const { temperature, top_p, top_k, repeat_penalty, seed, max_tokens, stop } = this.#options.sampling
    return {
      model,
      messages: [...messages],
      stream: true,
      stream_options: { include_usage: true },
      temperature,
      top_p,
      top_k,
      repeat_penalty,
      seed: seed + repeat,
      max_tokens,
      ...(stop.length > 0 ? { stop } : {}),
    }
  }
}

/** The fault of a reply by another model, from its beginning or later. */
function otherModel(result: Heard | Fault, answered: string): Fault {
  const first = result.kind === 'heard' ? result.accumulator.model : null
  return { kind: 'other_model', answered, ...(first !== null && first !== answered && { after: first }) }
}

/** The request with the changes that its server requires. */
function changed(request: ChatRequest, changes: readonly FieldChange[]): ChatRequest {
  const body: Record<string, unknown> = { ...request }
  for (const { field, as } of changes) {
    // Two concurrent requests may have recorded the same change.
    if (!(field in body)) continue
    if (as !== undefined) body[as] = body[field]
    delete body[field]
  }
  return body as unknown as ChatRequest
}

/** Stops waiting when the caller aborts; the load continues for other callers. */
function orAborted(waited: Promise<Fault | null>, signal: AbortSignal | undefined): Promise<Fault | null> {
  if (signal === undefined) return waited
  return new Promise((resolve, reject) => {
    const abort = () => resolve({ kind: 'aborted' })
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    void waited.then((fault) => {
      signal.removeEventListener('abort', abort)
      resolve(fault)
    }, reject)
  })
}
