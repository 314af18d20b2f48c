import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeCorrelation } from '../../../../src/verdicts/hypothesis/correlation.ts'
import { describeFinding } from '../../../../src/verdicts/hypothesis/describe.ts'
import type { RelationSample } from '../../../../src/verdicts/hypothesis/samples/sample.ts'

function sample(
  points: [x: number, y: number, cluster?: string][],
  facts: Partial<RelationSample> = {},
): RelationSample {
  return {
    kind: 'relation',
    metrics: ['weight', 'latency'],
    points: points.map(([x, y, cluster], index) => ({ x, y, cluster: cluster ?? `c${index}` })),
    basis: 'measured',
    unmeasured: [],
    ...facts,
  }
}

const WEIGHTS = [0.21, 0.35, 0.62, 0.18, 0.44, 0.71, 0.53, 0.29, 0.8, 0.39, 0.66, 0.12]
const TIMES = [310, 420, 510, 260, 480, 700, 430, 390, 640, 450, 610, 330]
const TWELVE = sample(WEIGHTS.map((weight, index) => [weight, TIMES[index] ?? 0]))
const CLAIM = { atLeast: 0.1, alpha: 0.05, seed: 1 }

// Of the 120 orders of five values one rises all the way, and one falls; 9,999 of them tell that within 0.003.
describe('correlates five conversations in order', () => {
  const rising = sample([1, 2, 3, 4, 5].map((x) => [x, x * 10]))
  const falling = sample([1, 2, 3, 4, 5].map((x) => [x, 60 - x * 10]))

  test.each([
    ['rise', rising, 'positive', 0, 1 / 120],
    ['rise by a minimum', rising, 'positive', 0.5, 1 / 120],
    ['do not fall', rising, 'negative', 0, 1],
    ['fall', falling, 'negative', 0, 1 / 120],
    ['fall by a minimum', falling, 'negative', 0.5, 1 / 120],
    ['do not rise', falling, 'positive', 0, 1],
    ['move, either way', falling, 'either', 0, 2 / 120],
  ] as const)('%s', (_, given, direction, atLeast, p) => {
    const finding = judgeCorrelation(given, { ...CLAIM, direction, atLeast })
    expect(Math.abs(Number(finding.p) - p)).toBeLessThan(0.005)
    expect(finding.effect.value).toBeCloseTo(given === rising ? 1 : -1, 9)
    expect(finding.outcome).toBe(p === 1 ? 'not_supported' : 'supported')
  })

  // rho 0.8 and -0.8: atanh(0.8) and its error sqrt((1 + 0.32) / 2), the normal distribution by mpmath.
  test.each([
    [[20, 10, 30, 50, 40], 'positive', 0.3, 0.165697973],
    [[40, 50, 30, 10, 20], 'negative', 0.3, 0.165697973],
    [[20, 10, 30, 50, 40], 'negative', 0.3, 0.95847798],
    [[40, 50, 30, 10, 20], 'positive', 0.3, 0.95847798],
  ] as const)('%o, %s beyond %d', (ys, direction, atLeast, p) => {
    const finding = judgeCorrelation(sample(ys.map((y, x) => [x, y])), { ...CLAIM, direction, atLeast })
    expect(finding.p).toBeCloseTo(p, 8)
    expect(finding).toMatchObject({ n: 5, repeats: 1 })
  })

  // Of the 120 orders 8 have a rho of 0.8 or more, and 16 one that far from 0; Fisher's transform gives 0.088 and 0.912.
  test.each([
    [[20, 10, 30, 50, 40], 'positive', 0.0881],
    [[20, 10, 30, 50, 40], 'negative', 1 - 8 / 120],
    [[40, 50, 30, 10, 20], 'negative', 0.0881],
    [[40, 50, 30, 10, 20], 'positive', 1 - 8 / 120],
  ] as const)('%o, %s at all', (ys, direction, p) => {
    const finding = judgeCorrelation(sample(ys.map((y, x) => [x, y])), { ...CLAIM, direction, atLeast: 0 })
    expect(Math.abs(Number(finding.p) - p)).toBeLessThan(0.005)
  })

  test('judges four conversations and more', () => {
    const four = sample([1, 2, 3, 4].map((x) => [x, x]))
    expect(judgeCorrelation(four, CLAIM).p).not.toBeNull()
    expect(judgeCorrelation(sample([1, 2, 3].map((x) => [x, x])), CLAIM)).toMatchObject({
      p: null,
      reason: 'a rank correlation needs at least 4 conversations (now 3)',
    })
    const direction = 'upwards' as 'either'
    expect(() => judgeCorrelation(four, { ...CLAIM, direction })).toThrow('"direction" must be one of "positive"')
  })

  test('with two replies each have two repeats', () => {
    const twice = sample([1, 1, 2, 2, 3, 3, 4, 4, 5].map((x) => [x, x, `c${x}`]))
    expect(judgeCorrelation(twice, CLAIM)).toMatchObject({ n: 5, repeats: 1 })
    expect(judgeCorrelation(sample([1, 1, 2, 2, 3, 3, 4, 4].map((x) => [x, x, `c${x}`])), CLAIM).repeats).toBe(2)
  })
})

