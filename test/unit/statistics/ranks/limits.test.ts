import { describe, expect, test } from 'vitest'
import { normalCdf, normalQuantile } from '../../../../src/statistics/distributions/normal.ts'
import type { Random } from '../../../../src/statistics/distributions/random.ts'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { studentTSf } from '../../../../src/statistics/distributions/student-t.ts'
import { mean, nearestRank } from '../../../../src/statistics/quantile.ts'
import { batchMeans, equivalenceTest } from '../../../../src/statistics/ranks/equivalence.ts'
import { harrellDavis } from '../../../../src/statistics/ranks/harrell-davis.ts'
import { mannKendall } from '../../../../src/statistics/ranks/mann-kendall.ts'
import {
  clusteredQuantileBounds,
  quantileBounds,
  smallestForUpperBound,
} from '../../../../src/statistics/ranks/quantile-bounds.ts'
import {
  midRanks,
  signedRankCdf,
  signedRankQuantile,
  signedRankTest,
} from '../../../../src/statistics/ranks/signed-rank.ts'
import { spearman, spearmanTest } from '../../../../src/statistics/ranks/spearman.ts'
import { hodgesLehmann, hodgesLehmannBounds, walshAverage } from '../../../../src/statistics/ranks/walsh.ts'

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

test.each<[string, () => unknown, string]>([
  ['a share of 0 of Harrell and Davis', () => harrellDavis([1], 0), 'share must be above 0 and below 1, got 0'],
  ['a share of 1 of Harrell and Davis', () => harrellDavis([1], 1), 'share must be above 0 and below 1, got 1'],
  ['a share of 0', () => quantileBounds([1], 0, 0.9), 'share must be above 0 and below 1'],
  ['a share of 1', () => quantileBounds([1], 1, 0.9), 'share must be above 0 and below 1'],
  ['a confidence of 0', () => smallestForUpperBound(0.5, 0), 'confidence must be above 0 and below 1'],
  ['a confidence of 1', () => clusteredQuantileBounds([], 0.5, 1, seededRandom(1)), 'confidence must be above 0'],
  ['an alpha of 0', () => signedRankQuantile(0, 5), 'alpha must be above 0 and below 1, got 0'],
  ['an alpha of 1', () => signedRankQuantile(1, 5), 'alpha must be above 0 and below 1, got 1'],
  ['half a value', () => signedRankCdf(1, 2.5), 'n must be an integer'],
  ['a negative number of values of a quantile', () => signedRankQuantile(0.05, -1), 'n must be an integer'],
  ['half a value of a quantile', () => signedRankQuantile(0.05, 2.5), 'n must be an integer'],
  ['a confidence of 1 of Walsh averages', () => hodgesLehmannBounds([1], 1), 'confidence must be above 0'],
  ['a confidence of 0 of Walsh averages', () => hodgesLehmannBounds([1], 0), 'confidence must be above 0'],
  ['an infinite value', () => hodgesLehmann([1, Infinity]), 'each value must be a finite number, got Infinity'],
  ['lists of different lengths', () => spearman([1, 2], [1]), 'y must be as long as x (2), got 1'],
  [
    'lists of different lengths to test',
    () => spearmanTest([1, 2], [1], { random: seededRandom(1) }),
    'y must be as long',
  ],
  ['half a batch', () => batchMeans([1, 2], 1.5), 'batches must be an integer, got 1.5'],
  ['an estimate that is NaN', () => equivalenceTest({ estimate: NaN, standardError: 1, df: 1, margin: 1 }), 'estimate'],
  ['a negative error', () => equivalenceTest({ estimate: 0, standardError: -1, df: 1, margin: 1 }), 'standardError'],
  ['no degrees of freedom', () => equivalenceTest({ estimate: 0, standardError: 0, df: 0, margin: 1 }), 'df'],
  ['no margin', () => equivalenceTest({ estimate: 0, standardError: 1, df: 1, margin: 0 }), 'margin'],
])('rejects %s', (_, call, message) => {
  expect(call).toThrow(message)
})

