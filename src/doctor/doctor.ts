/** The doctor: checks everything that a run needs, from settings to baseline. */
import { serverIsWanted } from '../models/backend.ts'
import { engineStatus, type EngineStatus } from '../models/embedded/install/status.ts'
import { printableEvidence } from '../models/live/evidence-text.ts'
import type { ServerProbe } from '../models/live/probe.ts'
import type { Slots } from '../models/models.ts'
import { redact } from '../text/redaction.ts'
import type { Settings } from '../settings/settings.ts'
import { SOURCES, type Source } from '../source.ts'
import type { Check } from './check.ts'
import { failed, ok } from './check.ts'
import { goldenSetsCheck } from './golden-sets.ts'
import { baselineCheck, cassettesCheck, embeddedCommandsText, engineCheck, settingsCheck } from './local.ts'
import { modelCheck } from './model.ts'
import { endpointCheck, serverCheck } from './server.ts'

/** Timeout for the lists of a server, in milliseconds. */
const PROBE_LIMIT = 2_000

/** Called when a model takes more than a second to load or reply; the timeout is `limitMs` milliseconds. */
type OnWait = (model: string, limitMs: number) => void

/**
 * Runs all checks, and asks each model one short question within the limits of a run. A problem that another backend can
 * make up for is a warning.
 */
export async function diagnose(settings: Settings, onWait: OnWait = () => {}): Promise<Check[]> {
  const mayAskServer = settings.backend === 'auto' || settings.backend === 'live'
  const [engine, live] = await Promise.all([
    engineStatus(settings.dir),
    mayAskServer ? liveChecks(settings, onWait) : [ok('server', `not needed: backend ${settings.backend}`)],
  ])
  const cassettes = cassettesCheck(settings)
  const { complete, ...recorded } = cassettes
  const able = {
    live: mayAskServer && live.every(({ status }) => status !== 'failed'),
    embedded: engine.kind === 'ready' && SOURCES.every((source) => engine.models.includes(settings.models[source].id)),
    replay: complete,
  }
  const checks = [
    settingsCheck(settings),
    ...live.map((check) => (serverIsWanted(settings) ? check : softened(check))),
    engineCheck(engine, settings),
    await goldenSetsCheck(settings),
    recorded,
    baselineCheck(settings),
    repliesCheck(settings, able, engine),
  ]
  return checks.map((check) => sanitized(check, settings.apiKey))
}

async function liveChecks(settings: Settings, onWait: OnWait): Promise<Check[]> {
  const urls = [...new Set(SOURCES.map((source) => settings.models[source].baseUrl))]
  const { probeServer } = await import('../models/live/probe.ts')
  const probes = await Promise.all(urls.map((url) => probeServer(url, settings.apiKey, PROBE_LIMIT)))
  const models = await modelChecks(settings, probes, onWait)
  return [...probes.flatMap((probe) => [endpointCheck(probe, settings), serverCheck(probe)]), ...models]
}

async function modelChecks(settings: Settings, probes: readonly ServerProbe[], onWait: OnWait): Promise<Check[]> {
  const { openLiveModels } = await import('../models/live/client.ts')
  const sampling = { ...settings.sampling, max_tokens: 8 }
  const models = openLiveModels({
    settings: { ...settings, models: withSoftware(settings, probes), sampling },
    slots: oneAfterAnother(onWait),
  })
  const checks: Check[] = []
  try {
    for (const source of SOURCES) {
      const probe = probes.find(({ asked }) => asked === settings.models[source].baseUrl)
      if (probe !== undefined) checks.push(await modelCheck(source, probe, settings, models))
    }
    return checks
  } finally {
    await models.close()
  }
}

/** Adds the software of the servers that answer, so that remedies name its commands. */
function withSoftware({ models }: Settings, probes: readonly ServerProbe[]): Settings['models'] {
  const known = ({ id, baseUrl }: Settings['models'][Source]) => {
    const probe = probes.find(({ asked }) => asked === baseUrl)
    return { id, baseUrl, ...(probe?.kind === 'reachable' && { software: probe.software }) }
  }
  return { main_model: known(models.main_model), embedder: known(models.embedder) }
}

function oneAfterAnother(onWait: OnWait): Slots {
  let last: string | null = null
  return {
    note(_baseUrl, model, note) {
      if (note.kind === 'loading') onWait(model, note.limitMs)
    },
    acquire(_baseUrl, model) {
      const previous = last
      last = model
      return Promise.resolve({ previous, release: () => {} })
    },
  }
}

/** Ids and messages of a server are untrusted, and may contain the key. */
function sanitized(check: Check, apiKey: string | null): Check {
  const clean = (text: string) => printableEvidence(redact(text, apiKey === null ? [] : [apiKey]))
  return { ...check, evidence: clean(check.evidence), remedy: check.remedy === null ? null : clean(check.remedy) }
}

function softened(check: Check): Check {
  return check.status === 'failed' ? { ...check, status: 'warning' } : check
}

function repliesCheck(
  settings: Settings,
  able: Record<'live' | 'embedded' | 'replay', boolean>,
  engine: EngineStatus,
): Check {
  const { backend } = settings
  const order = backend === 'auto' ? (['live', 'embedded', 'replay'] as const) : [backend]
  const source = order.find((kind) => able[kind])
  if (source !== undefined) return ok('replies', `goldens are answered ${WORDS[source]} (backend ${backend})`)
  const commands = embeddedCommandsText(settings, engine)
  const remedy =
    backend === 'embedded'
      ? `Run ${commands}.`
      : `Start a server (\`lms server start\`), or run ${commands}, or record cassettes.`
  return failed('replies', `no source of replies can answer with backend ${backend}`, remedy)
}

const WORDS = { live: 'live by the server', embedded: 'by the embedded engine', replay: 'from the cassettes' } as const
