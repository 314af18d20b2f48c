import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../../src/statistics/distributions/random.ts'
import { clusteredRates, proportions } from '../../../../../src/verdicts/hypothesis/contrasts/group-rates.ts'
import type { Layout } from '../../../../../src/verdicts/hypothesis/samples/layout.ts'
import {
  fewestRepeats,
  fromRepeats,
  pairedShift,
} from '../../../../../src/verdicts/hypothesis/contrasts/paired-shift.ts'
import { pairedRates } from '../../../../../src/verdicts/hypothesis/contrasts/paired-rates.ts'
import { pairwiseDifferences } from '../../../../../src/verdicts/hypothesis/contrasts/pairwise.ts'
import { shiftOfGroups } from '../../../../../src/verdicts/hypothesis/contrasts/shift-of-groups.ts'
import { variation } from '../../../../../src/verdicts/hypothesis/contrasts/variation.ts'

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

  test('is the one wanted of the listed differences, however close they are', () => {
    const value = fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.integer({ min: -3, max: 3 }))
    const values = fc.array(value, { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(values, values, (first, second) => {
        const listed = second.flatMap((ours) => first.map((theirs) => ours - theirs)).toSorted((a, b) => a - b)
        const differences = pairwiseDifferences(first, second)
        expect(listed.map((_, rank) => differences.ranked(rank))).toEqual(
          listed.map((difference) => expect.closeTo(difference, 12)),
        )
        expect(differences.size).toBe(listed.length)
        for (const limit of listed) {
          expect(differences.atMost(limit)).toBe(listed.filter((difference) => difference <= limit).length)
          expect(differences.below(limit)).toBe(listed.filter((difference) => difference < limit).length)
        }
      }),
      { numRuns: 30 },
    )
    const tiny = pairwiseDifferences([0], [1e-300, 3e-300, 7, 1e-310, 5e-324])
    expect([0, 1, 2, 3, 4].map((rank) => tiny.ranked(rank))).toEqual([5e-324, 1e-310, 1e-300, 3e-300, 7])
    const adjacent = [1, 1 + 2 ** -52, 1 + 2 ** -51, 1 + 3 * 2 ** -52]
    const close = pairwiseDifferences([0], adjacent)
    expect([0, 1, 2, 3].map((rank) => close.ranked(rank))).toEqual(adjacent)
  })

  // Binomial coefficients: 7 over 4 is the first of equal halves above 25, and so on.
  test.each([
    [4, 4, 0.04, 7],
    [4, 4, 0.01, 9],
    [2, 8, 0.045, 8],
    [8, 2, 0.045, 8],
    [2, 8, 0.3, 4],
    [4, 4, 0.4, 3],
    // As rare as alpha is enough: one of the ten orders of two and three.
    [2, 3, 0.1, 5],
    // One of 23 values can lie in 23 places, and 12,870 is the first of the middle binomials above 10,000.
    [2, 98, 0.045, 23],
    [98, 2, 0.045, 23],
    [10, 10, 0.0001, 16],
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

  test('without drift a bound is one of the averages to the last digit', () => {
    const pairs = [0.1, 0.7, 0.7, 0.7, 0.8].map((second, index) => ({
      id: `${index}`,
      first: [0],
      second: [second],
      copies: [false, false] as [boolean, boolean],
    }))
    const { bounds, estimate } = pairedShift(pairs, { to: (value) => value, of: 'second', drift: 0 })
    expect(estimate).toBe(0.7)
    expect(bounds(1 - 1 / 32)).toEqual({ lower: 0.1, upper: 0.8 })
  })
})

