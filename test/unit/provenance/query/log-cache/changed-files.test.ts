import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { streamQuery } from '../../../../../src/provenance/query/stream-query.ts'
import { cached, expectEqualCounts, folders, line, many, parquetFiles } from '../../../../support/log-cache.ts'

test('what is appended to a file is added, also by another process', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(60))
  const first = await cached(folder, cache)
  await expectEqualCounts(first, folder)
  const made = parquetFiles(cache)
  appendFileSync(log, line('late').slice(0, 50))
  await expectEqualCounts(await cached(folder, cache), folder)
  appendFileSync(log, `${line('late').slice(50)}${many(60, { verdict: 'fail' })}`)
  await expectEqualCounts(await cached(folder, cache), folder)
  await expectEqualCounts(first, folder)
  expect(parquetFiles(cache)).toEqual(expect.arrayContaining(made))
  expect((await first.counts()).total).toBe(121)
})

test.for([
  ['an event in its middle was edited', (text: string) => text.replace('"m30"', '"x30"')],
  ['another file of more events is in its place', () => many(90, { question: 'Another one?' })],
  ['its first event was removed', (text: string) => text.slice(text.indexOf('\n') + 1)],
  ['its first event was removed, and others appended', (text: string) => text.slice(text.indexOf('\n') + 1) + many(9)],
  ['it was cut', (text: string) => text.slice(0, 5_000)],
] as const)('a file is read again where %s', async ([, edit]) => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(60))
  const open = await cached(folder, cache)
  await expectEqualCounts(open, folder)
  const message = 'm30'
  await open.event(message)
  writeFileSync(log, edit(readFileSync(log, 'utf8')))
  for (const query of [open, await cached(folder, cache)]) {
    await expectEqualCounts(query, folder)
    expect(await query.event(message)).toEqual(await streamQuery(folder).event(message))
  }
})

test('a rotation, and the compression of a part, lose and repeat no event', async () => {
  const { folder, cache, log } = folders()
  const part = join(folder, 'provenance.20261124T100000000Z.ndjson')
  writeFileSync(log, many(60))
  const open = await cached(folder, cache)
  await expectEqualCounts(open, folder)
  const made = parquetFiles(cache)
  renameSync(log, part)
  writeFileSync(log, line('new'))
  for (const query of [open, await cached(folder, cache)]) await expectEqualCounts(query, folder)
  expect(parquetFiles(cache)).toEqual(made)
  writeFileSync(`${part}.gz`, gzipSync(readFileSync(part)))
  for (const query of [open, await cached(folder, cache)]) await expectEqualCounts(query, folder)
  rmSync(part)
  for (const query of [open, await cached(folder, cache)]) await expectEqualCounts(query, folder)
  expect((await open.counts()).total).toBe(61)
  expect(await open.event('m59')).toEqual(await streamQuery(folder).event('m59'))
  await (await cached(folder, cache)).counts()
  // What was made of the part before its compression is deleted.
  for (const name of made) expect(parquetFiles(cache)).not.toContain(name)
})

test('a process that first reads the log after a rotation uses the cache of the part', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(60))
  await expectEqualCounts(await cached(folder, cache), folder)
  const made = parquetFiles(cache)
  renameSync(log, join(folder, 'provenance.20261124T100000000Z.ndjson'))
  writeFileSync(log, line('new'))
  await expectEqualCounts(await cached(folder, cache), folder)
  expect(parquetFiles(cache)).toEqual(made)
})
