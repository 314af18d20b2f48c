import { describe, expect, test } from 'vitest'
import { betaCdf, betaQuantile, betaSf } from '../../../../src/statistics/distributions/beta.ts'
import { binomialTerm } from '../../../../src/statistics/distributions/binomial-term.ts'
import { binomialPmf } from '../../../../src/statistics/distributions/binomial.ts'
import {
  chiSquaredCdf,
  chiSquaredQuantile,
  chiSquaredSf,
} from '../../../../src/statistics/distributions/chi-squared.ts'
import { deviance } from '../../../../src/statistics/distributions/deviance.ts'
import { assertNumbers } from '../../../../src/statistics/distributions/domain.ts'
import { fQuantile } from '../../../../src/statistics/distributions/f.ts'
import {
  hypergeometricCdf,
  hypergeometricPmf,
  hypergeometricSf,
} from '../../../../src/statistics/distributions/hypergeometric.ts'
import { logBeta, logGamma, stirlingError } from '../../../../src/statistics/distributions/log-gamma.ts'
import { normalQuantile } from '../../../../src/statistics/distributions/normal.ts'
import { studentTSf } from '../../../../src/statistics/distributions/student-t.ts'

const expectNear = (value: number, expected: number, relative: number) =>
  expect(Math.abs(value / expected - 1), `${value}, not ${expected}`).toBeLessThanOrEqual(relative)

// Where a formula gives way to another, or one of two numbers alone has the digits. Expected values without a formula
// beside them are those of mpmath with 40 digits.
describe('full precision', () => {
  test.each([
    [0.3, 1.0957979948180756],
    [0.45, 0.6770871054774646],
    [1.3, -0.10817480950786047],
    [1.49, -0.1211002585421977],
    [1.6, -0.11259176569675577],
    [1.75, -0.08440112102048555],
    [2.1, 0.04543773854448518],
    [2.2, 0.09694746679063888],
    [2.45, 0.25014296569217626],
    [2.7, 0.4348205536551047],
    [2.9, 0.6028696102493113],
    [3.5, 1.2009736023470743],
  ])('of log gamma of %d', (x, exact) => {
    expect.hasAssertions()
    expectNear(logGamma(x), exact, 1e-14)
  })

  test.each([
    [12, 0.006942840107209529],
    [12.5, 0.006665247032707682],
    [13, 0.006408994188004207],
    [14, 0.005951370112758848],
    [16, 0.00520765591960964],
  ])('of the error of Stirling of %d', (x, exact) => {
    expect.hasAssertions()
    expectNear(stirlingError(x), exact, 4e-16)
  })

  test('of a beta function with one large argument: B(3, b) is 2 / (b (b + 1) (b + 2))', () => {
    expect.hasAssertions()
    for (const b of [13, 14, 1e3, 1e6, 1e12]) {
      expectNear(logBeta(3, b), Math.LN2 - Math.log(b) - Math.log(b + 1) - Math.log(b + 2), 4e-14)
    }
  })

  test('of a power of a probability that is known by its complement alone', () => {
    expect.hasAssertions()
    expectNear(binomialTerm(0, 2, 1, 1e-20), 1e-40, 1e-14)
    expectNear(binomialTerm(0, 1e18, 1e-18, 1), Math.exp(-1), 1e-14)
    expectNear(binomialTerm(2, 2, 1e-20, 1), 1e-40, 1e-14)
    expectNear(binomialTerm(1e18, 1e18, 1, 1e-18), Math.exp(-1), 1e-14)
  })

  test('of the F quantile with 2 degrees of freedom, on both sides', () => {
    expect.hasAssertions()
    expectNear(fQuantile(1 - 2 ** -33, 2, 1), 0.5 * (2 ** 66 - 1), 1e-12)
    expectNear(fQuantile(1e-20, 2, 8), 1e-20, 1e-12)
  })

  test('of a deviance on either side, from its series and its formula', () => {
    expect.hasAssertions()
    for (const [x, m, exact] of [
      [98, 100, 0.020134682883094057],
      [102, 100, 0.01986798421033073],
    ] as const) {
      expectNear(deviance(x, m), exact, 1e-14)
    }
  })
})

describe('far from the middle', () => {
  test('the chi-squared distribution is still known', () => {
    expect([chiSquaredCdf(1e4, 2), chiSquaredSf(1e4, 2)]).toEqual([1, 0])
    for (const p of [1e-9, 0.4, 0.5, 0.99, 1 - 2 ** -53])
      for (const df of [0.5, 1, 40, 1e6]) {
        const x = chiSquaredQuantile(p, df)
        expectNear(p < 0.5 ? chiSquaredCdf(x, df) / p : chiSquaredSf(x, df) / (1 - p), 1, 1e-9)
      }
  })

  test('Student of a value whose square overflows', () => {
    expect([studentTSf(1e200, 3), studentTSf(-1e200, 3)]).toEqual([0, 1])
  })

  test('the beta quantile beside 1/2 is that of the distribution', () => {
    expect.hasAssertions()
    for (const [a, b] of [
      [2, 3],
      [30, 28],
      [0.5, 0.5],
    ] as const) {
      const half = betaCdf(0.5, a, b)
      for (const p of [half * (1 - 1e-15), half, half * (1 + 1e-15)]) expectNear(betaQuantile(p, a, b), 0.5, 1e-14)
      expectNear(betaSf(betaQuantile(0.9, a, b), a, b), 0.1, 1e-12)
    }
  })

  test('the normal quantile has its digits where one step more would change nothing', () => {
    expect.hasAssertions()
    // 26.2.23 of Abramowitz and Stegun is worst near 0.3, 0.02 and 1e-5.
    expectNear(normalQuantile(0.3), -0.5244005127080407, 1e-15)
    expectNear(normalQuantile(0.02), -2.053748910631823, 1e-15)
    expectNear(normalQuantile(1e-5), -4.264890793922825, 1e-15)
  })

  test('a population without members, or all marked, has one outcome', () => {
    expect([-1, 0, 1].map((k) => hypergeometricPmf(k, 0, 0, 0))).toEqual([0, 1, 0])
    expect([-1, 0, 5, -Infinity, Infinity].map((k) => hypergeometricCdf(k, 0, 0, 0))).toEqual([0, 1, 1, 0, 1])
    expect([-1, 0, 5, -Infinity, Infinity].map((k) => hypergeometricSf(k, 0, 0, 0))).toEqual([1, 0, 0, 1, 0])
    expect([3, 4, 5].map((k) => hypergeometricCdf(k, 9, 9, 4))).toEqual([0, 1, 1])
    expect([3, 4, 5].map((k) => hypergeometricSf(k, 9, 9, 4))).toEqual([1, 0, 0])
  })

  test('more successes than trials cannot be', () => {
    expect([binomialPmf(11, 10, 0.5), binomialPmf(0, 0, 0), binomialPmf(0, 0, 1)]).toEqual([0, 1, 1])
  })

  test('numbers are checked one by one', () => {
    expect(() => assertNumbers('values', [1, NaN])).toThrow('values must be a number, got NaN')
    expect(() => assertNumbers('values', [1, Infinity])).not.toThrow()
  })
})
