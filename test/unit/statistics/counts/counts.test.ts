import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lookBounds, obrienFlemingSpending } from '../../../../src/statistics/sequential/alpha-spending.ts'
import { confidenceSequence } from '../../../../src/statistics/sequential/confidence-sequence.ts'
import { newcombe } from '../../../../src/statistics/counts/difference.ts'
import { bettingEValue, mixtureEValue } from '../../../../src/statistics/sequential/e-value.ts'
import { fisherExact } from '../../../../src/statistics/counts/fisher.ts'
import { cramersV, permutationIndependence } from '../../../../src/statistics/counts/independence.ts'
import { mcnemarExact, mcnemarMidP } from '../../../../src/statistics/counts/mcnemar.ts'
import { benjaminiHochberg, holm } from '../../../../src/statistics/counts/multiplicity.ts'
import { pairedRateBounds } from '../../../../src/statistics/counts/paired-rate.ts'
import { clopperPearson, wilson } from '../../../../src/statistics/counts/proportion.ts'
import { type Stratum, stratifiedExact } from '../../../../src/statistics/counts/stratified.ts'
import { binomialCdf, binomialPmf } from '../../../../src/statistics/distributions/binomial.ts'
import { normalQuantile } from '../../../../src/statistics/distributions/normal.ts'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import known from '../../../vectors/methods.json' with { type: 'json' }

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index)

describe('one share', () => {
  test.each(known.wilson)(
    'Wilson of %i in %i as statsmodels has it',
    (k = 0, n = 1, confidence = 0.95, low = 0, high = 0) => {
      const { lower, upper } = wilson(k, n, confidence)
      expect(lower).toBeCloseTo(low, 12)
      expect(upper).toBeCloseTo(high, 12)
    },
  )

  test.each(known.clopperPearson)(
    'Clopper-Pearson of %i in %i',
    (k = 0, n = 1, confidence = 0.95, low = 0, high = 0) => {
      const { lower, upper } = clopperPearson(k, n, confidence)
      expect(lower).toBeCloseTo(low, 12)
      expect(upper).toBeCloseTo(high, 12)
    },
  )

  test.each([
    [0, 59],
    [1, 93],
    [2, 124],
    [3, 153],
    [5, 208],
  ])('%i failures show 95 %% from %i goldens on', (failures, n) => {
    expect(clopperPearson(n - failures, n, 0.95).lower).toBeGreaterThanOrEqual(0.95)
    expect(clopperPearson(n - 1 - failures, n - 1, 0.95).lower).toBeLessThan(0.95)
  })

  test('the exact bounds hold for every share, summed over all outcomes', () => {
    for (const p of [0.02, 0.3, 0.5, 0.95]) {
      const missed = upTo(31).reduce(
        (sum, k) => sum + (clopperPearson(k, 30, 0.95).lower > p ? binomialPmf(k, 30, p) : 0),
        0,
      )
      expect(missed).toBeLessThanOrEqual(0.05)
    }
  })
})

describe('two shares', () => {
  test.each(known.newcombe)('Newcombe of %i in %i and %i in %i', (a = 0, n = 1, b = 0, m = 1, low = 0, high = 0) => {
    const { lower, upper } = newcombe(a, n, b, m, 0.95)
    expect(lower).toBeCloseTo(low, 10)
    expect(upper).toBeCloseTo(high, 10)
  })

  // Fagerland, Lydersen and Laake (2014), table of airway hyper-responsiveness: 1 and 7 of 21 pairs changed.
  test('the worked example of Fagerland et al.', () => {
    expect(mcnemarMidP(1, 7).toFixed(3)).toBe('0.039')
    expect(mcnemarExact(1, 7).toFixed(3)).toBe('0.070')
  })

  test.each(known.mcnemar)('McNemar of %i and %i as statsmodels has it', (b = 0, c = 0, p = 1) => {
    expect(mcnemarExact(b, c)).toBeCloseTo(p, 12)
  })

  test('all changed, none changed', () => {
    expect([mcnemarExact(0, 0), mcnemarMidP(0, 0)]).toEqual([1, 1])
  })
})

const single = (before: number, after: number): Stratum => ({ before, beforeN: 1, after, afterN: 1 })
const stratum = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.nat(4), fc.nat(4))
  .map(([beforeN, afterN, before, after]) => ({
    before: Math.min(before, beforeN),
    beforeN,
    after: Math.min(after, afterN),
    afterN,
  }))

