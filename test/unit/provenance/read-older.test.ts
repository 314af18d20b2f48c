import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import validate from '../../../schemas/generated/provenance.validate.js'
import type { LoggedEvent } from '../../../src/provenance/parse-line.ts'
import { readLog } from '../../../src/provenance/read.ts'
import { temporaryFolder } from '../../support/folder.ts'

describe('events of older forms', () => {
  const old = {
    ts: '2025-03-01T10:00:00.123456',
    conv_id: 'c1',
    msg_id: 'm1',
    question: 'Why?',
    trait: 'reason',
    response: 'Because.',
    meta: { source: 'embedder_llm', tier: 'fast', response_type: 'text' },
    carma: {},
    math_weights: {
      calculated_weight: 0.4,
      question_complexity: 0.2,
      user_engagement: 0.5,
      mode: 'adaptive',
      latency_ms: 812.5,
      adaptive: { bucket: 'treatment', boundary: 0.53, adaptive_metadata: {} },
    },
  }

  async function read(...lines: object[]) {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'provenance.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const reading = readLog(folder)
    const events: LoggedEvent[] = []
    for await (const event of reading.events) events.push(event)
    return { events, skipped: reading.skipped }
  }

  test('come in the form of today, and what they did not record is null', async () => {
    const { events } = await read(old, { schema_version: '1.0', event_type: 'response', ...old, msg_id: 'm2' })
    expect(events.every((event) => validate(event))).toBe(true)
    expect(events).toMatchObject([
      {
        ts: '2025-03-01T10:00:00.123Z',
        conv_id: 'c1',
        msg_id: 'm1',
        question: 'Why?',
        reply: 'Because.',
        source: 'embedder',
        model: { asked: 'unknown' },
        route: { weight: 0.4, bucket: 'treatment', boundary: 0.53 },
        timings: { total_ms: 812.5, first_token_ms: null, tokens_per_second: null },
        tokens: { prompt: null, completion: null },
        verdict: 'unjudged',
        version: '0.9',
      },
      { msg_id: 'm2', version: '1.0' },
    ])
  })

  test('are read for the fields that they have, and those without a reply are counted', async () => {
    const { latency_ms: _, ...unmeasured } = old.math_weights
    const { events, skipped } = await read(
      { ...old, math_weights: unmeasured },
      { ...old, meta: { source: 'cache' } },
      { ...old, ts: 'yesterday' },
      { ...old, math_weights: null },
      { ...old, response: null },
      { schema_version: '1.0', event_type: 'routing_adaptation', ts: old.ts },
    )
    expect(events).toMatchObject([
      { event_type: 'older_response', weight: 0.4, latency_ms: null, failure: null },
      { event_type: 'older_response', source: null, failure: 'has no known source', latency_ms: 812.5 },
      { event_type: 'older_response', weight: null, latency_ms: null, boundary: null },
    ])
    const older = { 'without a time': 1, 'without a reply': 1, 'of other kinds': 1 }
    const nothing = { broken: 0, brokenAt: [], future: { count: 0, latest: null }, unreadable: [] }
    expect(skipped).toEqual({ ...nothing, older })
  })

  test('are left out before the time from which on is read, whatever zone they tell', async () => {
    const folder = temporaryFolder()
    const zoned = [
      { ...old, ts: '2025-03-01T12:00:00+02:00', msg_id: 'at' },
      { ...old, ts: '2025-03-01T11:00:00+02:00', msg_id: 'before' },
    ]
    writeFileSync(join(folder, 'provenance.ndjson'), zoned.map((line) => JSON.stringify(line)).join('\n'))
    const ids: string[] = []
    for await (const event of readLog(folder, { since: new Date('2025-03-01T10:00:00Z') }).events)
      ids.push('msg_id' in event ? event.msg_id : event.event_type)
    expect(ids).toEqual(['at'])
  })
})
