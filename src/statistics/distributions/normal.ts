import { assertNumber, assertProbability } from './domain.ts'
import { erfc } from './error-function.ts'

/** P(Z <= x) of the standard normal distribution. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x / Math.SQRT2)
}

/** P(Z > x), with all its digits where it is small. */
export function normalSf(x: number): number {
  return normalCdf(-x)
}

/** exp(x² / 2) P(Z <= x): finite also where either factor leaves the range of a double (Mills' ratio). */
export function scaledNormalCdf(x: number): number {
  assertNumber('x', x)
  if (x > -10) return Math.exp(0.5 * x * x) * normalCdf(x)
  // Abramowitz and Stegun 26.2.14; below -10 it has all digits after 40 terms.
  let rest = -x
  for (let k = 40; k >= 1; k--) rest = -x + k / rest
  return 1 / (rest * Math.sqrt(2 * Math.PI))
}

/** The x with P(Z <= x) = p; -Infinity and Infinity at 0 and 1. */
export function normalQuantile(p: number): number {
  assertProbability('p', p)
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (p === 0.5) return 0
  if (p > 0.5) return -normalQuantile(1 - p)
  let x = start(p)
  // Each step of Halley's method triples the digits.
  for (let step = 0; step < 2; step++) {
    const error = (normalCdf(x) - p) / density(x)
    x -= error / (1 + (x * error) / 2)
  }
  return x
}

/** Abramowitz and Stegun 26.2.23: within 4.5e-4, for p up to 1/2. */
function start(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p))
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  return numerator / denominator - t
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
}
