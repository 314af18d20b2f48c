import { redact } from '../text/redaction.ts'
import type { Settings } from '../settings/settings.ts'
import { SOURCES } from '../source.ts'
import { terminalWidth } from '../text/terminal-width.ts'
import { reflowed } from '../text/wrapped.ts'
import { printableEvidence } from './live/evidence-text.ts'
import type { BackendUse } from './backend.ts'
import { embeddedCommands } from './embedded/run-commands.ts'
import type { EngineStatus } from './embedded/install/status.ts'
import { readCassettes } from './cassette.ts'
import { aliasesOf } from './live/identity.ts'
import { findModel } from './live/listing.ts'
import type { ServerProbe } from './live/probe.ts'
import { toolOf } from './live/tools.ts'

type Cause = 'server' | 'models' | 'endpoint' | 'key'

/** The command that a remedy ends with. */
const COMMANDS: Readonly<Record<BackendUse, string>> = { run: 'npx vitest run goldens', question: 'npx aios ask "..."' }

/**
 * The message where no backend can answer: the usual causes, a mark at those that apply, and the commands that fix them.
 * `reasons` says why each backend cannot answer; `engine` is what is installed. Secrets are redacted, and the lines fit the terminal.
 */
export function explainUnavailable(
  settings: Settings,
  probes: readonly ServerProbe[],
  reasons: readonly string[],
  engine: EngineStatus,
  use: BackendUse = 'run',
): string {
  const command = COMMANDS[use]
  const found = probes.flatMap((probe) => {
    const cause = causeOf(probe, settings)
    return cause === null ? [] : [{ cause, probe }]
  })
  const causes = (['server', 'models', 'endpoint', 'key'] as const)
    .filter((cause) => probes.length > 0 && (cause !== 'key' || found.some((each) => each.cause === 'key')))
    .flatMap((cause) => {
      const here = found.filter((each) => each.cause === cause)
      const evidence = here.map(({ probe }) => `: ${evidenceOf(probe, settings)}`)
      return [
        `${here.length > 0 ? '  > ' : '    '}${TITLES[cause]}${[...new Set(evidence)].join('')}`,
        ...commands(cause, here[0]?.probe, settings, engine, command).map((line) => `        ${line}`),
      ]
    })
  const text = [
    `aios: no backend can answer${use === 'question' ? ' the question' : ''}.`,
    ...(causes.length === 0 ? [] : ['', 'Usual causes; > marks those that apply here:', ...causes]),
    ...(reasons.length === 0 ? [] : ['', 'What was tried:', ...reasons.map((reason) => `    ${reason}`)]),
    ...(settings.backend === 'embedded'
      ? ['', 'To use the embedded engine:', ...embeddedCommands(settings, engine, command).map((line) => `    ${line}`)]
      : []),
    '',
    ...(use === 'run' && settings.record === 0 ? (isRecorded(settings) ? RECORDED : REPLAY) : []),
    '`npx aios doctor` checks each of these.',
  ].join('\n')
  const redacted = redact(text, settings.apiKey === null ? [] : [settings.apiKey])
  return reflowed(redacted, terminalWidth(process.stderr))
}

const REPLAY = [
  'To run without a model, record once with a live server or the embedded engine:',
  '  AIOS_RECORD=5 npx vitest run goldens',
  'then replay:',
  '  AIOS_BACKEND=replay npx vitest run goldens',
]

const RECORDED = ['To run without a model, replay the recordings:', '  AIOS_BACKEND=replay npx vitest run goldens']

/** Whether there are recordings of both models. */
function isRecorded({ cassettes, models }: Settings): boolean {
  try {
    const asked = new Set([...readCassettes(cassettes).values()].map(({ model }) => model.asked))
    return SOURCES.every((source) => asked.has(models[source].id))
  } catch {
    // The check of the cassettes names the problem.
    return false
  }
}

const TITLES: Readonly<Record<Cause, string>> = {
  server: 'server not running',
  models: 'models not loaded',
  endpoint: 'wrong endpoint',
  key: 'API key missing or refused',
}

/** Why a server cannot answer; null when it can. */
function causeOf(probe: ServerProbe, settings: Settings): Cause | null {
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

/** The configured model ids that a server does not list. */
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
    `${probe.baseUrl} does not list ${missing}; it lists ${has.length === 0 ? 'none' : has.join(', ')}`,
  )
}

function commands(
  cause: Cause,
  probe: ServerProbe | undefined,
  settings: Settings,
  engine: EngineStatus,
  command: string,
): string[] {
  const { main_model, embedder } = settings.models
  const [first, second] = [main_model.id || '<model>', embedder.id || '<model>']
  // LM Studio is the usual server, so its commands are shown where no server answers.
  const software = probe?.kind === 'reachable' ? probe.software : 'lmstudio'
  const tool = toolOf(software)
  const port = new URL(probe?.baseUrl ?? main_model.baseUrl).port
  switch (cause) {
    case 'server':
      return [
        'with LM Studio:',
        `  lms server start${port === '' ? '' : ` --port ${port}`}`,
        'with the embedded engine:',
        ...embeddedCommands(settings, engine, command).map((line) => `  ${line}`),
      ]
    case 'models':
      return [
        ...(software === 'lmstudio'
          ? [`lms load ${first}`, `lms load ${second}`]
          : [...new Set([first, second])].map((id) => tool.fetch(id).replaceAll('`', ''))),
        `or name others: AIOS_MAIN_MODEL=... AIOS_EMBEDDER=...; see ${tool.list}`,
      ]
    case 'endpoint': {
      const right = probe?.kind === 'wrong_endpoint' && probe.right !== null ? probe.right : 'http://HOST:PORT/v1'
      const from = settings.origins['baseUrl'] ?? 'default'
      return [`AIOS_BASE_URL=${right} ${command}`, `(now ${main_model.baseUrl}, from ${from})`]
    }
    case 'key':
      return [`AIOS_API_KEY=... ${command}`, '(a token from the settings of the server)']
  }
}
