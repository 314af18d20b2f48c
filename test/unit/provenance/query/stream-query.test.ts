import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { JudgementEvent, RunEvent } from '../../../../schemas/generated/provenance.ts'
import { streamQuery } from '../../../../src/provenance/query/stream-query.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-11-23T10:00:00.000Z')

function reply(msg_id: string, minutes: number, facts: Partial<ReturnType<typeof sampleEvent>> = {}) {
  return sampleEvent({ msg_id, ts: new Date(START + minutes * 60_000).toISOString(), ...facts })
}

function timings(total_ms: number, first_token_ms: number | null = null, tokens_per_second: number | null = null) {
  return { queue_ms: 0, load_ms: 0, first_token_ms, total_ms, tokens_per_second }
}

function judgement(msg_id: string, minutes: number, verdict: JudgementEvent['verdict']): JudgementEvent {
  return {
    schema_version: '2.0',
    event_type: 'judgement',
    ts: new Date(START + minutes * 60_000).toISOString(),
    run_id: 'run',
    msg_id,
    verdict,
    judged_by: `judge of ${minutes}`,
    version: '0.1.0',
  }
}

const run: RunEvent = {
  schema_version: '2.0',
  event_type: 'run',
  ts: new Date(START + 150 * 60_000).toISOString(),
  run_id: 'run',
  backend: 'live',
  status: 'fail',
  replies: 4,
  unmeasured: 0,
  sets: ['s'],
  duration_ms: 1,
  git_commit: null,
  version: '0.1.0',
}

const golden = { set: 's', id: 'g', trait: 'numbers', fingerprint: 'f' }

