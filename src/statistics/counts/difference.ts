import { assert, assertCount } from '../distributions/domain.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { findRoot } from '../distributions/root.ts'
import { type Share, wilson } from './proportion.ts'

/** The two-sided interval of the difference A - B of two independent shares: method 10 of Newcombe (1998). */
export function newcombe(successesA: number, nA: number, successesB: number, nB: number, confidence: number): Share {
  const [a, b] = [wilson(successesA, nA, confidence), wilson(successesB, nB, confidence)]
  const [pA, pB] = [successesA / nA, successesB / nB]
  return {
    lower: pA - pB - Math.hypot(pA - a.lower, b.upper - pB),
    upper: pA - pB + Math.hypot(a.upper - pA, pB - b.lower),
  }
}

/**
 * The two-sided interval of the difference of two shares of the same n cases, (b - c) / n, where b cases pass only the
 * first time and c only the second: Wald's, with one case added to either (Bonett and Price 2012).
 */
export function bonettPrice(b: number, c: number, n: number, confidence: number): Share {
  checkPairs(b, c, n, confidence)
  const z = normalQuantile(0.5 + confidence / 2)
  const [p, q] = [(b + 1) / (n + 2), (c + 1) / (n + 2)]
  const half = z * Math.sqrt((p + q - (p - q) ** 2) / (n + 2))
  return { lower: Math.max(-1, p - q - half), upper: Math.min(1, p - q + half) }
}

/** The same interval from the score test (Tango 1998), whose confidence is more accurate for small n. */
export function tango(b: number, c: number, n: number, confidence: number): Share {
  checkPairs(b, c, n, confidence)
  const z = normalQuantile(0.5 + confidence / 2)
  const estimate = (b - c) / n
  const excess = (delta: number, sign: number) => score(b, c, n, delta) - sign * z
  return {
    lower: estimate === -1 ? -1 : findRoot((delta) => excess(delta, 1), -1, estimate),
    upper: estimate === 1 ? 1 : findRoot((delta) => excess(delta, -1), estimate, 1),
  }
}

/** How many standard errors the counts lie above a difference of `delta`, with the shares that fit it best. */
function score(b: number, c: number, n: number, delta: number): number {
  const linear = -b - c + (2 * n - b + c) * delta
  const constant = -c * delta * (1 - delta)
  const only = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n)
  const variance = n * (2 * only + delta * (1 - delta))
  return (b - c - n * delta) / Math.sqrt(Math.max(variance, Number.MIN_VALUE))
}

function checkPairs(b: number, c: number, n: number, confidence: number): void {
  assertCount('b', b)
  assertCount('c', c)
  assert(Number.isSafeInteger(n) && n > 0 && n >= b + c, 'n', `a whole number from 1, at least b + c (${b + c})`, n)
  assert(confidence > 0 && confidence < 1, 'confidence', 'above 0 and below 1', confidence)
}
