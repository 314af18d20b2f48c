import { logBytes } from '../provenance/log-bytes.ts'
import type { LogQuery } from '../provenance/query/log-query.ts'
import { logCache } from '../provenance/query/log-cache.ts'
import { INSTALL_DUCKDB, openLogQuery, type QueryOptions } from '../provenance/query/open-query.ts'
import { errorMessage } from '../text/error-message.ts'
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
  const query = await openLogQuery(from, {
    ...options,
    cache: logCache(dir),
    onFallback: (reason) =>
      printError(
        `note: the log is read without DuckDB: ${printable(errorMessage(reason).split('\n')[0] ?? '', { max: 300 })}`,
      ),
  })
  const bytes = query.reader === 'stream' ? logBytes(from) : 0
  if (bytes >= LARGE_BYTES)
    printError(`note: the log has ${Math.round(bytes / 1e6)} MB; DuckDB reads it faster: ${INSTALL_DUCKDB}`)
  return query
}