describe('known values', () => {
  // rho from scipy.stats.spearmanr; bounds by hand in NumPy: tanh(atanh(rho) -+ 1.6449 sqrt((1 + rho^2 / 2) / 9)).
  const facts = {
    effect: { name: 'rho', value: expect.closeTo(0.9510489510489512, 10) },
    interval: { lower: expect.closeTo(0.8280552628734001, 9), upper: expect.closeTo(0.9867039919038285, 9) },
    n: 12,
    repeats: 1,
  }

  test('twelve points that rise together', () => {
    const finding = judgeCorrelation(TWELVE, { ...CLAIM, direction: 'positive' })
    expect(finding).toMatchObject({ outcome: 'supported', ...facts, interval: { ...facts.interval, confidence: 0.95 } })
    // Fisher's transform gives 7.2e-6; no 9999 permutations can show less than half of 1 / 10,000.
    expect(finding.p).toBeCloseTo(0.00005, 10)
    expect(describeFinding(finding)).toMatchInlineSnapshot(
      `"rho 0.951 (95 %: 0.828 to 0.987, claimed at least 0.1), p < 0.0001, n 12, Spearman, permutation of clusters"`,
    )
  })

  test('p is of the minimum, not of no correlation at all', () => {
    const finding = judgeCorrelation(TWELVE, { ...CLAIM, atLeast: 0.9, direction: 'positive' })
    expect(finding.outcome).toBe('inconclusive')
    // scipy.stats.norm.sf((atanh(rho) - atanh(0.9)) / se)
    expect(finding.p).toBeCloseTo(0.17822121670192925, 10)
  })

  test('refutes the opposite direction and a larger correlation', () => {
    expect(judgeCorrelation(TWELVE, { ...CLAIM, direction: 'negative' })).toMatchObject({
      outcome: 'not_supported',
      effect: { minimum: -0.1, claimed: 'at most' },
    })
    expect(judgeCorrelation(TWELVE, { ...CLAIM, atLeast: 0.99, direction: 'positive' }).outcome).toBe('not_supported')
  })

  test('shares alpha between both directions', () => {
    const finding = judgeCorrelation(TWELVE, CLAIM)
    expect(finding).toMatchObject({ outcome: 'supported', interval: { confidence: 0.975 } })
    expect(finding.p).toBeCloseTo(0.0001, 10)
  })
})

test('counts the points of one conversation as one unit', () => {
  const copied = sample(
    TWELVE.points.flatMap(({ x, y, cluster }) =>
      Array.from({ length: 5 }, (): [number, number, string] => [x, y, cluster]),
    ),
  )
  const [once, often] = [TWELVE, copied].map((each) => judgeCorrelation(each, CLAIM))
  expect(often).toMatchObject({ n: 12, repeats: 5, interval: once?.interval })
})

test('refutes a minimum in either direction for many unrelated conversations', () => {
  const points = Array.from({ length: 1_000 }, (_, index): [number, number] => [
    (index * 37) % 1_000,
    (index * 611) % 997,
  ])
  expect(judgeCorrelation(sample(points.map(([x, y]) => [x, y + 1])), CLAIM)).toMatchObject({
    outcome: 'not_supported',
  })
})

