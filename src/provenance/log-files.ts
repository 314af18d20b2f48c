import { globSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../text/error-message.ts'

/** Names of the log, its rotated parts, and the runbook's logs. */
const LOG_NAME = /^(?:provenance|hypotheses|golden_tests).*\.ndjson(?:\.gz)?$/

/** Name of the log that is written to. */
export const CURRENT_LOG = 'provenance.ndjson'

/** Names of logs in a folder that was given explicitly. */
const ANY_LOG = /\.ndjson(?:\.gz)?$/

/**
 * The files to read events from. `from`: a folder with its log and the runbook's logs, or a list of files, globs, and
 * folders with `*.ndjson` and `*.ndjson.gz` files. The current log comes last, so that events are in the order in which
 * they were written. Throws for a name in the list that matches no file, or that is a device.
 */
export function logFiles(from: string | readonly string[]): string[] {
  if (typeof from === 'string') return filesIn(from, LOG_NAME)
  return [...new Set(from.flatMap(filesOf))]
}

function filesOf(name: string): string[] {
  const stats = statSync(name, { throwIfNoEntry: false })
  if (stats?.isCharacterDevice() || stats?.isBlockDevice())
    throw new Error(`cannot read the log ${name}: it is a device, not a file`)
  if (stats !== undefined) return stats.isDirectory() ? filesIn(name, ANY_LOG) : [name]
  const found = /[*?[{]/.test(name) ? globSync(name.replaceAll('\\', '/')).sort() : []
  if (found.length === 0) throw new Error(`cannot read the log ${name}: no such file`)
  return found.flatMap((path) => (statSync(path).isDirectory() ? filesIn(path, ANY_LOG) : [path]))
}

function filesIn(dir: string, pattern: RegExp): string[] {
  const found = new Set(namesIn(dir).filter((name) => pattern.test(name)))
  // A rotation that was killed, or is under way, leaves a part beside its compressed copy.
  const names = [...found].filter((name) => !(name.endsWith('.gz') && found.has(name.slice(0, -3))))
  const [current, others] = [
    names.filter((name) => name === CURRENT_LOG),
    names.filter((name) => name !== CURRENT_LOG).sort(),
  ]
  return [...others, ...current].map((name) => join(dir, name))
}

/**
 * The names in a folder without pipes and sockets, of which a read may never end; none where the folder does not exist.
 * Throws where it cannot be read.
 */
function namesIn(dir: string): string[] {
  try {
    const entries = readdirSync(dir, { withFileTypes: true })
    return entries.filter((entry) => !entry.isFIFO() && !entry.isSocket()).map(({ name }) => name)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
