import { monotonicMs, setImmediate } from '../../clock.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { redact, withoutSecrets } from '../../text/redaction.ts'
import type { Settings } from '../../settings/settings.ts'
import type { CompletionRequest, ModelFailure, Models, Reply, Slots } from '../models.ts'
import { serverAddresses } from './base-url.ts'
import { classify } from './classify.ts'
import type { Classified } from './classify.ts'
import type { Fault } from './fault.ts'
import { printableEvidence } from './evidence-text.ts'
import type { FieldChange } from './refused-fields.ts'
import { replyOf } from './reply.ts'
import { Server } from './server.ts'
import { openAgent } from './transport.ts'

/** Options of a live client: models, addresses, key, limits, and the source of slots. */
export interface LiveOptions {
  settings: Pick<Settings, 'models' | 'apiKey' | 'limits' | 'sampling'> & Partial<Pick<Settings, 'aliases'>>
  slots: Slots
}

type Outcome = { kind: 'done'; reply: Reply } | { kind: 'failed'; failure: Classified; tries: number; again: boolean }

/**
 * Asks the two models over HTTP, with streaming. Keeps its connections until `close`. `complete` never rejects: every
 * error is a `ModelFailure` (unless `slots` rejects). Throws a TypeError when an address is not an http(s) URL.
 */
export function openLiveModels({ settings, slots }: LiveOptions): Models {
  const { models, aliases = {}, apiKey, limits, sampling } = settings
  const agent = openAgent(limits.connect)
  const closing = new AbortController()
  const servers = new Map<string, Server>()

  const serverAt = (baseUrl: string): Server => {
    const addresses = serverAddresses(baseUrl)
    const [{ base, query }] = addresses
    const server =
      servers.get(base + query) ??
      new Server({
        agent,
        addresses,
        aliases,
        apiKey,
        limits,
        sampling,
        closing: closing.signal,
        note: (model, note) => slots.note?.(baseUrl, model, note),
      })
    servers.set(base + query, server)
    return server
  }
  const serverOf = { main_model: serverAt(models.main_model.baseUrl), embedder: serverAt(models.embedder.baseUrl) }

  async function answer(request: CompletionRequest, previous: string | null, queueMs: number): Promise<Outcome> {
    const { source, messages, repeat, signal } = request
    const { id } = models[source]
    let loadMs = 0
    const once = async (attempt: number): Promise<Outcome> => {
      const tried = await serverOf[source].ask(id, { messages, repeat, signal }, previous)
      loadMs += tried.loadMs
      const call = { source, asked: id, listed: tried.listed, queueMs, loadMs, tries: attempt + 1 }
      const result = tried.result.kind === 'heard' ? replyOf(tried.result, call) : tried.result
      if (result.kind !== 'reply') return failed(result, request, attempt)
      return { kind: 'done', reply: { ...result, quirks: [...result.quirks, ...tried.changes.map(quirkOf)] } }
    }
    const startedAt = monotonicMs()
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await once(attempt)
      if (outcome.kind === 'done' || !outcome.again || signal?.aborted === true) return outcome
      const { retryAfterMs } = outcome.failure
      const left = limits.total - (monotonicMs() - startedAt - loadMs)
      if (retryAfterMs !== null && retryAfterMs > left) return tooLate(outcome, retryAfterMs, left)
      await pause(Math.max(retryAfterMs ?? 0, backoffMs(attempt)), undefined, { signal }).catch(() => {})
    }
  }

  function failed(fault: Fault, { source }: CompletionRequest, attempt: number): Outcome {
    const { id, baseUrl, software } = models[source]
    const asked = { model: id, url: baseUrl, keySent: apiKey !== null, source, ...(software && { software }) }
    const failure = classify(fault, asked)
    const times = failure.retries > 0 && failure.retryAfterMs !== null ? MOST_RETRIES : failure.retries
    return { kind: 'failed', failure, tries: attempt + 1, again: attempt < times }
  }

  /** The server asks to wait for longer than the limit of a reply allows. */
  function tooLate(outcome: Outcome & { kind: 'failed' }, retryAfterMs: number, leftMs: number): Outcome {
    const { failure } = outcome
    const [wait, left] = [seconds(retryAfterMs), seconds(Math.max(0, leftMs))]
    return {
      ...outcome,
      failure: {
        ...failure,
        evidence: `${failure.evidence}; it asks to wait ${wait}, but ${left} of the limit of ${seconds(limits.total)} remain`,
        remedy: `Run again in ${wait}, or raise AIOS_TIMEOUT_MS above that.`,
      },
    }
  }

  function present(outcome: Outcome, { source }: CompletionRequest): Reply | ModelFailure {
    const secrets = apiKey === null ? [] : [apiKey]
    if (outcome.kind === 'done') return withoutKey(outcome.reply, secrets)
    const { cause, evidence, remedy } = outcome.failure
    return {
      kind: 'failure',
      source,
      model: models[source].id,
      cause,
      evidence: printableEvidence(redact(evidence, secrets)),
      remedy: redact(remedy, secrets),
      tries: outcome.tries,
      origin: 'measured',
    }
  }

  return {
    async complete(request) {
      const { id, baseUrl } = models[request.source]
      if (id === '') return present(failed({ kind: 'not_configured' }, request, 0), request)
      const queuedAt = monotonicMs()
      const slot = await acquire(slots, baseUrl, id, request.signal)
      if (slot === null) return present(failed({ kind: 'aborted' }, request, 0), request)
      serverOf[request.source].learn(id, slot.notes ?? [])
      try {
        return present(await answer(request, slot.previous, monotonicMs() - queuedAt), request)
      } finally {
        slot.release()
        // The request that waits for the slot is sent before this reply is judged.
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
    },
    async close() {
      closing.abort()
      agent.destroy()
    },
  }
}

/** Most retries on a server that reports when to retry. */
const MOST_RETRIES = 9

const seconds = (ms: number): string => `${Math.ceil(ms / 100) / 10} s`

/** The name of a change of the request in log and cassette. */
const quirkOf = ({ field, as }: FieldChange): string => (as === undefined ? `omitted_${field}` : `renamed_${field}`)

/** The backoff before a retry, in milliseconds: exponential with jitter, so that workers do not retry together. */
function backoffMs(attempt: number): number {
  return 250 * 2 ** attempt * (0.5 + Math.random())
}

/** The reply with the key redacted, in case the server echoes it. */
function withoutKey(reply: Reply, secrets: readonly string[]): Reply {
  const { text, reasoning } = reply
  return {
    ...reply,
    text: withoutSecrets(text, secrets),
    ...(reasoning === undefined ? {} : { reasoning: withoutSecrets(reasoning, secrets) }),
  }
}

type Slot = Awaited<ReturnType<Slots['acquire']>>

/** Waits for a slot; null when the caller aborts first: then a slot that arrives later is released. */
async function acquire(
  slots: Slots,
  baseUrl: string,
  model: string,
  signal: AbortSignal | undefined,
): Promise<Slot | null> {
  const coming = slots.acquire(baseUrl, model)
  if (signal === undefined) return coming
  const { promise: aborted, resolve } = Promise.withResolvers<null>()
  const abort = () => resolve(null)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  const slot = await Promise.race([aborted, coming])
  signal.removeEventListener('abort', abort)
  if (slot === null) {
    void coming.then(
      (late) => late.release(),
      () => {},
    )
  }
  return slot
}