test('the same seed gives the same p', () => {
  const five = sample([1, 2, 3, 4, 5].map((x) => [x, x]))
  const judged = [1, 1, 2].map((seed) => judgeCorrelation(five, { ...CLAIM, seed }).p)
  expect(judged[0]).toBe(judged[1])
  expect(judged[0]).not.toBe(judged[2])
})

describe('is inconclusive with a reason for data that cannot be judged', () => {
  test.each([
    ['no point', sample([]), 'there is no reply with both values'],
    ['one point', sample([[0.5, 1]]), 'all values of weight are the same, so they cannot correlate'],
    [
      'a constant x',
      sample([
        [0.5, 1],
        [0.5, 2],
        [0.5, 3],
        [0.5, 4],
      ]),
      'all values of weight are the same, so they cannot correlate',
    ],
    [
      'a constant y',
      sample([
        [0.1, 1],
        [0.2, 1],
        [0.3, 1],
        [0.4, 1],
      ]),
      'all values of latency are the same, so they cannot correlate',
    ],
    [
      'too few',
      sample([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
      'a rank correlation needs at least 4 conversations (now 3)',
    ],
    [
      'one conversation',
      sample([
        [1, 1, 'c'],
        [2, 2, 'c'],
        [3, 3, 'c'],
        [4, 5, 'c'],
      ]),
      'a rank correlation needs at least 4 conversations (now 1)',
    ],
    [
      'equal means',
      sample(
        ['a', 'b', 'c', 'd'].flatMap((c): [number, number, string][] => [
          [1, 1, c],
          [3, 3, c],
        ]),
      ),
      'on average all conversations are the same, so they cannot correlate',
    ],
    [
      'no number',
      sample([
        [Number.NaN, 1],
        [2, 2],
      ]),
      '1 of 2 values of weight are not numbers',
    ],
    [
      'no latency',
      sample([
        [1, 0],
        [2, 2],
      ]),
      '1 of 2 values of latency are not above 0',
    ],
    [
      'both kinds',
      { ...TWELVE, basis: 'mixed' },
      'measured and replayed values cannot be judged together; take one kind',
    ],
  ] as const)('%s', (_, given, reason) => {
    expect(judgeCorrelation(given, CLAIM)).toMatchObject({
      outcome: 'inconclusive',
      effect: { name: 'rho', value: null, minimum: 0.1, claimed: 'beyond' },
      interval: { lower: null, upper: null },
      p: null,
      reason,
    })
  })
})

test.each([
  [{ atLeast: 1 }, '"atLeast" must be a number from 0 to below 1, got 1'],
  [{ atLeast: -0.1 }, '"atLeast" must be a number from 0 to below 1, got -0.1'],
  [{ alpha: 2 }, '"alpha" must be a number above 0 and below 0.5, got 2'],
])('rejects %o', (part, message) => {
  expect(() => judgeCorrelation(TWELVE, { ...CLAIM, ...part })).toThrow(new RangeError(message))
})

test('gives the opposite correlation for a negated metric', () => {
  const value = fc.double({ min: 0.01, max: 1e3, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 6, maxLength: 12 }), (points) => {
      const rises = judgeCorrelation(sample(points), { ...CLAIM, direction: 'positive' })
      const falls = judgeCorrelation(sample(points.map(([x, y]) => [-x, y])), { ...CLAIM, direction: 'negative' })
      fc.pre(rises.p !== null)
      expect(falls.outcome).toBe(rises.outcome)
      expect(falls.effect.value).toBeCloseTo(-Number(rises.effect.value), 12)
      expect(falls.interval.upper).toBeCloseTo(-Number(rises.interval.lower), 9)
      if (rises.outcome === 'supported') expect(rises.p).toBeLessThanOrEqual(0.05)
      if (rises.outcome === 'not_supported') expect(rises.p).toBeGreaterThan(0.05)
    }),
    { numRuns: 20 },
  )
})
