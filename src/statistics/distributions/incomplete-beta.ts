import { binomialTerm } from './binomial-term.ts'
import { assertPositive, assertProbability } from './domain.ts'

/** I_x(a, b): the incomplete beta function over B(a, b), for x in 0..1 and a, b > 0. */
export function regularizedBeta(x: number, a: number, b: number): number {
  assertProbability('x', x)
  return betaTails(x, 1 - x, a, b).lower
}

/**
 * I_x(a, b) and its complement to 1, each with all its digits where it is small. `y` is 1 - x, which a caller may know
 * with more digits than `1 - x` would give.
 */
export function betaTails(x: number, y: number, a: number, b: number): { lower: number; upper: number } {
  assertPositive('a', a)
  assertPositive('b', b)
  if (x > (a + 1) / (a + b + 2)) {
    const { lower, upper } = betaTails(y, x, b, a)
    return { lower: upper, upper: lower }
  }
  const front = (binomialTerm(a, a + b, x, y) * b) / (a + b)
  const lower = Math.min(1, front * fraction(x, a, b))
  return { lower, upper: 1 - lower }
}

/** Abramowitz and Stegun 26.5.8, by Lentz's method; it converges fast below the mean. */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const factor = d * c
    h *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return h
}
