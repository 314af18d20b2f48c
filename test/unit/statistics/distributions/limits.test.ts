import { describe, expect, test } from 'vitest'
import { betaCdf, betaQuantile, betaSf } from '../../../../src/statistics/distributions/beta.ts'
import { binomialTerm } from '../../../../src/statistics/distributions/binomial-term.ts'
import {
  binomialCdf,
  binomialPmf,
  binomialQuantile,
  binomialSf,
} from '../../../../src/statistics/distributions/binomial.ts'
import {
  chiSquaredCdf,
  chiSquaredQuantile,
  chiSquaredSf,
} from '../../../../src/statistics/distributions/chi-squared.ts'
import { deviance } from '../../../../src/statistics/distributions/deviance.ts'
import { assertCount, assertPositive, assertProbability } from '../../../../src/statistics/distributions/domain.ts'
import { erfc } from '../../../../src/statistics/distributions/error-function.ts'
import { fCdf, fQuantile, fSf } from '../../../../src/statistics/distributions/f.ts'
import {
  hypergeometricCdf,
  hypergeometricPmf,
  hypergeometricSf,
} from '../../../../src/statistics/distributions/hypergeometric.ts'
import { betaTails, regularizedBeta } from '../../../../src/statistics/distributions/incomplete-beta.ts'
import {
  regularizedGammaLower,
  regularizedGammaUpper,
} from '../../../../src/statistics/distributions/incomplete-gamma.ts'
import { logBeta, logChoose, logGamma, stirlingError } from '../../../../src/statistics/distributions/log-gamma.ts'
import {
  normalCdf,
  normalQuantile,
  normalSf,
  scaledNormalCdf,
} from '../../../../src/statistics/distributions/normal.ts'
import { studentTCdf, studentTQuantile, studentTSf } from '../../../../src/statistics/distributions/student-t.ts'

// log n! - (n + 1/2) log n + n - log √(2π), with 60 digits.
const STIRLING_ERRORS = [
  [1, 0.08106146679532726],
  [5, 0.016644691189821193],
  [11, 0.007573675487951841],
  [12, 0.00694284010720953],
  [13, 0.006408994188004207],
  [20, 0.004166319691996922],
  [100, 0.0008333305556349147],
] as const

const upTo = (n: number) => Array.from({ length: n + 1 }, (_, index) => index)
const expectNear = (value: number, expected: number, relative = 1e-12) =>
  expect(Math.abs(value / expected - 1), `${value}, not ${expected}`).toBeLessThanOrEqual(relative)

