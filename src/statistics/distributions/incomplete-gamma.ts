import { assert, assertPositive } from './domain.ts'
import { stirlingError } from './log-gamma.ts'
import { deviance } from './deviance.ts'

/** P(a, x): the lower incomplete gamma function over Γ(a), for a > 0 and x >= 0. */
export function regularizedGammaLower(a: number, x: number): number {
  check(a, x)
  if (x === Infinity) return 1
  return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
}

/** Q(a, x) = 1 - P(a, x), with all its digits where it is small. */
export function regularizedGammaUpper(a: number, x: number): number {
  check(a, x)
  if (x === Infinity) return 0
  return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
}

function check(a: number, x: number): void {
  assertPositive('a', a)
  assert(x >= 0, 'x', '0 or more', x)
}

/** x^a e^-x / Γ(a + 1), by the saddle point, so that large arguments do not cancel. */
function front(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a)
}

/** Abramowitz and Stegun 6.5.29. */
function series(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= x / (a + k)
    sum += term
  }
  return front(a, x) * sum
}

/** Abramowitz and Stegun 6.5.31 in its even form, evaluated by Lentz's method. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let k = 1; k < 1_000_000; k++) {
    const numerator = -k * (k - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    const factor = c * d
    h *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return front(a, x) * a * h
}
