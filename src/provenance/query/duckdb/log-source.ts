import type { Connection, DuckDb, Instance } from './engine.ts'
import type { SegmentSizes } from './loaded-file.ts'

/** Where the log is, and the database to load it into. */
export interface LogSource {
  from: string | readonly string[]
  /** The folder of the Parquet files; null: all rows are kept in memory. */
  cache: string | null
  sizes: SegmentSizes
  /** Only events from then on are wanted, so that files are not read from their beginning. Default: all. */
  since?: Date
  /** Resolves when reading may go on. */
  pause?: () => Promise<unknown>
  /** For temporary files with text of the log. */
  folder: string
  /** Whether another folder can take its place. */
  isReplaceable: boolean
  instance: Instance
  connection: Connection
  listValue: DuckDb['listValue']
}
