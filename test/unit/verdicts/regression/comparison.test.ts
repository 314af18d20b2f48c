import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareSets, type Comparison, summarize } from '../../../../src/evidence.ts'
import { knownFailure, UNKNOWN_MODEL } from '../../../../src/verdicts/regression/comparison.ts'
import type { GoldenResult, MeasuredReply, SetResults } from '../../../../src/verdicts/results.ts'

const MODELS = { main_model: 'large', embedder: 'small' } as const

function reply(facts: Partial<MeasuredReply> = {}): MeasuredReply {
  const source = facts.source ?? 'embedder'
  return {
    repeat: 0,
    source,
    model: MODELS[source],
    passed: true,
    latencyMs: 100,
    firstTokenMs: 10,
    completionTokens: 5,
    origin: 'measured',
    ...facts,
  }
}

function golden(id: string, replies: Partial<MeasuredReply>[] = [{}], facts: Partial<GoldenResult> = {}): GoldenResult {
  return { id, trait: 'fact', fingerprint: `print-${id}`, replies: replies.map(reply), unmeasured: [], ...facts }
}

function set(goldens: GoldenResult[], ids = goldens.map((each) => each.id)): SetResults {
  return { set: 'sample', ids, goldens }
}

const POINT = { tolerance: 0.25, mode: 'point' } as const

const LOST = { repeat: 0, cause: 'unreachable', evidence: 'ECONNREFUSED', remedy: 'start the server' }

function metric(comparison: Comparison, name: 'latency' | 'quality' | 'routing') {
  return comparison.metrics.find((each) => each.metric === name)
}

const ten = (facts: (index: number) => Partial<MeasuredReply>) =>
  Array.from({ length: 10 }, (_, index) => golden(`g${index}`, [facts(index)]))

describe('the point rule', () => {
  const before = ten((index) => ({ latencyMs: 1.2, source: index < 6 ? 'main_model' : 'embedder' }))

  test('passes a run that equals its baseline', () => {
    expect(compareSets(before, set(before), POINT)).toMatchObject({
      set: 'sample',
      verdict: 'pass',
      passes: true,
      policy: POINT,
      metrics: [
        {
          metric: 'latency',
          baseline: expect.closeTo(1.2),
          current: expect.closeTo(1.2),
          change: 0,
          limit: 0.25,
          n: 10,
          verdict: 'pass',
        },
        { metric: 'quality', baseline: 1, current: 1, change: 0, limit: -0.25, n: 10, verdict: 'pass' },
        { metric: 'routing', baseline: 0.6, current: 0.6, change: 0, limit: 0.25, n: 10, verdict: 'pass' },
      ],
      basis: { baseline: 'measured', current: 'measured' },
      compared: before.map((each) => each.id),
      broke: [],
      improved: [],
      moved: [],
      stale: [],
      missing: [],
      extra: [],
      notRun: [],
      unmeasured: [],
    })
  })

  test.each([
    ['a rise of exactly the tolerance', 1.25, 'pass'],
    ['a rise beyond it', 1.26, 'fail'],
    ['any fall', 0.01, 'pass'],
  ])('latency: %s', (_, factor, verdict) => {
    const now = ten((index) => ({ latencyMs: 1.2 * factor, source: index < 6 ? 'main_model' : 'embedder' }))
    const comparison = compareSets(before, set(now), POINT)
    expect(metric(comparison, 'latency')).toMatchObject({ verdict, change: expect.closeTo(factor - 1) })
    expect(comparison.verdict).toBe(verdict)
  })

  test('latency: each golden counts once, however often it was repeated', () => {
    const one = [golden('fast', [{ latencyMs: 100 }]), golden('slow', [{ latencyMs: 300 }])]
    const many = [
      golden(
        'fast',
        [90, 100, 110].map((latencyMs) => ({ latencyMs })),
      ),
      golden('slow', [{ latencyMs: 300 }]),
    ]
    expect(metric(compareSets(one, set(many), POINT), 'latency')).toMatchObject({
      baseline: 200,
      current: 200,
    })
  })

  test.each([
    ['two of eight fail: a fall of a quarter', 2, 'pass'],
    ['three of eight fail', 3, 'fail'],
  ])('quality: %s', (_, failing, verdict) => {
    const eight = ten(() => ({})).slice(0, 8)
    const now = ten((index) => ({ passed: index >= failing })).slice(0, 8)
    const comparison = compareSets(eight, set(now), POINT)
    expect(metric(comparison, 'quality')).toMatchObject({ verdict, baseline: 1, change: -failing / 8 })
    expect(comparison.broke).toStrictEqual(now.slice(0, failing).map((each) => each.id))
  })

  test('quality: passes where the baseline passed nothing', () => {
    const none = ten(() => ({ passed: false }))
    expect(metric(compareSets(none, set(none), POINT), 'quality')).toMatchObject({
      verdict: 'pass',
      change: 0,
    })
    const all = compareSets(none, set(ten(() => ({}))), POINT)
    expect(metric(all, 'quality')).toMatchObject({ verdict: 'pass', baseline: 0, current: 1, change: null })
    expect(all.improved).toHaveLength(10)
  })

  test.each([
    [2, 'pass'],
    [3, 'fail'],
  ])('routing: %i of ten move to the embedder', (moving, verdict) => {
    const now = ten((index) => ({ latencyMs: 1.2, source: index >= moving && index < 6 ? 'main_model' : 'embedder' }))
    const comparison = compareSets(before, set(now), POINT)
    expect(metric(comparison, 'routing')).toMatchObject({ verdict, change: expect.closeTo(-moving / 10) })
    expect(comparison.moved).toStrictEqual(
      now.slice(0, moving).map(({ id }) => ({ id, from: 'main_model', to: 'embedder' })),
    )
    expect(comparison.stale).toStrictEqual([])
  })

  test.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY])(
    'a latency of %d in the baseline is inconclusive',
    (latencyMs) => {
      const wrong = [golden('a', [{ latencyMs }]), golden('b')]
      const comparison = compareSets(wrong, set([golden('a'), golden('b')]), POINT)
      expect(metric(comparison, 'latency')).toMatchObject({ verdict: 'inconclusive', change: null })
      expect(comparison).toMatchObject({
        verdict: 'inconclusive',
        reason: `latency: the baseline has a latency of ${latencyMs} ms for golden "a", which is not possible: record the baseline again with \`npx vitest run goldens -u\``,
      })
    },
  )

  test('measured and replayed latencies of one side are never averaged', () => {
    const mixed = [golden('a', [{ origin: 'replayed' }]), golden('b')]
    const comparison = compareSets(mixed, set([golden('a'), golden('b')]), POINT)
    expect(comparison.basis).toStrictEqual({ baseline: 'mixed', current: 'measured' })
    expect(comparison.verdict).toBe('inconclusive')
    expect(comparison.reason).toContain('the baseline mixes measured and replayed latencies')
  })

  test('compares a replay with a measured baseline, and says so', () => {
    const comparison = compareSets([golden('a')], set([golden('a', [{ origin: 'replayed' }])]), POINT)
    expect(comparison).toMatchObject({ verdict: 'pass', basis: { baseline: 'measured', current: 'replayed' } })
  })
})

