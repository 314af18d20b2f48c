import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meanShareBounds, showsMeanShare, weightedMeanCdf } from '../../../../src/statistics/counts/mean-share.ts'
import { clopperPearson } from '../../../../src/statistics/counts/proportion.ts'
import { betaCdf } from '../../../../src/statistics/distributions/beta.ts'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { mean } from '../../../../src/statistics/quantile.ts'

const shares = fc.array(
  fc.integer({ min: 0, max: 20 }).map((successes) => successes / 20),
  { minLength: 1, maxLength: 40 },
)
const confidence = fc.constantFrom(0.9, 0.95, 0.99)

describe('the distribution of a weighted mean', () => {
  test.each([1, 2, 5, 20, 300, 20_000])('of %i ones and zeros is the beta distribution', (n) => {
    for (const zeros of [1, Math.ceil(n / 2), Math.ceil(0.9 * n)])
      for (const limit of [0.01, 0.2, 0.5, 0.9, 0.99])
        expect(
          weightedMeanCdf(
            new Map([
              [1, n],
              [0, zeros],
            ]),
            limit,
          ),
        ).toBeCloseTo(betaCdf(limit, n, zeros), n > 1_000 ? 8 : 11)
  })

  test('of one value in two places is the uniform distribution', () => {
    expect(
      weightedMeanCdf(
        new Map([
          [0.2, 1],
          [0.6, 1],
        ]),
        0.3,
      ),
    ).toBeCloseTo(0.25, 12)
    expect(
      [0.1, 0.7].map((limit) =>
        weightedMeanCdf(
          new Map([
            [0.2, 1],
            [0.6, 1],
          ]),
          limit,
        ),
      ),
    ).toEqual([0, 1])
  })

  test('is 0 and 1 from its ends on, and lies between them without a gap', () => {
    const at = (limit: number) =>
      weightedMeanCdf(
        new Map([
          [0.2, 1],
          [0.6, 2],
        ]),
        limit,
      )
    expect([at(0.2), at(0.6)]).toEqual([0, 1])
    // The weight of 0.2 has the density 2 (1 - w): its mean is at most the limit with (1 - w)².
    for (const limit of [0.2001, 0.3, 0.5, 0.5999]) expect(at(limit)).toBeCloseTo(((limit - 0.2) / 0.4) ** 2, 11)
    expect(weightedMeanCdf(new Map([[0.5, 3]]), 0.5)).toBe(1)
  })
})

describe('bounds of a mean share', () => {
  test('are those of Clopper and Pearson where each case was seen once', () => {
    for (const [passes, n] of [
      [59, 59],
      [9, 10],
      [0, 5],
    ] as const) {
      const once = Array.from({ length: n }, (_, index) => (index < passes ? 1 : 0))
      expect(meanShareBounds(once, 0.95)).toEqual(clopperPearson(passes, n, 0.95))
      // The same bounds by inversion, which the fast path skips.
      const nearly = meanShareBounds(
        once.map((share) => (share === 0 ? 1e-9 : share)),
        0.95,
      )
      expect(nearly.lower).toBeCloseTo(clopperPearson(passes, n, 0.95).lower, 6)
    }
  })

  test('contain their mean', () => {
    fc.assert(
      fc.property(shares, confidence, (values, level) => {
        const { lower, upper } = meanShareBounds(values, level)
        const average = mean(values) ?? NaN
        expect(lower).toBeLessThanOrEqual(average + 1e-12)
        expect(upper).toBeGreaterThanOrEqual(average - 1e-12)
        expect([lower >= 0, upper <= 1]).toEqual([true, true])
      }),
      { numRuns: 20 },
    )
  })

  test('do not fall when a share rises', () => {
    fc.assert(
      fc.property(shares, confidence, fc.nat(), (values, level, at) => {
        const better = values.map((share, index) => (index === at % values.length ? Math.min(1, share + 0.25) : share))
        const [before, after] = [meanShareBounds(values, level), meanShareBounds(better, level)]
        expect(after.lower).toBeGreaterThanOrEqual(before.lower - 1e-9)
        expect(after.upper).toBeGreaterThanOrEqual(before.upper - 1e-9)
      }),
      { numRuns: 20 },
    )
  })

  test('agree with the question whether a mean is shown', () => {
    fc.assert(
      fc.property(shares, confidence, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (values, level, limit) => {
        const { lower } = meanShareBounds(values, level)
        fc.pre(Math.abs(lower - limit) > 1e-9)
        expect(showsMeanShare(values, limit, level)).toBe(lower >= limit)
      }),
      { numRuns: 40 },
    )
  })

  test('hold with the confidence, for goldens that differ and runs that are few or many', () => {
    const random = seededRandom(7)
    const rate = () => (random.uniform() < 0.2 ? 0.3 : 0.95)
    const truth = 0.2 * 0.3 + 0.8 * 0.95
    for (const runs of [1, 3, 30]) {
      let held = 0
      for (let round = 0; round < 200; round++) {
        const drawn = Array.from({ length: 12 }, () => {
          const chance = rate()
          return Array.from({ length: runs }, () => random.uniform() < chance).filter(Boolean).length / runs
        })
        if (meanShareBounds(drawn, 0.95).lower <= truth) held += 1
      }
      // 95 % less three standard errors of 200 rounds.
      expect(held / 200).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / 200))
    }
  })

  test.each([[[]], [[1.1]], [[-0.1]], [[NaN]]])('reject %j', (values) => {
    expect(() => meanShareBounds(values, 0.95)).toThrow(RangeError)
  })
})