describe('the rates of pairs', () => {
  const pair = (first: number[], second: number[], copies: [boolean, boolean] = [false, false]) => ({
    id: 'g',
    first,
    second,
    copies,
  })

  test('count copies of a reply once, on the side that has them', () => {
    const contrast = pairedRates(
      [pair([1, 1, 1], [0, 1], [true, false]), pair([1, 0], [0, 0, 0], [false, true]), pair([0, 1], [1, 1])],
      'second',
    )
    // 1 to 1/2, 1/2 to 0, 1/2 to 1.
    expect(contrast.estimate).toBeCloseTo(-1 / 6, 12)
    expect(contrast).toMatchObject({ n: 3, repeats: 1, spread: { unit: 'goldens' } })
  })

  test('of the first side mirror those of the second', () => {
    const pairs = [pair([0, 0], [1, 1]), pair([0, 1], [1, 1]), pair([1, 1], [1, 0]), pair([0, 0], [0, 1])]
    const [first, second] = [pairedRates(pairs, 'first'), pairedRates(pairs, 'second')]
    expect(first.estimate).toBe(-second.estimate)
    for (const confidence of [0.6, 0.95]) {
      const { lower, upper } = second.bounds(confidence)
      expect(first.bounds(confidence)).toEqual({
        lower: expect.closeTo(-Number(upper), 12),
        upper: expect.closeTo(-Number(lower), 12),
      })
    }
    expect(first.p(0.1).less).toBeCloseTo(second.p(-0.1).greater, 9)
  })

  test('stay within a difference of all', () => {
    const all = [pair([0], [1]), pair([0], [1]), pair([0], [1])]
    expect(pairedRates(all, 'second').bounds(0.999).upper).toBe(1)
    expect(pairedRates(all, 'first').bounds(0.999).lower).toBe(-1)
  })

  test('need as many goldens as sides of a coin to be as rare as alpha', () => {
    const { fewest } = pairedRates([pair([0], [1])], 'second').spread
    expect([0.05, 0.025, 1 / 8, 0.12].map(fewest)).toEqual([5, 6, 3, 4])
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

  test.each([
    ['of units', false, 5],
    ['within units', true, 7],
  ])('%s cannot be rarer than one of all rearrangements that were tried', (_, blocked, units) => {
    const far = [1, 2, 3].map((context) => Array.from({ length: units }, (__, unit) => 100 * context + unit))
    expect(variation(layout(far, blocked), false, seededRandom(1)).p(0.1).greater).toBe(1 / 10_000)
  })

  test('is reached by every rearrangement where the contexts are alike', () => {
    expect(variation(layout(alike, true), false, seededRandom(1)).p(1e-9).greater).toBe(1)
    expect(variation(layout(alike, false), false, seededRandom(1)).p(1e-9).greater).toBe(1)
    // However the single 1 falls, it sets one context apart.
    const single = [
      [0, 0],
      [0, 0],
      [0, 1],
    ]
    expect(variation(layout(single, false), false, seededRandom(1)).p(1e-9).greater).toBe(1)
    expect(variation(layout(single, true), false, seededRandom(1)).p(1e-9).greater).toBe(1)
  })

  test('weighs the contexts by their sizes', () => {
    const uneven = [
      [8, 6],
      [28, 28],
      [29, 5, 8, 28],
    ]
    // 17 % of all rearrangements reach it; F without a minimum says 20 %.
    const { greater } = variation(layout(uneven, false), false, seededRandom(1)).p(1e-9)
    expect(greater).toBeCloseTo(0.201448459, 6)
  })

  test('does not depend on the unit or the zero of the values', () => {
    const shown = (columns: number[][]) => {
      const { estimate, p } = variation(layout(columns, true), false, seededRandom(1))
      return [estimate, p(0.1).greater]
    }
    const [estimate = NaN, p = NaN] = shown(within)
    for (const change of [(value: number) => value * 2 ** -24, (value: number) => value * 2 ** -20 + 2 ** 17]) {
      const changed = shown(within.map((column) => column.map(change)))
      expect(changed).toEqual([expect.closeTo(estimate, 5), expect.closeTo(p, 5)])
    }
  })

  test('takes what rounding leaves for no noise', () => {
    const columns = [0.1, 0.3, 0.7].map((value) => [value, value, value])
    for (const scale of [1, 1e-7]) {
      const scaled = columns.map((column) => column.map((value) => value * scale))
      const { estimate, bounds, p } = variation(layout(scaled, false), false, seededRandom(1))
      expect([estimate, bounds(0.95), p(0.999_999).less]).toEqual([1, { lower: 1, upper: 1 }, 1])
    }
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
