import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalCdf } from '../../../../src/statistics/distributions/normal.ts'
import { mannWhitney } from '../../../../src/statistics/ranks/mann-whitney.ts'
import { noncentralFCdf, noncentralityBounds } from '../../../../src/statistics/distributions/noncentral-f.ts'
import { pairwiseDifferences } from '../../../../src/verdicts/hypothesis/contrasts/pairwise.ts'

// All expected values of this file are of SciPy 1.17: scipy.stats.ncf, and the exact null distribution behind
// scipy.stats.mannwhitneyu.

describe('noncentral F', () => {
  test.each([
    [1, 2, 30, 0, 0.6201875941847543],
    [2.5, 2, 30, 4, 0.48766030531115684],
    [0.3, 4, 95, 10, 0.0020174571729799817],
    [12, 1, 18, 9.5, 0.6127999533347356],
    [50, 3, 1000, 120, 0.8770805654314471],
  ])('P(F <= %d) with %d and %d degrees of freedom, noncentrality %d', (x, d1, d2, noncentrality, probability) => {
    const relative = noncentralFCdf(x, d1, d2, noncentrality) / probability
    expect(relative).toBeCloseTo(1, 11)
  })

  // scipy.stats.ncf.cdf, which sums; here it is near enough, and takes no longer for an effect that is all there is.
  test.each([
    [9_000, 2, 33, 20_000, 0.3028207388377559],
    [14_000, 2, 33, 20_000, 0.8865143824876887],
    [12_000, 5, 100, 50_000, 0.8850721614655266],
  ])('is near enough where it would take seconds: %d, %d, %d, %d', (x, d1, d2, noncentrality, probability) => {
    expect(Math.abs(noncentralFCdf(x, d1, d2, noncentrality) - probability)).toBeLessThan(0.005)
    const start = performance.now()
    const { lower, upper } = noncentralityBounds({ f: 1e8, d1, d2 }, 0.95)
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(lower).toBeLessThan(1e8 * d1)
    expect(upper).toBeGreaterThan(1e8 * d1)
  })

  // Abramowitz and Stegun 26.6.27 once more, in Python with mpmath.
  test.each([
    [9000, 2, 33, 20_000, 0.3026242419696544],
    [14_000, 2, 33, 20_000, 0.8866921254448917],
    [4000, 5, 20, 10_001, 0.9677148896197973],
    [2001, 7, 9, 12_500, 0.5314161052990097],
  ])('beyond 10,000 is the approximation by cube roots: %d, %d, %d, %d', (x, d1, d2, noncentrality, probability) => {
    expect(noncentralFCdf(x, d1, d2, noncentrality)).toBeCloseTo(probability, 12)
  })

  test('bounds of the noncentrality', () => {
    const { lower, upper } = noncentralityBounds({ f: 5, d1: 2, d2: 57 }, 0.95)
    expect(lower).toBeCloseTo(1.35065063998109, 6)
    expect(upper).toBeCloseTo(22.434429292411767, 6)
    expect(noncentralityBounds({ f: 0.01, d1: 2, d2: 57 }, 0.95)).toStrictEqual({ lower: 0, upper: 0 })
  })
})

describe('Mann-Whitney', () => {
  test('exact', () => {
    const counts = mannWhitney(7, 11)
    expect(counts.cdf(10)).toBeCloseTo(0.004147812971342383, 14)
    expect(counts.cdf(38)).toBeCloseTo(0.5, 14)
    expect([counts.cdf(-1), counts.cdf(77), counts.cdf(1e9)]).toStrictEqual([0, 1, 1])
    expect([counts.quantile(0.05), counts.quantile(1e-9)]).toStrictEqual([19, -1])
  })

  test('is that of all orders, counted out', () => {
    for (const [m, n] of [
      [1, 1],
      [2, 3],
      [3, 2],
      [4, 4],
    ] as const) {
      const counts = Array.from({ length: m * n + 1 }, () => 0)
      // Each subset of m of the m + n ranks, as the bits of a number.
      for (let subset = 0; subset < 2 ** (m + n); subset++) {
        const taken = Array.from({ length: m + n }, (_, rank) => (subset >> rank) & 1)
        if (taken.filter(Boolean).length !== m) continue
        const u = taken.reduce(
          (sum, bit, rank) => sum + bit * taken.slice(0, rank).filter((each) => each === 0).length,
          0,
        )
        counts[u] = (counts[u] ?? 0) + 1
      }
      const all = counts.reduce((sum, count) => sum + count, 0)
      let below = 0
      const exact = mannWhitney(m, n)
      for (const [u, count] of counts.entries()) {
        expect(exact.quantile((below + count / 2) / all)).toBe(u - 1)
        below += count
        expect([exact.cdf(u), exact.cdf(u + 0.5)]).toEqual([
          expect.closeTo(below / all, 12),
          expect.closeTo(below / all, 12),
        ])
      }
      expect(exact.quantile(1)).toBe(m * n)
    }
  })

  // Normal with the mean 1800, the standard deviation sqrt(60 60 121 / 12), and half a count as correction.
  test('approximately, to the digits of the normal distribution', () => {
    const counts = mannWhitney(60, 60)
    const sd = Math.sqrt((60 * 60 * 121) / 12)
    for (const u of [1500, 1500.7]) expect(counts.cdf(u)).toBeCloseTo(normalCdf(-299.5 / sd), 12)
    expect(counts.quantile(0.01)).toBe(Math.floor(1799.5 - 2.3263478740408408 * sd))
    expect(counts.quantile(1e-300)).toBe(-1)
  })

  test('approximately, where the table would be too large', () => {
    expect(mannWhitney(60, 60).cdf(1500)).toBeCloseTo(0.05810175, 3)
    expect(mannWhitney(61, 300).cdf(8000)).toBeCloseTo(0.06101594, 3)
    // Exactly 1485.
    expect(mannWhitney(60, 60).quantile(0.05)).toBe(1_486)
  })

  test('is symmetric, and its quantile is the largest count within alpha', () => {
    const size = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(size, size, fc.double({ min: 0.001, max: 0.4, noNaN: true }), (m, n, alpha) => {
        const counts = mannWhitney(m, n)
        for (let u = 0; u <= m * n; u++) expect(counts.cdf(u) + counts.cdf(m * n - u - 1)).toBeCloseTo(1, 12)
        const c = counts.quantile(alpha)
        expect(counts.cdf(c)).toBeLessThanOrEqual(alpha)
        expect(counts.cdf(c + 1)).toBeGreaterThan(alpha)
      }),
      { numRuns: 20 },
    )
  })
})

test('pairwise differences are those of the full list', () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
  const values = fc.array(value, { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(values, values, value, (first, second, limit) => {
      const list = second.flatMap((b) => first.map((a) => b - a)).toSorted((a, b) => a - b)
      const differences = pairwiseDifferences(first, second)
      expect(differences.size).toBe(list.length)
      for (const [rank, difference] of list.entries()) expect(differences.ranked(rank)).toBeCloseTo(difference, 9)
      for (const rank of [-1, list.length]) expect(() => differences.ranked(rank)).toThrow(RangeError)
      for (const at of [limit, ...list]) {
        expect(differences.atMost(at)).toBe(list.filter((difference) => difference <= at).length)
        expect(differences.below(at)).toBe(list.filter((difference) => difference < at).length)
      }
    }),
    { numRuns: 30 },
  )
})
