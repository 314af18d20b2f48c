import { hash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test, vi } from 'vitest'
import { streamQuery } from '../../../../../src/provenance/query/stream-query.ts'
import { temporaryFolder } from '../../../../support/folder.ts'
import { duckDb } from '../../../../support/log-answers.ts'
import { failReads } from '../../../../support/failing-reads.ts'
import {
  cached,
  cachedFiles,
  expectEqualCounts,
  folders,
  line,
  many,
  parquetFiles,
} from '../../../../support/log-cache.ts'

test.for([
  ['deleted', (cache: string) => rmSync(cache, { recursive: true })],
  ['cut', (cache: string) => parquetFiles(cache).forEach((name) => truncateSync(join(cache, name), 100))],
  [
    'without its manifests',
    (cache: string) => {
      for (const name of cachedFiles(cache)) rmSync(join(cache, name, 'manifest.json'))
    },
  ],
  [
    'of another version',
    (cache: string) => {
      for (const name of cachedFiles(cache)) {
        const path = join(cache, name, 'manifest.json')
        writeFileSync(path, readFileSync(path, 'utf8').replace(/"version":"[^"]+"/, '"version":"0.0.0"'))
      }
    },
  ],
] as const)('a cache that is %s is made again', async ([, damage]) => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(60))
  const open = await cached(folder, cache)
  await expectEqualCounts(open, folder)
  damage(cache)
  for (const query of [open, await cached(folder, cache)]) await expectEqualCounts(query, folder)
  expect(parquetFiles(cache).length).toBeGreaterThan(0)
})

test('a Parquet file with another byte than was written is named, and made again', async () => {
  const { folder, cache, log } = folders()
  const judgement = {
    schema_version: '2.0',
    event_type: 'judgement',
    run_id: 'run',
    judged_by: 'test',
    version: '0.1.0',
  }
  const later = {
    ts: '2026-11-24T10:00:00.000Z',
    msg_id: 'm1',
    verdict: 'fail',
  }
  writeFileSync(log, many(20, { reply: 'long '.repeat(40_000) }))
  appendFileSync(log, `${JSON.stringify({ ...judgement, ...later })}\n${many(9, { reply: 'long '.repeat(40_000) })}`)
  await expectEqualCounts(await cached(folder, cache), folder)
  expect(parquetFiles(cache).length).toBeGreaterThan(2)
  for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
    const segments = parquetFiles(cache)
      .filter((name) => !name.includes('judgements'))
      .toSorted((a, b) => startOf(a) - startOf(b))
    const [first = '', damaged = ''] = segments
    const bytes = readFileSync(join(cache, damaged))
    const at = Math.floor(share * bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ 4
    writeFileSync(join(cache, damaged), bytes)
    const named: string[] = []
    const query = await cached(folder, cache, {
      onDamage: (path) => named.push(path),
    })
    await expectEqualCounts(query, folder)
    expect(named).toEqual([join(cache, damaged)])
    // What precedes it stays.
    expect(parquetFiles(cache)).toContain(first)
    expect(parquetFiles(cache)).not.toContain(damaged)
    query.close()
  }
  const [judgements = ''] = parquetFiles(cache).filter((name) => name.includes('judgements'))
  truncateSync(join(cache, judgements), 50)
  const named: string[] = []
  await expectEqualCounts(await cached(folder, cache, { onDamage: (path) => named.push(path) }), folder)
  expect(named).toEqual([join(cache, judgements).replace('.judgements', '')])
})

/** 2,048 characters that cannot be compressed much: long lines make a large file that is compared quickly. */
function longText(index: number): string {
  return Array.from({ length: 16 }, (_, part) => hash('sha512', `${index} ${part}`)).join('')
}

/** Bytes of text before a Parquet file. */
function startOf(name: string): number {
  return Number(/(\d+)-[^/]*$/.exec(name)?.[1])
}

test.for([
  ['cut', (archive: Buffer) => archive.subarray(0, archive.length / 2)],
  [
    'damaged in its middle',
    (archive: Buffer) => {
      const copy = Buffer.from(archive)
      copy.fill(0xff, 50_000, 50_200)
      return copy
    },
  ],
  ['cut to nothing', () => Buffer.alloc(0)],
] as const)('an archive that is %s is read once, up to the damage', async ([, damage]) => {
  const { folder, cache, log } = folders()
  const archive = join(folder, 'provenance.20261103T000000000Z.ndjson.gz')
  // Texts that cannot be compressed much.
  const lines = Array.from({ length: 1_500 }, (_, index) => line(`a${index}`, { reply: hash('sha512', `${index}`) }))
  writeFileSync(archive, damage(gzipSync(lines.join(''))))
  writeFileSync(log, many(9, { verdict: 'fail' }))
  let pieces = 0
  const pause = async () => {
    pieces += 1
  }
  const query = await cached(folder, cache, { pause })
  await expectEqualCounts(query, folder)
  const page = { sort: 'conversation', limit: 2_000 } as const
  expect(await query.page({}, page)).toEqual(await streamQuery(folder).page({}, page))
  expect((await query.span()).skipped.unreadable).toHaveLength(1)
  const [before, made] = [pieces, parquetFiles(cache)]
  appendFileSync(log, line('late'))
  await expectEqualCounts(query, folder)
  expect(pieces).toBe(before + 1)
  // Another process uses what was made.
  await expectEqualCounts(await cached(folder, cache), folder)
  expect(parquetFiles(cache)).toEqual(made)
  // Once it is whole, it is read again.
  writeFileSync(archive, gzipSync(lines.join('')))
  await expectEqualCounts(query, folder)
  expect((await query.span()).total).toBe(1_510)
})

