import { existsSync, rmSync } from 'node:fs'
import { errorMessage } from '../../../text/error-message.ts'
import { logFiles } from '../../log-files.ts'
import type { LogFilter } from '../log-filter.ts'
import type { WholeQuery } from '../early-reader.ts'
import { logStamp } from '../log-stamp.ts'
import { pageRequest } from '../page.ts'
import { streamQuery } from '../stream-query.ts'
import { conversationsIn, countsIn, goldensIn, pageIn, runsIn, seriesIn, spanIn } from './answers.ts'
import { Asker } from './asker.ts'
import { isNamedIn } from './checked-parts.ts'
import { type Connection, type DuckDb, type Instance, openDatabase } from './engine.ts'
import { eventAt, eventsFrom, placesIn } from './events-at.ts'
import { SEGMENT_SIZES, type SegmentSizes } from './loaded-file.ts'
import { LoadedLog } from './loaded-log.ts'
import type { LogSource } from './log-source.ts'
import { TABLES } from './relation.ts'
import { skippedIn } from './skipped.ts'
import { TextMatches } from './text-matches.ts'
import { weightsIn } from './weights.ts'
import { createWorkFolder, namesWorkFolder, removeWorkFolder } from './work-folder.ts'

/** How queries use DuckDB. */
export interface DuckDbOptions {
  duckdb: DuckDb
  /** The folder of the Parquet files; null: all rows are kept in memory. */
  cache: string | null
  /** Default: `SEGMENT_SIZES`. */
  sizes?: SegmentSizes
  /** Default 2,000,000. See `AskerOptions`. */
  mostAtOnce?: number
  /** Whether the events of the newest Parquet files are taken into memory between queries, for those that follow. */
  keepsRecent?: boolean
  /** Only queries from then on follow, so that the log is not read from its beginning, and no Parquet file is made. */
  since?: Date
  /** Resolves when reading may go on. */
  pause?: () => Promise<unknown>
  /** Whether a query reads so little that the streaming reader is faster. */
  isSmall: (filter: LogFilter) => Promise<boolean>
  /** Called with the reason where DuckDB cannot read the log, and the streaming reader answers. */
  onFallback?: (reason: unknown) => void
  /** Called with the path of a Parquet file that is damaged, and is made again. */
  onDamage?: (path: string) => void
}

