import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { clusteredRates, proportions } from '../../../../src/verdicts/hypothesis/group-rates.ts'
import type { Layout } from '../../../../src/verdicts/hypothesis/layout.ts'
import { fewestRepeats, fromRepeats, pairedShift } from '../../../../src/verdicts/hypothesis/paired-shift.ts'
import { shiftOfGroups } from '../../../../src/verdicts/hypothesis/shift-of-groups.ts'
import { variation } from '../../../../src/verdicts/hypothesis/variation.ts'

// Expected values without a formula beside them are of a second implementation in Python with mpmath.

const ones = (count: number, n: number) => Array.from({ length: n }, (_, index) => Number(index < count))

describe('rates of two groups', () => {
  test('of clusters: Welch with a cluster of each kind added to both', () => {
    const contrast = clusteredRates([0, 0.25, 0.5, 0.25, 0.5], [1, 0.75, 1, 0.5])
    expect(contrast.bounds(0.95)).toEqual({
      lower: expect.closeTo(-0.02942852978165921, 12),
      upper: expect.closeTo(0.7318094821626115, 12),
    })
    expect(contrast.p(0).greater).toBeCloseTo(0.0627173249475508, 8)
    expect(contrast.p(0.2)).toEqual({
      greater: expect.closeTo(0.244122155047969, 8),
      less: expect.closeTo(1 - 0.244122155047969, 8),
    })
    expect(contrast).toMatchObject({ estimate: expect.closeTo(0.8125 - 0.3, 12), n: 9, repeats: 1 })
    expect(contrast.spread.fewest(0.05)).toBe(4)
  })

  test('stay within a difference of all', () => {
    const clusters = clusteredRates([0, 0], [1, 1])
    expect(clusters.bounds(0.9999)).toMatchObject({ upper: 1 })
    expect(clusteredRates([1, 1], [0, 0]).bounds(0.9999)).toMatchObject({ lower: -1 })
    expect(proportions([0, 0], [1, 1]).bounds(0.99)).toMatchObject({ upper: 1 })
    expect(proportions([1, 1], [0, 0]).bounds(0.99)).toMatchObject({ lower: -1 })
  })

  test('of single outcomes: Newcombe, a quarter of both steps wider', () => {
    const contrast = proportions(ones(4, 10), ones(9, 12))
    expect(contrast.bounds(0.95)).toEqual({
      lower: expect.closeTo(-0.039363139046209576, 10),
      upper: expect.closeTo(0.6477627035292479, 10),
    })
    expect(contrast).toMatchObject({ estimate: expect.closeTo(0.35, 12), n: 22, repeats: 1 })
    // One-sided Fisher: 9 or more of 13 passes among 12 of 22.
    expect(contrast.p(0).greater).toBeGreaterThanOrEqual(0.10990712074)
  })
})

describe('the shift between two groups', () => {
  const contrast = shiftOfGroups([1, 2, 3, 4.5], [3.5, 5, 6, 8], 'conversations')

  test('is the median of all differences, with the counts of Mann and Whitney', () => {
    // Sorted: -1, 0.5, 0.5, 1.5, 1.5, 2, 2.5, 3, 3, 3.5, 4, 4, 5, 5, 6, 7. Of 70 orders 1, 2, 4, 7 have a count up to 0, 1, 2, 3.
    expect(contrast.estimate).toBe(3)
    expect(contrast.bounds(1 - 1.5 / 70)).toEqual({ lower: -1, upper: 7 })
    expect(contrast.bounds(1 - 5 / 70)).toEqual({ lower: 0.5, upper: 5 })
    expect(contrast.bounds(1 - 0.5 / 70)).toEqual({ lower: null, upper: null })
    expect(contrast.p(0)).toEqual({ greater: expect.closeTo(2 / 70, 12), less: expect.closeTo(69 / 70, 12) })
    expect(contrast.p(0.5)).toEqual({ greater: expect.closeTo(7 / 70, 12), less: expect.closeTo(69 / 70, 12) })
    expect(contrast).toMatchObject({ n: 8, repeats: 1, spread: { unit: 'conversations', fromRepeats: null } })
  })

  test('of an odd number of differences is the one in the middle', () => {
    expect(shiftOfGroups([1], [2, 4, 9], 'goldens').estimate).toBe(3)
  })

  // Binomial coefficients: 7 over 4 is the first of equal halves above 25, and so on.
  test.each([
    [4, 4, 0.04, 7],
    [4, 4, 0.01, 9],
    [2, 8, 0.045, 8],
    [8, 2, 0.045, 8],
    [2, 8, 0.3, 4],
    [4, 4, 0.4, 3],
  ])('of %d and %d values needs at alpha %d at least %d in all', (first, second, alpha, fewest) => {
    expect(shiftOfGroups(ones(0, first), ones(0, second), 'goldens').spread.fewest(alpha)).toBe(fewest)
  })
})

