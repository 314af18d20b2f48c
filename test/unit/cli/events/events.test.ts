import { describe, expect, test } from 'vitest'
import { countLines } from '../../../../src/cli/events/count.ts'
import { eventLine } from '../../../../src/cli/events/line.ts'
import { factsOf } from '../../../../src/provenance/event-facts.ts'
import { EventCounter } from '../../../../src/provenance/query/count.ts'
import { isWanted } from '../../../../src/provenance/query/log-filter.ts'
import type { LoggedEvent } from '../../../../src/provenance/parse-line.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'

const golden = { set: 's', id: 'g1', trait: 'arithmetic', fingerprint: 'f' }

describe('isWanted', () => {
  const event = sampleEvent({ conv_id: 'c1', ts: '2026-11-23T10:00:00.000Z', reply: 'A Refund takes days.' })

  test.for<[string, Parameters<typeof isWanted>[1], boolean]>([
    ['no filter', {}, true],
    ['its type', { type: 'response' }, true],
    ['another type', { type: 'run' }, false],
    ['its conversation', { conversation: 'c1' }, true],
    ['a part of its conversation', { conversation: 'c' }, false],
    ['a text of its reply in another case', { text: 'refund' }, true],
    ['a text that it lacks', { text: 'refunds' }, false],
    ['its own time as the last', { until: new Date('2026-11-23T10:00:00.000Z') }, true],
    ['an earlier last time', { until: new Date('2026-11-23T09:59:59.999Z') }, false],
  ])('%s', ([, filter, wanted]) => {
    expect(isWanted(event, filter)).toBe(wanted)
  })
})

describe('eventLine', () => {
  test('shows no control character, and fits the columns', () => {
    const hostile = sampleEvent({ question: 'q\u001b[2J\u202e', reply: `r\n${'x'.repeat(500)}` })
    const line = eventLine(hostile, 120)
    expect(line.replaceAll(/\u001b\[\d+m/g, '')).toHaveLength(120)
    expect(/[\u0000-\u001a\u001c-\u001f\u202e]/.test(line)).toBe(false)
    expect(eventLine(hostile, Infinity)).toContain(String.raw`q\x1b[2J\u202e -> r\n`)
  })
})

test('EventCounter counts by each fact, the most frequent first', () => {
  const counter = new EventCounter()
  const events: LoggedEvent[] = [
    sampleEvent({ golden }),
    sampleEvent({ source: 'main_model', model: { asked: 'big' }, verdict: 'fail' }),
    sampleEvent({ source: 'main_model', model: { asked: 'big' } }),
  ]
  for (const event of events) counter.add(factsOf(event))
  expect(counter.counts).toEqual({
    type: { response: 3 },
    source: { main_model: 2, embedder: 1 },
    bucket: { control: 3 },
    model: { big: 2, small: 1 },
    verdict: { pass: 2, fail: 1 },
    judge: {},
    trait: { arithmetic: 1 },
    set: { s: 1 },
  })
  expect(Object.keys(counter.counts.source)).toEqual(['main_model', 'embedder'])
  expect(countLines(counter.counts, counter.total, 'source')).toEqual([
    '3 events',
    'source  2  main_model',
    '        1  embedder',
  ])
})

test('countLines says that verdicts of runs are among those of replies', () => {
  const counter = new EventCounter()
  const run = { type: 'run', verdict: 'fail' }
  counter.add(factsOf(sampleEvent({ golden })))
  const isSaid = () => countLines(counter.counts, counter.total).some((line) => line.includes('of events of all types'))
  expect(isSaid()).toBe(false)
  counter.add({ ...factsOf(sampleEvent({ golden })), ...run })
  expect(isSaid()).toBe(true)
})

test('countLines begins with the most frequent value, whatever its name', () => {
  const counter = new EventCounter()
  for (const set of ['2026', 'facts', 'facts', '7']) counter.add(factsOf(sampleEvent({ golden: { ...golden, set } })))
  expect(countLines(counter.counts, counter.total, 'set').map((line) => line.split(/ +/).at(-1))).toEqual([
    'events',
    'facts',
    '2026',
    '7',
  ])
})

test('factsOf takes an older reply for an unjudged response', () => {
  const older: LoggedEvent = {
    event_type: 'older_response',
    ts: '2025-10-07T15:07:11.000Z',
    conv_id: 'c',
    msg_id: 'm',
    golden: null,
    trait: 'general',
    question: 'q',
    reply: 'r',
    source: 'embedder',
    failure: null,
    weight: 0.2,
    latency_ms: null,
    bucket: null,
    boundary: null,
    version: '1.0',
  }
  expect(factsOf(older)).toMatchObject({ type: 'response', verdict: 'unjudged', source: 'embedder', latencyMs: null })
})