describe('the exact stratified test', () => {
  test('with one repeat it is McNemar', () => {
    const strata = [...upTo(7).map(() => single(1, 0)), single(0, 1), ...upTo(20).map(() => single(1, 1))]
    expect(stratifiedExact(strata).fall).toBeCloseTo(binomialCdf(1, 8, 0.5), 12)
    expect(stratifiedExact(strata).rise).toBeCloseTo(1 - binomialPmf(0, 8, 0.5), 12)
  })

  test('with one case it is Fisher', () => {
    const { fall, rise } = stratifiedExact([{ before: 5, beforeN: 6, after: 1, afterN: 6 }])
    expect(fall).toBeCloseTo(fisherExact(1, 5, 5, 1).less, 12)
    expect(rise).toBeCloseTo(fisherExact(1, 5, 5, 1).greater, 12)
  })

  test('both sides overlap in what was seen, and nothing is above 1', () => {
    fc.assert(
      fc.property(fc.array(stratum, { maxLength: 30 }), (strata) => {
        const { fall, rise } = stratifiedExact(strata)
        expect(fall + rise).toBeGreaterThanOrEqual(1 - 1e-9)
        expect(Math.max(fall, rise)).toBeLessThanOrEqual(1)
        const swapped = stratifiedExact(
          strata.map(({ before, beforeN, after, afterN }) => ({
            before: after,
            beforeN: afterN,
            after: before,
            afterN: beforeN,
          })),
        )
        expect(swapped.rise).toBeCloseTo(fall, 9)
      }),
    )
  })

  test('approximates thousands of cases', () => {
    const changed = (count: number, before: number, after: number) => upTo(count).map(() => single(before, after))
    const large = [...changed(3_300, 1, 0), ...changed(3_200, 0, 1)]
    expect(stratifiedExact(large).fall / binomialCdf(3_200, 6_500, 0.5)).toBeCloseTo(1, 3)
  })

  test('returns 1 where nothing varies, and rejects impossible counts', () => {
    expect(stratifiedExact([single(1, 1)])).toEqual({ fall: 1, rise: 1, midFall: 0.5, midRise: 0.5 })
    expect(() => stratifiedExact([{ before: 2, beforeN: 1, after: 0, afterN: 1 }])).toThrow(
      'before must be at most beforeN (1), got 2',
    )
  })
})

describe('the change of a pass rate', () => {
  test('with one repeat it is the interval of Bonett and Price, with t in place of z', () => {
    const strata = [...upTo(7).map(() => single(1, 0)), single(0, 1), ...upTo(32).map(() => single(1, 1))]
    const { estimate, lower } = pairedRateBounds(strata, 0.975)
    // Bonett and Price (2012): Wald's interval, with one case added to either kind of change.
    const [p, q] = [2 / 42, 8 / 42]
    const wald = p - q - normalQuantile(0.975) * Math.sqrt((p + q - (p - q) ** 2) / 42)
    expect(estimate).toBeCloseTo(-6 / 40, 12)
    // t with 41 degrees of freedom and its n - 1 make it a little wider.
    expect(lower).toBeLessThan(wald)
    expect(lower).toBeGreaterThan(wald - 0.01)
  })

  test('more repeats narrow it', () => {
    const strata = (repeats: number) =>
      upTo(30).map(() => ({ before: repeats, beforeN: repeats, after: repeats, afterN: repeats }))
    expect(pairedRateBounds(strata(5), 0.95).lower).toBeGreaterThan(pairedRateBounds(strata(1), 0.95).lower)
  })
})

describe('tables', () => {
  test.each(known.fisher)('Fisher as scipy has it', ({ table, p, less, greater }) => {
    const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = table
    const result = fisherExact(a, b, c, d)
    expect(result.p).toBeCloseTo(p, 12)
    expect(result.less).toBeCloseTo(less, 12)
    expect(result.greater).toBeCloseTo(greater, 12)
  })

  test.each(known.cramersV)("Cramér's V as scipy has it", ({ table, v }) => {
    expect(cramersV(table)?.v).toBeCloseTo(v, 12)
    expect(cramersV(table)?.corrected).toBeLessThan(v)
    expect(cramersV([[1, 2]])).toBeNull()
  })

  test('a table has rows of one length', () => {
    expect(() => cramersV([[1, 2], [3]])).toThrow('each row must be as long as the first (2), got 1')
  })

  test('clusters are permuted whole', () => {
    const values = upTo(24).map((index) => ({
      row: index < 12 ? 'short' : 'long',
      column: index < 12 ? 'embedder' : 'main_model',
      cluster: `c${Math.floor(index / 6)}`,
    }))
    // Four clusters, two of each row: a third of all ways to deal them out is as extreme.
    expect(permutationIndependence(values, { random: seededRandom(1) }).p).toBeCloseTo(1 / 3, 1)
    const alone = values.map((value, index) => ({ ...value, cluster: String(index) }))
    expect(permutationIndependence(alone, { random: seededRandom(1) }).p).toBeLessThan(0.001)
  })
})

