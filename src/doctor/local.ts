import { relative } from 'node:path'
import { counted } from '../text/counted.ts'
import { errorMessage } from '../text/error-message.ts'
import type { Settings } from '../settings/settings.ts'
import { SOURCES } from '../source.ts'
import { embeddedCommands } from '../models/embedded/run-commands.ts'
import { readCassettes } from '../models/cassette.ts'
import { isOneModel, ONE_MODEL, TWO_MODELS } from './one-model.ts'
import type { EngineStatus } from '../models/embedded/install/status.ts'
import { readBaseline } from '../artifacts/baseline/baseline-file.ts'
import { BaselineError } from '../artifacts/baseline/baseline-error.ts'
import { failed, ok, warning } from './check.ts'
import type { Check } from './check.ts'

/** The settings, and the origin of each. Never contains the key itself. */
export function settingsCheck(settings: Settings): Check {
  const { origins, models } = settings
  const from = (name: string) => `(${origins[name] ?? 'default'})`
  const parts = [
    `backend ${settings.backend} ${from('backend')}`,
    ...SOURCES.map((source) => `${source} ${models[source].id || 'not set'} ${from(`models.${source}`)}`),
    `API key ${settings.apiKey === null ? 'not set' : `set ${from('apiKey')}`}`,
    `timeout of a reply ${settings.limits.total.toLocaleString('en')} ms ${from('timeoutMs')}`,
    `folder ${shown(settings, settings.dir)} ${from('dir')}`,
  ]
  const unset = SOURCES.filter((source) => models[source].id === '')
  if (isOneModel(settings))
    return warning('settings', `${parts.join(', ')}; ${ONE_MODEL}`, `Name two models: ${TWO_MODELS}.`)
  if (unset.length === 0) return ok('settings', parts.join(', '))
  const variables = unset.map((source) => (source === 'main_model' ? 'AIOS_MAIN_MODEL' : 'AIOS_EMBEDDER'))
  return failed(
    'settings',
    parts.join(', '),
    `Set ${variables.join(' and ')}, or aios({ models: { ... } }) in vitest.config.ts; in a new project: \`npx aios init\`.`,
  )
}

/** The embedded engine and its model files, which the backend `embedded` requires. */
export function engineCheck(status: EngineStatus, settings: Settings): Check {
  const models = status.models.length === 0 ? 'no model files' : `models ${status.models.join(', ')}`
  if (status.kind === 'ready') return ok('engine', `${status.engine}, ${models}`)
  const evidence = `${status.engine ?? 'no engine'}, ${models}; missing: ${status.missing.join(', ') || 'nothing usable'}`
  if (settings.backend !== 'embedded')
    return ok('engine', `not set up; only AIOS_BACKEND=embedded needs it: ${evidence}`)
  return failed('engine', evidence, `Run ${embeddedCommandsText(settings, status)}.`)
}

/** The commands that run the goldens on the embedded engine, as part of a sentence. */
export function embeddedCommandsText(settings: Settings, status: EngineStatus): string {
  return embeddedCommands(settings, status)
    .map((command) => `\`${command}\``)
    .join(', then ')
}

/** The recorded replies of the two models. */
export function cassettesCheck(settings: Settings): Check & { complete: boolean } {
  const folder = shown(settings, settings.cassettes)
  const record = 'Record them with a live server or the embedded engine: `AIOS_RECORD=5 npx vitest run goldens`.'
  try {
    const entries = [...readCassettes(settings.cassettes).values()]
    const counts = SOURCES.map((source) => {
      const id = settings.models[source].id
      return {
        source,
        id,
        count: entries.filter((entry) => entry.source === source && entry.model.asked === id).length,
      }
    })
    const evidence = `${folder}: ${counts.map(({ source, id, count }) => `${counted(count, 'recording')} of ${source}${id === '' ? '' : ` ${id}`}`).join(', ')}`
    const complete = counts.every(({ count }) => count > 0)
    const lacking = settings.backend === 'replay' ? failed : warning
    return { ...(complete ? ok('cassettes', evidence) : lacking('cassettes', evidence, record)), complete }
  } catch (error) {
    return { ...failed('cassettes', errorMessage(error), record), complete: false }
  }
}

/** The baseline that runs are compared with. */
export function baselineCheck(settings: Settings): Check {
  const file = shown(settings, settings.baseline)
  try {
    const baseline = readBaseline(settings.baseline)
    if (baseline === null)
      return warning('baseline', `${file} does not exist`, 'Record it: `npx vitest run goldens -u`.')
    const sets = Object.values(baseline.sets)
    const goldens = sets.reduce((count, set) => count + Object.keys(set.goldens).length, 0)
    return ok('baseline', `${file}: ${counted(goldens, 'golden')} in ${counted(sets.length, 'set')}`)
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error
    return failed('baseline', `${file}: ${error.problems.join('; ')}`, `${error.remedy}.`)
  }
}

const shown = (settings: Settings, path: string): string => relative(settings.root, path) || '.'
