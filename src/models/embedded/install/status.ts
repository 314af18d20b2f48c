import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PAIRS } from './catalogue.ts'
import { findModelFiles } from './model-files.ts'

/** The engine's package and the version that `aios models pull` installs. */
export const ENGINE = { name: 'node-llama-cpp', version: '3.22.1' } as const

/** Whether the embedded engine can answer. `engine` is its name and version; `models` are the ids of the model files, `missing` names what to install. */
export type EngineStatus =
  | { kind: 'ready'; engine: string; models: string[] }
  | { kind: 'missing'; engine: string | null; models: string[]; missing: string[] }

/**
 * What is installed for the embedded engine in `dir` (`AIOS_DIR`). Ready: an engine and at least one model file; the
 * caller checks that `models` contains its model. Cheap: only checks for files.
 */
export async function engineStatus(dir: string): Promise<EngineStatus> {
  const found = findEngine(dir)
  const engine = found === null ? null : `${ENGINE.name} ${found.version}`
  const models = findModelFiles(dir).map(({ id }) => id)
  if (engine !== null && models.length > 0) return { kind: 'ready', engine, models }
  const absent = models.length > 0 ? [] : PAIRS.small.map(({ id }) => id)
  return { kind: 'missing', engine, models, missing: [...(engine === null ? [ENGINE.name] : []), ...absent] }
}

/** An installed engine: the module to import, and its version. */
export interface InstalledEngine {
  entry: string
  version: string
}

/** Where `aios models pull` installs the engine. */
export function engineFolder(dir: string): string {
  return join(dir, 'engine')
}

/** The engine of the user's project, else the one pulled into `dir`; ignores other major versions. */
export function findEngine(dir: string): InstalledEngine | null {
  return engineSeenFrom(process.cwd()) ?? engineSeenFrom(engineFolder(dir))
}

/** The engine that code in `folder` would import. */
export function engineSeenFrom(folder: string): InstalledEngine | null {
  try {
    const entry = createRequire(join(folder, 'seen-from.js')).resolve(ENGINE.name)
    const version = versionOf(entry)
    return major(version) === major(ENGINE.version) ? { entry, version } : null
  } catch {
    return null
  }
}

function versionOf(entry: string): string {
  let folder = dirname(entry)
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
}

function major(version: string): string | undefined {
  return version.split('.')[0]
}
