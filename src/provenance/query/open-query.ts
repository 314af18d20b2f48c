import { open } from 'node:fs/promises'
import { wallMs } from '../../clock.ts'
import { logBytes, textBytes } from '../log-bytes.ts'
import { logFiles } from '../log-files.ts'
import { isBefore, offsetOf, timeBefore } from '../seek.ts'
import { duckDbQuery } from './duckdb/duckdb-query.ts'
import { loadDuckDb } from './duckdb/engine.ts'
import { earlyQuery } from './early-query.ts'
import type { LogFilter } from './log-filter.ts'
import type { LogQuery } from './log-query.ts'
import { isCompressed } from '../lines.ts'
import { streamQuery } from './stream-query.ts'

/** How to query a log. */
export interface QueryOptions {
  /** Default: DuckDB for queries over much of a large log, where it is installed. */
  reader?: 'duckdb' | 'stream'
  /**
   * The folder for the Parquet files that DuckDB reads in place of the log; they hold all that the log does. Default: none,
   * all facts are kept in memory.
   */
  cache?: string
  /** Whether many queries follow, as in a server: then DuckDB answers those over small logs too. Default false. */
  manyQueries?: boolean
  /**
   * Whether queries over long times are answered from the newest events alone while a large log is read for the first time,
   * as `LogQuery.partial` tells. With `manyQueries`. Default false: they wait.
   */
  partial?: boolean
  /** Called with the reason where DuckDB cannot read the log, and the streaming reader answers. */
  onFallback?: (reason: unknown) => void
  /** Called with the path of a file in `cache` that is damaged, and is made again. */
  onDamage?: (path: string) => void
}

/** The streaming reader answers in about half a second; DuckDB takes that long to start. */
const SMALL_BYTES = 32_000_000

/** So much is read in some seconds, and its rows fit into memory. */
const EARLY_BYTES = 128_000_000

/** So much of a longer log is read for partial answers. */
const PARTIAL_BYTES = 48_000_000

/**
 * Opens a log for queries: a folder with its log and rotated parts, or a list of files, globs and folders (see
 * `logFiles`). Rejects where `reader` is `duckdb` and it is not installed.
 */
export async function openLogQuery(
  from: string | readonly string[],
  { reader, cache, manyQueries = false, partial = false, onFallback, onDamage }: QueryOptions = {},
): Promise<LogQuery> {
  const isForced = reader === 'duckdb' || manyQueries
  if (reader === 'stream' || (!isForced && logBytes(from) < SMALL_BYTES)) return streamQuery(from)
  const duckdb = await loadDuckDb()
  if (duckdb === null) {
    if (reader === 'duckdb') throw new Error(`DuckDB is not installed; install it: ${INSTALL_DUCKDB}`)
    return streamQuery(from)
  }
  const options = { duckdb, cache: cache ?? null, ...(onFallback && { onFallback }), ...(onDamage && { onDamage }) }
  const isSmall = async (filter: LogFilter) => !isForced && (await bytesToRead(from, filter)) < SMALL_BYTES
  if (!manyQueries) return duckDbQuery(from, { ...options, isSmall })
  return earlyQuery((pause) => duckDbQuery(from, { ...options, isSmall, keepsRecent: true, pause }), {
    openNewest: async (since) =>
      (await bytesToRead(from, { since })) > EARLY_BYTES ? null : duckDbQuery(from, { ...options, isSmall, since }),
    ...(partial && { newestTime: () => newestTime(from) }),
  })
}

/** The time since which the log has about `PARTIAL_BYTES`; null: unknown. */
async function newestTime(from: string | readonly string[]): Promise<Date | null> {
  let rest = PARTIAL_BYTES
  for (const path of logFiles(from).toReversed()) {
    const bytes = textBytes(path)
    if (bytes < rest) {
      rest -= bytes
      continue
    }
    return timeBefore(path, rest)
  }
  return null
}

/** The command that installs DuckDB. */
export const INSTALL_DUCKDB = 'npm install --save-dev @duckdb/node-api'

/** Bytes that the streaming reader would read for a filter. */
async function bytesToRead(from: string | readonly string[], { since }: LogFilter): Promise<number> {
  if (since === undefined) return logBytes(from)
  const window = { from: since.getTime(), to: wallMs() }
  let sum = 0
  for (const path of logFiles(from).filter((each) => !isBefore(each, window))) {
    const file = isCompressed(path) ? null : await open(path).catch(() => null)
    sum += textBytes(path)
    if (file === null) continue
    try {
      sum -= await offsetOf(file, window)
    } finally {
      await file.close()
    }
  }
  return sum
}
