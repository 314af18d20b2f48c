import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { generatedEvents } from '../../../../bench/generated-log.ts'
import { lineOf } from '../../../../src/provenance/event-line.ts'
import type { LogFilter } from '../../../../src/provenance/query/log-filter.ts'
import { COUNTED_BY, type LogQuery, SORTED_BY } from '../../../../src/provenance/query/log-query.ts'
import { openLogQuery } from '../../../../src/provenance/query/open-query.ts'
import { streamQuery } from '../../../../src/provenance/query/stream-query.ts'
import { writeMixedLog } from '../../../fixtures/mixed-log.ts'
import { batch, hypothesisTest, lines, realGoldens, realTraffic } from '../../../fixtures/runbook-events.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { answersOf, duckDb, openDuckDb } from '../../../support/log-answers.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const HOUR = 3_600_000

const [sampleRun] = [...generatedEvents({ events: 200, end: 0 })].filter(({ event_type }) => event_type === 'run')

const FILTERS: Record<string, LogFilter> = {
  'no filter': {},
  'a type': { type: 'response' },
  'several values': { source: ['embedder', 'main_model'], verdict: ['pass', 'fail'], origin: 'measured' },
  'a verdict after judgements': { verdict: 'unjudged' },
  'a first time, with wrong clocks': { since: new Date('2026-11-01T20:00:00Z') },
  'a time window': { since: new Date('2026-11-01T05:00:00Z'), until: new Date('2026-11-02T01:00:00Z') },
  'a text in any case': { text: 'WÜRZBURG' },
  'a text with a final sigma, and a dotted i': { text: 'οδος' },
  'a text with special characters': { text: 'i̇stanbul or ο' },
  'a text of a reason': { text: 'another town' },
  'a text of a failure': { text: 'no reply in time' },
  'a text with SQL in it': { text: "' OR 1=1 --" },
  'a golden set, a trait with quotes': { set: 'a', trait: 'ÿ "z"' },
  'events without a fact': { golden: null, source: ['embedder', null] },
  'nothing that matches': { conversation: "c'; DROP TABLE others; --" },
}

const MATCH_NOTHING = new Set(['a text with SQL in it', 'nothing that matches'])

/** Found in the same field as another text, which has other characters: it selects events in the same way. */
const OTHER_TEXTS = new Set([
  'a text with a final sigma, and a dotted i',
  'a text with special characters',
  'a text with SQL in it',
])

describe('both readers give the same answers', () => {
  describe('for a log of all that real logs contain', () => {
    const folder = mkdtempSync(join(tmpdir(), 'aios-test-'))
    let found: LogQuery
    beforeAll(async () => {
      writeMixedLog(folder, 1, 200)
      found = await openDuckDb(folder)
      return () => {
        found.close()
        rmSync(folder, { recursive: true })
      }
    })

    test.for(Object.entries(FILTERS))('with %s', async ([name, filter]) => {
      const expected = streamQuery(folder)
      const { total } = await found.counts(filter)
      expect(total > 0).toBe(!MATCH_NOTHING.has(name))
      if (OTHER_TEXTS.has(name)) {
        expect(await found.counts(filter)).toEqual(await expected.counts(filter))
        expect(await found.page(filter)).toEqual(await expected.page(filter))
      } else expect(await answersOf(found, filter)).toEqual(await answersOf(expected, filter))
    })
  })

  test('for another log, in each order and split by each fact', async () => {
    const folder = temporaryFolder()
    writeMixedLog(folder, 2, 200)
    const [expected, found] = [streamQuery(folder), await duckDb(folder)]
    expect(await answersOf(found, {})).toEqual(await answersOf(expected, {}))
    for (const by of COUNTED_BY) {
      const options = { everyMs: 24 * HOUR, by, limits: { latencyMs: 500, ...(by !== 'set' && { firstTokenMs: 40 }) } }
      expect(await found.series({}, options)).toEqual(await expected.series({}, options))
      const some = { ...options, measures: by === 'type' ? [] : (['firstTokenMs'] as const) }
      expect(await found.series({}, some)).toEqual(await expected.series({}, some))
      const { everyMs: _, ...byRun } = options
      expect(await found.series({}, byRun)).toEqual(await expected.series({}, byRun))
    }
    for (const sort of SORTED_BY)
      for (const descending of [true, false]) {
        const options = { sort, descending, limit: 100 }
        expect(await found.page({}, options)).toEqual(await expected.page({}, options))
      }
  })

  test("for the logs of the runbook's system", async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'hypotheses.ndjson'), lines([...realTraffic(), hypothesisTest(1), batch(2)]))
    writeFileSync(join(folder, 'golden_tests.ndjson'), lines(realGoldens(), '\r\n'))
    const [expected, found] = [streamQuery(folder), await duckDb(folder)]
    expect(await answersOf(found, {})).toEqual(await answersOf(expected, {}))
  })

  test('with a log that grows between queries, and a torn line that is completed', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'provenance.ndjson')
    const line = (msg_id: string) => `${JSON.stringify(sampleEvent({ msg_id }))}\n`
    writeFileSync(path, `${line('a')}${line('b').slice(0, 100)}`)
    const [expected, found] = [streamQuery(folder), await duckDb(folder)]
    expect(await found.counts()).toEqual(await expected.counts())
    appendFileSync(path, `${line('b').slice(100)}${line('c')}`)
    expect(await found.counts()).toEqual(await expected.counts())
    expect((await found.counts()).total).toBe(3)
    appendFileSync(
      path,
      `${JSON.stringify({ schema_version: '2.0', event_type: 'judgement', ts: '2026-11-24T10:00:00.000Z', run_id: 'run', msg_id: 'a', verdict: 'fail', judged_by: 'a person', version: '0.1.0' })}\n`,
    )
    expect((await found.counts()).counts.verdict).toEqual({ pass: 2, fail: 1 })
  })
})

