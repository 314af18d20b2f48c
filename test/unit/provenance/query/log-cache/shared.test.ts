import { appendFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { LogQuery } from '../../../../../src/provenance/query/log-query.ts'
import { cached, expectEqualCounts, folders, many, parquetFiles } from '../../../../support/log-cache.ts'

/** Two queries that use one cache, as those of two processes do, and how many pieces of the log they have read. */
async function twoQueries(folder: string, cache: string): Promise<{ queries: LogQuery[]; pieces: () => number }> {
  let pieces = 0
  const pause = async () => {
    pieces += 1
  }
  // Events in memory would answer in place of the Parquet files.
  const options = { pause, keepsRecent: false }
  const queries = [await cached(folder, cache, options), await cached(folder, cache, options)]
  return { queries, pieces: () => pieces }
}

test.for([
  ['a log', 'provenance.ndjson', many(60)],
  ['an archive', 'provenance.20261103T000000000Z.ndjson.gz', gzipSync(many(60))],
] as const)('two processes use the same cache of %s after it was deleted', async ([, name, content]) => {
  const { folder, cache } = folders()
  writeFileSync(join(folder, name), content)
  const { queries, pieces } = await twoQueries(folder, cache)
  for (const query of queries) await expectEqualCounts(query, folder)
  const before = pieces()
  rmSync(cache, { recursive: true })
  for (const query of queries) await expectEqualCounts(query, folder)
  const made = parquetFiles(cache)
  for (const query of [...queries, ...queries]) await expectEqualCounts(query, folder)
  expect(parquetFiles(cache)).toEqual(made)
  // Only the first query has read the file again.
  expect(pieces()).toBe(before + 1)
})

test('two processes that fill a cache at once use the same one after their abandoned files are deleted', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(60))
  const { queries, pieces } = await twoQueries(folder, cache)
  await Promise.all(queries.map((query) => expectEqualCounts(query, folder)))
  const old = parquetFiles(cache)
  for (const name of old) utimesSync(join(cache, name), 0, 0)
  appendFileSync(log, many(60, { verdict: 'fail' }))
  for (const query of [...queries, ...queries]) await expectEqualCounts(query, folder)
  const [before, made] = [pieces(), parquetFiles(cache)]
  for (const name of old) expect(made).not.toContain(name)
  for (const query of [...queries, ...queries]) await expectEqualCounts(query, folder)
  expect(parquetFiles(cache)).toEqual(made)
  expect(pieces()).toBe(before)
})
