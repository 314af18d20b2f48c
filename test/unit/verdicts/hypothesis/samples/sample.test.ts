import { describe, expect, test } from 'vitest'
import {
  groupedSample,
  pairedSample,
  relationSample,
  seriesSample,
} from '../../../../../src/verdicts/hypothesis/samples/collect.ts'
import { type Observation, valueOf } from '../../../../../src/verdicts/hypothesis/samples/sample.ts'

function observation(facts: Partial<Observation> = {}): Observation {
  return {
    golden: 'g1',
    conversation: 'golden:sample:g1',
    context: null,
    variant: 'plain',
    source: 'embedder',
    model: 'small',
    repeat: 0,
    weight: 0.4,
    passed: true,
    latencyMs: 1_100,
    firstTokenMs: 100,
    completionTokens: 11,
    origin: 'measured',
    ...facts,
  }
}

test('every metric of a reply', () => {
  const reply = observation()
  expect(valueOf(reply, 'latency')).toBe(1_100)
  expect(valueOf(reply, 'firstToken')).toBe(100)
  expect(valueOf(reply, 'tokens')).toBe(11)
  expect(valueOf(reply, 'tokensPerSecond')).toBe(10)
  expect(valueOf(reply, 'quality')).toBe(1)
  expect(valueOf(reply, 'weight')).toBe(0.4)
  expect(valueOf(reply, 'routing')).toBe(0)
  expect(valueOf(observation({ source: 'main_model', passed: false }), 'routing')).toBe(1)
  expect(valueOf(observation({ passed: false }), 'quality')).toBe(0)
})

test.each([
  ['latency', { latencyMs: null }],
  ['tokensPerSecond', { latencyMs: null }],
  ['firstToken', { firstTokenMs: null }],
  ['tokens', { completionTokens: null }],
  ['quality', { passed: null }],
  ['tokensPerSecond', { firstTokenMs: null }],
  ['tokensPerSecond', { completionTokens: null }],
  ['tokensPerSecond', { completionTokens: 1 }],
  ['tokensPerSecond', { latencyMs: 100 }],
] as const)('%s is not known of %o', (metric, facts) => {
  expect(valueOf(observation(facts), metric)).toBeNull()
})

