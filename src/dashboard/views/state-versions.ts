import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { StateVersion } from '../../../schemas/generated/dashboard.ts'
import { stateFile } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import { problemOf } from '../../text/problem.ts'
import { statsOf } from '../sources.ts'

/** Kept states of a project that are shown, the newest. */
const MOST = 20

/** Largest state that the page gets, in bytes. */
const MOST_BYTES = 1_000_000

/** A state is nested four deep; what is deeper would not fit on the stack as JSON. */
const MOST_DEPTH = 50

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
  return Math.round(statsOf(path)?.mtimeMs ?? 0)
}

function versionOf(path: string): StateVersion[] {
  const facts = { path, time: changedAt(path) }
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return []
    if (!stats.isFile()) return [{ ...facts, content: null, error: 'it is not a regular file' }]
    if (stats.size > MOST_BYTES) return [{ ...facts, content: null, error: `it has ${stats.size} bytes` }]
    const content = JSON.parse(readFileSync(path, 'utf8')) as unknown
    if (depthOf(content) > MOST_DEPTH) return [{ ...facts, content: null, error: 'it is nested too deep' }]
    return [{ ...facts, content, error: null }]
  } catch (error) {
    return [{ ...facts, content: null, error: problemOf(error).reason }]
  }
}

/** How deep the values of JSON are nested, counted to just above `MOST_DEPTH`. */
function depthOf(content: unknown): number {
  let [depth, level] = [0, [content]]
  while (level.length > 0 && depth <= MOST_DEPTH) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
    depth += 1
  }
  return depth
}
