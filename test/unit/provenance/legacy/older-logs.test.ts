import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readObservations } from '../../../../plugin/worker/hypothesis/log.ts'
import { isErrorText } from '../../../../src/provenance/legacy/error-text.ts'
import type { LoggedEvent } from '../../../../src/provenance/parse-line.ts'
import { streamQuery } from '../../../../src/provenance/query/stream-query.ts'
import { readLog } from '../../../../src/provenance/read.ts'
import { labelledLog } from '../../../../src/cli/router/labelled-log.ts'
import { routedLog } from '../../../../src/cli/router/routed-log.ts'
import { checkLastReport, checkLog } from '../../../../src/artifacts/slo/check.ts'
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
import { temporaryFolder } from '../../../support/folder.ts'

const START = new Date('2025-01-01T00:00:00Z')

/** A folder as the runbook's system left it, with its real numbers of events. */
function analytics(): string {
  const folder = temporaryFolder()
  const others = [hypothesisTest(1), hypothesisTest(2), olderHypothesisTest(3), batch(4)]
  writeFileSync(join(folder, 'hypotheses.ndjson'), lines([...realTraffic().slice(0, 600), ...others]))
  writeFileSync(join(folder, 'hypotheses_2.ndjson'), `\ufeff${lines(realTraffic().slice(600), '\r\n')}`)
  writeFileSync(join(folder, 'golden_tests.ndjson'), lines(realGoldens()))
  return folder
}

async function read(from: string | readonly string[]) {
  const reading = readLog(from)
  const events: LoggedEvent[] = []
  for await (const event of reading.events) events.push(event)
  return { events, skipped: reading.skipped, files: reading.files }
}

describe('the logs of the runbook', () => {
  test('are read with what each event has, and nothing of them counts as damaged', async () => {
    const { events, skipped } = await read(analytics())
    expect(skipped).toEqual({
      broken: 0,
      brokenAt: [],
      future: { count: 0, latest: null },
      older: { 'of hypothesis tests': 3, 'of hypothesis batches': 1 },
      unreadable: [],
    })
    const older = events.flatMap((event) => (event.event_type === 'older_response' ? [event] : []))
    expect([events.length, older.length]).toEqual([1_368, 1_368])
    const count = (holds: (event: (typeof older)[number]) => boolean) => older.filter(holds).length
    expect(count(({ weight }) => weight !== null)).toBe(1_236)
    expect(count(({ boundary, bucket }) => boundary !== null && bucket !== null)).toBe(1_151)
    expect(count(({ latency_ms }) => latency_ms !== null)).toBe(113)
    expect(count(({ failure }) => failure !== null)).toBe(2)
    expect(count(({ golden }) => golden !== null)).toBe(113)
    expect(older[0]).toMatchObject({ ts: '2025-10-07T12:00:00.100Z', version: '1.0', golden: 'greeting_0' })
    expect(count(({ version }) => version === '0.9')).toBe(50)
    expect(new Set(older.map(({ msg_id }) => msg_id)).size).toBe(1_368)
  })

  test('hold goldens to objectives by their latencies, and say that no verdict is known', async () => {
    const check = await checkLog(analytics(), { overrides: { p95Ms: 20_000, boundaryDrift: 0.08 }, usual: {} }, START)
    if (check.kind !== 'judged') throw new Error(check.reason)
    expect(check.sets).toMatchObject([
      {
        set: 'goldens of older logs',
        verdict: 'pass',
        objectives: [
          { objective: 'p95Ms', value: 12_280, n: 111 },
          { objective: 'boundaryDrift', value: expect.closeTo(0.03, 9) },
          { objective: 'errorRate', value: expect.closeTo(2 / 12 / 10, 9) },
        ],
      },
    ])
    expect(check.notes).toEqual([
      'left out: 3 older events of hypothesis tests',
      'left out: 1 older event of hypothesis batches',
      'left out: 104 older events of traffic, which objectives do not cover',
      'left out: 1151 older events of traffic, which objectives do not cover, of which the boundary is used',
    ])
    const rated = await checkLog(analytics(), { overrides: { passRate: 0.9, p95Ms: 20_000 }, usual: {} }, START)
    expect(rated).toMatchObject({
      sets: [{ verdict: 'inconclusive', reason: 'passRate: older events have no verdict' }],
    })
    const late = await checkLog(analytics(), { overrides: { passRate: 0.9, p95Ms: 9_000 }, usual: {} }, START)
    expect(late).toMatchObject({ sets: [{ verdict: 'fail' }] })
  })

  test('count what is set aside from the given time on only', async () => {
    const reading = readLog(analytics(), { since: new Date('2025-10-07T12:00:02Z') })
    for await (const _ of reading.events);
    expect(reading.skipped.older).toEqual({ 'of hypothesis tests': 2, 'of hypothesis batches': 1 })
  })

  test('of traffic alone tell the boundary', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'hypotheses.ndjson'), lines([traffic(1, weighedAdaptive(1)), traffic(3, routedOnly(3))]))
    const drift = (most: number) => checkLog(folder, { overrides: { boundaryDrift: most }, usual: {} }, START)
    expect(await drift(0.08)).toMatchObject({ sets: [{ set: 'traffic of older logs', verdict: 'pass' }] })
    expect(await drift(0.02)).toMatchObject({ sets: [{ verdict: 'fail' }] })
  })

  test('tell the evaluation of boundaries why each event cannot be used', async () => {
    const { messages, notes } = await routedLog(streamQuery(analytics()))
    expect(messages).toHaveLength(0)
    expect(notes).toEqual([
      'left out: 3 older events of hypothesis tests',
      'left out: 1 older event of hypothesis batches',
      'left out: 113 older events of goldens, which are not traffic',
      'left out: 1236 older events without a latency and a verdict',
      'left out: 19 older events without a weight, a latency, and a verdict',
    ])
  })

  test('tell the learning of weights why each event cannot be used', async () => {
    const { labelled, notes } = await labelledLog(analytics())
    expect(labelled).toEqual([])
    expect(notes.slice(2).sort()).toEqual([
      'left out: 1 older event whose reply has no known source',
      'left out: 1 older event whose reply is an error text',
      'left out: 1366 older events without a verdict',
    ])
  })

  test('give hypotheses the values that they have', async () => {
    const { observations, unmeasured } = await readObservations(analytics(), { from: 'log' })
    expect(unmeasured).toEqual(['greeting_0', 'greeting_0'])
    expect(observations).toHaveLength(1_366)
    expect(observations.filter(({ latencyMs }) => latencyMs !== null)).toHaveLength(111)
    expect(observations.filter(({ weight }) => weight !== null)).toHaveLength(1_236)
    const log = join(analytics(), 'golden*.ndjson')
    expect((await readObservations('nowhere', { from: 'log', log })).observations).toHaveLength(111)
    const { observations: main } = await readObservations(analytics(), { from: 'log', source: 'main_model' })
    expect(new Set(main.map(({ source }) => source))).toEqual(new Set(['main_model']))
  })

  test('are read from files, globs and folders of any name', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'old'))
    writeFileSync(join(folder, 'old', 'monday.ndjson'), lines([traffic(1, weighed(1))]))
    writeFileSync(join(folder, 'old', 'tuesday.ndjson'), lines([traffic(2, weighed(2)), goldenTest(3, 'a')]))
    writeFileSync(join(folder, 'old', 'note.txt'), 'no log')
    const count = async (...from: string[]) => (await read(from.map((each) => join(folder, each)))).events.length
    expect(await count('old')).toBe(3)
    expect(await count('old/tues*.ndjson')).toBe(2)
    expect(await count('old/monday.ndjson', 'old/*.ndjson')).toBe(3)
    expect(await count('*')).toBe(3)
    expect(() => readLog([join(folder, 'wednesday.ndjson')])).toThrow('wednesday.ndjson: no such file')
    // In the folder of a project only logs count.
    expect((await read(join(folder, 'old'))).files).toEqual([])
  })

  test('a reply with a weight and a latency is one of today', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'provenance.ndjson'), lines([traffic(1, { ...weighedAdaptive(1), latency_ms: 700 })]))
    expect((await read(folder)).events).toMatchObject([
      { event_type: 'response', route: { bucket: 'treatment', boundary: 0.53 }, timings: { total_ms: 700 } },
    ])
  })
})