describe('the share of variance from repeats', () => {
  const sides = [
    { first: [1, 3], second: [4, 8] },
    { first: [2, 2, 5], second: [9, 11] },
    { first: [0, 4], second: [3, 3] },
  ]

  test('is the mean square of the noise over that of the differences of means', () => {
    // Variances 2, 8; 3, 2; 8, 0, each over its repeats; differences of means 4, 7, 1.
    expect(fromRepeats(sides)).toBeCloseTo((2 / 2 + 8 / 2 + (3 / 3 + 2 / 2) + (8 / 2 + 0)) / 3 / 9, 12)
    expect(fewestRepeats(sides)).toBe(2)
    expect(fewestRepeats([{ first: [1, 2, 3], second: [1] }])).toBe(1)
  })

  test('is never above all of it', () => {
    const noisy = [
      { first: [0, 10], second: [0, 10] },
      { first: [0, 10], second: [1, 10] },
    ]
    expect(fromRepeats(noisy)).toBe(1)
  })

  test.each([
    ['one golden', sides.slice(0, 1)],
    ['a single reply of the first side', [...sides, { first: [1], second: [2, 3] }]],
    ['a single reply of the second side', [...sides, { first: [1, 2], second: [3] }]],
    ['goldens that all differ alike', [sides[0], sides[0]].flatMap((side) => side ?? [])],
  ])('is not known of %s', (_, given) => {
    expect(fromRepeats(given)).toBeNull()
  })

  test('drift between runs leaves the estimate and widens the bounds', () => {
    const pairs = Array.from({ length: 8 }, (_, index) => ({
      id: `${index}`,
      first: [1],
      second: [2 + index / 10],
      copies: [false, false] as [boolean, boolean],
    }))
    const options = { to: (value: number) => value, of: 'second' } as const
    const [still, drifting] = [0, 0.5].map((drift) => pairedShift(pairs, { ...options, drift }))
    expect(drifting?.estimate).toBe(still?.estimate)
    expect(drifting?.method).toBe('exact signed-rank, MOVER for drift')
    expect(drifting?.bounds(0.95).lower).toBeLessThan(still?.bounds(0.95).lower ?? NaN)
    expect(still?.p(0).greater).toBe(2 ** -8)
    expect(drifting?.p(0).greater).toBeGreaterThan(2 ** -8)
    expect(still?.spread.fewest(0.05)).toBe(5)
  })
})

describe('the variation of more than two contexts', () => {
  const layout = (columns: number[][], blocked: boolean): Layout => ({
    columns,
    blocked,
    raw: columns.map((column) => column.map((value) => [value, value])),
    leftOut: 0,
  })
  const apart = [
    [1, 2, 4],
    [2, 3, 5, 4],
    [6, 4, 7],
  ]
  const within = [
    [1, 2, 4, 3],
    [2, 3, 5, 5],
    [3, 4, 4, 6],
  ]
  const outcomes = [
    [0, 0, 1, 0],
    [1, 0, 1, 1],
    [1, 1, 1, 1],
  ]
  const alike = [
    [1, 2, 4, 3],
    [2, 3, 1, 4],
    [3, 2, 4, 1],
  ]

  // The noncentral F summed with 30 digits; the share of rearrangements counted out over all of them.
  test.each([
    ['of units', apart, false, false, 0.1, 0.402178057, 0, 0.694699863, 0.133144009, 0.866855991, 0.077143],
    [
      'within units',
      within,
      true,
      false,
      0.1,
      0.559325089,
      0.072832914,
      0.794358352,
      0.059867949,
      0.94013205,
      0.064815,
    ],
    ['of outcomes', outcomes, false, true, 0.2, 0.324114108, 0, 0.617337813, 0.330478916, 0.669521084, 0.2],
    ['of outcomes within', outcomes, true, true, 0.2, 0.262295354, 0, 0.613846749, 0.432905983, 0.567094017, 0.222222],
    ['without effect', alike, false, false, 0.1, 0, 0, 0.405439814, 1, 0.407267298, 1],
  ])('%s', (_, columns, blocked, binary, limit, estimate, lower, upper, greater, less, independence) => {
    const contrast = variation(layout(columns, blocked), binary, seededRandom(1))
    expect(contrast.estimate).toBeCloseTo(estimate, 7)
    expect(contrast.bounds(0.95)).toEqual({ lower: expect.closeTo(lower, 7), upper: expect.closeTo(upper, 7) })
    // 9,999 rearrangements tell the share to within 0.02, four standard errors.
    const { greater: shown, less: refuted } = contrast.p(limit)
    const exact = Math.max(greater, independence)
    expect(Math.abs(shown - exact)).toBeLessThan(independence < greater ? 1e-7 : 0.02)
    expect(refuted).toBeCloseTo(less, 7)
    expect(contrast.p(1e-9).greater).toBeGreaterThan(independence - 0.02)
    expect(contrast.method).toBe(`permutation ${blocked ? 'within' : 'of'} units, noncentral F`)
    expect(contrast).toMatchObject({ n: blocked ? 4 : columns.flat().length, repeats: 2 })
    expect(contrast.spread.fewest(0.05)).toBe(4)
    expect(contrast.p(1)).toEqual({ greater: 1, less: 0 })
  })

  test('without any noise is all of it', () => {
    const contrast = variation(
      layout(
        [
          [1, 1],
          [2, 2],
          [4, 4],
        ],
        false,
      ),
      false,
      seededRandom(1),
    )
    expect([contrast.estimate, contrast.bounds(0.95)]).toEqual([1, { lower: 1, upper: 1 }])
    // 6 of the 90 arrangements of 3 pairs keep the pairs together.
    expect(Math.abs(contrast.p(0.5).greater - 6 / 90)).toBeLessThan(0.01)
    expect(contrast.p(0.5).less).toBe(1)
  })
})