/** Queries that read the log with DuckDB, and small parts of it with the streaming reader. */
export function duckDbQuery(
  from: string | readonly string[],
  {
    duckdb,
    cache,
    sizes = SEGMENT_SIZES,
    mostAtOnce = 2_000_000,
    keepsRecent = false,
    since,
    pause,
    isSmall,
    onFallback = () => {},
    onDamage = () => {},
  }: DuckDbOptions,
): WholeQuery {
  const stream = streamQuery(from)
  let database: Database | null = null
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false
  let waiting = 0
  /** Whether the folder of the Parquet files takes no temporary files, such as on a full disk. */
  let isCacheFull = false

  /** Queries come one after the other: each may change the tables before it reads them. */
  function inTurn<T>(ask: () => Promise<T>): Promise<T> {
    waiting += 1
    const answer = last.then(ask).finally(() => {
      waiting -= 1
      if (waiting === 0 && keepsRecent && !isClosed) remember()
    })
    last = answer.catch(() => {})
    return answer
  }

  /** Takes more events into memory while no query waits. */
  function remember(): void {
    last = last
      .then(async () => {
        if (waiting === 0 && !isClosed && (await database?.log.remember()) === true) remember()
      })
      .catch(() => {})
  }

  async function ask<T>(filter: LogFilter, question: (log: Asker, instance: Instance) => Promise<T>): Promise<T> {
    if (isClosed) throw new Error('the query is closed')
    database ??= await openedDatabase(
      duckdb,
      { from, cache, sizes, ...(since && { since }), ...(pause && { pause }) },
      { keepsRecent, workIn: isCacheFull ? null : cache },
    )
    const { connection, instance, log, matches } = database
    if (isClosed) log.stop()
    try {
      await log.refresh()
    } catch (error) {
      giveUp(error)
      throw error
    }
    const asker = new Asker({ connection, log, matches, filter, listValue: duckdb.listValue, mostAtOnce })
    await asker.prepare()
    return question(asker, instance)
  }

  /** Closes the database, and deletes the Parquet file that an error is about. */
  function giveUp(error: unknown): void {
    if (database === null) return
    const { log, folder } = database
    // One that was deleted is created again.
    if (isOfWorkFolder(error)) isCacheFull ||= existsSync(folder)
    const damaged = log.parts.find((part) => isNamedIn(errorMessage(error), part))
    if (damaged !== undefined && existsSync(damaged.path)) onDamage(damaged.path)
    if (damaged !== undefined) log.discard(damaged)
    else if (cache !== null && isOfParquet(error)) rmSync(cache, { recursive: true, force: true })
    const { close } = database
    database = null
    close()
  }

  /** The answer of SQL, else of the streaming reader. */
  async function answer<T>(
    filter: LogFilter,
    question: (log: Asker, instance: Instance) => Promise<T>,
    otherwise: () => Promise<T>,
  ): Promise<T> {
    if (await isSmall(filter)) return otherwise()
    try {
      return await inTurn(() =>
        ask(filter, question).catch((error: unknown) => {
          // A Parquet file is damaged, or another process deleted it, such as `aios clean`: it is made again.
          if (isClosed || cache === null || !(isOfParquet(error) || isOfWorkFolder(error))) throw error
          giveUp(error)
          return ask(filter, question)
        }),
      )
    } catch (error) {
      if (isClosed) throw error
      onFallback(error)
      return otherwise()
    }
  }

  return {
    reader: 'duckdb',
    files: () => logFiles(from),
    stamp: () => logStamp(from),
    partial: () => Promise.resolve(null),
    progress: () => database?.log.progress ?? null,
    counts: (filter = {}) => answer(filter, countsIn, () => stream.counts(filter)),
    span: (filter = {}) => answer(filter, spanIn, () => stream.span(filter)),
    series: (filter, options) =>
      answer(
        filter,
        (log) => seriesIn(log, options),
        () => stream.series(filter, options),
      ),
    goldens: (filter = {}, options = {}) =>
      answer(
        filter,
        (log) => goldensIn(log, options),
        () => stream.goldens(filter, options),
      ),
    async page(filter, options = {}) {
      // The streaming reader would reject an invalid cursor too.
      const request = pageRequest(options)
      return answer(
        filter,
        (log) => pageIn(log, request),
        () => stream.page(filter, options),
      )
    },
    event: (message) =>
      answer(
        {},
        (log) => eventAt(log, message),
        () => stream.event(message),
      ),
    async *events(filter = {}) {
      const places = await answer(filter, placesIn, () => Promise.resolve(null))
      yield* places === null ? stream.events(filter) : eventsFrom(places)
    },
    async *facts(filter, only, onSkipped) {
      const found = await answer(
        filter,
        async (log, instance) => {
          const skipped = await skippedIn(log)
          const connection = await instance.connect()
          return { skipped, connection, batches: await log.stream(only, connection) }
        },
        () => Promise.resolve(null),
      )
      if (found === null) return yield* stream.facts(filter, only, onSkipped)
      onSkipped?.(found.skipped)
      try {
        for await (const rows of found.batches) yield* rows
      } finally {
        found.connection.closeSync()
      }
    },
    weights: (filter, most = Infinity) =>
      answer(
        filter,
        (log) => weightsIn(log, most),
        () => stream.weights(filter, most),
      ),
    conversations: (filter = {}) => answer(filter, conversationsIn, () => stream.conversations(filter)),
    runs: (filter = {}, most = 100) =>
      answer(
        filter,
        (log) => runsIn(log, most),
        () => stream.runs(filter, most),
      ),
    close() {
      isClosed = true
      database?.log.stop()
      void last.then(() => database?.close())
    },
  }
}

function isOfParquet(error: unknown): boolean {
  return errorMessage(error).includes('.parquet')
}

/** Whether an error is about a temporary file, or the disk that it is on. */
function isOfWorkFolder(error: unknown): boolean {
  return namesWorkFolder(errorMessage(error))
}

interface Database {
  instance: Instance
  connection: Connection
  log: LoadedLog
  matches: TextMatches
  /** For temporary files. */
  folder: string
  close: () => void
}

async function openedDatabase(
  duckdb: DuckDb,
  source: Pick<LogSource, 'from' | 'cache' | 'sizes' | 'since' | 'pause'>,
  { keepsRecent, workIn }: { keepsRecent: boolean; workIn: string | null },
): Promise<Database> {
  const folder = createWorkFolder(workIn)
  const instance = await openDatabase(duckdb, { folder, keepsRecent })
  const connection = await instance.connect()
  await connection.run(TABLES)
  // Else each query reads the schemas of all Parquet files again.
  await connection.run('SET parquet_metadata_cache = true')
  const cache = source.since === undefined ? source.cache : null
  const log = new LoadedLog({
    ...source,
    cache,
    folder,
    isReplaceable: workIn !== null,
    instance,
    connection,
    listValue: duckdb.listValue,
  })
  return {
    instance,
    connection,
    log,
    matches: new TextMatches(connection),
    folder,
    close() {
      log.close()
      connection.closeSync()
      instance.closeSync()
      removeWorkFolder(folder)
    },
  }
}
