import { globSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../text/error-message.ts'

/** Names of the log, its rotated parts, and the runbook's logs. */
const LOG_NAME = /^(?:provenance|hypotheses|golden_tests).*\.ndjson(?:\.gz)?$/
const CURRENT = 'provenance.ndjson'

/** Names of logs in a folder that was given explicitly. */
const ANY_LOG = /\.ndjson(?:\.gz)?$/

/**
 * The files to read events from. `from`: a folder with its log and the runbook's logs, or a list of files, globs, and
 * folders with `*.ndjson` and `*.ndjson.gz` files. The current log comes last, so that events are in the order in which
 * they were written. Throws for a name in the list that matches no file.
 */
export function logFiles(from: string | readonly string[]): string[] {
  if (typeof from === 'string') return filesIn(from, LOG_NAME)
  return [...new Set(from.flatMap(filesOf))]
}

function filesOf(name: string): string[] {
  const stats = statSync(name, { throwIfNoEntry: false })
  if (stats !== undefined) return stats.isDirectory() ? filesIn(name, ANY_LOG) : [name]
  const found = /[*?[{]/.test(name) ? globSync(name.replaceAll('\\', '/')).sort() : []
  if (found.length === 0) throw new Error(`cannot read the log ${name}: no such file`)
  return found.flatMap((path) => (statSync(path).isDirectory() ? filesIn(path, ANY_LOG) : [path]))
}

function filesIn(dir: string, pattern: RegExp): string[] {
  const names = namesIn(dir).filter((name) => pattern.test(name))
  const [current, others] = [names.filter((name) => name === CURRENT), names.filter((name) => name !== CURRENT).sort()]
  return [...others, ...current].map((name) => join(dir, name))
}

/** The names in a folder; none where it does not exist. Throws where it cannot be read. */
function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