describe('arguments outside of the domain', () => {
  test.each([-0.01, 1.01, 1.5, NaN])('rejects the probability %d', (p) => {
    const message = `a probability from 0 to 1, got ${p}`
    for (const call of [
      () => assertProbability('p', p),
      () => normalQuantile(p),
      () => betaQuantile(p, 2, 3),
      () => chiSquaredQuantile(p, 2),
      () => fQuantile(p, 2, 3),
      () => studentTQuantile(p, 3),
      () => binomialQuantile(p, 3, 0.5),
      () => binomialPmf(1, 3, p),
      () => binomialCdf(1, 3, p),
      () => binomialSf(1, 3, p),
      () => binomialQuantile(0.5, 3, p),
      () => regularizedBeta(p, 1, 1),
    ])
      expect(call).toThrow(message)
  })

  test('accepts the probabilities 0 and 1', () => {
    expect(() => assertProbability('p', 0)).not.toThrow()
    expect(() => assertProbability('p', 1)).not.toThrow()
  })

  test.each([0, -2, Infinity, NaN])('rejects %d as a parameter', (wrong) => {
    const message = 'a finite number above 0, got'
    for (const call of [
      () => assertPositive('a', wrong),
      () => logGamma(wrong),
      () => betaCdf(0.5, wrong, 1),
      () => betaCdf(0.5, 1, wrong),
      () => betaQuantile(0.5, wrong, 1),
      () => betaQuantile(0.5, 1, wrong),
      () => betaQuantile(0, wrong, 1),
      () => betaQuantile(1, 1, wrong),
      () => chiSquaredQuantile(0, wrong),
      () => chiSquaredCdf(1, wrong),
      () => fCdf(1, wrong, 2),
      () => fCdf(1, 2, wrong),
      () => fCdf(0, wrong, 2),
      () => fCdf(0, 2, wrong),
      () => fQuantile(1, wrong, 2),
      () => fQuantile(1, 2, wrong),
      () => studentTSf(1, wrong),
      () => studentTSf(Infinity, wrong),
      () => studentTQuantile(0.5, wrong),
      () => regularizedGammaLower(wrong, 1),
      () => regularizedGammaLower(wrong, 0),
      () => regularizedGammaUpper(wrong, 0),
    ])
      expect(call).toThrow(message)
  })

  test.each([-1, 0.5, 2 ** 53, Infinity, NaN])('rejects %d as a count', (wrong) => {
    const message = `an integer from 0, got ${wrong}`
    for (const call of [
      () => assertCount('n', wrong),
      () => logChoose(wrong, 0),
      () => logChoose(5, wrong),
      () => binomialPmf(0, wrong, 0.5),
      () => binomialCdf(-1, wrong, 0.5),
      () => binomialQuantile(0.5, wrong, 0.5),
      () => hypergeometricPmf(0, wrong, 0, 0),
      () => hypergeometricPmf(0, 9, wrong, 0),
      () => hypergeometricPmf(0, 9, 0, wrong),
    ])
      expect(call).toThrow(message)
  })

  test('rejects NaN as a value', () => {
    for (const call of [
      () => erfc(NaN),
      () => normalCdf(NaN),
      () => scaledNormalCdf(NaN),
      () => betaCdf(NaN, 1, 1),
      () => chiSquaredCdf(NaN, 1),
      () => chiSquaredSf(NaN, 1),
      () => fCdf(NaN, 1, 1),
      () => studentTSf(NaN, 1),
      () => binomialPmf(NaN, 1, 0.5),
      () => hypergeometricPmf(NaN, 1, 1, 1),
    ])
      expect(call).toThrow('must be a number, got NaN')
  })

  test('rejects more successes or draws than the population has, and k above n', () => {
    expect(() => hypergeometricPmf(1, 10, 11, 5)).toThrow('successes must be at most the population (10), got 11')
    expect(() => hypergeometricPmf(1, 10, 5, 11)).toThrow('draws must be at most the population (10), got 11')
    expect(hypergeometricPmf(10, 10, 10, 10)).toBe(1)
    expect(() => logChoose(10, 11)).toThrow('k must be at most n (10), got 11')
  })

  test('rejects a negative argument of the incomplete gamma function, and certainty for Student', () => {
    expect(() => regularizedGammaLower(1, -0.1)).toThrow('x must be 0 or more, got -0.1')
    expect(() => regularizedGammaUpper(1, -0.1)).toThrow('x must be 0 or more, got -0.1')
    expect(() => studentTQuantile(0, 3)).toThrow('p must be above 0 and below 1, got 0')
    expect(() => studentTQuantile(1, 3)).toThrow('p must be above 0 and below 1, got 1')
  })
})

