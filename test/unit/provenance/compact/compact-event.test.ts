import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import validateCompact from '../../../../schemas/generated/compact-event.validate.js'
import type { ResponseEvent } from '../../../../schemas/generated/provenance.ts'
import validate from '../../../../schemas/generated/provenance.validate.js'
import { compactEvent } from '../../../../src/provenance/compact/compact-event.ts'
import { lineOf } from '../../../../src/provenance/event-line.ts'
import { dataOf, parseLine } from '../../../../src/provenance/parse-line.ts'
import { splitLines } from '../../../../src/provenance/query/duckdb/slice-lines.ts'
import { FEATURES } from '../../../../src/router/weight/feature-names.ts'
import { weigh } from '../../../../src/router/weight/weigh.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'

const golden = { set: 'capitals: all', id: 'g1', trait: 'geography', fingerprint: 'a3a4a97b1a3b' }

/** The route of a message, as the router gives it. */
function routeOf(content: string): ResponseEvent['route'] {
  const { value: weight, parts } = weigh([{ role: 'user', content }])
  return { weight, parts, bucket: 'control', boundary: 0.5, propensity: 1 }
}

const plain = sampleEvent({ route: routeOf('What is 2 + 2?'), judged_by: 'toAnswer', model: { asked: 'small' } })

/** Events by what is special in each. */
const EVENTS: Record<string, Partial<ResponseEvent>> = {
  'nothing special': {},
  'a golden': { golden, conv_id: 'golden:capitals: all:g1' },
  'a golden in a conversation of another name': { golden, conv_id: 'a3f09be1' },
  'a long question': {
    route: routeOf('Write code that sums 3 lists of 12 numbers, step by step, in at most 5 lines.'),
  },
  'a greeting, whose weight is limited to 0': { route: routeOf('hello') },
  'a weight that is limited to 1': {
    route: { ...routeOf(''), weight: 1, parts: { base: 0.9, length: 0.28 } },
    source: 'main_model',
  },
  'a negative part': {
    route: { weight: 0.26, parts: { base: 0.29, closed: -0.03 }, bucket: 'control', boundary: 0.5, propensity: 1 },
  },
  'the other bucket': { route: { ...routeOf('hello'), bucket: 'treatment', boundary: 0.53, propensity: 0.5 } },
  'a draw of the experiment': { route: { ...routeOf('hello'), propensity: 0.25, drawn: true }, source: 'main_model' },
  'adaptation off': { route: { ...routeOf('hello'), off: 'switched off' } },
  'a forced source': { source: 'main_model', hypothesis: 'H3', variant: 'main_model' },
  'a second attempt': { repeat: 2, retry: 1, counted_attempt: 'last', configuration: 'new prompt' },
  'a fallback': { instead_of: { source: 'main_model', cause: 'timeout', evidence: 'no reply in 60 s' } },
  'another model': { model: { asked: 'small', answered: 'small@q4', quantization: 'Q4_K_M' } },
  'all timings': {
    timings: { queue_ms: 3.5, load_ms: 812, first_token_ms: 33.5, total_ms: 900, tokens_per_second: 8.3 },
  },
  'a speed and no wait': {
    timings: { queue_ms: 0, load_ms: 0, first_token_ms: 3, total_ms: 900, tokens_per_second: 8 },
  },
  'a wait only': { timings: { queue_ms: 4, load_ms: 0, first_token_ms: null, total_ms: 7, tokens_per_second: null } },
  'one time only': { timings: { queue_ms: 0, load_ms: 0, first_token_ms: null, total_ms: 7, tokens_per_second: null } },
  'a model that was loaded': {
    timings: { queue_ms: 0, load_ms: 9, first_token_ms: null, total_ms: 7, tokens_per_second: null },
  },
  'no token counts': { tokens: { prompt: null, completion: null } },
  'reasoning tokens': { tokens: { prompt: 12, completion: 60, reasoning: 0 }, reasoning: 'Two and two.' },
  'cached tokens': { tokens: { prompt: 12, completion: 60, cached: 0 } },
  'reasoning and cached tokens': { tokens: { prompt: 12, completion: 60, reasoning: 7, cached: 3 } },
  'a cut reply': { finish: 'length', reply_cut: 9_000, verdict: 'fail', why: 'the reply is cut', judged_by: 'test' },
  'quirks and retries': { quirks: ['no [DONE]'], tries: 3 },
  'a replay': { origin: 'replayed', recorded_at: '2026-11-20T10:00:00.000Z' },
  'a commit': { git_commit: '584e07c434d8' },
  'texts that are escaped': { question: 'a\u2028b\u0085', reply: '\ud800 "quoted"\n' },
}

