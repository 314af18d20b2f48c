import type { StatusReport } from '../../../schemas/generated/status.ts'
import { aliasesOf } from '../../models/live/identity.ts'
import { findModel } from '../../models/live/listing.ts'
import type { ServerProbe } from '../../models/live/probe.ts'
import { readCassettes } from '../../models/cassette.ts'
import { type EngineStatus, engineStatus } from '../../models/embedded/install/status.ts'
import type { Settings } from '../../settings/settings.ts'
import { SOURCES, type Source } from '../../source.ts'
import { errorMessage } from '../../text/error-message.ts'
import { problemOf } from '../../text/problem.ts'

/** Timeout for the lists of a server, in milliseconds. */
const PROBE_MS = 1_000

type Answers = NonNullable<StatusReport['backend']['answers']>

/** Which backend would answer now, and the models. Asks servers for their lists only, and no model. */
export async function backendStatus(settings: Settings): Promise<Pick<StatusReport, 'backend' | 'models'>> {
  const { backend: setting, origins, apiKey, models } = settings
  const wants = (kind: Answers) => setting === 'auto' || setting === kind
  const urls = [...new Set(SOURCES.map((source) => models[source].baseUrl))]
  const probes = wants('live') ? await probeAll(urls, apiKey) : []
  const engine = wants('embedded') ? await engineStatus(settings.dir).catch(engineProblem) : null
  const cassettes = wants('replay') ? recordedModels(settings) : new Set<string>()
  const can = {
    live: (source: Source) => listed(probes, source, settings) !== undefined,
    embedded: (source: Source) =>
      engine !== null &&
      typeof engine !== 'string' &&
      engine.kind === 'ready' &&
      engine.models.includes(models[source].id),
    replay: (source: Source) => typeof cassettes !== 'string' && cassettes.has(models[source].id),
  }
  const unset = SOURCES.filter((source) => models[source].id === '')
  const kinds = (['live', 'embedded', 'replay'] as const).filter(wants)
  const answers = kinds.find((kind) => SOURCES.every((source) => models[source].id !== '' && can[kind](source))) ?? null
  const seen = [
    ...probes.map(probeText),
    ...(wants('embedded') && answers !== 'live' ? [engineText(engine, can.embedded('main_model'))] : []),
    ...(typeof cassettes === 'string' ? [cassettes] : []),
  ]
  const model = (source: Source) => ({
    id: models[source].id || null,
    origin: origins[`models.${source}`] ?? 'default',
    state: models[source].id === '' ? 'not set' : modelState(answers, listed(probes, source, settings)),
  })
  return {
    backend: {
      setting,
      origin: origins['backend'] ?? 'default',
      answers,
      detail: seen.join('; ') || 'the cassettes',
      next:
        answers !== null
          ? null
          : unset.length > 0
            ? `set ${unset.map((source) => `models.${source}`).join(' and ')} in aios({ models }), or in a new project: npx aios init`
            : 'find the cause: npx aios doctor',
    },
    models: { main_model: model('main_model'), embedder: model('embedder') },
  }
}

async function probeAll(urls: readonly string[], apiKey: string | null): Promise<ServerProbe[]> {
  const { probeServer } = await import('../../models/live/probe.ts')
  return Promise.all(urls.map((url) => probeServer(url, apiKey, PROBE_MS)))
}

function listed(probes: readonly ServerProbe[], source: Source, { models, aliases }: Settings) {
  const { id, baseUrl } = models[source]
  const probe = probes.find(({ asked }) => asked === baseUrl)
  return probe?.kind === 'reachable' ? findModel(probe.models, id, aliasesOf(aliases, id)) : undefined
}

/** The models with recordings; a string: why they cannot be read. */
function recordedModels({ cassettes }: Settings): Set<string> | string {
  try {
    return new Set([...readCassettes(cassettes).values()].map(({ model }) => model.asked))
  } catch (error) {
    return `cannot read the cassettes: ${errorMessage(error)}`
  }
}

function engineProblem(error: unknown): string {
  return `cannot find the embedded engine: ${problemOf(error).reason}`
}

function engineText(engine: EngineStatus | string | null, isReady: boolean): string {
  if (typeof engine === 'string') return engine
  return isReady ? 'the embedded engine is installed' : 'no embedded engine'
}

function probeText(probe: ServerProbe): string {
  switch (probe.kind) {
    case 'reachable':
      return `${probe.baseUrl} (${probe.software === 'unknown' ? 'OpenAI-compatible' : probe.software}) lists ${probe.models.length} models`
    case 'unreachable':
      return `no server at ${probe.baseUrl}`
    case 'unauthorized':
      return `${probe.baseUrl} refuses the API key`
    case 'wrong_endpoint':
    case 'not_a_model_server':
      return `no model server at ${probe.baseUrl}`
  }
}

function modelState(answers: Answers | null, found: { loaded: boolean | null } | undefined): string {
  if (answers === 'embedded') return 'installed'
  if (answers === 'replay') return 'recorded'
  if (found === undefined) return 'not available'
  return found.loaded === null ? 'listed' : found.loaded ? 'loaded' : 'listed, not loaded'
}
