import { logFiles } from '../../log-files.ts'
import type { LogFilter } from '../log-filter.ts'
import type { LogQuery } from '../log-query.ts'
import { streamQuery } from '../stream-query.ts'
import { Asker } from './asker.ts'
import { countsIn, pageIn, runsIn, seriesIn, weightsIn } from './answers.ts'
import { type Connection, type DuckDb, openDatabase } from './engine.ts'
import { LoadedLog } from './loaded-log.ts'
import { TABLES } from './relation.ts'

/** How queries use DuckDB. */
export interface DuckDbOptions {
  duckdb: DuckDb
  /** Whether a query reads so little that the streaming reader is faster. */
  isSmall: (filter: LogFilter) => Promise<boolean>
  /** Called with the reason where DuckDB cannot read the log, and the streaming reader answers. */
  onFallback?: (reason: unknown) => void
}

/** Queries that read the log with DuckDB, and small parts of it with the streaming reader. */
export function duckDbQuery(
  from: string | readonly string[],
  { duckdb, isSmall, onFallback = () => {} }: DuckDbOptions,
): LogQuery {
  const stream = streamQuery(from)
  let database: Promise<Database> | null = null
  let isClosed = false

  /** The answer of SQL, else of the streaming reader. */
  async function answer<T>(
    filter: LogFilter,
    ask: (log: Asker) => Promise<T>,
    otherwise: () => Promise<T>,
    { checksItself = false } = {},
  ): Promise<T> {
    if (await isSmall(filter)) return otherwise()
    try {
      database ??= openedDatabase(from, duckdb)
      const { connection, log } = await database
      await log.refresh()
      const asker = new Asker(connection, log, filter, duckdb.listValue)
      if (!checksItself) await asker.check()
      return await ask(asker)
    } catch (error) {
      if (isClosed) throw error
      onFallback(error)
      return otherwise()
    }
  }

  return {
    reader: 'duckdb',
    files: () => logFiles(from),
    counts: (filter = {}) => answer(filter, countsIn, () => stream.counts(filter), { checksItself: true }),
    series: (filter, options) =>
      answer(
        filter,
        (log) => seriesIn(log, options),
        () => stream.series(filter, options),
      ),
    page: (filter, options = {}) =>
      answer(
        filter,
        (log) => pageIn(log, options),
        () => stream.page(filter, options),
      ),
    event: (message) => stream.event(message),
    events: (filter) => stream.events(filter),
    async *facts(filter, only) {
      const batches = await answer(
        filter,
        (log) => log.stream(only),
        () => Promise.resolve(null),
      )
      if (batches === null) yield* stream.facts(filter, only)
      else for await (const rows of batches) yield* rows
    },
    weights: (filter, most = Infinity) =>
      answer(
        filter,
        (log) => weightsIn(log, most),
        () => stream.weights(filter, most),
      ),
    runs: (filter = {}, most = 100) =>
      answer(
        filter,
        (log) => runsIn(log, most),
        () => stream.runs(filter, most),
      ),
    close() {
      isClosed = true
      void database?.then(({ close }) => close()).catch(() => {})
    },
  }
}

interface Database {
  connection: Connection
  log: LoadedLog
  close: () => void
}

async function openedDatabase(from: string | readonly string[], duckdb: DuckDb): Promise<Database> {
  const instance = await openDatabase(duckdb)
  const connection = await instance.connect()
  await connection.run(TABLES)
  return {
    connection,
    log: new LoadedLog(from, connection, duckdb.listValue),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
