import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { describeFinding } from '../../../../src/verdicts/hypothesis/describe.ts'
import { judgeDifference } from '../../../../src/verdicts/hypothesis/difference.ts'
import type { GroupedSample, Metric, PairedSample } from '../../../../src/verdicts/hypothesis/samples/sample.ts'

type Value = number | [value: number, cluster: string]

/** Plain numbers are each of a conversation of their own. */
function grouped(metric: Metric, groups: readonly Value[][], facts: Partial<GroupedSample> = {}): GroupedSample {
  return {
    kind: 'grouped',
    metric,
    groups: groups.map((values, group) => ({
      context: `context ${group}`,
      values: values.map((each, index) => {
        const [value, cluster] = typeof each === 'number' ? [each, `${group}.${index}`] : each
        return { value, cluster }
      }),
    })),
    basis: 'measured',
    unmeasured: [],
    ...facts,
  }
}

/** Row k of every context is of the same conversation. */
function blocked(metric: Metric, contexts: readonly number[][]): GroupedSample {
  return grouped(
    metric,
    contexts.map((values) => values.map((value, row): Value => [value, `c${row}`])),
  )
}

function paired(metric: Metric, values: [first: number[], second: number[]][]): PairedSample {
  return {
    kind: 'paired',
    metric,
    labels: ['without', 'with'],
    pairs: values.map(([first, second], index) => ({ id: `g${index}`, first, second, copies: [false, false] })),
    basis: 'replayed',
    unmeasured: [],
  }
}

const CLAIM = { atLeast: 0.1, alpha: 0.05, seed: 7 }
const UP = { ...CLAIM, direction: 'positive' } as const
const DOWN = { ...CLAIM, direction: 'negative' } as const

const ones = (count: number, n: number) => Array.from({ length: n }, (_, index) => Number(index < count))

describe('two sides of the same goldens', () => {
  // Passes of each side out of three: exact p by convolving hypergeometrics in SciPy, t bounds in NumPy.
  const PASSES = [
    [1, 3],
    [0, 2],
    [2, 3],
    [1, 2],
    [0, 3],
    [2, 2],
  ] as const
  const six = paired(
    'quality',
    PASSES.map(([first, second]) => [ones(first, 3), ones(second, 3)]),
  )

  test('quality: stratified exact test and risk difference', () => {
    const finding = judgeDifference(six, { ...UP, atLeast: 0 })
    expect(finding).toMatchObject({
      outcome: 'supported',
      method: 'exact stratified test, pseudo-case t interval',
      effect: { name: 'risk difference', value: expect.closeTo(0.5, 12), minimum: 0, claimed: 'at least' },
      interval: { lower: expect.closeTo(0.06892299958987798, 10), upper: expect.closeTo(0.806077000410122, 10) },
      n: 6,
      repeats: 3,
      basis: 'replayed',
    })
    // The interval's own p is larger than the exact 0.00347, and that is the one that counts.
    expect(finding.p).toBeGreaterThan(0.0034700000000000026)
  })

  test('quality: one reply a side is exact McNemar', () => {
    const thirty = paired(
      'quality',
      Array.from({ length: 30 }, (_, index) => [
        [Number(index === 9 || index > 20)],
        [Number(index < 9 || index > 20)],
      ]),
    )
    const finding = judgeDifference(thirty, { ...UP, atLeast: 0 })
    expect(finding.outcome).toBe('supported')
    expect(finding.p).toBeCloseTo(0.0107421875, 10)
  })

  test('numbers: a typical difference, of positive amounts a ratio', () => {
    const weights = paired(
      'weight',
      [0.3, 0.42, 0.38, 0.5, 0.45, 0.61].map((w, k) => [[w], [w + 0.2 + k / 100]]),
    )
    expect(judgeDifference(weights, UP)).toMatchObject({
      outcome: 'supported',
      effect: { name: 'difference', value: expect.closeTo(0.225, 10), minimum: 0.1 },
      p: 0.015625,
    })
    const tokens = paired(
      'tokens',
      [10, 20, 30, 40, 50, 60].map((n, k) => [[n * (1.8 + k / 10)], [n]]),
    )
    expect(judgeDifference(tokens, { ...DOWN, atLeast: 1 })).toMatchObject({
      outcome: 'inconclusive',
      effect: { name: 'ratio', minimum: 0.5, claimed: 'at most' },
    })
    expect(judgeDifference(tokens, DOWN).outcome).toBe('supported')
  })

  test('refutes a difference where all goldens are equal', () => {
    const same = paired(
      'weight',
      Array.from({ length: 9 }, (_, k) => [[k / 10], [k / 10]]),
    )
    expect(judgeDifference(same, CLAIM)).toMatchObject({ outcome: 'not_supported', effect: { value: 0 } })
  })
})

