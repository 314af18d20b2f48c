import type { Settings } from '../../settings/settings.ts'
import { SOURCES } from '../../source.ts'
import { CATALOGUE, embeddedSettings, PAIRS } from './install/catalogue.ts'
import type { EngineStatus } from './install/status.ts'

/**
 * The commands that run `command` on the embedded engine: with the configured models when they are installed, else
 * with an installed pair, else after `aios models pull`. Pure.
 */
export function embeddedCommands(
  { models }: Pick<Settings, 'models'>,
  status: EngineStatus,
  command = 'npx vitest run goldens',
): string[] {
  const configured = SOURCES.map((source) => models[source].id)
  if (status.kind === 'ready' && configured.every((id) => status.models.includes(id)))
    return [`AIOS_BACKEND=embedded ${command}`]
  if (status.kind === 'ready' && status.models.length > 1) return [`${embeddedSettings(status.models)} ${command}`]
  if (configured.every((id) => CATALOGUE.some((known) => known.id === id)))
    return [`npx aios models pull ${[...new Set(configured)].join(' ')}`, `AIOS_BACKEND=embedded ${command}`]
  return ['npx aios models pull', `${embeddedSettings(PAIRS.small.map(({ id }) => id))} ${command}`]
}