test('a byte order mark, and damage within a line, are read as by the streaming reader', async () => {
  const folder = temporaryFolder()
  const line = JSON.stringify(sampleEvent())
  const lines = [`\ufeff${line}`, line, line.replace('"question":', '"question"'), line]
  writeFileSync(join(folder, 'provenance.ndjson'), `${lines.join('\n')}\n`)
  const [expected, found] = [streamQuery(folder), await duckDb(folder)]
  expect(await found.counts()).toEqual(await expected.counts())
  expect(await found.counts()).toMatchObject({
    total: 3,
    skipped: { broken: 1, brokenAt: [{ line: 3, isLast: false }] },
  })
})

test('texts that were cut within a character are well-formed, and found', async () => {
  const folder = temporaryFolder()
  const half = 'a \ud83c'
  const golden = { set: half, id: half, trait: half, fingerprint: half }
  const judged = { ...sampleEvent({ msg_id: 'judged' }), verdict: 'unjudged' }
  const judgement = {
    schema_version: '2.0',
    event_type: 'judgement',
    ts: '2026-11-24T10:00:00.000Z',
    run_id: 'run',
    msg_id: 'judged',
    verdict: 'fail',
    judged_by: half,
    why: half,
    version: '0.1.0',
  }
  const lines = [sampleEvent({ reply: half, golden, conv_id: half, model: { asked: half } }), judged, judgement]
  writeFileSync(join(folder, 'provenance.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const [expected, found] = [streamQuery(folder), await duckDb(folder)]
  for (const filter of [{}, { text: half }, { text: '\ufffd' }])
    expect(await answersOf(found, filter)).toEqual(await answersOf(expected, filter))
  expect(await found.counts({ text: half })).toMatchObject({ total: 2, counts: { set: { 'a \ufffd': 1 } } })
})

test('values that begin with a byte order mark are kept, and found', async () => {
  const folder = temporaryFolder()
  const marked = (text: string) => `\ufeff${text}`
  const events = Array.from({ length: 40 }, (_, index) => {
    const golden = { set: marked('s'), id: marked(`g${index % 3}`), trait: marked('t'), fingerprint: 'f' }
    const facts = {
      msg_id: marked(`m${index}`),
      conv_id: marked('c'),
      run_id: marked('r'),
      model: { asked: marked('x') },
    }
    const texts = { question: marked('q'), reply: marked('r'), why: marked('w'), judged_by: marked('j') }
    const plain = sampleEvent({ msg_id: `m${index}`, golden: { set: 's', id: 'g', trait: 't', fingerprint: 'f' } })
    return index % 4 === 0 ? plain : sampleEvent({ ...facts, ...texts, ...(index % 3 > 0 && { golden }) })
  })
  const judgement = {
    schema_version: '2.0',
    event_type: 'judgement',
    ts: '2026-11-24T10:00:00.000Z',
    run_id: marked('r'),
    msg_id: marked('m5'),
    verdict: 'fail',
    judged_by: marked('a person'),
    why: marked('no'),
    version: '0.1.0',
  }
  const lines = [...events.map((event) => lineOf(event)), JSON.stringify(judgement), JSON.stringify(events[1])]
  writeFileSync(join(folder, 'provenance.ndjson'), lines.map((line) => `${line}\n`).join(''))
  const [expected, found] = [streamQuery(folder), await duckDb(folder)]
  for (const filter of [
    {},
    { text: marked('q') },
    { set: marked('s') },
    { conversation: marked('c'), verdict: 'fail' },
  ])
    expect(await answersOf(found, filter)).toEqual(await answersOf(expected, filter))
  expect((await found.counts({ judge: marked('a person') })).counts.set).toEqual({ [marked('s')]: 1 })
  expect((await found.event(marked('m5')))?.judgements).toHaveLength(1)
  for (const sort of SORTED_BY) {
    const first = await found.page({}, { sort, limit: 7 })
    expect(first).toEqual(await expected.page({}, { sort, limit: 7 }))
    const cursor = first.next ?? ''
    expect(await found.page({}, { sort, limit: 7, cursor })).toEqual(
      await expected.page({}, { sort, limit: 7, cursor }),
    )
  }
})

test('one part has all times, also those before 1970 and in the far future', async () => {
  const folder = temporaryFolder()
  const times = [
    '1969-12-31T23:00:00.000Z',
    '2026-11-24T10:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '+275760-09-13T00:00:00.000Z',
  ]
  const golden = { set: 'a', id: 'g', trait: 't', fingerprint: 'f' }
  const lines = times.map((ts, index) => `${JSON.stringify(sampleEvent({ ts, golden, msg_id: `m${index}` }))}\n`)
  writeFileSync(join(folder, 'provenance.ndjson'), lines.join(''))
  for (const query of [streamQuery(folder), await duckDb(folder)]) {
    expect(await query.series({}, { everyMs: Infinity })).toMatchObject([{ time: 0, count: 4, pass: 4 }])
    expect(await query.series({}, { everyMs: Infinity, by: 'source' })).toMatchObject([{ time: 0, count: 4 }])
    expect(await query.goldens({}, { everyMs: Infinity })).toMatchObject([
      { group: 0, count: 4, last: { message: 'm3' } },
    ])
  }
})

test('short events, damage within one, and whole events beside them are read as by the streaming reader', async () => {
  const folder = temporaryFolder()
  const route = { weight: 0.6, parts: { base: 0.6 }, bucket: 'control', boundary: 0.5, propensity: 1 } as const
  const golden = { set: 'a: b', id: 'g1', trait: 'x', fingerprint: 'f' }
  const event = sampleEvent({ route, golden, conv_id: 'golden:a: b:g1', source: 'main_model', judged_by: 'toAnswer' })
  const [short, whole] = [lineOf(event), JSON.stringify(event)]
  const lines = [short, whole, short.replace('"question":', '"question"'), short, short.replace('"parts":[600],', '')]
  writeFileSync(join(folder, 'provenance.ndjson'), `${lines.join('\n')}\n`)
  const [expected, found] = [streamQuery(folder), await duckDb(folder)]
  expect(await answersOf(found, {})).toEqual(await answersOf(expected, {}))
  expect(await found.counts()).toMatchObject({
    total: 3,
    counts: { source: { main_model: 3 }, verdict: { pass: 3 } },
    skipped: { broken: 2 },
  })
})

test('of several run events of a run the latest counts, wherever it is in the log', async () => {
  const folder = temporaryFolder()
  const run = (ts: string, status: string) =>
    JSON.stringify({ ...sampleRun, ts: `2026-11-24T${ts}.000Z`, status, run_id: 'run' })
  const lines = [run('11:00:00', 'pass'), run('11:00:00', 'fail'), run('10:00:00', 'fail')]
  writeFileSync(join(folder, 'provenance.ndjson'), `${lines.join('\n')}\n`)
  const found = await duckDb(folder)
  expect(await found.runs()).toMatchObject([{ run: 'run', status: 'pass' }])
  expect(await found.runs()).toEqual(await streamQuery(folder).runs())
})

test('a short event without the parts of its weight is damage to both readers', async () => {
  const folder = temporaryFolder()
  const route = { weight: 0.6, parts: { base: 0.6 }, bucket: 'control', boundary: 0.5, propensity: 1 } as const
  const short = lineOf(sampleEvent({ route, judged_by: 'toAnswer' }))
  expect(short).toContain('"parts":[600],')
  writeFileSync(join(folder, 'provenance.ndjson'), `${[short, short.replace('"parts":[600],', '')].join('\n')}\n`)
  const found = await duckDb(folder)
  expect(await found.counts()).toEqual(await streamQuery(folder).counts())
  expect(await found.counts()).toMatchObject({ total: 1, skipped: { broken: 1 } })
})

test('the streaming reader answers where DuckDB cannot start, and the reason is passed on', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'provenance.ndjson'), `${JSON.stringify(sampleEvent())}\n`)
  vi.stubEnv('TMPDIR', join(folder, 'missing'))
  onTestFinished(() => void vi.unstubAllEnvs())
  const reasons: string[] = []
  const query = await openLogQuery(folder, {
    reader: 'duckdb',
    onFallback: (reason) => reasons.push(String(reason)),
  })
  onTestFinished(() => query.close())
  expect(await query.counts()).toEqual(await streamQuery(folder).counts())
  expect(reasons).toEqual([expect.stringContaining('ENOENT')])
})

test('the dated copy of a compressed log is decompressed by both readers', async () => {
  const path = join(temporaryFolder(), 'provenance.20261101T000000000Z.ndjson.gz.20261128T174200123Z.bak')
  const events = Array.from({ length: 300 }, (_, at) => sampleEvent({ msg_id: `m${at}` }))
  writeFileSync(path, gzipSync(events.map((event) => `${JSON.stringify(event)}\n`).join('')))
  const counts = await (await duckDb([path])).counts()
  expect(counts.total).toBe(300)
  expect(counts).toEqual(await streamQuery([path]).counts())
})
