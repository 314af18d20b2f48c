import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { type DuckDbOptions, duckDbQuery } from '../../../../src/provenance/query/duckdb/duckdb-query.ts'
import { loadDuckDb } from '../../../../src/provenance/query/duckdb/engine.ts'
import { createWorkFolder } from '../../../../src/provenance/query/duckdb/work-folder.ts'
import type { LogFilter } from '../../../../src/provenance/query/log-filter.ts'
import type { LogQuery } from '../../../../src/provenance/query/log-query.ts'
import { streamQuery } from '../../../../src/provenance/query/stream-query.ts'
import { writeMixedLog } from '../../../fixtures/mixed-log.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../../support/folder.ts'
import { answersOf } from '../../../support/log-answers.ts'

/** So small that files of a test have several segments. */
const SIZES = { segment: 60_000, growing: 20_000, finished: 1_000 }

const FILTERS: LogFilter[] = [{}, { since: new Date('2026-11-01T20:00:00Z'), verdict: 'pass' }, { text: 'franconia' }]

/** A query that DuckDB answers from a cache, or the test fails. */
async function cached(
  from: string,
  cache: string,
  options: Pick<DuckDbOptions, 'pause' | 'onDamage' | 'mostAtOnce'> = {},
): Promise<LogQuery> {
  const duckdb = await loadDuckDb()
  if (duckdb === null) throw new Error('DuckDB is not installed')
  const query = duckDbQuery(from, {
    duckdb,
    cache,
    sizes: SIZES,
    ...options,
    keepsRecent: true,
    isSmall: () => Promise.resolve(false),
    onFallback: (reason) => {
      throw reason
    },
  })
  onTestFinished(() => query.close())
  return query
}

/** The answers for each filter. */
async function allAnswers(query: LogQuery, filters: readonly LogFilter[] = FILTERS) {
  const all: Awaited<ReturnType<typeof answersOf>>[] = []
  for (const filter of filters) all.push(await answersOf(query, filter))
  return all
}

async function expectEqualCounts(query: LogQuery, from: string): Promise<void> {
  expect(await query.counts()).toEqual(await streamQuery(from).counts())
}

function parquetFiles(cache: string): string[] {
  return readdirSync(cache, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.parquet'))
    .toSorted()
}

/** The folders of Parquet files. */
function cachedFiles(cache: string): string[] {
  return readdirSync(cache).filter((name) => existsSync(join(cache, name, 'manifest.json')))
}

function folders(): { folder: string; cache: string; log: string } {
  const folder = temporaryFolder()
  return { folder, cache: join(temporaryFolder(), "it's [a] cache"), log: join(folder, 'provenance.ndjson') }
}

const line = (msg_id: string, fields: Parameters<typeof sampleEvent>[0] = {}) =>
  `${JSON.stringify(sampleEvent({ msg_id, ...fields }))}\n`

function many(count: number, fields: Parameters<typeof sampleEvent>[0] = {}): string {
  return Array.from({ length: count }, (_, index) => line(`m${index}`, fields)).join('')
}

test('a cold and a warm cache give the answers of the streaming reader; a warm one is not written', async () => {
  const { folder, cache } = folders()
  writeMixedLog(folder, 4, 200)
  const expected = await allAnswers(streamQuery(folder))
  expect(await allAnswers(await cached(folder, cache), [{}])).toEqual(expected.slice(0, 1))
  const made = parquetFiles(cache)
  // Of each file of the log, and its judgements.
  expect(made).toHaveLength(8)
  expect(await allAnswers(await cached(folder, cache))).toEqual(expected)
  expect(parquetFiles(cache)).toEqual(made)
})

test('quantiles of more events than are held at once are those of the streaming reader', async () => {
  const { folder, cache } = folders()
  writeMixedLog(folder, 3, 200)
  const query = await cached(folder, cache, { mostAtOnce: 10 })
  for (const by of [undefined, 'bucket', 'verdict'] as const) {
    const options = { everyMs: 86_400_000, ...(by && { by }), limits: { latencyMs: 500 } }
    const points = await query.series({}, options)
    expect(points).toEqual(await streamQuery(folder).series({}, options))
    expect(points.some(({ p95Ms, tokensPerSecond }) => p95Ms !== null && tokensPerSecond !== null)).toBe(true)
  }
})

test('events in memory get the verdicts that come later, and lose those that disappear', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(300))
  const query = await cached(folder, cache)
  const expectEqual = async (filters = FILTERS) =>
    expect(await allAnswers(query, filters)).toEqual(await allAnswers(streamQuery(folder), filters))
  await expectEqual([{}])
  // Between the queries the events are taken into memory.
  await wait(500)
  await expectEqual()
  const later = { ts: '2026-11-24T10:00:00.000Z', msg_id: 'm7', verdict: 'fail', why: 'another town' }
  const judgement = {
    schema_version: '2.0',
    event_type: 'judgement',
    run_id: 'run',
    judged_by: 'test',
    version: '0.1.0',
  }
  appendFileSync(log, `${JSON.stringify({ ...judgement, ...later })}\n`)
  expect((await query.page({ text: 'another town' })).rows).toMatchObject([{ message: 'm7', verdict: 'fail' }])
  await wait(500)
  await expectEqual()
  writeFileSync(log, many(300))
  await expectEqual([{}])
})

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

