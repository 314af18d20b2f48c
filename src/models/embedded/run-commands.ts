import type { Settings } from '../../settings/settings.ts'
import { SOURCES } from '../../source.ts'
import { CATALOGUE, embeddedSettings, PAIRS } from './install/catalogue.ts'
import type { EngineStatus } from './install/status.ts'

const RUN = 'npx vitest run goldens'

/**
 * The commands that run the goldens on the embedded engine: with the configured models when they are installed, else
 * with an installed pair, else after `aios models pull`. Pure.
 */
export function embeddedCommands({ models }: Pick<Settings, 'models'>, status: EngineStatus): string[] {
  const configured = SOURCES.map((source) => models[source].id)
  if (status.kind === 'ready' && configured.every((id) => status.models.includes(id)))
    return [`AIOS_BACKEND=embedded ${RUN}`]
  if (status.kind === 'ready' && status.models.length > 1) return [`${embeddedSettings(status.models)} ${RUN}`]
  if (configured.every((id) => CATALOGUE.some((known) => known.id === id)))
    return [`npx aios models pull ${[...new Set(configured)].join(' ')}`, `AIOS_BACKEND=embedded ${RUN}`]
  return ['npx aios models pull', `${embeddedSettings(PAIRS.small.map(({ id }) => id))} ${RUN}`]
}