describe('pairs', () => {
  test('pairs by source, with the repeats in order, and leaves out other sides', () => {
    const sample = pairedSample(
      [
        observation({ latencyMs: 10 }),
        observation({ latencyMs: 12, repeat: 1 }),
        observation({ latencyMs: 30, source: 'main_model' }),
        observation({ golden: 'g2', latencyMs: 1 }),
      ],
      { metric: 'latency', by: 'source', labels: ['embedder', 'main_model'], unmeasured: ['g3'] },
    )
    expect(sample).toStrictEqual({
      kind: 'paired',
      metric: 'latency',
      labels: ['embedder', 'main_model'],
      pairs: [{ id: 'g1', first: [10, 12], second: [30], copies: [false, false] }],
      basis: 'measured',
      unmeasured: ['g3', 'g2'],
    })
  })

  test('leaves the quality of a golden unmeasured without a judgement', () => {
    const replies = [observation({ variant: 'a' }), observation({ variant: 'b', passed: null })]
    const sample = pairedSample(replies, { metric: 'quality', by: 'variant', labels: ['a', 'b'] })
    expect(sample).toMatchObject({ pairs: [], basis: null, unmeasured: ['g1'] })
  })

  test('leaves a golden without either side unmeasured, and ignores one without both', () => {
    const replies = [
      observation({ golden: 'g1', variant: 'a' }),
      observation({ golden: 'g2', variant: 'b' }),
      observation({ golden: 'g3', variant: 'c' }),
    ]
    for (const metric of ['weight', 'latency'] as const) {
      const sample = pairedSample(replies, { metric, by: 'variant', labels: ['a', 'b'] })
      expect(sample).toMatchObject({ pairs: [], unmeasured: ['g1', 'g2'] })
    }
  })

  test('accepts replies without a context as a side', () => {
    const replies = [observation(), observation({ context: 'long' })]
    const { pairs } = pairedSample(replies, { metric: 'latency', by: 'context', labels: ['none', 'long'] })
    expect(pairs).toMatchObject([{ first: [1_100], second: [1_100] }])
  })

  test('marks measured and replayed replies as mixed', () => {
    const replies = [observation(), observation({ source: 'main_model', origin: 'replayed' })]
    const by = { by: 'source', labels: ['embedder', 'main_model'] } as const
    expect(pairedSample(replies, { metric: 'latency', by: 'source', labels: [...by.labels] }).basis).toBe('mixed')
  })

  describe('a sample of times', () => {
    const sides = (
      metric: 'latency' | 'firstToken' | 'tokens',
      first: (number | null)[],
      second: (number | null)[],
    ) => {
      const replies = [first, second].flatMap((shares, side) =>
        shares.map((cachedShare, repeat) =>
          observation({
            variant: side === 0 ? 'a' : 'b',
            cachedShare,
            latencyMs: repeat,
            firstTokenMs: repeat,
            completionTokens: repeat + 2,
          }),
        ),
      )
      const { pairs, unmeasured } = pairedSample(replies, { metric, by: 'variant', labels: ['a', 'b'] })
      return pairs.length === 0 ? unmeasured : pairs.map((pair) => [pair.first, pair.second])
    }

    test('compare prompts in the same state of the cache', () => {
      for (const metric of ['latency', 'firstToken'] as const) {
        expect(sides(metric, [0, 0.9], [0.95, 0])).toStrictEqual([
          [
            [0, 1],
            [0, 1],
          ],
        ])
        expect(sides(metric, [0, 0.9], [0.95])).toStrictEqual([[[1], [0]]])
        expect(sides(metric, [0, 0], [0.95])).toStrictEqual(['g1'])
        expect(sides(metric, [null], [null])).toStrictEqual([[[0], [0]]])
      }
      expect(sides('tokens', [0, 0], [0.95])).toStrictEqual([[[2, 3], [2]]])
    })
  })

  describe('copies', () => {
    const copies = (metric: 'quality' | 'routing' | 'latency', ...side: Partial<Observation>[]) => {
      const replies = [...side.map((facts) => observation({ variant: 'a', ...facts })), observation({ variant: 'b' })]
      return pairedSample(replies, { metric, by: 'variant', labels: ['a', 'b'] }).pairs[0]?.copies
    }

    test('are equal texts, or equal outcomes and lengths where texts are not known', () => {
      expect(copies('quality', { wording: 'x' }, { wording: 'x' })).toStrictEqual([true, false])
      expect(copies('quality', { wording: 'x' }, { wording: 'y' })).toStrictEqual([false, false])
      expect(copies('quality', {}, {})).toStrictEqual([true, false])
      expect(copies('quality', {}, { completionTokens: 12 })).toStrictEqual([false, false])
      expect(copies('quality', {}, { passed: false })).toStrictEqual([false, false])
    })

    test('of a route are equal routes', () => {
      expect(copies('routing', { wording: 'x' }, { wording: 'y' })).toStrictEqual([true, false])
      expect(copies('routing', {}, { source: 'main_model' })).toStrictEqual([false, false])
    })

    test('a single reply is not a copy, and latencies never are', () => {
      expect(copies('quality', {})).toStrictEqual([false, false])
      expect(copies('latency', { wording: 'x' }, { wording: 'x' })).toStrictEqual([false, false])
    })
  })
})

