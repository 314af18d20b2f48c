import { assertNumber } from './domain.ts'
import { regularizedGammaLower, regularizedGammaUpper } from './incomplete-gamma.ts'

/** The error function (Abramowitz and Stegun 7.1.1), as P(1/2, x²). */
export function erf(x: number): number {
  assertNumber('x', x)
  return Math.sign(x) * regularizedGammaLower(0.5, x * x)
}

/** 1 - erf(x), with all its digits where it is small. */
export function erfc(x: number): number {
  assertNumber('x', x)
  return x < 0 ? 1 + regularizedGammaLower(0.5, x * x) : regularizedGammaUpper(0.5, x * x)
}
