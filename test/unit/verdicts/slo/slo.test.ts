import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeSlo, type Slo } from '../../../../src/evidence.ts'
import { sloProblems } from '../../../../src/verdicts/slo/objectives.ts'
import { quantileBounds } from '../../../../src/statistics/ranks/quantile-bounds.ts'
import { repeatedQuantile, repeatedQuantileBounds } from '../../../../src/verdicts/slo/repeated-quantile.ts'
import type { GoldenResult, SetResults } from '../../../../src/verdicts/results.ts'
import { describeObjective } from '../../../../src/verdicts/slo/objective-text.ts'

const LOST = { repeat: 0, cause: 'unreachable', evidence: 'ECONNREFUSED', remedy: 'start the server' }
const CONTROL_BOUNDARY = { boundary: 0.5 }

function golden(id: string, latencies: number[], passed = true): GoldenResult {
  const replies = latencies.map((latencyMs, repeat) => ({
    repeat,
    source: 'embedder' as const,
    model: 'small',
    passed,
    latencyMs,
    firstTokenMs: null,
    completionTokens: null,
    origin: 'measured' as const,
  }))
  return { id, trait: 'fact', fingerprint: 'print', replies, unmeasured: latencies.length === 0 ? [LOST] : [] }
}

function set(goldens: GoldenResult[]): SetResults {
  return { set: 'sample', ids: goldens.map(({ id }) => id), goldens }
}

const twenty = (passing: number) =>
  set(Array.from({ length: 20 }, (_, index) => golden(`g${index}`, [index + 1], index < passing)))

test('all objectives, in their order, with what the data show', () => {
  const open = { confidence: 0.95, verdict: 'open', goldens: 20 }
  expect(judgeSlo(twenty(19), { boundaryDrift: 0.08, p95Ms: 19, passRate: 0.95 }, { boundary: 0.42 })).toStrictEqual({
    set: 'sample',
    verdict: 'pass',
    objectives: [
      {
        objective: 'passRate',
        target: 0.95,
        value: 0.95,
        met: true,
        n: 20,
        shown: { ...open, bound: expect.closeTo(0.7839, 4), needs: 93 },
      },
      { objective: 'p95Ms', target: 19, value: 19, met: true, n: 20, shown: { ...open, bound: null, needs: 93 } },
      { objective: 'boundaryDrift', target: 0.08, value: expect.closeTo(0.08), met: true, n: 1, shown: null },
    ],
  })
})

test('each objective on one line', () => {
  const { objectives } = judgeSlo(twenty(19), { passRate: 0.95, p95Ms: 10, boundaryDrift: 0.08 }, CONTROL_BOUNDARY)
  expect(objectives.map(describeObjective)).toMatchInlineSnapshot(`
    [
      "passRate 0.95 (at least 0.95), n 20: met (not shown at 95 %: bound 0.784, needs n = 93)",
      "p95Ms 19 ms (at most 10 ms), n 20: not met (shown at 95 %)",
      "boundaryDrift 0 (at most 0.08), n 1: met",
    ]
  `)
})

describe('with a confidence, the bounds decide', () => {
  const many = (n: number, passing: number) =>
    set(Array.from({ length: n }, (_, index) => golden(`g${index}`, [100], index < passing)))

  test.each([
    [59, 59, 'pass'],
    [58, 58, 'inconclusive'],
    [93, 92, 'pass'],
    [92, 91, 'inconclusive'],
    [100, 80, 'fail'],
  ])('%i goldens, %i of them pass: %s', (n, passing, verdict) => {
    expect(judgeSlo(many(n, passing), { passRate: 0.95, confidence: 0.95 }, CONTROL_BOUNDARY).verdict).toBe(verdict)
  })

  test('too few values have no upper bound', () => {
    expect(judgeSlo(many(58, 58), { p95Ms: 200, confidence: 0.95 }, CONTROL_BOUNDARY)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'p95Ms: not shown at 95 %',
    })
    expect(judgeSlo(many(59, 59), { p95Ms: 200, confidence: 0.95 }, CONTROL_BOUNDARY).verdict).toBe('pass')
    expect(judgeSlo(many(30, 30), { p95Ms: 50, confidence: 0.95 }, CONTROL_BOUNDARY).verdict).toBe('fail')
  })
})

