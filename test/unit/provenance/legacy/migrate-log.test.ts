import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import validate from '../../../../schemas/generated/provenance.validate.js'
import { migrateLogs } from '../../../../src/provenance/legacy/migrate-log.ts'
import { readLog, type Skipped } from '../../../../src/provenance/read.ts'
import {
  batch,
  goldenTest,
  hypothesisTest,
  lines,
  olderHypothesisTest,
  realGoldens,
  realTraffic,
  routedOnly,
  traffic,
  weighed,
  weighedAdaptive,
} from '../../../fixtures/runbook-events.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const whole = traffic(7, { ...weighed(7), latency_ms: 900.5 })
const every: object[] = [
  traffic(0, weighed(0), '0.9'),
  traffic(1, weighedAdaptive(1)),
  traffic(2, routedOnly(2)),
  whole,
  goldenTest(3, 'greeting_1'),
  goldenTest(4, 'greeting_2', { response: '', source: 'unknown' }),
  goldenTest(5, 'greeting_3', { response: 'Embedder error: 400' }),
  hypothesisTest(1),
  batch(2),
  olderHypothesisTest(3),
  {
    schema_version: '1.0',
    event_type: 'routing_adaptation',
    ts: '2025-10-07T12:00:00.5',
    conv_id: 'c',
    boundary: 0.53,
  },
  { ...traffic(9, weighed(9)), response: null },
]

/** All that a reader gets of a log. */
async function read(path: string): Promise<{ events: object[]; skipped: Skipped }> {
  const { events, skipped } = readLog([path])
  const found: object[] = []
  for await (const event of events) {
    const { original: _, ...rest } = { original: undefined, ...event }
    found.push(rest)
  }
  return { events: found, skipped }
}

const objectsIn = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0)

describe('a migrated log', () => {
  test('has every fact of each older event, and gives readers what the older log gave', async () => {
    const dir = temporaryFolder()
    const [log, to] = [join(dir, 'hypotheses.ndjson'), join(dir, 'new.ndjson')]
    writeFileSync(log, `\ufeff${lines(every, '\r\n')}`)
    const before = await read(log)
    const [file] = await migrateLogs([log], { kind: 'new', path: to })
    expect(file).toMatchObject({ state: 'migrated', read: 12, set_aside: {}, set_aside_in: null, backup: null, to })
    expect(file?.kept).toEqual({
      'replies of traffic without latency': 2,
      'replies of traffic without weight and latency': 1,
      'complete replies': 1,
      'replies to goldens without weight': 1,
      'questions without an answer, whose reply has no known source': 1,
      'questions without an answer, whose reply is an error text': 1,
      'older events of hypothesis tests': 2,
      'older events of hypothesis batches': 1,
      'older events of other kinds': 1,
      'older events without a reply': 1,
    })
    const migrated = objectsIn(readFileSync(to, 'utf8'))
    expect(migrated.filter((event) => !validate(event))).toEqual([])
    expect(migrated.map(({ original }) => original)).toEqual(every)
    expect(await read(to)).toEqual(before)
    expect(readFileSync(log, 'utf8')).toContain('\r\n')
  })

  test('sets lines aside that are not events, by reason, unchanged', async () => {
    const dir = temporaryFolder()
    const log = join(dir, 'golden_tests.ndjson')
    const damaged = ['{"ts": "2025-', '{"a": 1}', '{"latency": NaN}', JSON.stringify({ ...traffic(1, {}), ts: 'soon' })]
    const current = JSON.stringify(sampleEvent())
    writeFileSync(log, [JSON.stringify(whole), ...damaged, '', current].join('\n'))
    const [dry] = await migrateLogs([log], { kind: 'none' })
    expect(dry).toMatchObject({ state: 'would_migrate', to: null, read: 6 })
    expect(readdirSync(dir)).toEqual(['golden_tests.ndjson'])
    const [file] = await migrateLogs([log], { kind: 'in_place' })
    expect(file).toMatchObject({
      state: 'migrated',
      kept: { 'complete replies': 1, 'events of this version: response': 1 },
      set_aside: { 'not JSON': 2, 'not an event': 1, 'without a time': 1 },
    })
    expect(
      readFileSync(file?.set_aside_in ?? '', 'utf8')
        .trim()
        .split('\n'),
    ).toEqual(damaged)
    expect(readFileSync(log, 'utf8').trim().split('\n')[1]).toBe(current)
  })

  test('replaces a log with a dated copy that is not read again, once', async () => {
    const dir = temporaryFolder()
    const names = ['hypotheses.ndjson', 'golden_tests.ndjson.gz']
    writeFileSync(join(dir, 'hypotheses.ndjson'), lines(realTraffic()))
    writeFileSync(join(dir, 'golden_tests.ndjson.gz'), gzipSync(lines(realGoldens())))
    const before = await read(dir)
    const logs = names.map((name) => join(dir, name))
    const first = await migrateLogs(logs, { kind: 'in_place' })
    expect(first.map(({ read, kept }) => [read, sum(kept)])).toEqual([
      [1_255, 1_255],
      [113, 113],
    ])
    expect(first[0]?.kept).toEqual({
      'replies of traffic without latency': 1_236,
      'replies of traffic without weight and latency': 19,
    })
    expect(readFileSync(first[0]?.backup ?? '', 'utf8')).toBe(lines(realTraffic()))
    expect(gunzipSync(readFileSync(first[1]?.backup ?? '')).toString()).toBe(lines(realGoldens()))
    expect(await read(dir)).toEqual(before)

    const files = readdirSync(dir)
    const second = await migrateLogs(logs, { kind: 'in_place' })
    expect(second).toMatchObject([
      { state: 'up_to_date', backup: null, read: 1_255 },
      { state: 'up_to_date', backup: null, read: 113 },
    ])
    expect(readdirSync(dir)).toEqual(files)
  })

  test('is written to a new file only', async () => {
    const dir = temporaryFolder()
    const [log, to] = [join(dir, 'a.ndjson'), join(dir, 'folder/b.ndjson')]
    writeFileSync(log, lines(every))
    await migrateLogs([log], { kind: 'new', path: to })
    const text = readFileSync(to, 'utf8')
    expect(await migrateLogs([log], { kind: 'new', path: to })).toMatchObject([{ state: 'up_to_date' }])
    writeFileSync(log, lines(every.slice(1)))
    await expect(migrateLogs([log], { kind: 'new', path: to })).rejects.toThrow(
      /exists with another content\n {2}choose another file/,
    )
    expect(readFileSync(to, 'utf8')).toBe(text)
    expect(readdirSync(join(dir, 'folder'))).toEqual(['b.ndjson'])
  })
})