test.each([
  'Embedder error: 400',
  'Main model error: HTTP 503',
  '[LLM request failed] timeout',
  'Error: connection refused',
  'API error 404',
  'ConnectionError: cannot connect to 127.0.0.1',
  "HTTPConnectionPool(host='localhost', port=1234): Read timed out.",
  'Traceback (most recent call last):\n  File "x.py"',
])('%s is an error text', (text) => {
  expect(isErrorText(text)).toBe(true)
})

test.each([
  '',
  'An error is a mistake.',
  'Errors happen: breathe first.',
  'The embedder error was 400 years ago.',
  'Server rooms are cold.',
  'Network failure modes are many, such as a cut cable.',
  'I made an error: 4 is right.',
  'Error bars show how sure one can be.',
])('%j is an answer', (text) => {
  expect(isErrorText(text)).toBe(false)
})

describe('a report of the runbook', () => {
  const report = {
    timestamp: '2025-10-07T17:55:57.817753',
    baseline_timestamp: '2025-10-07T17:34:05.739070',
    regression_threshold: 0.25,
    regressions_detected: [],
    improvements_detected: [],
    status: 'PASS',
    metrics: { pass_rate: 0.975, p50_ms: 9_001.25, p95_ms: 14_606.8, mean_ms: 11_741.13 },
  }
  const options = { now: new Date('2025-10-08T00:00:00Z'), maxAgeMs: 86_400_000 }
  const folderWith = (content: object) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'last_report.json'), `\ufeff${JSON.stringify(content)}`)
    return folder
  }

  test.each([
    [{ passRate: 0.95, p95Ms: 20_000 }, 'pass'],
    [{ passRate: 0.98 }, 'fail'],
    [{ p95Ms: 14_000 }, 'fail'],
    [{ passRate: 0.95, ttftMs: 100 }, 'inconclusive'],
  ])('is held to %j: %s', (overrides, verdict) => {
    expect(checkLastReport(folderWith(report), overrides, options)).toMatchObject({
      kind: 'judged',
      from: 'the older report of 2025-10-07 17:55 UTC',
      sets: [{ verdict }],
    })
  })

  test('goes by the usual objectives where none are given, and says when it is too old or has none', () => {
    const usual = { passRate: 0.99 }
    expect(checkLastReport(folderWith(report), {}, { ...options, usual })).toMatchObject({
      sets: [{ verdict: 'fail' }],
    })
    expect(checkLastReport(folderWith(report), {}, options)).toMatchObject({ reason: 'no objective is set' })
    const now = new Date('2026-10-08T00:00:00Z')
    expect(checkLastReport(folderWith(report), usual, { ...options, now })).toMatchObject({
      reason: expect.stringContaining('is too old'),
    })
  })

  test.each([[{ status: 'PASS' }], [{ timestamp: 'x', metrics: [] }]])('is not %j', (content) => {
    expect(checkLastReport(folderWith(content), { passRate: 1 }, options)).toMatchObject({
      reason: expect.stringContaining('is not a report of this version'),
    })
  })
})
