import { binomialTerm } from './binomial-term.ts'
import { assertCount, assertNumber, assertProbability } from './domain.ts'
import { betaTails } from './incomplete-beta.ts'

/** P(X = k) of the binomial distribution: k successes in n trials of probability p. 0 for an impossible k. */
export function binomialPmf(k: number, n: number, p: number): number {
  check(k, n, p)
  return Number.isInteger(k) && k >= 0 && k <= n ? binomialTerm(k, n, p, 1 - p) : 0
}

/** P(X <= k). */
export function binomialCdf(k: number, n: number, p: number): number {
  return tails(k, n, p).lower
}

/** P(X > k), with all its digits where it is small. */
export function binomialSf(k: number, n: number, p: number): number {
  return tails(k, n, p).upper
}

/** The smallest k with P(X <= k) >= q. */
export function binomialQuantile(q: number, n: number, p: number): number {
  assertProbability('q', q)
  check(0, n, p)
  // Allow for rounding in the last digits of the cdf.
  const reaches = (k: number) => binomialCdf(k, n, p) >= q * (1 - 1e-14)
  let low = -1
  let high = n
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (reaches(middle)) high = middle
    else low = middle
  }
  return high
}

function tails(k: number, n: number, p: number): { lower: number; upper: number } {
  check(k, n, p)
  const whole = Math.floor(k)
  if (whole < 0) return { lower: 0, upper: 1 }
  if (whole >= n) return { lower: 1, upper: 0 }
  return betaTails(1 - p, p, n - whole, whole + 1)
}

function check(k: number, n: number, p: number): void {
  assertNumber('k', k)
  assertCount('n', n)
  assertProbability('p', p)
}