describe('ends of the range', () => {
  test.each<[string, () => number, number]>([
    ['normal quantile of 0', () => normalQuantile(0), -Infinity],
    ['normal quantile of 1', () => normalQuantile(1), Infinity],
    ['normal quantile of 1/2', () => normalQuantile(0.5), 0],
    ['beta quantile of 0', () => betaQuantile(0, 2, 3), 0],
    ['beta quantile of 1', () => betaQuantile(1, 2, 3), 1],
    ['beta below 0', () => betaCdf(-1, 2, 3), 0],
    ['beta above 1', () => betaCdf(2, 2, 3), 1],
    ['beta tail below 0', () => betaSf(-1, 2, 3), 1],
    ['beta tail above 1', () => betaSf(2, 2, 3), 0],
    ['chi-squared quantile of 0', () => chiSquaredQuantile(0, 3), 0],
    ['chi-squared quantile of 1', () => chiSquaredQuantile(1, 3), Infinity],
    ['chi-squared below 0', () => chiSquaredCdf(-1, 3), 0],
    ['chi-squared tail below 0', () => chiSquaredSf(-1, 3), 1],
    ['chi-squared of infinity', () => chiSquaredCdf(Infinity, 3), 1],
    ['chi-squared tail of infinity', () => chiSquaredSf(Infinity, 3), 0],
    ['F quantile of 0', () => fQuantile(0, 2, 3), 0],
    ['F quantile of 1', () => fQuantile(1, 2, 3), Infinity],
    ['F of 0', () => fCdf(0, 2, 3), 0],
    ['F below 0', () => fCdf(-1, 2, 3), 0],
    ['F tail of 0', () => fSf(0, 2, 3), 1],
    ['F of infinity', () => fCdf(Infinity, 2, 3), 1],
    ['F tail of infinity', () => fSf(Infinity, 2, 3), 0],
    ['Student of infinity', () => studentTCdf(Infinity, 3), 1],
    ['Student of -infinity', () => studentTCdf(-Infinity, 3), 0],
    ['Student quantile of 1/2', () => studentTQuantile(0.5, 3), 0],
    ['incomplete gamma of 0', () => regularizedGammaLower(2, 0), 0],
    ['upper incomplete gamma of 0', () => regularizedGammaUpper(2, 0), 1],
    ['incomplete gamma of infinity', () => regularizedGammaLower(2, Infinity), 1],
    ['upper incomplete gamma of infinity', () => regularizedGammaUpper(2, Infinity), 0],
    ['log gamma of 1', () => logGamma(1), 0],
    ['log gamma of 2', () => logGamma(2), 0],
    ['log of 10 choose 0', () => logChoose(10, 0), 0],
    ['log of 10 choose 10', () => logChoose(10, 10), 0],
    ['complement of 0', () => erfc(0), 1],
  ])('%s', (_, value, expected) => {
    expect(value()).toBe(expected)
  })

  test('a binomial that is certain has one outcome', () => {
    expect(upTo(3).map((k) => binomialPmf(k, 3, 0))).toEqual([1, 0, 0, 0])
    expect(upTo(3).map((k) => binomialPmf(k, 3, 1))).toEqual([0, 0, 0, 1])
    expect(binomialTerm(0, 3, 0, 1)).toBe(1)
    expect(binomialTerm(3, 3, 1, 0)).toBe(1)
    expect([binomialCdf(0, 3, 0), binomialCdf(2, 3, 1), binomialCdf(3, 3, 1)]).toEqual([1, 0, 1])
  })

  test('impossible counts have no probability', () => {
    expect([-1, 0.5, 4, 3.5].map((k) => binomialPmf(k, 3, 0.5))).toEqual([0, 0, 0, 0])
    expect([binomialCdf(-0.1, 3, 0.5), binomialSf(-0.1, 3, 0.5)]).toEqual([0, 1])
    expect([binomialCdf(3, 3, 0.5), binomialSf(3, 3, 0.5)]).toEqual([1, 0])
    // 6 of 10 marked and 7 drawn: from 3 to 6 marked ones.
    expect([2, 3.5, 7].map((k) => hypergeometricPmf(k, 10, 6, 7))).toEqual([0, 0, 0])
    expect([hypergeometricCdf(2, 10, 6, 7), hypergeometricSf(2, 10, 6, 7)]).toEqual([0, 1])
    expect([hypergeometricCdf(6, 10, 6, 7), hypergeometricSf(6, 10, 6, 7)]).toEqual([1, 0])
    expect(hypergeometricPmf(0, 10, 6, 0)).toBe(1)
  })
})

