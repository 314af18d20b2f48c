import { globSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../text/error-message.ts'

/** The log's own name, those that rotation gives to older parts of it, and those of the runbook's logs. */
const LOG_NAME = /^(?:provenance|hypotheses|golden_tests).*\.ndjson(?:\.gz)?$/
const CURRENT = 'provenance.ndjson'

/** Any log, in a folder that was named for its logs. */
const ANY_LOG = /\.ndjson(?:\.gz)?$/

/**
 * Files to read events from: a folder, with its log and the runbook's ones, or a list of files, globs, and folders, of
 * which each `*.ndjson` and `*.ndjson.gz` is read. The current log comes last, so that events are in the order in which
 * they were written. Throws for a name in the list that matches nothing.
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

/** A folder that is not there holds no log; one that cannot be read is an error of its own. */
function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
