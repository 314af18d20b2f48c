import { type Dirent, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { errorCode } from '../../text/error-message.ts'
import { CURRENT_LOG, logFiles } from '../log-files.ts'
import { rotatedAt } from '../rotated-name.ts'

/** Logs, also a part beside its compressed copy; their dated copies; and the lines that migrations set aside. */
const WITH_LINES = /\.ndjson(\.gz)?(\.\d{8}T\d{9}Z\.bak)?$|\.set-aside$/

/** Folders without data of conversations, and the cache of the log, which is deleted as a whole. */
const OTHER_FOLDERS: readonly string[] = ['engine', 'engine.part', 'models', 'forgotten', 'cache']

/**
 * All files that may have lines of a conversation: in the folder `dir`, and those that `logs` names, as `logFiles` reads
 * them, with their dated copies. First the current log and its parts, the newest first, then the others.
 */
export function filesWithLines(dir: string, logs: readonly string[]): string[] {
  const named = logs.flatMap((name) =>
    statSync(name, { throwIfNoEntry: false })?.isDirectory() === true
      ? filesBelow(name, { recursive: false })
      : logFiles([name]).flatMap((path) => [path, ...copiesOf(path)]),
  )
  const paths = [...new Set([...filesBelow(dir), ...named])].filter(
    (path) => WITH_LINES.test(path) || named.includes(path),
  )
  const age = (path: string) => {
    const name = basename(path)
    return name === CURRENT_LOG ? -Infinity : -(rotatedAt(name) ?? -Infinity)
  }
  return paths.sort((a, b) => age(a) - age(b) || (a < b ? -1 : 1))
}

/** The regular files below a folder, but for those without data of conversations; links are followed to files only. */
export function filesBelow(dir: string, { recursive = true }: { recursive?: boolean } = {}): string[] {
  return entriesOf(dir).flatMap((entry) => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return recursive && !OTHER_FOLDERS.includes(entry.name) ? filesBelow(path) : []
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? [path] : []
  })
}

function copiesOf(path: string): string[] {
  const start = `${basename(path)}.`
  return filesBelow(dirname(path), { recursive: false }).filter(
    (each) => basename(each).startsWith(start) && /\.(bak|set-aside)$/.test(each),
  )
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