describe('two contexts of different conversations', () => {
  const BEFORE = [12.1, 9.4, 15.2, 11, 8.7, 13.3, 10.2]
  const AFTER = [14.6, 17.9, 13.1, 19.2, 16.4, 12.5, 18.8, 15.9]

  // Bounds from all pairwise differences with the exact table of scipy.stats.mannwhitneyu.
  test('numbers by Mann-Whitney', () => {
    const claims = [0, 1, 2, 5].map((atLeast) =>
      judgeDifference(grouped('weight', [BEFORE, AFTER]), { ...UP, atLeast }),
    )
    expect(claims[0]).toMatchObject({
      method: 'Mann-Whitney, Hodges-Lehmann shift',
      effect: { value: expect.closeTo(4.5, 10) },
      interval: { lower: expect.closeTo(2.5, 10), upper: expect.closeTo(7.1, 10) },
      n: 15,
    })
    const ps = [0.0029526029526029526, 0.010256410256410256, 0.027039627039627038, 0.6105672105672105]
    for (const [index, p] of ps.entries()) expect(claims[index]?.p).toBeCloseTo(p, 10)
    expect(claims.map(({ outcome }) => outcome)).toStrictEqual(['supported', 'supported', 'supported', 'inconclusive'])
    expect(judgeDifference(grouped('weight', [BEFORE, AFTER]), { ...UP, atLeast: 8 }).outcome).toBe('not_supported')
  })

  test('positive amounts as a ratio', () => {
    const finding = judgeDifference(grouped('latency', [BEFORE, AFTER]), UP)
    expect(finding).toMatchObject({
      outcome: 'supported',
      effect: { name: 'ratio', value: expect.closeTo(1.4340745288647025, 10), minimum: 1.1 },
      interval: { lower: expect.closeTo(1.1954887218045114, 10), upper: expect.closeTo(1.7090909090909092, 10) },
      p: expect.closeTo(0.020046620046620046, 10),
    })
    expect(describeFinding(finding)).toMatchInlineSnapshot(
      `"ratio 1.43 (95 %: 1.2 to 1.71, claimed at least 1.1), p 0.02, n 15, Mann-Whitney, Hodges-Lehmann shift"`,
    )
  })

  // scipy.stats.fisher_exact; Newcombe's interval by hand from Wilson's in Python, less the continuity correction.
  test('outcomes by Fisher and Newcombe', () => {
    const finding = judgeDifference(grouped('routing', [ones(9, 20), ones(18, 20)]), { ...UP, atLeast: 0 })
    expect(finding).toMatchObject({
      outcome: 'supported',
      method: 'Fisher exact, Newcombe interval',
      effect: { name: 'risk difference', value: expect.closeTo(0.45, 12) },
      interval: {
        lower: expect.closeTo(0.20969802372584317 - 1 / 40, 10),
        upper: expect.closeTo(0.6286493326333404 + 1 / 40, 10),
      },
      p: expect.closeTo(0.0028678368500392967, 10),
      n: 40,
    })
  })

  test('outcomes of few, long conversations count the conversations', () => {
    const talk = (name: string, passes: number): Value[] => ones(passes, 10).map((value) => [value, name])
    const few = grouped('quality', [
      [...talk('a', 1), ...talk('b', 9), ...talk('c', 2)],
      [...talk('d', 10), ...talk('e', 3), ...talk('f', 9)],
    ])
    expect(judgeDifference(few, UP)).toMatchObject({ outcome: 'inconclusive', method: 'Welch t over clusters', n: 6 })
    const some = grouped('quality', [ones(1, 4), [...talk('d', 10), ...talk('e', 3), ...talk('f', 9)]])
    expect(judgeDifference(some, UP)).toMatchObject({ method: 'Welch t over clusters', n: 7 })
    const partly = grouped('quality', [[...talk('a', 1), 1, 0], ones(1, 3)])
    expect(judgeDifference(partly, UP)).toMatchObject({ method: 'Welch t over clusters', n: 6 })
    const each = grouped('quality', [ones(12, 30), ones(22, 30)])
    expect(judgeDifference(each, { ...UP, atLeast: 0 })).toMatchObject({ outcome: 'supported', n: 60 })
  })
})