describe('known identities, to the last digits', () => {
  test('log gamma where its series are at their widest', () => {
    expect.hasAssertions()
    // Γ(1/2) = √π, and Γ(x + 1) = x Γ(x).
    expectNear(logGamma(0.5), Math.log(Math.PI) / 2, 4e-16)
    expectNear(logGamma(1.5), Math.log(Math.PI) / 2 - Math.LN2, 2e-15)
    expectNear(logGamma(2.5), Math.log(Math.PI) / 2 + Math.log(0.75), 1e-14)
    expectNear(logGamma(0.25) + logGamma(0.75), Math.log(Math.PI * Math.SQRT2), 1e-15)
  })

  test('log gamma of whole numbers is that of the factorial', () => {
    expect.hasAssertions()
    let factorial = 1
    for (let n = 2; n <= 20; n++) expectNear(logGamma(n + 1), Math.log((factorial *= n)), 2e-14)
  })

  test('the error of Stirling is known, on both sides of where its series begins', () => {
    expect.hasAssertions()
    // 1/(12 x) - 1/(360 x^3) + ..., with 20 digits by mpmath.
    for (const [x, exact] of STIRLING_ERRORS) expectNear(stirlingError(x), exact, x < 12 ? 1e-12 : 1e-15)
  })

  test.each([
    [3, 4, 60],
    [11, 12, 7_759_752 / 12 / 11],
  ])('B(%d, %d) is the quotient of factorials', (a, b) => {
    expect.hasAssertions()
    const exact = logGamma(a) + logGamma(b) - logGamma(a + b)
    expectNear(logBeta(a, b), exact, 1e-13)
    expectNear(logBeta(b, a), exact, 1e-13)
  })

  test('the deviance is the same by its series and by its formula', () => {
    const direct = (x: number, m: number) => x * Math.log(x / m) + m - x
    for (const x of [5, 40, 81, 90, 99, 110, 123, 200]) expectNear(deviance(x, 100), direct(x, 100), 1e-11)
    expect(deviance(0, 3)).toBe(3)
    expect(deviance(7, 7)).toBe(0)
    // (x - m)² / 2m in the limit, where the formula has no digit left.
    expectNear(deviance(1e9 + 1, 1e9), 0.5e-9, 1e-8)
  })

  test('each binomial probability, from its coefficient', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)
    for (const p of [0.001, 0.1, 0.5, 0.9, 0.999]) {
      let below = 0
      for (const k of upTo(12)) {
        const exact = choose(12, k) * p ** k * (1 - p) ** (12 - k)
        expectNear(binomialPmf(k, 12, p), exact, 1e-12)
        below += exact
        expectNear(binomialCdf(k, 12, p), below, 1e-12)
        expectNear(binomialCdf(k + 0.5, 12, p), below, 1e-12)
        expect(binomialCdf(k, 12, p) + binomialSf(k, 12, p)).toBeCloseTo(1, 14)
      }
    }
  })

  test('the binomial quantile is the smallest count that reaches its share', () => {
    for (const p of [0, 0.03, 0.5, 0.97, 1])
      for (const q of [0, 0.05, 0.5, 0.95, 1]) {
        const reached = upTo(20).find((k) => binomialCdf(k, 20, p) >= q * (1 - 1e-14))
        expect(binomialQuantile(q, 20, p)).toBe(reached)
      }
    // A share that the distribution reaches exactly.
    expect(binomialQuantile(binomialCdf(7, 20, 0.3), 20, 0.3)).toBe(7)
    expect(binomialQuantile(0.5, 0, 0.3)).toBe(0)
  })

  test('each hypergeometric probability, counted', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)
    for (const [population, successes, draws] of [
      [10, 6, 7],
      [20, 3, 15],
      [30, 15, 15],
      [9, 0, 4],
    ] as const) {
      let below = 0
      for (const k of upTo(draws)) {
        const possible = k <= successes && draws - k <= population - successes
        const exact = possible
          ? (choose(successes, k) * choose(population - successes, draws - k)) / choose(population, draws)
          : 0
        below += exact
        expect(hypergeometricPmf(k, population, successes, draws)).toBeCloseTo(exact, 13)
        expect(hypergeometricCdf(k, population, successes, draws)).toBeCloseTo(below, 13)
        expect(hypergeometricCdf(k + 0.5, population, successes, draws)).toBeCloseTo(below, 13)
        expect(hypergeometricSf(k, population, successes, draws)).toBeCloseTo(1 - below, 13)
        expect(hypergeometricSf(k + 0.5, population, successes, draws)).toBeCloseTo(1 - below, 13)
      }
    }
  })

  test('tails have all their digits: the sum of the smallest probabilities', () => {
    expect.hasAssertions()
    const last = hypergeometricPmf(30, 1000, 30, 60)
    expectNear(hypergeometricSf(29, 1000, 30, 60), last, 1e-12)
    expectNear(hypergeometricSf(28, 1000, 30, 60), last + hypergeometricPmf(29, 1000, 30, 60), 1e-12)
    const first = hypergeometricPmf(0, 1000, 300, 60)
    expectNear(hypergeometricCdf(0, 1000, 300, 60), first, 1e-12)
    expectNear(hypergeometricCdf(1, 1000, 300, 60), first + hypergeometricPmf(1, 1000, 300, 60), 1e-12)
  })

  test('a beta with a = 1 or b = 1 is a power', () => {
    for (const x of [1e-12, 0.01, 0.3, 0.5, 0.7, 0.99]) {
      expectNear(betaCdf(x, 3, 1), x ** 3)
      expectNear(betaSf(x, 1, 4), (1 - x) ** 4)
      expectNear(betaQuantile(x, 3, 1), x ** (1 / 3))
      expectNear(betaQuantile(x, 1, 4), -Math.expm1(Math.log1p(-x) / 4), 1e-11)
    }
    // So small that hardly a double holds it, and that none does.
    expect(betaQuantile(1e-40, 0.1, 1)).toBe(0)
    expectNear(betaQuantile(1e-30, 0.1, 1), 1e-300, 1e-9)
    expect(betaQuantile(0.5, 1, 1)).toBeCloseTo(0.5, 13)
    expect(betaTails(0, 1, 2, 3)).toEqual({ lower: 0, upper: 1 })
    expect(betaTails(1, 0, 2, 3)).toEqual({ lower: 1, upper: 0 })
  })

  test('chi-squared with 2 degrees of freedom is exponential', () => {
    for (const p of [1e-12, 0.01, 0.4, 0.5, 0.6, 0.99, 1 - 1e-9]) {
      expectNear(chiSquaredQuantile(p, 2), -2 * Math.log1p(-p), 1e-11)
    }
    for (const x of [1e-9, 0.5, 2, 3, 4, 8, 60]) {
      expectNear(chiSquaredCdf(x, 2), -Math.expm1(-x / 2))
      expectNear(chiSquaredSf(x, 2), Math.exp(-x / 2))
    }
    expect(chiSquaredQuantile(1e-20, 0.1)).toBe(0)
    expectNear(chiSquaredQuantile(1e-12, 0.1) ** 0.05 * 2 ** -0.05, 1e-12 * Math.exp(logGamma(1.05)), 1e-9)
  })

  test('F with 2 and d2 degrees of freedom, Student with 1, 2 and many', () => {
    for (const x of [0.01, 0.5, 1, 3, 40, 1e6]) expectNear(fSf(x, 2, 8), (1 + x / 4) ** -4)
    for (const p of [0.001, 0.3, 0.5, 0.8, 0.9999]) expectNear(fQuantile(p, 2, 8), 4 * ((1 - p) ** -0.25 - 1), 1e-10)
    for (const t of [-50, -1, -0.1, 0, 0.5, 1, 3, 1e5]) {
      expectNear(studentTSf(t, 1), Math.atan2(1, t) / Math.PI, 1e-11)
      expect(studentTCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 13)
    }
    for (const p of [1e-9, 0.1, 0.25, 0.4, 0.5, 0.75, 0.999]) {
      const exact = p === 0.5 ? 0 : -1 / Math.tan(Math.PI * p)
      expect(studentTQuantile(p, 1) / (exact || 1)).toBeCloseTo(exact === 0 ? 0 : 1, 9)
    }
  })

  test('the normal quantile inverts the distribution, in both tails', () => {
    expect.hasAssertions()
    for (const p of [1e-300, 1e-20, 1e-5, 0.0228, 0.3, 0.45, 0.499]) {
      expectNear(normalCdf(normalQuantile(p)), p, 1e-12)
      if (p > 1e-5) expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 10)
    }
    expectNear(normalSf(5), 2.866515718791939e-7)
  })

  test("Mills' ratio is continuous where its formula changes", () => {
    expect.hasAssertions()
    expectNear(scaledNormalCdf(-10.000000001), scaledNormalCdf(-9.999999999), 1e-9)
    expectNear(scaledNormalCdf(-10), 0.039506694101386006, 1e-14)
    expectNear(scaledNormalCdf(-10.5), 0.037658858718938086, 1e-14)
    expectNear(scaledNormalCdf(-1e8) * 1e8 * Math.sqrt(2 * Math.PI), 1, 1e-12)
    expectNear(scaledNormalCdf(2), Math.exp(2) * normalCdf(2), 1e-14)
  })

  test('the incomplete gamma function of whole numbers is a sum of Poisson probabilities', () => {
    for (const a of [1, 2, 5, 20])
      for (const x of [0.1, a - 0.5, a + 0.5, a + 1, a + 1.5, 3 * a + 10]) {
        const upper = upTo(a - 1).reduce((sum, k) => sum + Math.exp(k * Math.log(x) - x - logGamma(k + 1)), 0)
        expectNear(regularizedGammaUpper(a, x), upper, 1e-12)
        expect(regularizedGammaLower(a, x)).toBeCloseTo(1 - upper, 13)
      }
  })
})
