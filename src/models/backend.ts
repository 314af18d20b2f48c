import { availableParallelism } from 'node:os'
import { errorMessage } from '../text/error-message.ts'
import type { CassetteEntry } from '../../schemas/generated/cassette.ts'
import type { Settings } from '../settings/settings.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { printable } from '../text/printable.ts'
import { SOURCES, type Source } from '../source.ts'
import { readCassettes } from './cassette.ts'
import { engineStatus } from './embedded/install/status.ts'
import type { Software } from '../settings/software.ts'
import { aliasesOf } from './live/identity.ts'
import { findModel } from './live/listing.ts'
import type { ServerProbe } from './live/probe.ts'
import { isLoopback } from './loopback.ts'

/** The backend that answers in this run. `description` is the first line of the run: which backend, why, and whether latencies are measured. */
export type Backend =
  | {
      kind: 'live'
      description: string
      from: string
      /** By the address in the settings: the address that answers, and the software that serves the models there. */
      servers: Record<string, { baseUrl: string; software: Software }>
    }
  | { kind: 'embedded'; description: string; from: string; baseUrl: string; close(): Promise<void> }
  | { kind: 'replay'; description: string; recordedAt: string; recordedFrom: string }

/** No backend can answer. The message lists the possible causes, marks those that apply, and names the commands that fix them. */
class NoBackendError extends Error {
  override name = 'NoBackendError'
}

/** What asks: a run of goldens and hypotheses, or `aios ask`, whose question has no recording. */
export type BackendUse = 'run' | 'question'

const PROBE_MS = 2_000

/**
 * Chooses the backend. `auto`: a server that has the models, else the embedded engine, else cassettes, which cannot
 * answer a question. Rejects with a NoBackendError when none can answer; every probe has a timeout.
 */
export async function chooseBackend(settings: Settings, use: BackendUse = 'run'): Promise<Backend> {
  const unnamed = SOURCES.filter((source) => settings.models[source].id === '')
  if (unnamed.length > 0) {
    throw new SettingsError(
      unnamed.map(
        (source) =>
          `models.${source} is not set: name the model in aios({ models: { ${source}: '...' } }) or in ${source === 'main_model' ? 'AIOS_MAIN_MODEL' : 'AIOS_EMBEDDER'}`,
      ),
    )
  }
  const reasons: string[] = []
  const wants = (kind: Backend['kind']) => settings.backend === 'auto' || settings.backend === kind
  const recording = settings.record > 0
  if (recording && settings.backend === 'replay') {
    throw new SettingsError([
      'AIOS_RECORD cannot be used with backend replay, which asks no model: set AIOS_BACKEND=live',
    ])
  }
  const probes = wants('live') ? await probeAll(settings) : []
  if (probes.length > 0) {
    const problems = await problemsOf(probes, settings)
    if (problems.length === 0) return live(probes)
    reasons.push(...problems)
  }
  if (wants('embedded')) {
    const embedded = await tryEmbedded(settings, reasons)
    if (typeof embedded !== 'string') return embedded
    reasons.push(embedded)
  }
  if (wants('replay') && !recording && use === 'run') {
    const replayed = tryReplay(settings, reasons)
    if (typeof replayed !== 'string') return replayed
    reasons.push(replayed)
  }
  const { explainUnavailable } = await import('./explain-unavailable.ts')
  throw new NoBackendError(explainUnavailable(settings, probes, reasons, await engineStatus(settings.dir), use))
}

async function probeAll(settings: Settings): Promise<ServerProbe[]> {
  // A replay asks no server, and does not pay for loading the HTTP client.
  const { probeServer } = await import('./live/probe.ts')
  const urls = new Set(SOURCES.map((source) => settings.models[source].baseUrl))
  return Promise.all([...urls].map((url) => probeServer(url, settings.apiKey, PROBE_MS)))
}

/** Why the probed servers cannot answer for the configured models; empty when they can. */
async function problemsOf(probes: readonly ServerProbe[], settings: Settings): Promise<string[]> {
  const problems: string[] = []
  for (const probe of probes) {
    const sources = SOURCES.filter((source) => settings.models[source].baseUrl === probe.asked)
    const unlisted = sources.filter((source) => !isListed(probe, source, settings))
    if (unlisted.length > 0 && !mayAnswer(probe)) {
      problems.push(`no model server at ${probe.baseUrl} (${probe.kind.replaceAll('_', ' ')})`)
      continue
    }
    for (const source of unlisted) {
      const refusal = await refusalOf(probe, source, settings)
      if (refusal !== null) problems.push(refusal)
    }
  }
  return problems
}

function isListed(probe: ServerProbe, source: Source, { models, aliases }: Settings): boolean {
  const { id } = models[source]
  return probe.kind === 'reachable' && findModel(probe.models, id, aliasesOf(aliases, id)) !== undefined
}

/** Whether a model may answer there although the server does not list it: the list may be incomplete or missing. */
export function mayAnswer(probe: ServerProbe): boolean {
  return (
    probe.kind === 'reachable' ||
    probe.kind === 'not_a_model_server' ||
    (probe.kind === 'wrong_endpoint' && probe.right === null)
  )
}