describe('two contexts of the same conversations', () => {
  test('compares within the conversations', () => {
    const rows = [0.2, 0.9, 0.5, 0.3, 0.7, 0.4]
    const sample = blocked('weight', [rows, rows.map((value, row) => value + 0.2 + row / 100)])
    expect(judgeDifference(sample, UP)).toMatchObject({ outcome: 'supported', method: 'exact signed-rank', n: 6 })
  })

  test('leaves out conversations that were seen in one context, and says so', () => {
    const sample = blocked('weight', [
      [1, 2, 3, 4, 5, 6, 7],
      [2.1, 3.2, 4.3, 5.4, 6.5, 7.6],
    ])
    expect(judgeDifference(sample, UP)).toMatchObject({
      outcome: 'supported',
      method: 'exact signed-rank, 1 in one context only left out',
      n: 6,
    })
  })

  test('are compared where each context has half of them', () => {
    const rows = (context: number) =>
      [1, 2, 3, 4].map((row): Value => [row + context, `${row < 3 ? '' : context}${row}`])
    expect(judgeDifference(grouped('weight', [rows(0), rows(1)]), UP).method).toBe('Mann-Whitney, Hodges-Lehmann shift')
    const half = grouped('weight', [rows(0).slice(0, 3), rows(1).slice(0, 3)])
    expect(judgeDifference(half, UP).method).toBe('exact signed-rank, 2 in one context only left out')
  })

  test('outcomes that repeat themselves count once, and others as often as they were seen', () => {
    const conversations = (first: number[], second: number[]) =>
      [first, second].map((values) =>
        ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => values.map((value): Value => [value, name])),
      )
    const repeats = (first: number[], second: number[]) =>
      judgeDifference(grouped('quality', conversations(first, second)), UP).repeats
    expect(repeats([0, 0, 0], [0, 1, 1])).toBe(1)
    expect(repeats([0, 1, 0], [1, 1, 1])).toBe(1)
    expect(repeats([0, 1, 0], [1, 0, 1])).toBe(3)
    expect(repeats([0, 1], [1])).toBe(1)
  })

  test('counts a constant route once for each conversation', () => {
    const five = (value: number) =>
      Array.from({ length: 12 }, (_, row) => Array.from({ length: 5 }, (): Value => [value, `c${row}`])).flat()
    expect(judgeDifference(grouped('routing', [five(0), five(1)]), UP)).toMatchObject({
      outcome: 'supported',
      effect: { value: 1 },
      n: 12,
      repeats: 1,
    })
    expect(judgeDifference(grouped('routing', [five(0), five(0)]), CLAIM)).toMatchObject({
      outcome: 'inconclusive',
      effect: { value: 0 },
    })
  })
})