test.for([
  ['an archive', 'provenance.20261103T000000000Z.ndjson.gz', gzipSync, 256 * 1024],
  ['a rotated file', 'provenance.20261103T000000000Z.ndjson', (text: string) => text, 4 * 1024 * 1024],
  ['a log', 'provenance.ndjson', (text: string) => text, 4 * 1024 * 1024],
] as const)('%s whose reading fails is read on, but not by each query', async ([, name, contentOf, from]) => {
  const { folder, cache } = folders()
  const lines = Array.from({ length: 2_000 }, (_, index) => line(`a${index}`, { reply: longText(index) }))
  const path = join(folder, name)
  writeFileSync(path, contentOf(lines.join('')))
  let pieces = 0
  const pause = async () => {
    pieces += 1
  }
  const failing = await failReads(path, from)
  const query = await cached(folder, cache, { pause })
  for (let turn = 0; turn < 4; turn += 1) {
    const { total, skipped } = await query.span()
    expect(total).toBeGreaterThan(100)
    expect(total).toBeLessThan(2_000)
    expect(skipped).toMatchObject({ broken: 0, unreadable: [{ path, reason: 'EIO: i/o error, read' }] })
  }
  // The first attempt takes longer than these queries.
  expect(failing.count()).toBe(1)
  failing.end()
  const page = { sort: 'conversation', limit: 2_000 } as const
  const expected = [await streamQuery(folder).span(), await streamQuery(folder).page({}, page)]
  // Another process does not take over that the file is incomplete.
  const other = await cached(folder, cache)
  expect([await other.span(), await other.page({}, page)]).toEqual(expected)
  await expect
    .poll(async () => [await query.span(), await query.page({}, page)], { timeout: 60_000, interval: 200 })
    .toEqual(expected)
  const read = pieces
  const third = await cached(folder, cache, { pause })
  expect([await third.span(), await third.page({}, page)]).toEqual(expected)
  expect(pieces - read).toBeLessThan(2)
})

const ENOSPC = '/dev/full'

/** Lets each write to the folder for temporary files in a folder fail. */
function fill(parent: string): void {
  const [name = ''] = readdirSync(parent).filter((each) => each.startsWith('aios-log-'))
  for (let slice = 0; slice < 50; slice += 1) symlinkSync(ENOSPC, join(parent, name, `${slice}.ndjson`))
}

test('a log grows while no folder takes temporary files', async ({ skip }) => {
  skip(!existsSync(ENOSPC), `the machine has no ${ENOSPC}`)
  const temporary = temporaryFolder()
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { folder, log } = folders()
  writeFileSync(log, many(60))
  // Without a cache there is no other folder.
  const query = await duckDb(folder)
  await expectEqualCounts(query, folder)
  fill(temporary)
  appendFileSync(log, many(60))
  expect(await query.counts()).toEqual(await streamQuery(folder).counts())
})

test.for([
  ['is full', (folder: string) => fill(dirname(folder))],
  ['was deleted', (folder: string) => rmSync(dirname(folder), { recursive: true })],
  [
    'was replaced by a file',
    (folder: string) => {
      rmSync(dirname(folder), { recursive: true })
      writeFileSync(dirname(folder), '')
    },
  ],
] as const)('a log grows while the folder for temporary files %s', async ([, damage], { skip }) => {
  skip(!existsSync(ENOSPC), `the machine has no ${ENOSPC}`)
  const { folder, cache, log } = folders()
  writeFileSync(log, many(60))
  // A fallback to the streaming reader fails the test.
  const query = await cached(folder, cache)
  await expectEqualCounts(query, folder)
  const [name = ''] = readdirSync(cache).filter((each) => each.startsWith('aios-log-'))
  damage(join(cache, name))
  for (let turn = 0; turn < 2; turn += 1) {
    appendFileSync(log, many(60))
    expect(await query.counts()).toEqual(await streamQuery(folder).counts())
  }
})