describe('means and quantiles', () => {
  test('of nothing are null, and of huge values finite', () => {
    expect([mean([]), nearestRank([], 0.5)]).toEqual([null, null])
    expect(mean([1, 2, 6])).toBe(3)
    expect(mean([1.5e308, 1.5e308])).toBe(1.5e308)
    expect([0, 0.25, 0.26, 0.5, 0.75, 1].map((share) => nearestRank([4, 1, 3, 2], share))).toEqual([1, 1, 2, 2, 3, 4])
  })

  test('of Harrell and Davis weigh by the beta distribution', () => {
    expect(harrellDavis([], 0.5)).toBeNaN()
    expect(harrellDavis([7], 0.3)).toBe(7)
    // Beta(1.5, 1.5) is symmetric; of Beta(3/4, 9/4) the lower half holds 0.8790.
    expect(harrellDavis([4, 2], 0.5)).toBeCloseTo(3, 12)
    expect(harrellDavis([1, 2, 3], 0.5)).toBeCloseTo(2, 12)
  })

  test('are bounded by the order statistics of the binomial', () => {
    // P(Bin(5, 1/2) <= 4) = 31/32, and <= 0: 1/32.
    expect(quantileBounds([5, 3, 1, 4, 2], 0.5, 31 / 32)).toEqual({ lower: 1, upper: 5 })
    expect(quantileBounds([5, 3, 1, 4, 2], 0.5, 31 / 32 + 1e-9)).toEqual({ lower: null, upper: null })
    expect(quantileBounds([5, 3, 1, 4, 2], 0.5, 26 / 32)).toEqual({ lower: 2, upper: 4 })
    expect(quantileBounds([], 0.5, 0.9)).toEqual({ lower: null, upper: null })
    // share^n <= 1 - confidence: 0.9^n <= 0.1 from 22 on, and 0.5^3 = 0.125 exactly.
    expect([smallestForUpperBound(0.9, 0.9), smallestForUpperBound(0.5, 0.875)]).toEqual([22, 3])
  })

  test('of groups are percentiles of 2,000 resamples of groups and of their values', () => {
    const groups = upTo(10).map((group) => [group, group + 0.5])
    let drawn = 0
    const random = { integer: (n: number) => drawn++ % n } as unknown as Random
    expect(clusteredQuantileBounds(groups.slice(0, 9), 0.5, 0.95, random)).toEqual({ lower: null, upper: null })
    expect(drawn).toBe(0)
    clusteredQuantileBounds(groups, 0.5, 0.95, random)
    // For each of ten groups one draw of the group, and one for each of its two values.
    expect(drawn).toBe(2_000 * 30)
    const { lower, upper } = clusteredQuantileBounds(groups, 0.5, 0.95, seededRandom(1))
    expect(lower).toBeGreaterThan(2)
    expect(lower).toBeLessThan(5)
    expect(upper).toBeGreaterThan(6)
    expect(upper).toBeLessThan(9)
    const narrow = clusteredQuantileBounds(groups, 0.5, 0.6, seededRandom(1))
    expect((narrow.upper ?? NaN) - (narrow.lower ?? NaN)).toBeLessThan((upper ?? NaN) - (lower ?? NaN))
  })
})