describe('the golden is the unit', () => {
  const thrice = (n: number, late: number) =>
    set(Array.from({ length: n }, (_, index) => golden(`g${index}`, [100, 100, index < late ? 500 : 100])))

  test('repeats of it do not make up for goldens', () => {
    const { objectives } = judgeSlo(thrice(20, 0), { passRate: 0.95, p95Ms: 200, errorRate: 0.05 }, CONTROL_BOUNDARY)
    expect(objectives.map(describeObjective)).toMatchInlineSnapshot(`
      [
        "passRate 1 (at least 0.95), n 20: met (not shown at 95 %: bound 0.861, needs n = 59)",
        "p95Ms 100 ms (at most 200 ms), n 60: met (not shown at 95 %: 20 goldens, needs 59)",
        "errorRate 0 (at most 0.05), n 60: met (not shown at 95 %: bound 0.139, 20 goldens, needs 59)",
      ]
    `)
    expect(judgeSlo(thrice(59, 0), { p95Ms: 200, confidence: 0.95 }, CONTROL_BOUNDARY).verdict).toBe('pass')
    expect(judgeSlo(thrice(60, 0), { p95Ms: 200, confidence: 0.99 }, CONTROL_BOUNDARY).verdict).toBe('inconclusive')
  })

  test('runs of the same golden do not make up for goldens either', () => {
    const again = set(Array.from({ length: 10 }, () => twenty(20).goldens).flat())
    expect(judgeSlo(again, { passRate: 0.95, confidence: 0.95 }, CONTROL_BOUNDARY)).toMatchObject({
      verdict: 'inconclusive',
      objectives: [{ value: 1, n: 200, shown: { goldens: 20, needs: 59 } }],
    })
  })

  test('slow repeats of a few goldens do not show that the 95th percentile is missed', () => {
    expect(judgeSlo(thrice(20, 4), { p95Ms: 200 }, CONTROL_BOUNDARY).objectives).toMatchObject([
      { value: 500, met: false, shown: { verdict: 'open' } },
    ])
    expect(judgeSlo(thrice(20, 10), { p95Ms: 200 }, CONTROL_BOUNDARY).objectives).toMatchObject([
      { value: 500, met: false, shown: { verdict: 'missed' } },
    ])
  })
})

describe('bounds of a quantile of repeats', () => {
  const values = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 130 })

  test('are exact without repeats, and copies add nothing', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.95), fc.integer({ min: 1, max: 4 }), (list, share, times) => {
        const copies = list.map((value) => Array.from({ length: times }, () => value))
        expect(repeatedQuantileBounds(copies, share, 0.95)).toEqual(quantileBounds(list, share, 0.95))
      }),
      { numRuns: 60 },
    )
  })

  test('do not widen when one golden is asked more often than the others', () => {
    const sixty = Array.from({ length: 60 }, (_, index) => [100 + index])
    const often = sixty.map((group, index) => (index === 30 ? Array.from({ length: 100 }, () => 130) : group))
    expect(repeatedQuantileBounds(often, 0.95, 0.95)).toEqual(repeatedQuantileBounds(sixty, 0.95, 0.95))
    expect(repeatedQuantile(often, 0.95)).toBe(repeatedQuantile(sixty, 0.95))
  })
})