/** Asks an unlisted model for a token. null: it answers, or it may still be loading on the server that the user named. */
async function refusalOf(probe: ServerProbe, source: Source, settings: Settings): Promise<string | null> {
  const { askUnlisted } = await import('./live/ask-unlisted.ts')
  const answer = await askUnlisted(settings, source)
  if (answer.kind === 'reply') return null
  const isPending = answer.cause.endsWith('_timeout') && answer.cause !== 'connect_timeout'
  if (isPending && probe.kind === 'reachable' && serverIsWanted(settings)) return null
  if (probe.kind !== 'reachable') return `no model server at ${probe.baseUrl} (${probe.kind.replaceAll('_', ' ')})`
  return `the server at ${probe.baseUrl} has no model ${settings.models[source].id} (${source})`
}

/** Whether the user named a server: then a run waits for that one and takes no other backend. */
export function serverIsWanted({ backend, origins }: Settings): boolean {
  return backend === 'live' || (backend === 'auto' && origins['baseUrl'] !== undefined)
}

function live(probes: readonly ServerProbe[]): Backend {
  const softwareOf = (probe: ServerProbe) => (probe.kind === 'reachable' ? probe.software : 'unknown')
  const software = probes.map((probe) => SOFTWARE[softwareOf(probe)]).join(' and ')
  const urls = probes.map((probe) => probe.baseUrl)
  const here = urls.every((url) => isLoopback(new URL(url).hostname))
  return {
    kind: 'live',
    from: here ? `${software}, ${machine()}` : software,
    description: `live: ${urls.join(' and ')} (${software}) has both models; latencies are measured`,
    servers: Object.fromEntries(
      probes.map((probe) => {
        const baseUrl = probe.baseUrl + new URL(probe.asked.trim()).search
        return [probe.asked, { baseUrl, software: softwareOf(probe) }]
      }),
    ),
  }
}

const SOFTWARE: Record<Software, string> = {
  lmstudio: 'LM Studio',
  'vitest-aios': 'aios serve',
  'llama.cpp': 'llama.cpp',
  ollama: 'Ollama',
  vllm: 'vLLM',
  unknown: 'an OpenAI-compatible server',
}

/** The class of this machine, to compare latencies by: `2 cores, linux x64`. */
function machine(): string {
  return `${availableParallelism()} cores, ${process.platform} ${process.arch}`
}

async function tryEmbedded(settings: Settings, reasons: readonly string[]): Promise<Backend | string> {
  const status = await engineStatus(settings.dir)
  if (status.kind === 'missing') return `no embedded engine (${status.missing.join(', ')} missing)`
  const absent = SOURCES.filter((source) => !status.models.includes(settings.models[source].id))
  if (absent.length > 0)
    return `the embedded engine has no model file of ${absent.map((source) => settings.models[source].id).join(', ')}`
  const { startStandIn } = await import('./embedded/server/server.ts')
  const server = await startStandIn({ dir: settings.dir, slots: settings.slots }).catch(
    (error: unknown) => `cannot start the embedded engine: ${errorMessage(error)}`,
  )
  if (typeof server === 'string') return server
  return {
    kind: 'embedded',
    from: `aios serve, ${machine()}`,
    baseUrl: server.baseUrl,
    close: () => server.close(),
    description: `embedded: a stand-in server on ${status.engine}, started for this run; latencies are measured (${because(settings, reasons)})`,
  }
}

function tryReplay(settings: Settings, reasons: readonly string[]): Backend | string {
  const entries = [...readCassettes(settings.cassettes).values()]
  const models = new Set(SOURCES.map((source) => settings.models[source].id))
  const usable = entries.filter((entry) => models.has(entry.model.asked))
  const [first] = usable
  const unrecorded = [...models].filter((model) => !usable.some((entry) => entry.model.asked === model))
  if (first === undefined || unrecorded.length > 0)
    return `no cassette in ${settings.cassettes} of ${unrecorded.join(' or ')}`
  const recordedAt = span(usable)
  const from = printable(first.recorded_from, { max: 200 })
  return {
    kind: 'replay',
    recordedAt,
    recordedFrom: first.recorded_from,
    description: `replayed: recorded ${recordedAt} from ${from}; latencies are the recording's (${because(settings, reasons)})`,
  }
}

/** Why this backend was chosen: the user named it, or no backend before it can answer. */
function because({ backend, origins }: Settings, reasons: readonly string[]): string {
  if (backend === 'auto') return reasons.join('; ')
  return origins['backend'] === 'AIOS_BACKEND'
    ? `AIOS_BACKEND=${backend}`
    : `backend '${backend}' in ${origins['backend']}`
}

/** The date of the recordings, or the first and the last date. */
function span(entries: readonly CassetteEntry[]): string {
  const days = entries.map((entry) => entry.recorded_at.slice(0, 10)).sort()
  return days[0] === days.at(-1) ? (days[0] ?? '') : `${days[0]} to ${days.at(-1)}`
}