describe('signed ranks', () => {
  test('have a distribution from 0 to all of the ranks', () => {
    expect([-1, -0.5, 0, 0.9, 5, 5.5, 6].map((w) => signedRankCdf(w, 3))).toEqual([0, 0, 1 / 8, 1 / 8, 7 / 8, 7 / 8, 1])
    expect([signedRankCdf(0, 0), signedRankCdf(1, 1), signedRankCdf(0, 1)]).toEqual([1, 1, 0.5])
    expect([0.124, 0.125, 0.25, 0.5].map((alpha) => signedRankQuantile(alpha, 3))).toEqual([-1, 0, 1, 2])
    expect([0.4, 0.5].map((alpha) => signedRankQuantile(alpha, 1))).toEqual([-1, 0])
  })

  test('are normal with a correction of the fourth moment beyond 300', () => {
    const n = 400
    const [centre, sd] = [(n * (n + 1)) / 4, Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)]
    expect(signedRankCdf(centre, n) + signedRankCdf(centre - 1, n)).toBeCloseTo(1, 12)
    for (const alpha of [0.001, 0.05, 0.4]) {
      const c = signedRankQuantile(alpha, n)
      expect(signedRankCdf(c, n)).toBeLessThanOrEqual(alpha)
      expect(signedRankCdf(c + 1, n)).toBeGreaterThan(alpha)
      expect(Math.abs(c - (centre + normalQuantile(alpha) * sd))).toBeLessThan(60)
    }
    // Fellingham and Stoker: the excess of the sum of n signed ranks, about -3.6 / n.
    const excess = (-6 * (3 * n * n + 3 * n - 1)) / (5 * n * (n + 1) * (2 * n + 1))
    const z = -2
    const w = Math.round(centre + z * sd - 0.5)
    const at = (w + 0.5 - centre) / sd
    const density = Math.exp((-at * at) / 2) / Math.sqrt(2 * Math.PI)
    expect(signedRankCdf(w, n)).toBeCloseTo(normalCdf(at) - (excess / 24) * (at ** 3 - 3 * at) * density, 12)
    expect(signedRankCdf(0, n)).toBeLessThan(1e-12)
    expect(signedRankCdf((n * (n + 1)) / 2 - 1, n)).toBeGreaterThan(1 - 1e-12)
  })

  test('are exact up to 300 values, and never outside of 0 to 1 beyond', () => {
    expect([signedRankCdf(0, 300) / 2 ** -300, signedRankTest(upTo(300)).greater / 2 ** -300]).toEqual([1, 1])
    expect(signedRankCdf(0, 301) / 2 ** -301).not.toBeCloseTo(1, 1)
    expect(signedRankTest(upTo(301)).greater / 2 ** -301).not.toBeCloseTo(1, 1)
    const [n, centre, sd] = [301, (301 * 302) / 4, Math.sqrt((301 * 302 * 603) / 24)]
    for (let z = 1; z < 12; z += 0.25) {
      expect(signedRankCdf(centre + z * sd, n)).toBeLessThanOrEqual(1)
      expect(signedRankCdf(centre - z * sd, n)).toBeGreaterThanOrEqual(0)
    }
    expect([signedRankCdf(Infinity, 301), signedRankCdf(Infinity, 3)]).toEqual([1, 1])
  })

  test('of a test are exact with ties and zeros', () => {
    // Of 1, 2, -3: the sum of the positive is 3 of 6; five of eight are at least as small.
    expect(signedRankTest([1, 2, -3])).toEqual({ greater: 5 / 8, less: 5 / 8 })
    expect(signedRankTest([1, 2, 3])).toEqual({ greater: 1 / 8, less: 1 })
    expect(signedRankTest([0, -1, -2, 0, -3])).toEqual({ greater: 1, less: 1 / 8 })
    // Ties: the ranks 1.5, 1.5 and 3, of which the negative has 1.5.
    expect(signedRankTest([1, -1, 2]).greater).toBe(3 / 8)
    expect(midRanks([3, 1, 3, 2, 3])).toEqual([4, 1, 4, 2, 4])
    expect(midRanks([])).toEqual([])
  })

  test('of more than 300 values are normal in a test', () => {
    const values = upTo(400).map((value) => (value % 4 === 0 ? -value : value))
    const negative = upTo(400)
      .filter((value) => value % 4 === 0)
      .reduce((sum, value) => sum + value, 0)
    const [centre, sd] = [(400 * 401) / 4, Math.sqrt((400 * 401 * 801) / 24)]
    expect(signedRankTest(values).greater / normalCdf((negative + 0.5 - centre) / sd)).toBeCloseTo(1, 9)
  })
})

describe('Walsh averages', () => {
  test('of few values are their mean and median', () => {
    expect(hodgesLehmann([])).toBeNaN()
    expect([hodgesLehmann([4]), hodgesLehmann([1, 4])]).toEqual([4, 2.5])
    // 0, 1.5, 3, 3, 4.5, 6 without 0 and 6: (3 + 3) / 2.
    expect(hodgesLehmann([0, 3, 6])).toBe(3)
    expect(hodgesLehmann([0, 1, 5])).toBe(1.75)
    expect(hodgesLehmannBounds([5, 3, 1, 4, 2], 31 / 32)).toEqual({ lower: 1, upper: 5 })
    expect(hodgesLehmannBounds([5, 3, 1, 4, 2], 30 / 32)).toEqual({ lower: 1.5, upper: 4.5 })
    expect(hodgesLehmannBounds([1, 2, 3, 4], 0.95)).toEqual({ lower: null, upper: null })
  })

  test.each([64, 65, 130, 301])('of %i values are those of the full list, at each end and within', (n) => {
    const random = seededRandom(n)
    const sorted = upTo(n)
      .map(() => Math.round(20 * random.normal()))
      .sort((a, b) => a - b)
    const all = sorted.flatMap((a, i) => sorted.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b)
    for (const share of [0, 0.0005, 0.01, 0.3, 0.5, 0.9, 0.999, 1]) {
      const rank = Math.max(1, Math.round(share * all.length))
      expect(walshAverage(sorted, rank)).toBe(all[rank - 1])
    }
  })
})

