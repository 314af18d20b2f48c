import type { LogSegment } from '../../../../schemas/generated/log-cache.ts'

/** A Parquet file. */
export interface ParquetFile {
  path: string
  /** A pattern that matches the path alone. */
  pattern: string
  /** See `checksumOf`. */
  checksum: number
}

/** A Parquet file of the log. */
export interface LogPart extends ParquetFile {
  /** Its judgements alone; null: it has none. */
  judgements: ParquetFile | null
  /** Of its first and last event; null: it has none with a time. */
  times: LogSegment['times']
  /** Older events that were set aside. */
  aside: number
  lines: number
  /** Whether its events are in memory. */
  isRecent: boolean
}

/** A pattern of DuckDB that matches a path alone. */
export function patternOf(path: string): string {
  return path.replace(/[*?[]/g, (char) => `[${char}]`)
}