describe('from a log of many runs', () => {
  /** Runs of the same goldens: `runs[run][golden]` says whether it passed. */
  const log = (runs: readonly (readonly boolean[])[]) =>
    set(runs.flatMap((verdicts) => verdicts.map((passed, index) => golden(`g${index}`, [100 + index], passed))))
  const rate = (runs: readonly (readonly boolean[])[], target = 0.5) =>
    judgeSlo(log(runs), { passRate: target }, CONTROL_BOUNDARY).objectives[0]
  const runs = fc
    .integer({ min: 1, max: 25 })
    .chain((goldens) =>
      fc.array(fc.array(fc.boolean(), { minLength: goldens, maxLength: goldens }), { minLength: 1, maxLength: 8 }),
    )

  test('the pass rate is the mean over goldens, and its bound is about that number', () => {
    const fifty = Array.from({ length: 50 }, (_, run) =>
      Array.from({ length: 20 }, (_, index) => (run + index) % 10 > 0),
    )
    expect(rate(fifty)).toMatchObject({ value: expect.closeTo(0.9), n: 1_000, shown: { verdict: 'met', goldens: 20 } })
    // One run in which 18 of 20 pass has a bound of 0.717; every golden passing 9 times in 10 is more than that.
    expect(rate(fifty)?.shown?.bound).toBeCloseTo(0.7748, 4)
  })

  test('a golden that ran more often than the others counts once', () => {
    const uneven = set([golden('a', [1], true), ...Array.from({ length: 9 }, () => golden('b', [1], false))])
    expect(judgeSlo(uneven, { passRate: 0.5 }, CONTROL_BOUNDARY).objectives).toMatchObject([{ value: 0.5, n: 10 }])
  })

  test('the value lies on the right side of its own bound', () => {
    fc.assert(
      fc.property(runs, fc.double({ min: 0, max: 1, noNaN: true }), (list, target) => {
        const objective = rate(list, target)
        const { value, shown } = objective ?? { value: null, shown: null }
        if (value === null || shown?.bound == null) throw new Error('there is a value with a bound')
        if (shown.verdict === 'missed') expect(shown.bound).toBeGreaterThanOrEqual(value - 1e-9)
        else expect(shown.bound).toBeLessThanOrEqual(value + 1e-9)
      }),
      { numRuns: 40 },
    )
  })

  test('the same runs again, or a run in which all pass, never make the bound worse', () => {
    const bound = (list: readonly (readonly boolean[])[]) => rate(list, 0)?.shown?.bound ?? NaN
    fc.assert(
      fc.property(runs, fc.integer({ min: 2, max: 4 }), (list, times) => {
        expect(bound(Array.from({ length: times }, () => list).flat())).toBeGreaterThanOrEqual(bound(list) - 1e-9)
        expect(bound([...list, (list[0] ?? []).map(() => true)])).toBeGreaterThanOrEqual(bound(list) - 1e-9)
      }),
      { numRuns: 40 },
    )
  })

  test('many runs bound better than one of the same pass rate', () => {
    const one = Array.from({ length: 30 }, (_, index) => index % 10 > 0)
    const many = Array.from({ length: 10 }, (_, run) => one.map((_, index) => (index + run) % 10 > 0))
    expect(rate([one])?.value).toBeCloseTo(rate(many)?.value ?? NaN)
    expect(rate(many)?.shown?.bound).toBeGreaterThan(rate([one])?.shown?.bound ?? NaN)
  })

  test('errors are shares of each golden too', () => {
    const lost = (id: string) => golden(id, [])
    const goldens = [...Array.from({ length: 99 }, () => golden('a', [1])), golden('b', [1]), lost('b')]
    const [errors] = judgeSlo(set(goldens), { errorRate: 0.3 }, CONTROL_BOUNDARY).objectives
    expect(errors).toMatchObject({ value: 0.25, met: true, n: 101, shown: { goldens: 2 } })
  })
})