describe('Walsh averages of more than 64 values', () => {
  const tied = (centre: number, step: number) =>
    upTo(70).map((n) => (n <= 10 ? centre - step : n > 60 ? centre + step : centre))

  test.each<[string, number[]]>([
    ['above zero', upTo(70).map((n) => 5 + Math.floor(n / 3))],
    ['below zero', upTo(70).map((n) => -30 + Math.floor(n / 3))],
    ['that are all different', upTo(70).map((n) => n ** 1.5)],
    ['of which most are 0', tied(0, 1)],
    ['of which most are 5', tied(5, 1)],
    ['of which most are 0.3', tied(0.3, 0.1)],
    ['of which most are -0.7', tied(-0.7, 0.2)],
  ])('are those of the full list at every fourth rank: values %s', (_, sorted) => {
    const all = sorted.flatMap((a, i) => sorted.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b)
    const errors = all.map((average, index) =>
      index % 4 === 0 ? Math.abs(walshAverage(sorted, index + 1) - average) : 0,
    )
    expect(Math.max(...errors)).toBeLessThan(1e-12)
  })
})

describe('correlation and trend', () => {
  test('of ranks is 1 and -1 for any monotone change', () => {
    const x = [1, 5, 2, 9, 4]
    expect(spearman(x, x.map(Math.exp))).toBeCloseTo(1, 12)
    expect(
      spearman(
        x,
        x.map((value) => -(value ** 3)),
      ),
    ).toBeCloseTo(-1, 12)
    // 1 - 6 Σd² / (n (n² - 1)), with d² of 4.
    expect(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12)
    expect(spearman([1, 1, 2, 2], [1, 1, 2, 2])).toBe(1)
    expect(spearman([1, 2, 3], [5, 5, 5])).toBeNull()
  })

  test('is tested by shuffles of clusters that are as extreme, and by itself', () => {
    const [x, y] = [upTo(5), [2, 1, 4, 3, 5]]
    const orders = [upTo(5), [5, 4, 3, 2, 1], [1, 2, 3, 5, 4], [3, 4, 1, 2, 5]]
    let next = 0
    const random = { shuffle: () => orders[next++ % orders.length] } as unknown as Random
    // Against y: 0.8, -0.8, 0.6 and 0; two are as far from 0 as 0.8.
    const result = spearmanTest(x, y, { random, permutations: 4 })
    expect(result).toMatchObject({ n: 5, p: 3 / 5 })
    expect(result?.rho).toBeCloseTo(0.8, 12)
    // Bonett and Wright: tanh(atanh 0.8 ± z √((1 + 0.32) / 2)).
    const half = normalQuantile(0.95) * Math.sqrt(1.32 / 2)
    expect(result?.lower).toBeCloseTo(Math.tanh(Math.atanh(0.8) - half), 9)
    expect(result?.upper).toBeCloseTo(Math.tanh(Math.atanh(0.8) + half), 9)
    next = 0
    spearmanTest(x, y, { random })
    expect(next).toBe(9_999)
    const wide = spearmanTest(x, y, { random, permutations: 1, confidence: 0.99 })
    expect(wide?.lower).toBeLessThan(result?.lower ?? NaN)
    // A perfect one has an interval that ends at it.
    expect(spearmanTest(x, x, { random, permutations: 1 })?.upper).toBeCloseTo(1, 9)
    // And not at it: a few points prove no perfect correlation.
    expect(spearmanTest(x, x, { random, permutations: 1 })?.lower).toBeLessThan(1)
    const reversed = spearmanTest(x, x.toReversed(), { random, permutations: 1 })
    expect(reversed?.lower).toBeCloseTo(-1, 9)
    expect(reversed?.upper).toBeGreaterThan(-1)
    next = 0
    // The same shuffles against the opposite of y: as extreme, the other way.
    expect(
      spearmanTest(
        x,
        y.map((value) => -value),
        { random, permutations: 4 },
      )?.p,
    ).toBe(3 / 5)
    expect(spearmanTest(upTo(3), upTo(3), { random })).toBeNull()
    expect(spearmanTest(upTo(4), upTo(4), { random, permutations: 1 })).not.toBeNull()
    const clusters = ['a', 'a', 'b', 'c', 'd']
    // Means of the clusters: 1.5, 3, 4, 5 and 1.5, 4, 3, 5.
    expect(spearmanTest(x, y, { random: seededRandom(1), clusters, permutations: 9 })).toMatchObject({ n: 4 })
    expect(spearmanTest(x, y, { random: seededRandom(1), clusters, permutations: 9 })?.rho).toBeCloseTo(0.8, 12)
  })

  test('of clusters is that of their means, whatever their sizes and order', () => {
    // Means 4, 3.5, 3 and 6; neither sums, nor counts, nor the last value are in that order.
    const points = [
      ['a', 10, 300],
      ['b', 3.5, 200],
      ['a', 0, 300],
      ['c', 1, 100],
      ['d', 6, 400],
      ['a', 2, 300],
      ['c', 5, 100],
      ['d', 6, 400],
    ] as const
    const [clusters, x, y] = [points.map(([id]) => id), points.map(([, value]) => value), points.map((all) => all[2])]
    expect(spearmanTest(x, y, { random: seededRandom(1), clusters, permutations: 9 })).toMatchObject({ n: 4, rho: 1 })
    expect(spearman([1, 2], [3, 4])).toBe(1)
  })

  test('of a series is exact up to ten values, and normal with ties or more', () => {
    // Four rising values: 1 of 24 orders, two-sided.
    expect(mannKendall([1, 2, 3, 4])).toEqual({ tau: 1, slope: 1, p: 1 / 12 })
    expect(mannKendall([4, 3, 2, 1])).toEqual({ tau: -1, slope: -1, p: 1 / 12 })
    expect(mannKendall([1, 3, 2])?.p).toBe(1)
    // As many pairs rise as fall.
    expect(mannKendall([2, 4, 1, 3])).toMatchObject({ tau: 0, p: 1 })
    expect(mannKendall([2, 1, 3, 4])).toMatchObject({ tau: 4 / 6 })
    // S = 4 of 4 values: (1 + 3) of 24 orders have at least that, two-sided.
    expect(mannKendall([2, 1, 3, 4])?.p).toBeCloseTo(8 / 24, 12)
    expect(mannKendall(upTo(10))?.p).toBeCloseTo(2 / 3_628_800, 15)
    // Eleven values: (S - 1) / √(n (n - 1) (2 n + 5) / 18).
    expect(mannKendall(upTo(11))?.p).toBeCloseTo(2 * normalCdf(-54 / Math.sqrt((11 * 10 * 27) / 18)), 15)
    expect(mannKendall(upTo(11).toReversed())?.p).toBe(mannKendall(upTo(11))?.p)
    // One tie of two takes off 2 · 1 · 9.
    const tied = mannKendall([1, 1, 2, 3, 4])
    expect(tied?.p).toBeCloseTo(2 * normalCdf(-8 / Math.sqrt((5 * 4 * 15 - 18) / 18)), 12)
    expect(tied?.tau).toBeCloseTo(0.9, 12)
    // Ten slopes: 0, 1/2, 2/3, 3/4, five of 1 and 1: the middle two are 1 and 1.
    expect(tied?.slope).toBe(1)
    expect(mannKendall([0, 1, 5])?.slope).toBe(2.5)
    expect(mannKendall([0, 4, 6, 20])?.slope).toBeCloseTo((4 + 20 / 3) / 2, 12)
    expect(mannKendall([1, 2])).toBeNull()
    expect(mannKendall([1, 2, 1, 2, 1])?.p).toBe(1)
  })
})

