import { redact } from '../text/redaction.ts'
import type { Settings } from '../settings/settings.ts'
import { SOURCES } from '../source.ts'
import { printableEvidence } from './live/evidence-text.ts'
import { embeddedSettings } from './embedded/catalogue.ts'
import { aliasesOf } from './live/identity.ts'
import { findModel } from './live/listing.ts'
import type { ServerProbe } from './live/probe.ts'
import { toolOf } from './live/tools.ts'

type Trouble = 'server' | 'models' | 'endpoint' | 'key'

/**
 * The text for a run that nothing can answer: the usual causes, which of them it is here, and the commands that mend
 * it. `reasons` says why each other place that replies come from did not serve either. Free of secrets.
 */
export function explainUnavailable(
  settings: Settings,
  probes: readonly ServerProbe[],
  reasons: readonly string[],
): string {
  const troubles = probes.flatMap((probe) => {
    const trouble = troubleOf(probe, settings)
    return trouble === null ? [] : [{ trouble, probe }]
  })
  const causes = (['server', 'models', 'endpoint', 'key'] as const)
    .filter((cause) => probes.length > 0 && (cause !== 'key' || troubles.some(({ trouble }) => trouble === 'key')))
    .flatMap((cause) => {
      const here = troubles.filter(({ trouble }) => trouble === cause)
      const evidence = here.map(({ probe }) => `: ${evidenceOf(probe, settings)}`)
      return [
        `${here.length > 0 ? '  > ' : '    '}${TITLES[cause]}${[...new Set(evidence)].join('')}`,
        ...commands(cause, here[0]?.probe, settings).map((line) => `        ${line}`),
      ]
    })
  const text = [
    'aios: nothing can answer the goldens.',
    ...(causes.length === 0 ? [] : ['', 'Usual causes, > marks what it is here:', ...causes]),
    ...(reasons.length === 0 ? [] : ['', 'What was tried:', ...reasons.map((reason) => `    ${reason}`)]),
    '',
    'Recordings need no server: AIOS_RECORD=5 against a server makes them, AIOS_BACKEND=replay replays them.',
    '`npx aios doctor` checks each of these.',
  ].join('\n')
  return redact(text, settings.apiKey === null ? [] : [settings.apiKey])
}

const TITLES: Readonly<Record<Trouble, string>> = {
  server: 'server not running',
  models: 'models not loaded',
  endpoint: 'wrong endpoint',
  key: 'API key missing or refused',
}

/** What is the matter with a server; null: nothing. */
function troubleOf(probe: ServerProbe, settings: Settings): Trouble | null {
  switch (probe.kind) {
    case 'unreachable':
      return probe.why === 'unknown_host' ? 'endpoint' : 'server'
    case 'not_a_model_server':
    case 'wrong_endpoint':
      return 'endpoint'
    case 'unauthorized':
      return 'key'
    case 'reachable':
      return missingModels(probe, settings).length > 0 ? 'models' : null
  }
}

/** The ids that a server is to be asked for and does not offer. */
function missingModels(probe: ServerProbe & { kind: 'reachable' }, settings: Settings): string[] {
  return SOURCES.map((source) => settings.models[source])
    .filter(({ id, baseUrl }) => {
      return baseUrl === probe.asked && findModel(probe.models, id, aliasesOf(settings.aliases, id)) === undefined
    })
    .map(({ id }) => id)
}

function evidenceOf(probe: ServerProbe, settings: Settings): string {
  if (probe.kind !== 'reachable') return `${probe.baseUrl}: ${probe.evidence}`
  const has = probe.models.map(({ id }) => id).slice(0, 5)
  const missing = missingModels(probe, settings).join(', ')
  return printableEvidence(
    `${probe.baseUrl} does not offer ${missing}; it offers ${has.length === 0 ? 'none' : has.join(', ')}`,
  )
}

function commands(trouble: Trouble, probe: ServerProbe | undefined, settings: Settings): string[] {
  const { main_model, embedder } = settings.models
  const [first, second] = [main_model.id || '<model>', embedder.id || '<model>']
  // A server that does not answer is taken for LM Studio, the usual one.
  const software = probe?.kind === 'reachable' ? probe.software : 'lmstudio'
  const tool = toolOf(software)
  const port = new URL(probe?.baseUrl ?? main_model.baseUrl).port
  switch (trouble) {
    case 'server':
      return [
        `lms server start${port === '' ? '' : ` --port ${port}`}    (LM Studio)`,
        'npx aios models pull    (the embedded engine; then:)',
        `${embeddedSettings()} npx vitest run goldens`,
      ]
    case 'models':
      return [
        ...(software === 'lmstudio'
          ? [`lms load ${first} && lms load ${second}`]
          : [...new Set([first, second])].map((id) => tool.fetch(id).replaceAll('`', ''))),
        `or name others: AIOS_MAIN_MODEL=... AIOS_EMBEDDER=...; see ${tool.list}`,
      ]
    case 'endpoint': {
      const right = probe?.kind === 'wrong_endpoint' && probe.right !== null ? probe.right : 'http://HOST:PORT/v1'
      const from = settings.origins['baseUrl'] ?? 'default'
      return [`AIOS_BASE_URL=${right} npx vitest run goldens    (now ${main_model.baseUrl}, from ${from})`]
    }
    case 'key':
      return ['AIOS_API_KEY=... npx vitest run goldens    (a token from the settings of the server)']
  }
}