describe('a reply is written in short, and read as it was', () => {
  test.for(Object.entries(EVENTS))('%s', ([, facts]) => {
    const event = { ...plain, ...facts }
    const line = lineOf(event)
    expect(JSON.parse(line)).toMatchObject({ schema_version: '2.1', event_type: 'response' })
    expect(validateCompact(JSON.parse(line)), JSON.stringify(validateCompact.errors)).toBe(true)
    // Readers of the log give a lone surrogate as the character that replaces it.
    expect(parseLine(line)).toEqual({ ...event, reply: event.reply?.toWellFormed() })
    expect(dataOf(line)).toEqual(event)
    expect(validate(dataOf(line))).toBe(true)
    expect(line.length).toBeLessThan(JSON.stringify(event).length)
  })

  test.for(Object.entries(EVENTS))('%s: DuckDB reads it', ([name, facts]) => {
    const { replies } = splitLines(Buffer.from(`${lineOf({ ...plain, ...facts })}\n`), () => {})
    // JSON readers differ in what they do with a lone surrogate.
    expect(replies).toEqual({ whole: 0, compact: name === 'texts that are escaped' ? 0 : 1 })
  })

  test('an unjudged one', () => {
    const { judged_by: _, ...rest } = plain
    const event = { ...rest, verdict: 'unjudged' as const }
    expect(JSON.parse(lineOf(event))).not.toHaveProperty('judged_by')
    expect(parseLine(lineOf(event))).toEqual(event)
  })
})

describe('an event without a short form is written in full', () => {
  const { judged_by: _, ...withoutJudge } = plain
  test.for<[string, ResponseEvent]>([
    ['parts that do not give the weight', { ...plain, route: { ...plain.route, weight: 0.9 } }],
    ['a part of another name', { ...plain, route: { ...plain.route, parts: { ...plain.route.parts, own: 0 } } }],
    ['a part with more decimals', { ...plain, route: { ...plain.route, weight: 0.1234, parts: { base: 0.1234 } } }],
    ['no base', { ...plain, route: { ...plain.route, weight: 0.1, parts: { length: 0.1 } } }],
    ['a verdict without a judge', withoutJudge],
    ['an original', { ...plain, original: { conv_id: 'c' } }],
  ])('%s', ([, event]) => {
    expect(compactEvent(event)).toBe(event)
    expect(JSON.parse(lineOf(event))).toEqual(event)
  })
})

test('what follows from the rest of the line is left out', () => {
  const isLow = createHash('sha256').update('golden:s:g').digest('hex') < '8'
  const bucket = isLow ? 'control' : 'treatment'
  const event = {
    ...plain,
    golden: { ...golden, set: 's', id: 'g' },
    conv_id: 'golden:s:g',
    route: { ...plain.route, bucket } as const,
  }
  expect(Object.keys(compactEvent(event))).toEqual([
    'schema_version',
    'event_type',
    'ts',
    'run_id',
    'msg_id',
    'golden',
    'question',
    'reply',
    'model',
    'parts',
    'timings',
    'tokens',
    'verdict',
    'version',
  ])
})

test.for<[string, Record<string, unknown>]>([
  ['without its conversation', { conv_id: undefined }],
  ['with more parts than this version knows', { parts: Array.from({ length: 27 }, () => 1) }],
  ['without timings', { timings: [] }],
  ['without a time', { ts: 'yesterday' }],
  ['with a verdict that does not exist', { verdict: 'maybe' }],
  ['with an unknown field', { more: 1 }],
])('a short event %s is not an event', ([, facts]) => {
  expect(parseLine(JSON.stringify({ ...(JSON.parse(lineOf(plain)) as object), ...facts }))).toBeNull()
})

/** The order of the parts in version 2.1. */
const ORDER =
  'length numbers digits operators quantities relations formulas code work reasoning constraints steps questions lines items quotes negation word_length script options closed given turns context greeting'.split(
    ' ',
  )

test('logs rely on the order of the parts, which the schema names', () => {
  const schema = JSON.parse(readFileSync('schemas/compact-event.schema.json', 'utf8')) as {
    properties: { parts: { description: string; maxItems: number } }
  }
  const { description, maxItems } = schema.properties.parts
  expect(description).toContain(`: ${['base', ...FEATURES].join(', ')}.`)
  expect(maxItems).toBe(FEATURES.length + 1)
  const parts = Array.from({ length: 26 }, (_, index) => index + 1)
  const line = JSON.stringify({ ...(JSON.parse(lineOf(plain)) as object), parts })
  expect(parseLine(line)).toMatchObject({
    route: {
      weight: 0.351,
      parts: Object.fromEntries([
        ['base', 0.001],
        ...ORDER.map((name, index) => [name, (index + 2) / 1_000]),
      ]) as object,
    },
  })
})
