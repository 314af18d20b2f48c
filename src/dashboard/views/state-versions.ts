import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { StateVersion } from '../../../schemas/generated/dashboard.ts'
import { stateFile } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import { errorMessage } from '../../text/error-message.ts'

/** Kept states of a project that are shown, the newest. */
const MOST = 20

/** Largest state that the page gets, in bytes. */
const MOST_BYTES = 1_000_000

/** The router state as it is on disk, and its kept versions, the newest first. */
export function stateVersions({ dir }: Settings): StateVersion[] {
  const current = stateFile(dir)
  return [current, ...keptBeside(current)].flatMap(versionOf)
}

/** Copies and set-aside files of a state: their names begin like its own. */
function keptBeside(path: string): string[] {
  const own = basename(path)
  const start = `${own.replace(/\.json$/, '')}.`
  try {
    return readdirSync(dirname(path))
      .filter((name) => name !== own && name.startsWith(start) && name.endsWith('.json'))
      .map((name) => join(dirname(path), name))
      .sort((a, b) => changedAt(b) - changedAt(a))
      .slice(0, MOST)
  } catch {
    return []
  }
}

function changedAt(path: string): number {
  return Math.round(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
}

function versionOf(path: string): StateVersion[] {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return []
  const facts = { path, time: Math.round(stats.mtimeMs) }
  if (!stats.isFile()) return [{ ...facts, content: null, error: 'it is not a regular file' }]
  if (stats.size > MOST_BYTES) return [{ ...facts, content: null, error: `it has ${stats.size} bytes` }]
  try {
    return [{ ...facts, content: JSON.parse(readFileSync(path, 'utf8')) as unknown, error: null }]
  } catch (error) {
    return [{ ...facts, content: null, error: errorMessage(error) }]
  }
}