describe('equivalence', () => {
  test('is two tests of Student, each by its margin', () => {
    const { p, pLower, pUpper } = equivalenceTest({ estimate: -0.02, standardError: 0.01, df: 9, margin: 0.05 })
    expect(pLower).toBeCloseTo(studentTSf(3, 9), 12)
    expect(pUpper).toBeCloseTo(studentTSf(7, 9), 12)
    expect(p).toBe(pLower)
    expect(equivalenceTest({ estimate: 1, standardError: 0, df: 1, margin: 1 })).toEqual({ p: 1, pLower: 0, pUpper: 1 })
    expect(equivalenceTest({ estimate: -1, standardError: 0, df: 1, margin: 1 })).toEqual({
      p: 1,
      pLower: 1,
      pUpper: 0,
    })
  })

  test('has the means of batches of equal length, the newest values', () => {
    expect(batchMeans([1, 2, 3, 4, 5, 6], 3)).toEqual({
      mean: 3.5,
      standardError: Math.sqrt(4 / 3),
      df: 2,
      means: [1.5, 3.5, 5.5],
    })
    expect(batchMeans([100, 1, 2, 3, 4], 2)).toEqual({ mean: 2.5, standardError: 1, df: 1, means: [1.5, 3.5] })
    expect([batchMeans([1, 2, 3], 1), batchMeans([1], 2), batchMeans([], 0)]).toEqual([null, null, null])
    expect(batchMeans([1, 3], 2)).toEqual({ mean: 2, standardError: 1, df: 1, means: [1, 3] })
  })
})
