import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigEnv } from 'vite'
import { errorMessage, isError } from '../text/error-message.ts'
import { resolveSettings } from '../settings/resolve.ts'
import { SettingsError } from '../settings/settings-error.ts'
import type { AiosOptions, Settings } from '../settings/settings.ts'
import { importConfig } from './import-config.ts'

/** The names of a config that Vitest finds, the first one first. */
export const CONFIG_NAMES = ['vitest.config', 'vite.config'].flatMap((name) =>
  ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((ending) => `${name}.${ending}`),
)

/** The settings of the project in the working directory, with the options that its Vitest config gives to `aios()`. */
export async function projectSettings(): Promise<Settings> {
  const root = process.cwd()
  const config = CONFIG_NAMES.map((name) => join(root, name)).find((path) => existsSync(path))
  return resolveSettings(config === undefined ? {} : await optionsIn(config), { root, env: process.env })
}

async function optionsIn(config: string): Promise<AiosOptions> {
  const environment = { command: 'serve', mode: 'test' } as const
  const loaded = (await importConfig(config, environment)) ?? (await loadWithVite(config, environment))
  return pluginsIn(loaded['plugins']).find((plugin) => plugin.name === 'vitest-aios')?.api?.options ?? {}
}

async function loadWithVite(config: string, environment: ConfigEnv): Promise<Record<string, unknown>> {
  const { loadConfigFromFile } = await import('vite').catch((error: unknown) => {
    const remedy = 'Install Vitest, whose Vite reads it: npm install --save-dev vitest'
    throw new SettingsError([`cannot read ${config}: ${errorMessage(error)}. ${remedy}`])
  })
  const load = (loader?: 'runner') => loadConfigFromFile(environment, config, undefined, 'silent', undefined, loader)
  const loaded = await load()
    .catch((error: unknown) => {
      // By default Vite writes the bundled config to node_modules, which a full or read-only disk does not allow.
      if (isError(error) && 'syscall' in error) return load('runner')
      throw error
    })
    .catch((error: unknown) => {
      throw new SettingsError([`cannot read ${config}: ${errorMessage(error)}`])
    })
  return { ...loaded?.config }
}

/** Vite allows nested arrays of plugins, with falsy entries. */
function pluginsIn(list: unknown): { name?: string; api?: { options?: AiosOptions } }[] {
  if (Array.isArray(list)) return list.flatMap(pluginsIn)
  return typeof list === 'object' && list !== null ? [list] : []
}
