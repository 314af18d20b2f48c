import { assertNumber } from './domain.ts'
import { regularizedGammaLower, regularizedGammaUpper } from './incomplete-gamma.ts'

/** 1 less the error function (Abramowitz and Stegun 7.1.2), with all its digits where it is small. */
export function erfc(x: number): number {
  assertNumber('x', x)
  return x < 0 ? 1 + regularizedGammaLower(0.5, x * x) : regularizedGammaUpper(0.5, x * x)
}
