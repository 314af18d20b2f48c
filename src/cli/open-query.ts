import { problemOf } from '../text/problem.ts'
import { logBytes } from '../provenance/log-bytes.ts'
import { logFiles } from '../provenance/log-files.ts'
import type { LogQuery } from '../provenance/query/log-query.ts'
import { logCache } from '../provenance/query/log-cache.ts'
import { INSTALL_DUCKDB, openLogQuery, type QueryOptions } from '../provenance/query/open-query.ts'
import { printable } from '../text/printable.ts'
import { printError } from './print.ts'

/** Size of a log from which DuckDB is suggested, in bytes: the streaming reader takes some seconds. */
const LARGE_BYTES = 200_000_000

/** Opens a log for a command of the project in `dir`; a large one without DuckDB gets a note on standard error. */
export async function openQuery(
  dir: string,
  from: string | readonly string[],
  options: Pick<QueryOptions, 'manyQueries' | 'partial'> = {},
): Promise<LogQuery> {
  // Rejects where it is missing or cannot be listed.
  logFiles(from)
  const noted = new Set<string>()
  const query = await openLogQuery(from, {
    ...options,
    cache: logCache(dir),
    onFallback(error) {
      const reason = printable(problemOf(error).reason, { max: 300 })
      // Each attempt has a folder of its own.
      const kind = reason.replace(/aios-log-[\w/-]+/, '')
      if (!noted.has(kind)) printError(`note: the log is read without DuckDB: ${reason}`)
      noted.add(kind)
    },
    onDamage: (path) => printError(`note: ${path} was damaged; it is made again from the log`),
  })
  const bytes = query.reader === 'stream' ? logBytes(from) : 0
  if (bytes >= LARGE_BYTES)
    printError(`note: the log has ${Math.round(bytes / 1e6)} MB; DuckDB reads it faster: ${INSTALL_DUCKDB}`)
  return query
}
