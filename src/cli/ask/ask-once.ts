import type { AskedRoute, AskReport } from '../../../schemas/generated/ask.ts'
import { withPrompt } from '../../message.ts'
import { chooseBackend } from '../../models/backend.ts'
import type { ModelFailure, Reply, Slots } from '../../models/models.ts'
import { settingsInUse } from '../../models/settings-in-use.ts'
import { shortId } from '../../provenance/short-id.ts'
import { createRouter } from '../../router/create-router.ts'
import { memoryStore } from '../../router/stores/memory.ts'
import { readCoefficients } from '../../router/weight/coefficients-file.ts'
import { routerOptions } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Source } from '../../source.ts'
import { errorMessage } from '../../text/error-message.ts'
import { printable } from '../../text/printable.ts'
import { findState } from '../../artifacts/router/find-state.ts'

/** One question, and who is told what happens to it. */
export interface AskRequest {
  question: string
  /** Default: the router's choice. */
  source: Source | undefined
  /** Default: a new conversation. */
  conversation: string | undefined
  signal: AbortSignal
  onBackend: (description: string) => void
  onRoute: (route: AskedRoute) => void
  onWait: (text: string) => void
  warn: (warning: string) => void
}

/** How long a model may take before the wait is shown, in milliseconds. */
const QUIET_MS = 1_000

const NEEDS_A_MODEL =
  'a question needs a model, and backend replay has recordings only\n' +
  '  start a server, `lms server start`, or pull an embedded model, `npx aios models pull`,\n' +
  '  then: AIOS_BACKEND=auto npx aios ask "..."'

/**
 * Routes a question by the router's state as it is, and asks the model. Changes neither the state nor any file. Rejects
 * when no server and no embedded engine can answer.
 */
export async function askOnce(settings: Settings, request: AskRequest): Promise<AskReport> {
  const backend = settings.backend === 'replay' ? null : await chooseBackend(settings, 'question')
  if (backend === null || backend.kind === 'replay') throw new Error(NEEDS_A_MODEL)
  request.onBackend(backend.description)
  try {
    const route = await routeOf(settings, request)
    request.onRoute(route)
    const result = await complete(settingsInUse(settings, backend), route.source, request)
    return { schema_version: '1.0', question: request.question, backend: backend.kind, route, result: resultOf(result) }
  } finally {
    if (backend.kind === 'embedded') await backend.close()
  }
}

const messagesOf = ({ prompt }: Settings, question: string) => withPrompt([{ role: 'user', content: question }], prompt)

/** The decision of a router that has the state of the project in memory, so that nothing is saved. */
async function routeOf(settings: Settings, { question, source, conversation, warn }: AskRequest): Promise<AskedRoute> {
  const found = await findState(settings).catch((error: unknown) => {
    warn(`${errorMessage(error)}; both buckets are taken to be at 0.5`)
    return null
  })
  const router = await createRouter({
    ...routerOptions(settings),
    weights: readCoefficients(settings.router.weights),
    store: memoryStore(found?.state ?? undefined),
    warn,
  })
  try {
    const id = conversation ?? `ask:${shortId()}`
    const decision = router.route({ conversation: id, messages: messagesOf(settings, question), explore: false })
    const { weight, parts, bucket, boundary, reason } = decision
    return {
      source: source ?? decision.source,
      routed: decision.source,
      weight,
      parts,
      bucket,
      boundary,
      conversation: id,
      reason,
    }
  } finally {
    await router.close()
  }
}

async function complete(
  settings: Settings,
  source: Source,
  { question, signal, onWait }: AskRequest,
): Promise<Reply | ModelFailure> {
  const { openLiveModels } = await import('../../models/live/client.ts')
  const { id } = settings.models[source]
  const slots: Slots = {
    note(_baseUrl, model, note) {
      if (note.kind === 'loading') onWait(`waiting for ${printable(model)} to load, at most ${note.limitMs / 1_000} s`)
    },
    acquire: () => Promise.resolve({ previous: null, release: () => {} }),
  }
  const models = openLiveModels({ settings, slots })
  const waiting = setTimeout(() => onWait(`waiting for the reply of ${printable(id)}`), QUIET_MS)
  try {
    return await models.complete({ source, messages: messagesOf(settings, question), repeat: 0, signal })
  } finally {
    clearTimeout(waiting)
    await models.close()
  }
}

function resultOf(result: Reply | ModelFailure): AskReport['result'] {
  if (result.kind === 'failure') {
    const { kind, cause, evidence, remedy } = result
    return { kind, cause, evidence, remedy }
  }
  const { kind, text, reasoning, finish, model, timings, tokens } = result
  return {
    kind,
    text,
    ...(reasoning === undefined ? {} : { reasoning }),
    model: model.answered,
    finish,
    timings: {
      queueMs: timings.queue_ms,
      loadMs: timings.load_ms,
      firstTokenMs: timings.first_token_ms,
      totalMs: timings.total_ms,
      tokensPerSecond: timings.tokens_per_second,
    },
    tokens: { prompt: tokens.prompt, completion: tokens.completion },
  }
}