test('a large file is read in pieces, with lines that are longer than a piece', async () => {
  const { folder, cache, log } = folders()
  const judgement = `${JSON.stringify({ schema_version: '2.0', event_type: 'judgement', ts: '2026-11-24T10:00:00.000Z', run_id: 'run', msg_id: 'm7', verdict: 'fail', judged_by: 'a person', version: '0.1.0' })}\n`
  const long = line('long', { reply: 'so long '.repeat(1_200_000) })
  const text = [
    many(6_000),
    judgement,
    long,
    line('broken').replace('"question":', '"question"'),
    many(3_000, { verdict: 'fail' }),
  ]
  writeFileSync(log, text.join(''))
  const query = await cached(folder, cache)
  await expectEqualCounts(query, folder)
  expect(parquetFiles(cache).length).toBeGreaterThan(1)
  for (const message of ['m7', 'long', 'm2999'])
    expect(await query.event(message)).toEqual(await streamQuery(folder).event(message))
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
  const later = { ts: '2026-11-24T10:00:00.000Z', msg_id: 'm1', verdict: 'fail' }
  writeFileSync(log, many(20, { reply: 'long '.repeat(120_000) }))
  appendFileSync(log, `${JSON.stringify({ ...judgement, ...later })}\n${many(9, { reply: 'long '.repeat(120_000) })}`)
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
    const query = await cached(folder, cache, { onDamage: (path) => named.push(path) })
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

test('a cache that cannot be written is done without', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(60))
  mkdirSync(join(cache, '..'), { recursive: true })
  writeFileSync(cache, 'a file')
  await expectEqualCounts(await cached(folder, cache), folder)
  expect(readFileSync(cache, 'utf8')).toBe('a file')
})

test.for(['SIGKILL', 'SIGTERM'] as const)('a process that is ended by %s leaves no text that stays', async (signal) => {
  const { folder, cache, log } = folders()
  const text = many(4_000)
  for (let part = 0; part < 3; part += 1) appendFileSync(log, text)
  const temporary = temporaryFolder()
  const script = join(import.meta.dirname, '../../../fixtures/count-with-duckdb.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, folder, cache], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: 'ignore',
  })
  const closed = once(child, 'close')
  while (textFiles(cache).length === 0 && child.exitCode === null) await wait(1)
  child.kill(signal)
  expect(await closed).toEqual([null, signal])

  expect(readdirSync(temporary, { recursive: true })).toEqual([])
  const [left = ''] = readdirSync(cache).filter((name) => name.startsWith('aios-log-'))
  expect(statSync(join(cache, left)).mode & 0o777).toBe(0o700)
  // A folder of a process that runs stays.
  const other = createWorkFolder(cache)
  const query = await cached(folder, cache)
  await expectEqualCounts(query, folder)
  const name = /^aios-log-[0-9a-f]+-\d+-/
  const own = name.exec(basename(other))?.[0] ?? ''
  expect(readdirSync(cache).filter((each) => name.test(each) && !each.startsWith(own))).toEqual([])
  expect(readdirSync(cache)).toContain(basename(other))
})

/** Text of a log that DuckDB reads. */
function textFiles(cache: string): string[] {
  try {
    return readdirSync(cache, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ndjson'))
  } catch {
    return []
  }
}

test('a query that is closed leaves no temporary files', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(3_000))
  const query = await cached(folder, cache)
  await query.counts()
  expect(textFiles(cache)).toEqual([])
  query.close()
  // Events may be on their way into memory.
  await expect
    .poll(() => readdirSync(cache).filter((name) => name.startsWith('aios-log-')), { timeout: 20_000 })
    .toEqual([])
})

test('a query that is closed while it reads a log ends early, and leaves whole Parquet files only', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(4_000).repeat(6))
  let pieces = 0
  const query = await cached(folder, cache, {
    async pause() {
      pieces += 1
      if (pieces === 3) query.close()
    },
  })
  await expect(query.counts()).rejects.toThrow('closed')
  expect(pieces).toBe(3)
  expect(readdirSync(cache).filter((name) => name.startsWith('aios-log-'))).toEqual([])
  const made = parquetFiles(cache)
  expect(made.length).toBeGreaterThan(0)
  await expectEqualCounts(await cached(folder, cache), folder)
  expect(parquetFiles(cache)).toEqual(expect.arrayContaining(made))
})

test('queries at the same time give the same answers as one after the other', async () => {
  const { folder, cache, log } = folders()
  writeMixedLog(folder, 5)
  const query = await cached(folder, cache)
  const answers = [1, 2, 3].map(async () => {
    const facts: (string | null)[] = []
    for await (const { message } of query.facts({}, ['message'])) facts.push(message)
    return { total: (await query.counts()).total, facts: facts.length, runs: (await query.runs()).length }
  })
  const [first, ...others] = await Promise.all(answers)
  expect(first?.facts).toBe(first?.total)
  expect(others).toEqual([first, first])
  expect(readFileSync(log).length).toBeGreaterThan(0)
})
