import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { removeAbandoned } from './duckdb/work-folder.ts'

/** The folder for what DuckDB reads in place of the log: facts and texts of its events, in Parquet files. */
export function logCache(dir: string): string {
  return join(dir, 'cache', 'log')
}

/** Deletes what processes that were killed have left of a log. */
export function sweepLogCache(dir: string): void {
  removeAbandoned(logCache(dir))
}

/** Deletes what was kept of a log. A process that uses it reads the log again. */
export function deleteLogCache(dir: string): void {
  rmSync(logCache(dir), { recursive: true, force: true })
}
