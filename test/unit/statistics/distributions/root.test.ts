import { describe, expect, test } from 'vitest'
import { findRoot } from '../../../../src/statistics/distributions/root.ts'

/** The zero, and the number of evaluations. */
function search(f: (x: number) => number, low: number, high: number): { x: number; asked: number } {
  let asked = 0
  const x = findRoot(
    (at) => {
      asked += 1
      return f(at)
    },
    low,
    high,
  )
  return { x, asked }
}

describe('a zero of a function', () => {
  // Evaluations of Brent's method; bisection takes 55.
  test.each<[string, (x: number) => number, number, number, number, number]>([
    ['x² - 2', (x) => x * x - 2, 0, 2, Math.SQRT2, 11],
    ['cos x - x', (x) => Math.cos(x) - x, 0, 1, 0.7390851332151607, 9],
    ['x³ - 2x - 5 (Wallis)', (x) => x ** 3 - 2 * x - 5, 2, 3, 2.0945514815423265, 10],
    ['exp x - 1e6', (x) => Math.exp(x) - 1e6, 0, 20, Math.log(1e6), 20],
    ['-exp -x + 1e-3', (x) => 1e-3 - Math.exp(-x), 0, 30, Math.log(1e3), 20],
    ['a straight line', (x) => 3 * x - 1, -4, 8, 1 / 3, 4],
    ['a falling line', (x) => 1 - 3 * x, -4, 8, 1 / 3, 4],
    ['log x', Math.log, 0.01, 40, 1, 14],
    ['atan (x + 30)', (x) => Math.atan(x + 30), -100, 50, -30, 14],
  ])('of %s is found with few evaluations', (_, f, low, high, zero, most) => {
    for (const { x, asked } of [search(f, low, high), search(f, high, low)]) {
      expect(Math.abs(x - zero)).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(zero)))
      expect(asked).toBeLessThanOrEqual(most)
    }
  })

  test('at an end is returned without a search', () => {
    expect(search((x) => x - 1, 1, 5)).toEqual({ x: 1, asked: 2 })
    expect(search((x) => x - 5, 1, 5)).toEqual({ x: 5, asked: 2 })
    expect(search((x) => 5 - x, 1, 5)).toEqual({ x: 5, asked: 2 })
  })

  test('of a step is its edge, to the last digit', () => {
    const { x, asked } = search((at) => (at < 0.3 ? -1 : 1), 0, 1)
    expect(Math.abs(x - 0.3)).toBeLessThanOrEqual(2 * Number.EPSILON)
    expect(asked).toBeLessThan(120)
    // At zero a double has no last digit.
    expect(Math.abs(search((at) => (at < 0 ? -1 : 1), -1, 2).x)).toBeLessThan(1e-300)
  })

  test('of a flat function takes at most twice the evaluations of bisection', () => {
    const { x, asked } = search((at) => (at - 0.25) ** 9, -1, 4)
    expect(Math.abs(x - 0.25)).toBeLessThan(1e-3)
    expect(asked).toBeLessThan(160)
  })

  test.each([
    ['the same sign at both ends', (x: number) => x * x + 1],
    ['a negative sign at both ends', (x: number) => -x * x - 1],
    ['NaN at an end', (x: number) => (x > 0 ? NaN : -1)],
    ['NaN at the other end', (x: number) => (x < 0 ? NaN : 1)],
  ])('is rejected for %s', (_, f) => {
    expect(() => findRoot(f, -1, 2)).toThrow(new RangeError('there is no change of sign between -1 and 2'))
  })
})
