import { describe, expect, test } from 'vitest'
import type { GoldenResult, MeasuredReply } from '../../../../src/verdicts/results.ts'
import { type Recording, REPLY_LENGTH, updateBaseline } from '../../../../src/artifacts/baseline/update.ts'

const RECORDING: Recording = {
  mode: 'record',
  recordedAt: '2026-01-01T00:00:00.000Z',
  gitCommit: 'abc',
  version: '1.0.0',
  existing: new Set(['s', 't']),
}

function golden(
  id: string,
  replies: Partial<MeasuredReply>[],
  unmeasured: GoldenResult['unmeasured'] = [],
): GoldenResult {
  const usual = { source: 'embedder', model: 'small', passed: true, latencyMs: 100, origin: 'measured' } as const
  const none = { firstTokenMs: null, completionTokens: null }
  return {
    id,
    trait: '',
    fingerprint: `print ${id}`,
    unmeasured,
    replies: replies.map((facts, repeat) => ({ ...usual, ...none, repeat, ...facts })),
  }
}

function record(
  goldens: GoldenResult[],
  {
    old = null,
    ids = goldens.map(({ id }) => id),
    mode = 'record',
    set = 's',
    replies = new Map(),
  }: {
    old?: ReturnType<typeof updateBaseline> | null
    ids?: string[]
    mode?: Recording['mode']
    set?: string
    replies?: Map<string, string>
  } = {},
) {
  return updateBaseline(old, [{ results: { set, ids, goldens }, replies }], { ...RECORDING, mode })
}

const idsOf = (baseline: ReturnType<typeof updateBaseline>, set = 's') => Object.keys(baseline.sets[set]?.goldens ?? {})

describe('a golden in a baseline', () => {
  test('has the verdicts, times and tokens of each repeat', () => {
    const recorded = record([
      golden('a', [
        { latencyMs: 12.34, firstTokenMs: 1.26, completionTokens: 7, digest: 'x', cachedShare: 0.12345 },
        { latencyMs: 12.36, passed: false, digest: 'y' },
        { latencyMs: 0.01, firstTokenMs: 0.04, digest: 'z', cachedShare: 0.9996 },
      ]),
    ])
    expect(recorded.sets['s']?.goldens['a']).toEqual({
      fingerprint: 'print a',
      source: 'embedder',
      model: 'small',
      origin: 'measured',
      recorded_at: RECORDING.recordedAt,
      git_commit: 'abc',
      passes: [true, false, true],
      latency_ms: [12.3, 12.4, 0.1],
      first_token_ms: [1.3, null, 0.1],
      completion_tokens: [7, null, null],
      cached_share: [0.123, null, 1],
      digests: ['x', 'y', 'z'],
      reply: '',
    })
    expect(record([golden('a', [{ passed: false }])]).sets['s']?.goldens['a']?.passes).toEqual([false])
  })

  test('has no digests where one is unknown, and no cached shares where none is known', () => {
    const recorded = record([golden('a', [{ digest: 'x' }, {}]), golden('b', [{ cachedShare: 0 }])]).sets['s']?.goldens
    expect(recorded?.['a']).not.toHaveProperty('digests')
    expect(recorded?.['a']).not.toHaveProperty('cached_share')
    expect(recorded?.['b']).toMatchObject({ cached_share: [0] })
  })

  test('keeps the repeats of the source that answered first', () => {
    const recorded = record([
      golden('a', [
        { source: 'main_model', model: 'large', latencyMs: 1 },
        { latencyMs: 2 },
        { source: 'main_model', model: 'large', latencyMs: 3 },
      ]),
    ])
    expect(recorded.sets['s']?.goldens['a']).toMatchObject({ source: 'main_model', model: 'large', latency_ms: [1, 3] })
  })

  test('keeps up to 2,000 characters of its reply', () => {
    expect(REPLY_LENGTH).toBe(2_000)
    const reply = (length: number) =>
      record([golden('a', [{}])], { replies: new Map([['a', 'x'.repeat(length)]]) }).sets['s']?.goldens['a']?.reply
    expect(reply(2_000)).toBe('x'.repeat(2_000))
    expect(reply(2_001)).not.toBe('x'.repeat(2_001))
  })

  test('keeps a latency that no reply can take as it is, for the comparison to name', () => {
    const latency = (ms: number) => record([golden('a', [{ latencyMs: ms }])]).sets['s']?.goldens['a']?.latency_ms
    expect([latency(0), latency(-3)]).toEqual([[0], [-3]])
  })
})

describe('a recording', () => {
  const old = record([golden('a', [{}]), golden('b', [{}]), golden('c', [{}])])

  test('of the whole set drops what left it, one of a part does not', () => {
    expect(idsOf(record([golden('a', [{}]), golden('b', [{}])], { old }))).toEqual(['a', 'b'])
    expect(idsOf(record([golden('a', [{}])], { old, ids: ['a', 'b'] }))).toEqual(['a', 'b', 'c'])
    expect(idsOf(record([golden('a', [{}]), golden('b', [{}])], { old, mode: 'add' }))).toEqual(['a', 'b', 'c'])
  })

  test('replaces what ran, or adds what is missing', () => {
    const passes = (mode: Recording['mode']) =>
      record([golden('a', [{ passed: false }]), golden('d', [{ passed: false }])], {
        old,
        mode,
        ids: ['a', 'b', 'c', 'd'],
      }).sets['s']?.goldens
    expect([passes('record')?.['a']?.passes, passes('record')?.['d']?.passes]).toEqual([[false], [false]])
    expect([passes('add')?.['a']?.passes, passes('add')?.['d']?.passes]).toEqual([[true], [false]])
  })

  test('leaves other sets and the schema as they are, sorted by code units', () => {
    const sets = record([golden('b', [{}]), golden('a', [{}]), golden('B', [{}]), golden('ä', [{}])], {
      old: { ...old, $schema: 'schema.json' },
      set: 'r',
    })
    expect(sets).toMatchObject({ $schema: 'schema.json', schema_version: '2.0', version: '1.0.0' })
    expect(Object.keys(sets.sets)).toEqual(['r', 's'])
    expect(idsOf(sets, 'r')).toEqual(['B', 'a', 'b', 'ä'])
    expect(idsOf(sets)).toEqual(['a', 'b', 'c'])
    expect(old).not.toHaveProperty('$schema')
    expect(Object.keys(record([golden('a', [{}])], { set: 't', old }).sets)).toEqual(['s', 't'])
  })

  test('rejects goldens that were not measured', () => {
    const lost = { repeat: 0, cause: 'unreachable', evidence: 'ECONNREFUSED', remedy: 'start the server' }
    const call = () => record([golden('a', [{}]), golden('b', [{}], [lost]), golden('c', [])])
    expect(call).toThrow(new RangeError('the baseline stays as it was: not every golden was measured (s: b, s: c)'))
  })

  test('rejects goldens that were not judged', () => {
    expect(() => record([golden('a', [{ passed: null }])])).toThrow(/^the baseline stays as it was: /)
  })
})
