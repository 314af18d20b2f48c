import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { errorCode } from '../../../text/error-message.ts'

/*
 * The part of @duckdb/node-api that is used here. Its own types cannot be imported: the package is an optional peer
 * dependency.
 */

export type Parameter = string | number | boolean | null | { readonly list?: never }
export type ResultRow = Record<string, unknown>

export interface Appender {
  appendVarchar(value: string): void
  appendDouble(value: number): void
  appendBoolean(value: boolean): void
  appendNull(): void
  endRow(): void
  flushSync(): void
  closeSync(): void
}

export interface Statement {
  bind(values: Record<string, Parameter>): void
  run(): Promise<{ rowsChanged: number }>
}

export interface ResultReader {
  getRowObjectsJS(): ResultRow[]
  getColumnsObjectJS(): Record<string, unknown[]>
}

export interface Connection {
  run(sql: string, values?: Record<string, Parameter>): Promise<unknown>
  runAndReadAll(sql: string, values?: Record<string, Parameter>): Promise<ResultReader>
  stream(sql: string, values?: Record<string, Parameter>): Promise<{ yieldRowObjectJs(): AsyncIterable<ResultRow[]> }>
  prepare(sql: string): Promise<Statement>
  createAppender(table: string): Promise<Appender>
  closeSync(): void
}

export interface Instance {
  connect(): Promise<Connection>
  closeSync(): void
}

export interface DuckDb {
  DuckDBInstance: { create(path: string, options: Record<string, string>): Promise<Instance> }
  listValue: (values: readonly string[]) => Parameter
}

/** The package; a name in a variable, so that it does not have to be installed to compile. */
const DUCKDB: string = '@duckdb/node-api'

/** Read by the allocator of DuckDB when it is loaded. */
const ALLOCATOR_VARIABLE = 'DUCKDB_JE_MALLOC_CONF'

/** Memory that is not used for 50 ms is given back; by default up to 100 MB are kept for seconds. At once takes a tenth longer. */
const ALLOCATOR_OPTIONS = 'dirty_decay_ms:50,muzzy_decay_ms:0'

/** The package; null: it is not installed. Rejects where it is installed and cannot be loaded. */
export async function loadDuckDb(): Promise<DuckDb | null> {
  const given = process.env[ALLOCATOR_VARIABLE]
  try {
    process.env[ALLOCATOR_VARIABLE] = given ?? ALLOCATOR_OPTIONS
    return (await import(DUCKDB)) as DuckDb
  } catch (error) {
    if (errorCode(error) === 'ERR_MODULE_NOT_FOUND') return null
    throw error
  } finally {
    if (given === undefined) delete process.env[ALLOCATOR_VARIABLE]
  }
}

/** Memory beside that of the process, before temporary files are used: for queries, and to keep events too. */
const MEMORY = { queries: '224MB', recent: '240MB' }

/** Each takes some 50 MB to read JSON. */
const THREADS = Math.min(2, availableParallelism())

/** Lets each statement use one thread: several that run at the same time wait for each other's threads otherwise. */
export async function withOneThread<T>(connection: Connection, run: () => Promise<T>): Promise<T> {
  await connection.run('SET threads = 1')
  try {
    return await run()
  } finally {
    await connection.run(`SET threads = ${THREADS}`)
  }
}

/** Opens an empty database in memory, with temporary files in a folder, which loads nothing from the network. */
export function openDatabase(
  { DuckDBInstance }: DuckDb,
  { folder, keepsRecent }: { folder: string; keepsRecent: boolean },
) {
  return DuckDBInstance.create(':memory:', {
    memory_limit: keepsRecent ? MEMORY.recent : MEMORY.queries,
    threads: String(THREADS),
    temp_directory: join(folder, 'duckdb'),
    preserve_insertion_order: 'false',
    // Memory that is not used any more is given back early.
    allocator_flush_threshold: '16MB',
    allocator_bulk_deallocation_flush_threshold: '32MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
}