/** Four replies of one run in three hours in two files, one of another run, and judgements. */
function log() {
  const folder = temporaryFolder()
  const text = (events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('')
  writeFileSync(
    join(folder, 'provenance.1.ndjson.gz'),
    gzipSync(
      text([
        reply('a', 0, { golden, verdict: 'unjudged', timings: timings(100, 10, 5) }),
        reply('b', 30, { verdict: 'fail', timings: timings(300, 30, 7), source: 'main_model' }),
        judgement('b', 31, 'fail'),
        judgement('a', 170, 'pass'),
        reply('c', 61, { verdict: 'unjudged', question: 'The Würzburg Refund?', timings: timings(200) }),
      ]),
    ),
  )
  writeFileSync(
    join(folder, 'provenance.ndjson'),
    `${text([judgement('a', 100, 'fail'), reply('d', 121, { timings: timings(50), run_id: 'other' }), run])}{"torn`,
  )
  return streamQuery(folder)
}

describe('a query', () => {
  test('counts events by their facts and last verdicts, with what was left out', async () => {
    const query = log()
    const { total, counts, first, last, skipped } = await query.counts()
    expect(total).toBe(5)
    expect([first, last]).toEqual([START, START + 150 * 60_000])
    expect(counts).toMatchObject({
      type: { response: 4, run: 1 },
      source: { embedder: 3, main_model: 1 },
      verdict: { fail: 2, pass: 2, unjudged: 1 },
      trait: { numbers: 1 },
      set: { s: 1 },
    })
    expect(skipped.broken).toBe(1)
    expect(query.files()).toHaveLength(2)
  })

  test('filters by facts, times and text', async () => {
    const query = log()
    const total = async (filter: Parameters<typeof query.counts>[0]) => (await query.counts(filter)).total
    expect(await total({ type: 'response', source: 'embedder' })).toBe(3)
    expect(await total({ source: ['embedder', 'main_model'] })).toBe(4)
    expect(await total({ verdict: 'pass' })).toBe(2)
    expect(await total({ since: new Date(START + 30 * 60_000), until: new Date(START + 61 * 60_000) })).toBe(2)
    expect(await total({ text: 'würzburg refund' })).toBe(1)
    expect(await total({ run: 'none' })).toBe(0)
  })

  test('returns a series of replies by time, split by a fact', async () => {
    const series = await log().series({}, { everyMs: HOUR, limits: { latencyMs: 100 } })
    expect(series).toEqual([
      {
        time: START,
        value: null,
        count: 2,
        pass: 1,
        fail: 1,
        unjudged: 0,
        unmeasured: 0,
        passRate: 0.5,
        p50Ms: 100,
        p95Ms: 300,
        p99Ms: 300,
        firstTokenMs: 10,
        firstTokenP95Ms: 30,
        tokensPerSecond: 5,
        tokensPerSecondP5: 5,
        withinLimit: { latencyMs: 1, firstTokenMs: 0 },
        beyondLimit: { latencyMs: 1, firstTokenMs: 0 },
      },
      expect.objectContaining({ time: START + HOUR, unjudged: 1, passRate: null, p50Ms: 200, firstTokenMs: null }),
      expect.objectContaining({ time: START + 2 * HOUR, pass: 1, passRate: 1, p95Ms: 50 }),
    ])
    const split = await log().series({ until: new Date(START + HOUR) }, { everyMs: HOUR, by: 'source' })
    expect(split.map(({ time, value, count }) => [time, value, count])).toEqual([
      [START, 'embedder', 1],
      [START, 'main_model', 1],
    ])
  })

  test('returns a series with a point for each run, at the time of its first reply', async () => {
    const series = await log().series({}, {})
    expect(series.map(({ time, count, pass }) => [time, count, pass])).toEqual([
      [START, 3, 1],
      [START + 121 * 60_000, 1, 1],
    ])
    const split = await log().series({}, { by: 'source' })
    expect(split.map(({ time, value, count }) => [time, value, count])).toEqual([
      [START, 'embedder', 2],
      [START, 'main_model', 1],
      [START + 121 * 60_000, 'embedder', 1],
    ])
  })

  test('filters by the judge whose verdict counts', async () => {
    const query = log()
    expect((await query.counts({ judge: 'judge of 170' })).counts.verdict).toEqual({ pass: 1 })
    expect((await query.counts({ judge: 'judge of 100' })).total).toBe(0)
    expect((await query.counts()).counts.judge).toMatchObject({ 'judge of 31': 1, 'judge of 170': 1 })
  })

  test('returns a page of rows in an order', async () => {
    const query = log()
    const ids = async (...args: Parameters<typeof query.page>) => {
      const { total, rows } = await query.page(...args)
      return [total, ...rows.map(({ message, type }) => message ?? type)]
    }
    expect(await ids({})).toEqual([5, 'run', 'd', 'c', 'b', 'a'])
    expect(await ids({}, { sort: 'latencyMs', limit: 3 })).toEqual([5, 'b', 'c', 'a'])
    expect(await ids({}, { sort: 'latencyMs', descending: false, offset: 3 })).toEqual([5, 'b', 'run'])
    expect(await ids({ verdict: 'fail' }, { sort: 'source', descending: false })).toEqual([2, 'b', 'run'])
    expect((await query.page({ verdict: 'pass' }, { limit: 1 })).rows[0]).toMatchObject({ message: 'd', latencyMs: 50 })
  })

  test('returns one event with its judgements', async () => {
    const detail = await log().event('a')
    expect(detail?.event).toMatchObject({ msg_id: 'a', verdict: 'pass', judged_by: 'judge of 170' })
    expect(detail?.written).toMatchObject({ msg_id: 'a', verdict: 'unjudged' })
    expect(detail?.judgements.map(({ verdict }) => verdict)).toEqual(['fail', 'pass'])
    expect(await log().event('nowhere')).toBeNull()
  })

  test('finds an event whose id is computed, and one whose id needs escapes', async () => {
    const path = join(temporaryFolder(), 'log.ndjson')
    const id = 'with "quotes" and \\ and \u2028'
    writeFileSync(
      path,
      `{"ts":"2025-01-01T00:00:00Z","conv_id":"c","msg_id":1,"question":"q","response":"r","trait":"t"}\n${JSON.stringify(sampleEvent({ msg_id: id }))}\n`,
    )
    const query = streamQuery([path])
    const { rows } = await query.page({ source: [] as string[], type: 'response' })
    expect(rows).toEqual([])
    const older = (await query.page({})).rows.find(({ message }) => message !== id)
    expect(older?.message).toMatch(/^[0-9a-f]{12}$/)
    expect((await query.event(older?.message ?? ''))?.event).toMatchObject({ question: 'q' })
    expect((await query.event(id))?.event).toMatchObject({ msg_id: id })
  })

  test('returns weights in order of time, all of them or the same sample each time', async () => {
    const path = join(temporaryFolder(), 'log.ndjson')
    const events = Array.from({ length: 3_000 }, (_, index) => reply(`m${index}`, index))
    writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    const query = streamQuery([path])
    const all = await query.weights({}, 3_000)
    expect(all).toMatchObject({ points: { message: events.map(({ msg_id }) => msg_id) }, total: 3_000 })
    const sample = await query.weights({}, 300)
    expect(sample.total).toBe(3_000)
    const { time } = sample.points
    expect(time).toHaveLength(300)
    expect(time).toEqual(time.toSorted((a, b) => a - b))
    expect(sample).toEqual(await query.weights({}, 300))
    // Even over the time: about 150 of the first half, with a standard deviation of 9.
    const firstHalf = time.filter((each) => each < START + 1_500 * 60_000)
    expect(Math.abs(firstHalf.length - 150)).toBeLessThan(40)
    const { weight, boundary, source, verdict } = sample.points
    expect([weight[0], boundary[0], source[0], verdict[0]]).toEqual([0.1, 0.5, 'embedder', 'pass'])
  })

  test('summarizes runs, the latest first', async () => {
    expect(await log().runs()).toEqual([
      {
        run: 'run',
        first: START,
        last: START + 150 * 60_000,
        status: 'fail',
        backend: 'live',
        sets: ['s'],
        events: 4,
        ofHypotheses: 0,
        ofConfigurations: 0,
        pass: 1,
        fail: 1,
        unjudged: 1,
        unmeasured: 0,
        p50Ms: 200,
        p95Ms: 300,
      },
      expect.objectContaining({ run: 'other', status: null, pass: 1 }),
    ])
    expect(await log().runs({}, 1)).toHaveLength(1)
  })

  test('streams the events that match, in full', async () => {
    const found: unknown[] = []
    for await (const event of log().events({ verdict: 'pass' })) found.push(event)
    expect(found).toMatchObject([{ msg_id: 'a', reply: '4' }, { msg_id: 'd' }])
  })
})