describe('goldens that are not compared', () => {
  test('is listed by its reason, and not compared', () => {
    const before = ['same', 'left', 'filtered', 'lost', 'partly', 'reworded'].map((id) => golden(id))
    const now = [
      golden('same'),
      golden('new', [{ latencyMs: 9_999 }]),
      golden('lost', [], { unmeasured: [LOST] }),
      golden('partly', [{ latencyMs: 9_999 }], { unmeasured: [{ ...LOST, repeat: 1 }] }),
      golden('reworded', [{ latencyMs: 9_999 }], { fingerprint: 'another' }),
    ]
    const ids = ['same', 'new', 'filtered', 'lost', 'partly', 'reworded']
    expect(compareSets(before, set(now, ids), POINT)).toMatchObject({
      verdict: 'pass',
      compared: ['same'],
      missing: ['left'],
      extra: ['new'],
      notRun: ['filtered'],
      unmeasured: ['lost', 'partly'],
      stale: [{ id: 'reworded', changed: 'fingerprint', baseline: 'print-reworded', current: 'another' }],
    })
  })

  test('another model behind the same source makes a golden stale', () => {
    const now = [golden('a', [{ model: 'small-v2' }]), golden('b', [{ source: 'main_model' }])]
    const before = [golden('a'), golden('b', [{ source: 'main_model' }])]
    expect(compareSets(before, set(now), POINT)).toMatchObject({
      compared: ['b'],
      stale: [{ id: 'a', changed: 'model', source: 'embedder', baseline: 'small', current: 'small-v2' }],
    })
  })

  test('is inconclusive, and does not pass, where no golden of a source is compared because its model changed', () => {
    const main = (id: string, model = 'large') => golden(id, [{ source: 'main_model', model }])
    const small = Array.from({ length: 9 }, (_, index) => golden(`small-${index}`))
    const before = [...small, main('main-0'), main('main-1')]
    const changed = compareSets(before, set([...small, main('main-0', 'small'), main('main-1', 'small')]), POINT)
    expect(changed).toMatchObject({
      verdict: 'inconclusive',
      passes: false,
      stale: [{ id: 'main-0' }, { id: 'main-1' }],
    })
    expect(changed.reason).toBe(
      'no golden of main_model can be compared, because the model changed (main_model large -> small): see where the models are set: `npx aios doctor`',
    )
    // A part of a source that is compared shows its quality.
    const part = compareSets(before, set([...small, main('main-0', 'small'), main('main-1')]), POINT)
    expect(part).toMatchObject({ verdict: 'pass', passes: true })
  })

  test('names only the models of the sources that are not compared, and keeps a failure', () => {
    const main = (id: string, model = 'large') => golden(id, [{ source: 'main_model', model }])
    const small = (passed: boolean) => Array.from({ length: 9 }, (_, index) => golden(`small-${index}`, [{ passed }]))
    const before = [...small(true), golden('c'), main('main-0')]
    const now = (passed: boolean) => set([...small(passed), golden('c', [{ model: 'tiny' }]), main('main-0', 'small')])
    expect(compareSets(before, now(true), POINT).reason).toMatch(
      /^no golden of main_model .*\(main_model large -> small\)/,
    )
    expect(compareSets(before, now(false), POINT)).toMatchObject({ verdict: 'fail', passes: false })
  })

  test('compares a source of which one repeat of a golden is', () => {
    const both = golden('both', [{ source: 'embedder' }, { source: 'main_model' }])
    const main = (model: string) => golden('main', [{ source: 'main_model', model }])
    const comparison = compareSets([both, main('large')], set([both, main('small')]), POINT)
    expect(comparison).toMatchObject({ verdict: 'pass', passes: true, stale: [{ id: 'main' }] })
  })

  test('says of each golden that is not compared what changed, and to look at the models first', () => {
    const before = [golden('a', [{}], { fingerprint: 'old' }), golden('b')]
    const { reason } = compareSets(before, set([golden('a'), golden('b', [{ model: 'tiny' }])]), POINT)
    expect(reason).toBe(
      'none of the 2 goldens that ran can be compared (1 with another question or expectation than in the baseline, 1 answered by another model: embedder small -> tiny): see where the models are set: `npx aios doctor`; if the change is intended, record the baseline again with `npx vitest run goldens -u`',
    )
  })

  test('a moved golden is stale when its new source has a model that the baseline does not know', () => {
    const before = [golden('moves', [{ source: 'main_model' }]), golden('stays')]
    const now = [golden('moves', [{ model: 'small-v2' }]), golden('stays')]
    expect(compareSets(before, set(now), POINT).stale).toStrictEqual([
      { id: 'moves', changed: 'model', source: 'embedder', baseline: 'small', current: 'small-v2' },
    ])
  })

  test('compares a baseline without a model with any model', () => {
    const before = [golden('a', [{ model: UNKNOWN_MODEL }])]
    expect(compareSets(before, set([golden('a')]), POINT)).toMatchObject({ compared: ['a'], stale: [] })
  })
})

