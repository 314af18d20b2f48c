import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { normalQuantile } from '../../../../src/statistics/distributions/normal.ts'
import { batchMeans, equivalenceTest } from '../../../../src/statistics/ranks/equivalence.ts'
import { harrellDavis } from '../../../../src/statistics/ranks/harrell-davis.ts'
import { mannKendall } from '../../../../src/statistics/ranks/mann-kendall.ts'
import { moverWiden } from '../../../../src/statistics/ranks/mover.ts'
import {
  clusteredQuantileBounds,
  quantileBounds,
  smallestForUpperBound,
} from '../../../../src/statistics/ranks/quantile-bounds.ts'
import { signedRankCdf, signedRankQuantile, signedRankTest } from '../../../../src/statistics/ranks/signed-rank.ts'
import { spearman, spearmanTest } from '../../../../src/statistics/ranks/spearman.ts'
import {
  hodgesLehmann,
  hodgesLehmannBounds,
  hodgesLehmannLower,
  walshAverage,
} from '../../../../src/statistics/ranks/walsh.ts'
import known from '../../../vectors/methods.json' with { type: 'json' }

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

describe('signed ranks', () => {
  // Wilcoxon and Wilcox (1964), table 2: one-sided critical values.
  test.each([
    [8, 0.005, 0],
    [8, 0.05, 5],
    [10, 0.05, 10],
    [10, 0.005, 3],
    [20, 0.025, 52],
    [30, 0.05, 151],
    [50, 0.025, 434],
  ])('of %i at %f: %i', (n, alpha, critical) => {
    expect(signedRankQuantile(alpha, n)).toBe(critical)
  })

  test.each(upTo(12))('all signs of %i values counted one by one', (n) => {
    const sums = Array.from({ length: 2 ** n }, (_, signs) =>
      upTo(n).reduce((sum, rank) => sum + ((signs >> (rank - 1)) & 1) * rank, 0),
    )
    for (let w = -1; w <= (n * (n + 1)) / 2 + 1; w++) {
      expect(signedRankCdf(w, n)).toBeCloseTo(sums.filter((sum) => sum <= w).length / 2 ** n, 14)
    }
  })

  test('the approximation goes on where the exact distribution ends', () => {
    // At 300 both can be had: the approximation starts at 301, whose exact value differs by less than the step.
    for (const alpha of [0.005, 0.05, 0.3]) {
      const [exact, near] = [signedRankQuantile(alpha, 300), signedRankQuantile(alpha, 301)]
      const growth = (301 * 302 - 300 * 301) / 4 + normalQuantile(alpha) * (spread(301) - spread(300))
      expect(Math.abs(near - exact - growth)).toBeLessThan(6)
    }
  })

  test.each(known.signedRank)('as scipy tests it', ({ values, greater, less }) => {
    const result = signedRankTest(values)
    expect(result.greater).toBeCloseTo(greater ?? result.greater, 12)
    expect(result.less).toBeCloseTo(less ?? result.less, 12)
  })

  test('returns 1 for zeros only', () => {
    expect(signedRankTest([0, 0])).toEqual({ greater: 1, less: 1 })
  })
})

const spread = (n: number) => Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)

