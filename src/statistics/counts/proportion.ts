import { betaQuantile } from '../distributions/beta.ts'
import { assert, assertCount } from '../distributions/domain.ts'
import { normalQuantile } from '../distributions/normal.ts'

/** The bounds of a share. */
export interface Share {
  lower: number
  upper: number
}

/** The two-sided score interval of a share (Wilson 1927), for display: close to its confidence on average. */
export function wilson(successes: number, n: number, confidence: number): Share {
  check(successes, n, confidence)
  const z = normalQuantile(0.5 + confidence / 2)
  const square = z * z
  const centre = (successes + square / 2) / (n + square)
  const half = (z / (n + square)) * Math.sqrt((successes * (n - successes)) / n + square / 4)
  return {
    lower: successes === 0 ? 0 : centre - half,
    upper: successes === n ? 1 : centre + half,
  }
}

/** Exact bounds of a share (Clopper and Pearson 1934), for gates: each has at least the given confidence. */
export function clopperPearson(successes: number, n: number, confidence: number): Share {
  check(successes, n, confidence)
  return {
    lower: successes === 0 ? 0 : betaQuantile(1 - confidence, successes, n - successes + 1),
    upper: successes === n ? 1 : betaQuantile(confidence, successes + 1, n - successes),
  }
}

function check(successes: number, n: number, confidence: number): void {
  assertCount('successes', successes)
  assert(Number.isSafeInteger(n) && n > 0, 'n', 'an integer from 1', n)
  assert(successes <= n, 'successes', `at most n (${n})`, successes)
  assert(confidence > 0 && confidence < 1, 'confidence', 'above 0 and below 1', confidence)
}