describe('more than two contexts', () => {
  const THREE = [
    [3.1, 4.2, 2.8, 3.9, 3.3, 4],
    [4.4, 5.1, 4.9, 4.2, 5.6],
    [3.9, 4.8, 4.1, 5, 4.4, 3.6, 4.7],
  ]

  // scipy.stats.f_oneway; estimate and bounds of the noncentrality by root finding on scipy.stats.ncf at 0.5 and 0.95.
  test('numbers by eta squared', () => {
    const finding = judgeDifference(grouped('weight', THREE), { ...CLAIM, atLeast: 0.05 })
    expect(finding).toMatchObject({
      outcome: 'supported',
      method: 'permutation of units, noncentral F',
      effect: {
        name: 'eta squared',
        value: expect.closeTo(0.44706105557992115, 7),
        minimum: 0.05,
        claimed: 'at least',
      },
      interval: { lower: expect.closeTo(0.14081712305849298, 7), upper: expect.closeTo(0.6596553220470271, 7) },
      p: expect.closeTo(0.014025370927414071, 9),
      n: 18,
    })
    expect(describeFinding(finding)).toMatchInlineSnapshot(
      `"eta squared 0.447 (95 %: 0.141 to 0.66, claimed at least 0.05), p 0.014, n 18, permutation of units, noncentral F"`,
    )
    expect(judgeDifference(grouped('weight', THREE), { ...CLAIM, atLeast: 0.7 }).outcome).toBe('not_supported')
    expect(judgeDifference(grouped('weight', THREE), { ...CLAIM, atLeast: 0.2 }).outcome).toBe('inconclusive')
  })

  test("outcomes by Cramer's V, less what chance alone gives", () => {
    const sample = grouped('routing', [ones(5, 40), ones(20, 40), ones(36, 40)])
    // The median unbiased root by scipy.stats.ncf; the root of chi-squared over n is 0.633.
    expect(judgeDifference(sample, CLAIM)).toMatchObject({
      outcome: 'supported',
      effect: { name: "Cramer's V", value: expect.closeTo(0.5945892009671131, 7) },
      n: 120,
    })
  })

  test('many contexts without an effect give an estimate near 0 and inside the interval', () => {
    // 14 contexts of 8 or 9 routes that have nothing to do with them: the root of chi-squared over n is 0.33.
    const random = seededRandom(3)
    const sample = grouped(
      'routing',
      Array.from({ length: 14 }, (_, k) => Array.from({ length: 8 + (k % 2) }, () => Number(random.uniform() < 0.5))),
    )
    const { effect, interval, needed } = judgeDifference(sample, CLAIM)
    expect(effect.value).toBeLessThan(0.15)
    expect(effect.value).toBeGreaterThanOrEqual(interval.lower ?? 1)
    expect(effect.value).toBeLessThanOrEqual(interval.upper ?? 0)
    expect(needed?.goldens).toBeGreaterThan(250)
  })

  test('compares within conversations that are in every context', () => {
    const rows = Array.from({ length: 12 }, (_, row) => row * 3)
    const noise = [0.1, -0.2, 0.15, 0, -0.1, 0.05, 0.2, -0.15, 0.1, -0.05, 0, 0.1]
    const contexts = [0, 0.5, 1].map((shift, k) => rows.map((row, i) => row + shift + (noise[(i + k * 5) % 12] ?? 0)))
    expect(judgeDifference(blocked('weight', contexts), CLAIM)).toMatchObject({
      outcome: 'supported',
      method: 'permutation within units, noncentral F',
      effect: { name: 'partial eta squared' },
      n: 12,
    })
    expect(judgeDifference(grouped('weight', contexts), CLAIM).outcome).not.toBe('supported')
  })

  test('refutes a difference for enough constant routes', () => {
    const always = (n: number) => blocked('routing', [ones(0, n), ones(0, n), ones(0, n)])
    expect(judgeDifference(always(5), CLAIM)).toMatchObject({ outcome: 'inconclusive', effect: { value: 0 }, p: 1 })
    expect(judgeDifference(always(400), CLAIM)).toMatchObject({ outcome: 'not_supported', effect: { value: 0 } })
  })
})

