import { type Dirent, globSync, readdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { isSpecialFile } from '../regular-file.ts'
import { errorCode, errorMessage } from '../text/error-message.ts'

/** Names of the log, its rotated parts, and the runbook's logs. */
const LOG_NAME = /^(?:provenance|hypotheses|golden_tests).*\.ndjson(?:\.gz)?$/

/** Name of the log that is written to. */
export const CURRENT_LOG = 'provenance.ndjson'

/** Names of logs in a folder that was given explicitly. */
const ANY_LOG = /\.ndjson(?:\.gz)?$/

/**
 * The files to read events from. `from`: a folder with its log and the runbook's logs, or a list of files, globs, and
 * folders with `*.ndjson` and `*.ndjson.gz` files. The current log comes last, so that events are in the order in which
 * they were written. Entries with such a name that are not files are left out, see `leftOut`. Throws for a name in the list
 * that matches no file, or that is a pipe, a socket or a device.
 */
export function logFiles(from: string | readonly string[]): string[] {
  if (typeof from === 'string') return filesIn(from, LOG_NAME)
  return [...new Set(from.flatMap(filesOf))]
}

function filesOf(name: string): string[] {
  const stats = statSync(name, { throwIfNoEntry: false })
  if (stats !== undefined && isSpecialFile(stats))
    throw new Error(`cannot read the log ${name}: it is ${kindOf(stats)}, not a file\n  name a file or a folder`)
  if (stats !== undefined) return stats.isDirectory() ? filesIn(name, ANY_LOG) : [name]
  const found = /[*?[{]/.test(name) ? globSync(name.replaceAll('\\', '/')).sort() : []
  if (found.length === 0) throw new Error(`cannot read the log ${name}: no such file\n  check the path`)
  return found.flatMap((path) => filesOf(path))
}

/**
 * The entries with the name of a log in the folders of `from` that are not files, each with the reason: a folder, a device,
 * a pipe or a socket, of which a read may never end, or a link without a target.
 */
export function leftOut(from: string | readonly string[]): { path: string; reason: string }[] {
  if (typeof from === 'string') return noFilesIn(from, LOG_NAME)
  const folders = from.filter((name) => statSync(name, { throwIfNoEntry: false })?.isDirectory())
  return [...new Set(folders)].flatMap((folder) => noFilesIn(folder, ANY_LOG))
}

function noFilesIn(dir: string, pattern: RegExp): { path: string; reason: string }[] {
  return entriesIn(dir, pattern).flatMap((entry) => {
    const reason = whyNoFile(dir, entry)
    return reason === null ? [] : [{ path: join(dir, entry.name), reason }]
  })
}

function filesIn(dir: string, pattern: RegExp): string[] {
  const entries = entriesIn(dir, pattern).filter((entry) => whyNoFile(dir, entry) === null)
  const found = new Set(entries.map(({ name }) => name))
  // A rotation that was killed, or is under way, leaves a part beside its compressed copy.
  const names = [...found].filter((name) => !(name.endsWith('.gz') && found.has(name.slice(0, -3))))
  const [current, others] = [
    names.filter((name) => name === CURRENT_LOG),
    names.filter((name) => name !== CURRENT_LOG).sort(),
  ]
  return [...others, ...current].map((name) => join(dir, name))
}

/** The entries of a folder with the name of a log; none where the folder does not exist. Throws where it cannot be read. */
function entriesIn(dir: string, pattern: RegExp): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).filter(({ name }) => pattern.test(name))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** Why an entry is not a file; null: it is a file. */
function whyNoFile(dir: string, entry: Dirent): string | null {
  if (!entry.isSymbolicLink()) return entry.isFile() ? null : `it is ${kindOf(entry)}, not a file`
  try {
    const stats = statSync(join(dir, entry.name))
    return stats.isFile() ? null : `it is a link to ${kindOf(stats)}, not to a file`
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return 'it is a link to a file that does not exist'
    return code === 'ELOOP' ? 'its symbolic links form a loop' : errorMessage(error)
  }
}

function kindOf(entry: Dirent | Stats): string {
  if (entry.isDirectory()) return 'a folder'
  if (entry.isFIFO()) return 'a pipe'
  return entry.isSocket() ? 'a socket' : 'a device'
}