test('a relation has the replies with both values', () => {
  const replies = [observation(), observation({ golden: 'g2', conversation: 'c2', weight: 0.9, passed: null })]
  expect(relationSample(replies, { metrics: ['weight', 'quality'] })).toStrictEqual({
    kind: 'relation',
    metrics: ['weight', 'quality'],
    points: [{ x: 0.4, y: 1, cluster: 'golden:sample:g1' }],
    basis: 'measured',
    unmeasured: ['g2'],
  })
  expect(relationSample(replies, { metrics: ['quality', 'weight'] })).toMatchObject({
    points: [{ x: 1, y: 0.4 }],
    unmeasured: ['g2'],
  })
  expect(relationSample(replies, { metrics: ['weight', 'tokens'], cluster: 'golden' }).points).toStrictEqual([
    { x: 0.4, y: 11, cluster: 'g1' },
    { x: 0.9, y: 11, cluster: 'g2' },
  ])
})

test('orders groups as requested, or by name', () => {
  const replies = [
    observation({ context: 'short', weight: 0.2 }),
    observation({ context: 'long', weight: 0.6, origin: 'replayed' }),
    observation({ context: 'long', weight: 0.7, conversation: 'c2' }),
  ]
  expect(groupedSample(replies, { metric: 'weight', groups: ['short', 'long'] })).toStrictEqual({
    kind: 'grouped',
    metric: 'weight',
    groups: [
      { context: 'short', values: [{ value: 0.2, cluster: 'golden:sample:g1' }] },
      {
        context: 'long',
        values: [
          { value: 0.6, cluster: 'golden:sample:g1' },
          { value: 0.7, cluster: 'c2' },
        ],
      },
    ],
    basis: 'mixed',
    unmeasured: [],
  })
  expect(groupedSample(replies, { metric: 'weight' }).groups.map(({ context }) => context)).toStrictEqual([
    'long',
    'short',
  ])
  expect(groupedSample(replies, { metric: 'weight', groups: ['short', 'none'] }).groups[1]?.values).toStrictEqual([])
})

test('uses the times in the most common cache state', () => {
  const shares = [0, 0.9, 0.95, 0.3]
  const replies = shares.map((cachedShare, n) =>
    observation({ golden: `g${n}`, conversation: `c${n}`, cachedShare, latencyMs: n, firstTokenMs: n, weight: n }),
  )
  for (const metric of ['latency', 'firstToken'] as const) {
    expect(seriesSample(replies, { metric })).toMatchObject({ values: [1, 2], unmeasured: ['g0', 'g3'] })
    const [group] = groupedSample(replies, { metric }).groups
    expect(group?.values.map(({ value }) => value)).toStrictEqual([1, 2])
  }
  expect(seriesSample(replies, { metric: 'weight' }).values).toStrictEqual([0, 1, 2, 3])
  const six = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1].map((cachedShare, latencyMs) => observation({ cachedShare, latencyMs }))
  expect(seriesSample(six, { metric: 'latency' }).values).toStrictEqual([5, 6, 7, 8, 9, 10])
  // As many of one state as of another: the first in order, which is cold.
  expect(seriesSample(replies.slice(0, 2), { metric: 'latency' }).values).toStrictEqual([0])
  expect(relationSample(replies, { metrics: ['latency', 'weight'] })).toMatchObject({
    points: [
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ],
    unmeasured: ['g0', 'g3'],
  })
  expect(relationSample(replies, { metrics: ['weight', 'quality'] }).points).toHaveLength(4)
})

test('leaves out groups that were not requested', () => {
  const replies = [observation({ context: 'short' }), observation({ context: 'odd', golden: 'g9', weight: null })]
  const sample = groupedSample(replies, { metric: 'weight', groups: ['short', 'none'] })
  expect([sample.groups[0]?.values.length, sample.unmeasured]).toStrictEqual([1, []])
})

test('a series keeps the order of time', () => {
  const replies = [0.9, 0.1, 0.5].map((weight) => observation({ weight }))
  expect(seriesSample([...replies, observation({ golden: 'g2' })], { metric: 'weight' }).values).toStrictEqual([
    0.9, 0.1, 0.5, 0.4,
  ])
  expect(seriesSample([observation({ completionTokens: null })], { metric: 'tokens' })).toMatchObject({
    values: [],
    basis: null,
    unmeasured: ['g1'],
  })
})