describe('Walsh averages', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -10, max: 10, noNaN: true })), {
    minLength: 1,
    maxLength: 150,
  })

  test('every rank as listed in full', () => {
    fc.assert(
      fc.property(values, fc.nat(), (list, pick) => {
        const sorted = list.toSorted((a, b) => a - b)
        const all = sorted.flatMap((a, i) => sorted.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b)
        const rank = (pick % all.length) + 1
        expect(walshAverage(sorted, rank)).toBeCloseTo(all[rank - 1] ?? NaN, 12)
      }),
    )
  })

  test('many equal values', () => {
    const zeros = Array.from({ length: 5_000 }, () => 0)
    expect(hodgesLehmann(zeros)).toBe(0)
    const half = Array.from({ length: 4_000 }, (_, index) => (index % 2 === 0 ? 0 : index / 1_000))
    const sorted = half.toSorted((a, b) => a - b)
    expect(walshAverage(sorted, 1_000_000)).toBe(0)
    expect(hodgesLehmannBounds(half, 0.95).lower).toBeGreaterThan(0)
  })

  test('negative values mirror the bounds, more confidence widens them, a shift moves them', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 90 }), (list) => {
        const own = hodgesLehmannBounds(list, 0.95)
        const mirrored = hodgesLehmannBounds(
          list.map((value) => -value),
          0.95,
        )
        expect(own.lower).toBeCloseTo(-(mirrored.upper ?? NaN), 10)
        const wide = hodgesLehmannBounds(list, 0.99)
        const lowerOf = hodgesLehmannLower(list)
        expect([0.99, 0.95].map(lowerOf)).toStrictEqual([wide.lower, own.lower])
        expect(wide.lower ?? NaN).toBeLessThanOrEqual(own.lower ?? NaN)
        const moved = hodgesLehmannBounds(
          list.map((value) => value + 3),
          0.95,
        )
        expect(moved.upper).toBeCloseTo((own.upper ?? NaN) + 3, 10)
        const centre = hodgesLehmann(list)
        expect(own.lower ?? NaN).toBeLessThanOrEqual(centre)
        expect(own.upper ?? NaN).toBeGreaterThanOrEqual(centre)
      }),
    )
  })

  test('too few values have no bounds', () => {
    expect(hodgesLehmannBounds(upTo(7), 0.995)).toEqual({ lower: null, upper: null })
    expect(hodgesLehmannBounds(upTo(8), 0.995)).toEqual({ lower: 1, upper: 8 })
    expect(hodgesLehmannBounds([], 0.95)).toEqual({ lower: null, upper: null })
    expect(hodgesLehmannLower(upTo(7))(0.995)).toBeNull()
  })

  test('cover the centre with their confidence', () => {
    const random = seededRandom(7)
    let missed = 0
    for (let round = 0; round < 2_000; round++) {
      const { lower } = hodgesLehmannBounds(
        Array.from({ length: 20 }, () => random.normal()),
        0.95,
      )
      if (lower !== null && lower > 0) missed += 1
    }
    expect(missed / 2_000).toBeLessThan(0.062)
    expect(missed / 2_000).toBeGreaterThan(0.035)
  })
})

test('an independent error widens each bound on its own side', () => {
  expect(moverWiden(1, { lower: 0, upper: 4 }, 0, 2)).toEqual({ lower: 0, upper: 4 })
  // √2 z s = 4: with the distances 3 and 3, and with none.
  const widened = moverWiden(1, { lower: -2, upper: 4 }, Math.SQRT2, 2)
  expect(widened.lower).toBeCloseTo(1 - 5, 12)
  expect(widened.upper).toBeCloseTo(1 + 5, 12)
  const alike = moverWiden(1, { lower: 1, upper: 1 }, Math.SQRT2, 2)
  expect(alike.lower).toBeCloseTo(1 - 4, 12)
  expect(alike.upper).toBeCloseTo(1 + 4, 12)
  expect(moverWiden(1, { lower: null, upper: null }, 1, 2)).toEqual({ lower: null, upper: null })
})

describe('quantiles', () => {
  test.each([
    [58, null],
    [59, 59],
    [100, 99],
    [300, 292],
  ])('upper rank of the 95th percentile of %i values: %s', (n, rank) => {
    expect(quantileBounds(upTo(n), 0.95, 0.95).upper).toBe(rank)
  })

  test.each([
    [30, 26],
    [100, 91],
  ])('lower rank of the 95th percentile of %i values: %i', (n, rank) => {
    expect(quantileBounds(upTo(n), 0.95, 0.95).lower).toBe(rank)
  })

  test('59 values are the fewest with an upper bound', () => {
    expect(smallestForUpperBound(0.95, 0.95)).toBe(59)
    expect(smallestForUpperBound(0.5, 0.95)).toBe(5)
  })

  test.each(known.harrellDavis)('Harrell-Davis at %f as scipy has it', (share, value) => {
    expect(harrellDavis(known.series, share)).toBeCloseTo(value, 10)
  })

  test('repeats of one golden count as one', () => {
    const random = seededRandom(3)
    const groups = Array.from({ length: 40 }, () => {
      const own = random.normal()
      return [own, own, own]
    })
    const { lower, upper } = clusteredQuantileBounds(groups, 0.5, 0.95, seededRandom(1))
    const alone = quantileBounds(groups.flat(), 0.5, 0.95)
    expect((upper ?? 0) - (lower ?? 0)).toBeGreaterThan((alone.upper ?? 0) - (alone.lower ?? 0))
    expect(clusteredQuantileBounds(groups.slice(0, 9), 0.5, 0.95, seededRandom(1))).toEqual({
      lower: null,
      upper: null,
    })
  })
})