describe('multiple tests', () => {
  test('adjusted as statsmodels does', () => {
    expect(holm(known.ps)).toEqual(known.holm.map((p) => expect.closeTo(p, 12) as number))
    expect(benjaminiHochberg(known.ps)).toEqual(known.benjaminiHochberg.map((p) => expect.closeTo(p, 12) as number))
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []])
  })

  // Jennison and Turnbull (2000) and Lan and DeMets (1983): nominal z of three equal looks at one-sided 0.025.
  test('three looks spend alpha as published', () => {
    const levels = lookBounds([1 / 3, 2 / 3, 1], 0.025)
    const z = levels.map((level) => -normalQuantile(level))
    expect(z[0]).toBeCloseTo(3.7103, 3)
    expect(z[1]).toBeCloseTo(2.5114, 3)
    expect(z[2]).toBeCloseTo(1.993, 3)
    expect(lookBounds([1], 0.05)[0]).toBeCloseTo(0.05, 10)
    expect(obrienFlemingSpending(0.5, 0.05)).toBeLessThan(0.01)
    expect(() => lookBounds([0.5], 0.05)).toThrow('the last share must be 1')
  })

  test('three looks without an effect have the error rate of one', () => {
    const levels = lookBounds([1 / 3, 2 / 3, 1], 0.05)
    const random = seededRandom(5)
    let errors = 0
    for (let round = 0; round < 20_000; round++) {
      let sum = 0
      errors += Number(
        levels.some((level, look) => (sum += random.normal()) / Math.sqrt(look + 1) > -normalQuantile(level)),
      )
    }
    expect(errors / 20_000).toBeLessThan(0.055)
    expect(errors / 20_000).toBeGreaterThan(0.045)
  })
})

describe('anytime-valid evidence', () => {
  test('rarely rejects a mean of zero, however many looks there are', () => {
    const random = seededRandom(9)
    let [mixture, betting] = [0, 0]
    for (let round = 0; round < 400; round++) {
      const terms: number[] = []
      let [sum, squares, called] = [0, 0, false]
      for (let n = 1; n <= 500; n++) {
        const term = random.uniform() < 0.5 ? -1 : 1
        terms.push(term)
        sum += term
        squares += 1
        called ||= n >= 60 && mixtureEValue({ sum, variance: squares - (sum * sum) / n, r: 0.06 }) >= 20
      }
      mixture += Number(called)
      betting += Number(terms.some((_, n) => n % 50 === 0 && bettingEValue(terms.slice(0, n), { lowest: -1 }) >= 20))
    }
    expect(mixture / 400).toBeLessThanOrEqual(0.06)
    expect(betting / 400).toBeLessThanOrEqual(0.06)
  })

  // 2 / sqrt(1 + r V) exp(z² / 2) Φ(z), z = S sqrt(r / (1 + r V)), with 40 digits by mpmath.
  test.each([
    [-9.9, 1, 1, 0.07904143822459134],
    [-20, 1, 1, 0.03969767667170171],
    [-500, 4, 0.06, 0.006514161743664012],
    [-1e150, 1, 1, 7.978845608028654e-151],
    [0, 100, 0.06, 0.37796447300922725],
  ])('stays finite for large evidence: sum %d', (sum, variance, r, value) => {
    expect(mixtureEValue({ sum, variance, r }) / value).toBeCloseTo(1, 11)
  })

  test('detects a mean above zero', () => {
    const terms = upTo(300).map((n) => (n % 4 === 0 ? -1 : 1))
    expect(bettingEValue(terms, { lowest: -1 })).toBeGreaterThan(20)
    expect(mixtureEValue({ sum: 150, variance: 225, r: 0.06 })).toBeGreaterThan(20)
    const { lower, upper } = confidenceSequence({ mean: 0.5, sd: 0.87, n: 300, alpha: 0.05, tuneAt: 300 })
    expect(lower).toBeGreaterThan(0)
    expect(upper - 0.5).toBeCloseTo(0.5 - lower, 12)
  })
})