describe('is inconclusive with a reason for data that cannot be judged', () => {
  test.each([
    ['no value', grouped('weight', [[], []]), 'there is no value in any context'],
    [
      'nothing measured',
      grouped('weight', [[], []], { unmeasured: ['a'] }),
      'there is no value in any context: all 1 are unmeasured',
    ],
    [
      'one context',
      grouped('weight', [[1, 2, 3]]),
      'there is only one context, so there is nothing to compare it with',
    ],
    ['an empty context', grouped('weight', [[1, 2], []]), '1 of 2 contexts have no value'],
    ['an empty context of three', grouped('weight', [[1, 2], [], [3, 4]]), '1 of 3 contexts have no value'],
    [
      'a lonely conversation',
      grouped('weight', [[1], [2, 3]]),
      'one conversation in a context is too few to generalise from',
    ],
    ['a lonely pair', blocked('weight', [[1], [2]]), 'one conversation in a context is too few to generalise from'],
    [
      'no spread',
      grouped('weight', [
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
      'no value differs from another, so their noise is not known',
    ],
    [
      'no spread in any conversation',
      blocked('weight', [
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
      ]),
      'no value differs from another, so their noise is not known',
    ],
    [
      'a latency of 0',
      grouped('latency', [
        [1, 0],
        [1, 1],
      ]),
      '1 of 4 values of latency are not above 0',
    ],
    [
      'no number',
      grouped('weight', [
        [1, Number.NaN],
        [1, 1],
      ]),
      '1 of 4 values of weight are not numbers',
    ],
    [
      'no outcome',
      grouped('quality', [
        [1, 2],
        [1, 1],
      ]),
      '1 of 4 values of quality are neither 0 nor 1',
    ],
    [
      'both kinds',
      grouped(
        'quality',
        [
          [1, 1],
          [1, 1],
        ],
        { basis: 'mixed' },
      ),
      'measured and replayed values cannot be judged together; take one kind',
    ],
    ['no pair', paired('quality', []), 'there is no golden with a value on both sides'],
  ])('%s', (_, given, reason) => {
    expect(judgeDifference(given, CLAIM)).toMatchObject({
      outcome: 'inconclusive',
      effect: { value: null, minimum: expect.any(Number) },
      interval: { lower: null, upper: null },
      p: null,
      reason,
    })
  })

  test('values that differ in one context only, or are as many as not', () => {
    const open = (groups: number[][]) => judgeDifference(grouped('weight', groups), CLAIM).p
    expect(
      open([
        [1, 1],
        [1, 1, 1],
        [1, 1],
      ]),
    ).toBeNull()
    expect(
      open([
        [1, 2],
        [1, 3],
        [1, 4],
      ]),
    ).not.toBeNull()
    expect(
      judgeDifference(
        blocked('weight', [
          [1, 2],
          [1, 3],
          [1, 2],
        ]),
        CLAIM,
      ).p,
    ).not.toBeNull()
  })

  test('routes that are always the same are no such case', () => {
    const routes = [1, 2, 3].map(() => ones(0, 5))
    expect(judgeDifference(blocked('routing', routes), CLAIM)).toMatchObject({ effect: { value: 0 }, p: 1, n: 5 })
  })

  test('no units where the values are useless', () => {
    expect(
      judgeDifference(
        grouped('weight', [
          [1, Number.NaN],
          [1, 1],
        ]),
        CLAIM,
      ).n,
    ).toBe(0)
    expect(judgeDifference(grouped('weight', [[1, 2], [3]]), CLAIM).n).toBe(3)
    expect(
      judgeDifference(
        grouped('weight', [
          [1, Number.NaN],
          [1, 1],
          [1, 1],
        ]),
        CLAIM,
      ).n,
    ).toBe(0)
  })

  test('a pair without a value on one side', () => {
    for (const pair of [
      [[], [1]],
      [[1], []],
    ] as [number[], number[]][]) {
      const { reason } = judgeDifference(paired('weight', [[[1], [2]], pair]), CLAIM)
      expect(reason).toBe('a pair has no value on one of its sides')
    }
  })

  test('rejects a direction for three contexts', () => {
    expect(
      judgeDifference(
        grouped('weight', [
          [1, 2],
          [2, 3],
          [3, 4],
        ]),
        UP,
      ),
    ).toMatchObject({
      outcome: 'inconclusive',
      reason: 'a direction needs two contexts, and there are more',
    })
  })
})

test.each([
  [grouped('weight', [[1], [2]]), { atLeast: -1 }, '"atLeast" must be a number from 0, got -1'],
  [grouped('quality', [[1], [1]]), { atLeast: 1 }, '"atLeast" must be a number from 0 to below 1, got 1'],
  [grouped('weight', [[1], [2], [3]]), { atLeast: Number.NaN }, '"atLeast" must be a number from 0, got NaN'],
  [
    paired('weight', []),
    { direction: 'up' as never },
    '"direction" must be one of "positive", "negative", "either", got "up"',
  ],
  [paired('weight', []), { alpha: 0.9 }, '"alpha" must be a number above 0 and below 0.5, got 0.9'],
])('rejects case %#', (given, part, message) => {
  expect(() => judgeDifference(given, { ...CLAIM, ...part })).toThrow(new RangeError(message))
})

describe('properties', () => {
  const number = fc.double({ min: 0.01, max: 100, noNaN: true })
  const outcome = fc.constantFrom(0, 1)
  const groups = (value: fc.Arbitrary<number>) =>
    fc.tuple(fc.array(value, { minLength: 2, maxLength: 15 }), fc.array(value, { minLength: 2, maxLength: 15 }))

  test.each([
    ['weight', number],
    ['latency', number],
    ['quality', outcome],
  ] as const)('%s: contexts in the other order mirror the finding', (metric, value) => {
    fc.assert(
      fc.property(groups(value), fc.boolean(), ([first, second], same) => {
        const n = Math.min(first.length, second.length)
        const [a, b] = same ? [first.slice(0, n), second.slice(0, n)] : [first, second]
        const sampleOf = (contexts: number[][]) => (same ? blocked(metric, contexts) : grouped(metric, contexts))
        const up = judgeDifference(sampleOf([a, b]), UP)
        const down = judgeDifference(sampleOf([b, a]), DOWN)
        expect(down.outcome).toBe(up.outcome)
        expect(down.p).toBeCloseTo(Number(up.p), 7)
        const opposite = judgeDifference(sampleOf([a, b]), DOWN)
        expect([up.outcome, opposite.outcome]).not.toStrictEqual(['supported', 'supported'])
        const either = judgeDifference(sampleOf([a, b]), CLAIM)
        expect(either.p).toBeCloseTo(Math.min(1, 2 * Math.min(Number(up.p), Number(opposite.p))), 9)
      }),
      { numRuns: 60 },
    )
  })
})