describe('is inconclusive without a golden to compare', () => {
  test.each([
    ['an empty set', [golden('a')], set([]), 'the set "sample" has no goldens'],
    ['all filtered out', [golden('a')], set([], ['a']), 'no golden of "sample" ran'],
    [
      'an empty baseline',
      [],
      set([golden('a')]),
      'the baseline of "sample" is empty: record it with `npx vitest run goldens -u`',
    ],
    [
      'all changed',
      [golden('a', [{}], { fingerprint: 'old' })],
      set([golden('a'), golden('b')]),
      'none of the 2 goldens that ran can be compared (1 with another question or expectation than in the baseline, 1 not in the baseline): record the baseline again with `npx vitest run goldens -u`',
    ],
    [
      'no reply at all',
      [golden('a')],
      set([golden('a', [], { unmeasured: [LOST] })]),
      'the golden that ran cannot be compared (1 not measured): see why the goldens got no reply',
    ],
  ])('%s', (_, before, now, reason) => {
    const comparison = compareSets(before, now, POINT)
    expect(comparison).toMatchObject({ verdict: 'inconclusive', reason, compared: [] })
    expect(comparison.metrics.map((each) => each.verdict)).toStrictEqual([
      'inconclusive',
      'inconclusive',
      'inconclusive',
    ])
  })

  test.each([0, -0.1, Number.NaN, Number.POSITIVE_INFINITY])('rejects a tolerance of %d', (tolerance) => {
    expect(() => compareSets([], set([]), { tolerance })).toThrow(
      new RangeError(
        `"tolerance" must be a number above 0 and at most 1000, such as 0.25 for a quarter, got ${tolerance}`,
      ),
    )
  })
})