test('the median speed is bounded from below by the slowest repeats', () => {
  const asked = (id: string): GoldenResult => {
    const result = golden(id, [1_000, 2_000])
    return { ...result, replies: result.replies.map((reply) => ({ ...reply, firstTokenMs: 0, completionTokens: 101 })) }
  }
  const results = set(['a', 'b', 'c', 'd', 'e'].map(asked))
  expect(judgeSlo(results, { tokensPerSecond: 50 }, CONTROL_BOUNDARY).objectives).toMatchObject([
    { value: 50, shown: { verdict: 'met', bound: 50 } },
  ])
  expect(judgeSlo(results, { tokensPerSecond: 51, confidence: 0.95 }, CONTROL_BOUNDARY).verdict).not.toBe('pass')
})

describe('for any set', () => {
  const goldens = fc
    .array(
      fc.record({ latencies: fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 3 }), passed: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 80,
      },
    )
    .map((drawn) => set(drawn.map(({ latencies, passed }, index) => golden(`g${index}`, latencies, passed))))
  const objectives = fc.record({
    passRate: fc.double({ min: 0, max: 1, noNaN: true }),
    p95Ms: fc.integer({ min: 1, max: 999 }),
    errorRate: fc.double({ min: 0, max: 1, noNaN: true }),
  })

  test('what is shown agrees with the point value', () => {
    fc.assert(
      fc.property(goldens, objectives, (results, slo) => {
        const { objectives: judged } = judgeSlo(results, slo, CONTROL_BOUNDARY)
        const shown = (verdict: string) => judged.filter((objective) => objective.shown?.verdict === verdict)
        expect(shown('met').every(({ met }) => met)).toBe(true)
        expect(shown('missed').some(({ met }) => met)).toBe(false)
        expect(
          judged.every((objective) => (objective.shown?.needs ?? Infinity) > (objective.shown?.goldens ?? 0)),
        ).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('bounds never pass what the point values fail', () => {
    fc.assert(
      fc.property(goldens, objectives, (results, slo) => {
        const [byBounds, byPoints] = [{ ...slo, confidence: 0.9 }, slo].map(
          (each) => judgeSlo(results, each, CONTROL_BOUNDARY).verdict,
        )
        expect(byBounds !== 'pass' || byPoints === 'pass').toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

test('judges errors, first tokens, speed and length', () => {
  const spoken = (id: string, completionTokens: number): GoldenResult => {
    const asked = golden(id, [1_100])
    return { ...asked, replies: asked.replies.map((reply) => ({ ...reply, firstTokenMs: 100, completionTokens })) }
  }
  const results = set([spoken('a', 21), spoken('b', 41), spoken('c', 61), golden('d', [])])
  const slo = { errorRate: 0.2, ttftMs: 100, tokensPerSecond: 40, tokensPerReply: 40 }
  expect(judgeSlo(results, slo, CONTROL_BOUNDARY).objectives).toMatchObject([
    { objective: 'errorRate', value: 0.25, met: false, n: 4 },
    { objective: 'ttftMs', value: 100, met: false, n: 3 },
    { objective: 'tokensPerSecond', value: 40, met: true, n: 3 },
    { objective: 'tokensPerReply', value: 41, met: false, n: 3 },
  ])
})

test.each([
  [{ passRate: 0.96 }, CONTROL_BOUNDARY],
  [{ p95Ms: 18.9 }, CONTROL_BOUNDARY],
  [{ boundaryDrift: 0.08 }, { boundary: 0.59 }],
  [{ boundaryDrift: 0.08 }, { boundary: 0.41 }],
])('%o is not met with a router at %o', (slo, router) => {
  expect(judgeSlo(twenty(19), slo, router)).toMatchObject({ verdict: 'fail', objectives: [{ met: false }] })
})

test('a golden without a reply did not pass, and errors are told by themselves', () => {
  const results = set([golden('a', [1]), golden('b', []), golden('c', [1], false), golden('d', [1], false)])
  expect(judgeSlo(results, { passRate: 0.5 }, CONTROL_BOUNDARY)).toMatchObject({
    verdict: 'fail',
    objectives: [
      { objective: 'passRate', value: 0.25, met: false, n: 4 },
      { objective: 'errorRate', target: null, value: 0.25, n: 4 },
    ],
  })
  expect(judgeSlo(results, { passRate: 0.25 }, CONTROL_BOUNDARY).verdict).toBe('pass')
})

test('the percentile is taken over every repeat', () => {
  const results = set([golden('a', [1, 2, 3]), golden('b', [4])])
  expect(judgeSlo(results, { p95Ms: 4 }, CONTROL_BOUNDARY).objectives).toMatchObject([{ value: 4, met: true, n: 4 }])
})

describe('without data', () => {
  test.each([
    ['passRate', set([]), { passRate: 0 }, CONTROL_BOUNDARY, 'passRate: no golden ran'],
    ['p95Ms', set([golden('a', [])]), { p95Ms: 100 }, CONTROL_BOUNDARY, 'p95Ms: no golden got a reply'],
    [
      'an invalid latency',
      set([golden('a', [Number.NaN])]),
      { p95Ms: 100 },
      CONTROL_BOUNDARY,
      'p95Ms: a value of NaN is invalid: it must be a finite number above 0',
    ],
    [
      'boundaryDrift',
      twenty(20),
      { boundaryDrift: 0.1 },
      { boundary: Number.NaN },
      "boundaryDrift: the router's boundary is NaN, which is not a number",
    ],
  ])('%s is not met, with a reason', (_, results, slo, router, reason) => {
    const verdict = judgeSlo(results, slo, router)
    expect(verdict).toMatchObject({ verdict: 'inconclusive', reason })
    expect(verdict.objectives[0]).toMatchObject({ met: false, value: null })
  })

  test('a missed objective still fails', () => {
    const lost = set([golden('a', [])])
    expect(judgeSlo(lost, { boundaryDrift: 0.1, p95Ms: 100 }, { boundary: 0.9 }).verdict).toBe('fail')
  })

  test('does not pass without an objective', () => {
    expect(judgeSlo(twenty(20), {}, CONTROL_BOUNDARY)).toStrictEqual({
      set: 'sample',
      verdict: 'inconclusive',
      objectives: [],
      reason:
        'no objective is set; known are passRate, p95Ms, boundaryDrift, errorRate, ttftMs, tokensPerSecond, tokensPerReply',
    })
  })
})

describe('invalid objectives', () => {
  test.each([
    [
      { passrate: 1 },
      'unknown option "passrate"; did you mean "passRate"? Options: passRate, p95Ms, boundaryDrift, errorRate, ttftMs, tokensPerSecond, tokensPerReply, confidence',
    ],
    [
      { toString: 1 },
      'unknown option "toString". Options: passRate, p95Ms, boundaryDrift, errorRate, ttftMs, tokensPerSecond, tokensPerReply, confidence',
    ],
    [{ passRate: 95 }, '"passRate" must be a number from 0 to 1, got 95'],
    [{ passRate: '0.95' }, '"passRate" must be a number from 0 to 1, got "0.95"'],
    [{ p95Ms: 0 }, '"p95Ms" must be a number of milliseconds above 0 and at most 86400000, got 0'],
    [{ p95Ms: Number.NaN }, '"p95Ms" must be a number of milliseconds above 0 and at most 86400000, got NaN'],
    [{ boundaryDrift: 0.6 }, '"boundaryDrift" must be a number from 0 to 0.5, got 0.6'],
  ])('%o', (slo, fault) => {
    expect(sloProblems(slo)).toStrictEqual([fault])
    expect(() => judgeSlo(twenty(20), slo as Slo, CONTROL_BOUNDARY)).toThrow(new RangeError(fault))
  })

  test('ignores undefined objectives', () => {
    expect(sloProblems({ passRate: undefined, p95Ms: 100 })).toStrictEqual([])
  })
})