describe('correlation and trend', () => {
  test('rho as scipy has it, and null where a side does not vary', () => {
    const { x, y, rho } = known.spearman
    expect(spearman(x, y)).toBeCloseTo(rho, 12)
    expect(spearman([1, 1, 1, 1], [1, 2, 3, 4])).toBeNull()
    expect(spearmanTest([1, 1, 1, 1], [1, 2, 3, 4], { random: seededRandom(1) })).toBeNull()
  })

  test('points of one cluster count as one', () => {
    const { x, y } = known.spearman
    const alone = spearmanTest(x, y, { random: seededRandom(1), permutations: 999 })
    const clusters = x.map((_, index) => String(index))
    const fivefold = (values: readonly (number | string)[]) => values.flatMap((value) => [value, value, value])
    const tripled = spearmanTest(fivefold(x) as number[], fivefold(y) as number[], {
      random: seededRandom(1),
      permutations: 999,
      clusters: fivefold(clusters) as string[],
    })
    expect(tripled).toEqual(alone)
  })

  test('has valid bounds, and a low error rate for unrelated values', () => {
    const random = seededRandom(11)
    let [missed, called] = [0, 0]
    for (let round = 0; round < 300; round++) {
      const x = Array.from({ length: 30 }, () => random.normal())
      const y = x.map(() => random.normal())
      const result = spearmanTest(x, y, { random, permutations: 199 })
      if ((result?.lower ?? -1) > 0) missed += 1
      if ((result?.p ?? 1) <= 0.05) called += 1
    }
    expect(missed / 300).toBeLessThan(0.09)
    expect(called / 300).toBeLessThan(0.09)
  })

  test.each(known.kendall)('Mann-Kendall as scipy has it', ({ values, tau, p, slope }) => {
    const trend = mannKendall(values)
    expect(trend?.tau).toBeCloseTo(tau, 12)
    expect(trend?.p).toBeCloseTo(p, 12)
    expect(trend?.slope).toBeCloseTo(slope, 12)
  })

  test('long series, ties and none', () => {
    expect(mannKendall(upTo(40))?.p).toBeLessThan(1e-10)
    expect(mannKendall(upTo(40).map(() => 1))).toEqual({ tau: 0, slope: 0, p: 1 })
    expect(mannKendall([1, 2])).toBeNull()
  })
})

test.each([
  ['Mann-Kendall', () => mannKendall([1, NaN, 3, 4])],
  ['Spearman', () => spearman([1, 2, NaN, 4], [1, 2, 3, 4])],
  ['Harrell-Davis', () => harrellDavis([1, 2, NaN], 0.5)],
  ['bounds of a quantile', () => quantileBounds([1, NaN, 3, 4, 5], 0.5, 0.9)],
  ['signed rank', () => signedRankTest([1, 2, NaN])],
])('%s rejects values that are not numbers', (_, call) => {
  expect(call).toThrow('each value must be a number, got NaN')
})

describe('equivalence', () => {
  test('requires both one-sided tests', () => {
    const { p, pLower, pUpper } = equivalenceTest({ estimate: 0.02, standardError: 0.01, df: 9, margin: 0.05 })
    expect(pUpper).toBeCloseTo(0.007478, 5)
    expect(pLower).toBeLessThan(pUpper)
    expect(p).toBe(pUpper)
    expect(equivalenceTest({ estimate: 0, standardError: 0, df: 1, margin: 1 }).p).toBe(0)
    expect(equivalenceTest({ estimate: 2, standardError: 0, df: 1, margin: 1 }).p).toBe(1)
  })

  test('batches follow each other, and the oldest values are left out', () => {
    expect(batchMeans([99, 1, 3, 5, 7], 2)).toEqual({ mean: 4, standardError: 2, df: 1, means: [2, 6] })
    expect(batchMeans([1], 2)).toBeNull()
  })
})