describe('for any results', () => {
  const anyReply = fc
    .record({
      source: fc.constantFrom('main_model', 'embedder'),
      passed: fc.boolean(),
      latencyMs: fc.oneof(fc.double(), fc.double({ min: 0.1, max: 60_000, noNaN: true })),
      origin: fc.constantFrom('measured', 'replayed'),
    })
    .map((facts) => reply(facts))
  const healthy = fc
    .record({
      source: fc.constantFrom('main_model', 'embedder'),
      passed: fc.boolean(),
      latencyMs: fc.double({ min: 0.1, max: 60_000, noNaN: true }),
    })
    .map((facts) => reply(facts))
  const goldens = (replies: fc.Arbitrary<MeasuredReply>, least: number) =>
    fc
      .uniqueArray(
        fc.record({
          id: fc.constantFrom('a', 'b', 'c', '__proto__', ''),
          replies: fc.array(replies, { minLength: least, maxLength: 3 }),
        }),
        { selector: ({ id }) => id, maxLength: 5 },
      )
      .map((list) => list.map(({ id, replies }) => golden(id, replies)))

  test('no number of a comparison is NaN or infinite, and it never passes without a pair', () => {
    fc.assert(
      fc.property(goldens(anyReply, 0), goldens(anyReply, 0), (before, now) => {
        const comparison = compareSets(before, set(now), POINT)
        const values = comparison.metrics.flatMap(({ baseline, current, change }) => [baseline, current, change])
        expect(values.filter((value) => value !== null && !Number.isFinite(value))).toStrictEqual([])
        expect(comparison.compared.length === 0 && comparison.verdict !== 'inconclusive').toBe(false)
        expect(comparison.verdict === 'inconclusive').toBe(comparison.reason !== undefined)
      }),
    )
  })

  test('each golden that ran is in exactly one list', () => {
    fc.assert(
      fc.property(goldens(anyReply, 0), goldens(anyReply, 0), (before, now) => {
        const { compared, extra, stale, unmeasured } = compareSets(before, set(now), POINT)
        const listed = [...compared, ...extra, ...stale.map(({ id }) => id), ...unmeasured]
        expect(listed.sort()).toStrictEqual(now.map(({ id }) => id).sort())
      }),
    )
  })

  test('unchanged results pass', () => {
    fc.assert(
      fc.property(goldens(healthy, 1), (same) => {
        fc.pre(same.length > 0)
        expect(compareSets(same, set(same), { tolerance: 1e-6, mode: 'point' }).verdict).toBe('pass')
      }),
    )
  })

  test('swapping the sides turns the sign of every change and swaps broke with improved', () => {
    fc.assert(
      fc.property(goldens(healthy, 1), goldens(healthy, 1), (before, now) => {
        const there = compareSets(before, set(now), POINT)
        const back = compareSets(now, set(before), POINT)
        const signs = there.metrics.map(({ change }, index) => [change, back.metrics[index]?.change])
        const known = signs.filter((pair): pair is [number, number] => pair.every((value) => typeof value === 'number'))
        expect(known.filter(([one, other]) => Math.sign(one) + Math.sign(other) !== 0)).toStrictEqual([])
        expect(there.broke.toSorted()).toStrictEqual(back.improved.toSorted())
      }),
    )
  })
})

describe('known failures and the summary', () => {
  const failing = golden('a', [{ passed: true }, { passed: false }])

  test('knows a failure only for the same golden', () => {
    expect(knownFailure(failing, failing.fingerprint)).toBe(true)
    expect(knownFailure(failing, 'another')).toBe(false)
    expect(knownFailure(golden('a'), failing.fingerprint)).toBe(false)
    expect(knownFailure(undefined, failing.fingerprint)).toBe(false)
  })

  test('a summary counts every golden once, and known failures as failed', () => {
    const now = [
      golden('a', [{ passed: false, latencyMs: 10, source: 'main_model' }]),
      golden('b', [{ passed: false, latencyMs: 20 }], { unmeasured: [LOST] }),
      golden('c', [{ latencyMs: 30 }, { latencyMs: 40 }]),
      golden('d', [], { unmeasured: [LOST] }),
      golden('e', [{ latencyMs: 900 }], { unmeasured: [LOST] }),
    ]
    expect(summarize(set(now, ['a', 'b', 'c', 'd', 'e', 'f']), [failing])).toStrictEqual({
      set: 'sample',
      total: 6,
      ran: 5,
      passed: 1,
      failed: 2,
      knownFailures: 1,
      unmeasured: 2,
      unjudged: 0,
      passedOnRetry: 0,
      routing: { main_model: 1, embedder: 4 },
      latency: { mean: 200, p50: 30, p95: 900 },
      cache: { cold: 0, mixed: 0, warm: 0, unknown: 5 },
      basis: 'measured',
    })
  })

  test('a summary of nothing has no latency', () => {
    expect(summarize(set([], ['a']), null)).toMatchObject({ total: 1, ran: 0, latency: null, basis: null })
  })
})
