import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import validateEntry from '../../../schemas/generated/cassette.validate.js'
import { CURRENT_LOG } from '../../provenance/log-files.ts'
import { rotatedAt } from '../../provenance/rotated-name.ts'
import type { Settings } from '../../settings/settings.ts'
import { errorCode } from '../../text/error-message.ts'

/** What can be deleted. The first four are deleted where nothing is named. */
export const CLEANABLE = [
  'state',
  'reports',
  'comparisons',
  'caches',
  'log',
  'engine',
  'models',
  'baseline',
  'cassettes',
] as const
export type Cleanable = (typeof CLEANABLE)[number]

export const USUAL: readonly Cleanable[] = ['state', 'reports', 'comparisons', 'caches']

/** Reviewed and committed: deleted with `--all` only. */
export const REVIEWED: readonly Cleanable[] = ['baseline', 'cassettes']

/** A file or a whole folder that can be deleted. */
export interface Found {
  kind: Cleanable
  path: string
  isFolder: boolean
  /** Of all files in it. */
  bytes: number
}

/** What was found, and what stays although it has a known name. */
export interface FoundFiles {
  files: Found[]
  kept: { path: string; reason: string }[]
}

/** No write, rotation or download pauses for so long: what is unfinished and older was abandoned. */
const ABANDONED_AFTER_MS = 600_000

/** The files of a run's folder by name. What matches none of these is unknown, and stays. */
const IN_FOLDER: readonly { kind: Cleanable; name: RegExp; folder?: true; unfinished?: true }[] = [
  { kind: 'state', name: /^adaptive_routing_state(\.(older|corrupt|newer)-[\dTZ]+(-\d+)?)?\.json$/ },
  { kind: 'state', name: /^slo_notifications\.json$/ },
  { kind: 'reports', name: /^last_report\.json$/ },
  { kind: 'caches', name: /^cache$/, folder: true },
  { kind: 'caches', name: /^dashboards$/, folder: true, unfinished: true },
  { kind: 'caches', name: /^adaptive_routing_state\.json\.[\da-f-]{36}\.tmp$/, unfinished: true },
  { kind: 'caches', name: /^provenance\.\d{8}T\d{9}Z\.ndjson\.gz\.\d+\.tmp$/, unfinished: true },
  {
    kind: 'caches',
    name: /^(provenance|hypotheses|golden_tests)\b.*\.ndjson(\.gz)?(\.\d{8}T\d{9}Z\.bak)?\.\d+\.rewrite\.tmp$/,
    unfinished: true,
  },
  { kind: 'caches', name: /^last_report\.json\.\d+$/, unfinished: true },
  { kind: 'caches', name: /^engine\.part$/, folder: true, unfinished: true },
  { kind: 'engine', name: /^engine$/, folder: true },
]

/** Finds what can be deleted of the kinds, with sizes. Follows no link below the folder of the project's files. */
export function findFiles(
  { dir, root, baseline, cassettes }: Settings,
  kinds: readonly Cleanable[],
  now: number,
): FoundFiles {
  const found: FoundFiles = { files: [], kept: [] }
  const wanted = (kind: Cleanable) => kinds.includes(kind)

  function add(kind: Cleanable, path: string, { folder = false, unfinished = false } = {}): void {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return
    if (stats.isSymbolicLink()) return void found.kept.push({ path, reason: 'it is a link' })
    if (folder ? !stats.isDirectory() : !stats.isFile()) {
      return void found.kept.push({ path, reason: folder ? 'it is not a folder' : 'it is not a file' })
    }
    if (unfinished && now - stats.mtimeMs < ABANDONED_AFTER_MS) {
      return void found.kept.push({ path, reason: 'it changed in the last 10 minutes' })
    }
    found.files.push({ kind, path, isFolder: folder, bytes: folder ? bytesIn(path) : stats.size })
  }

  for (const { name } of entriesOf(dir)) {
    for (const rule of IN_FOLDER) if (wanted(rule.kind) && rule.name.test(name)) add(rule.kind, join(dir, name), rule)
    if (wanted('log') && (name === CURRENT_LOG || rotatedAt(name) !== null)) add('log', join(dir, name))
  }
  const inside = (folder: string): Dirent[] => {
    if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return entriesOf(folder)
    found.kept.push({ path: folder, reason: 'it is a link' })
    return []
  }
  if (wanted('comparisons')) {
    const folder = join(dir, 'comparisons')
    for (const { name } of inside(folder)) {
      if (/^comparison_\d{8}T\d{9}Z_[\w-]+\.json$/.test(name)) add('comparisons', join(folder, name))
    }
  }
  if (wanted('models') || wanted('caches')) {
    const folder = join(dir, 'models')
    for (const { name } of inside(folder)) {
      if (wanted('models') && name.endsWith('.gguf')) add('models', join(folder, name))
      if (wanted('caches') && name.startsWith('.pull-'))
        add('caches', join(folder, name), { folder: true, unfinished: true })
    }
  }
  const isOutside = (path: string) => !isWithin(root, dirname(path))
  if (wanted('baseline')) {
    if (isOutside(baseline)) found.kept.push({ path: baseline, reason: 'it is outside of the project' })
    else add('baseline', baseline)
  }
  if (wanted('cassettes')) {
    if (isOutside(join(cassettes, 'x'))) found.kept.push({ path: cassettes, reason: 'it is outside of the project' })
    else {
      for (const { name } of inside(cassettes)) {
        const path = join(cassettes, name)
        if (!name.endsWith('.ndjson')) continue
        if (isCassette(path)) add('cassettes', path)
        else found.kept.push({ path, reason: 'it is not a cassette' })
      }
    }
  }
  return found
}

/** Whether a folder is in another one when links are followed; true where it does not exist. */
function isWithin(root: string, folder: string): boolean {
  try {
    return !/^\.\.(?:$|[/\\])|^[A-Z]:/i.test(relative(realpathSync(root), realpathSync(folder)))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true
    throw error
  }
}

function isCassette(path: string): boolean {
  if (lstatSync(path).isSymbolicLink()) return true
  try {
    const [first = ''] = readFileSync(path, 'utf8').split('\n', 1)
    return validateEntry(JSON.parse(first))
  } catch {
    return false
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return []
    throw error
  }
}

/** Of a folder with its subfolders; a link counts as itself. */
function bytesIn(folder: string): number {
  return entriesOf(folder).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? bytesIn(path) : (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0))
  }, 0)
}

/** The name of a path for people: relative to the project where it is in it. */
export function shownPath(root: string, path: string): string {
  const near = relative(root, path)
  return near.startsWith('..') ? path : near || basename(path)
}
