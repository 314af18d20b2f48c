import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type DuckDbOptions, duckDbQuery } from '../../src/provenance/query/duckdb/duckdb-query.ts'
import { loadDuckDb } from '../../src/provenance/query/duckdb/engine.ts'
import type { LogFilter } from '../../src/provenance/query/log-filter.ts'
import type { LogQuery } from '../../src/provenance/query/log-query.ts'
import { streamQuery } from '../../src/provenance/query/stream-query.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { temporaryFolder } from './folder.ts'
import { answersOf } from './log-answers.ts'

/** So small that files of a test have several segments. */
const SIZES = { segment: 60_000, growing: 20_000, finished: 1_000 }

export const FILTERS: LogFilter[] = [
  {},
  { since: new Date('2026-11-01T20:00:00Z'), verdict: 'pass' },
  { text: 'franconia' },
]

/** A query that DuckDB answers from a cache, or the test fails. */
export async function cached(
  from: string,
  cache: string,
  options: Pick<DuckDbOptions, 'pause' | 'onDamage' | 'mostAtOnce' | 'keepsRecent'> = {},
): Promise<LogQuery> {
  const duckdb = await loadDuckDb()
  if (duckdb === null) throw new Error('DuckDB is not installed')
  const query = duckDbQuery(from, {
    duckdb,
    cache,
    sizes: SIZES,
    keepsRecent: true,
    ...options,
    isSmall: () => Promise.resolve(false),
    onFallback: (reason) => {
      throw reason
    },
  })
  onTestFinished(() => query.close())
  return query
}

/** The answers for each filter. */
export async function allAnswers(query: LogQuery, filters: readonly LogFilter[] = FILTERS) {
  const all: Awaited<ReturnType<typeof answersOf>>[] = []
  for (const filter of filters) all.push(await answersOf(query, filter))
  return all
}

export async function expectEqualCounts(query: LogQuery, from: string): Promise<void> {
  expect(await query.counts()).toEqual(await streamQuery(from).counts())
}

export function parquetFiles(cache: string): string[] {
  return readdirSync(cache, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.parquet'))
    .toSorted()
}

/** The folders of Parquet files. */
export function cachedFiles(cache: string): string[] {
  return readdirSync(cache).filter((name) => existsSync(join(cache, name, 'manifest.json')))
}

export function folders(): { folder: string; cache: string; log: string } {
  const folder = temporaryFolder()
  return {
    folder,
    cache: join(temporaryFolder(), "it's [a] cache"),
    log: join(folder, 'provenance.ndjson'),
  }
}

export const line = (msg_id: string, fields: Parameters<typeof sampleEvent>[0] = {}) =>
  `${JSON.stringify(sampleEvent({ msg_id, ...fields }))}\n`

export function many(count: number, fields: Parameters<typeof sampleEvent>[0] = {}): string {
  return Array.from({ length: count }, (_, index) => line(`m${index}`, fields)).join('')
}
