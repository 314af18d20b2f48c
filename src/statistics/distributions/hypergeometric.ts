import { binomialTerm } from './binomial-term.ts'
import { assert, assertCount, assertNumber } from './domain.ts'

/**
 * P(X = k) of the hypergeometric distribution: k marked ones among `draws` from a `population` of which `successes` are
 * marked. 0 for an impossible k.
 */
export function hypergeometricPmf(k: number, population: number, successes: number, draws: number): number {
  const { least, most } = range(k, population, successes, draws)
  if (!Number.isInteger(k) || k < least || k > most) return 0
  // A quotient of three binomial probabilities has no large logarithms to cancel (Loader 2000, section 6).
  const p = draws / population
  const q = (population - draws) / population
  return (
    (binomialTerm(k, successes, p, q) * binomialTerm(draws - k, population - successes, p, q)) /
    binomialTerm(draws, population, p, q)
  )
}

/** P(X <= k). */
export function hypergeometricCdf(k: number, population: number, successes: number, draws: number): number {
  return lowerTail(Math.floor(k), population, successes, draws)
}

/** P(X > k), with all its digits where it is small: fewer than draws - k are not marked. */
export function hypergeometricSf(k: number, population: number, successes: number, draws: number): number {
  check(k, population, successes, draws)
  return lowerTail(draws - Math.floor(k) - 1, population, population - successes, draws)
}

function lowerTail(k: number, population: number, successes: number, draws: number): number {
  const { most } = range(k, population, successes, draws)
  if (k >= most) return 1
  const mean = (draws * successes) / population
  if (k > mean) return 1 - lowerTail(draws - k - 1, population, population - successes, draws)
  // Downwards from k each probability is a known share of the one before, and below the least k that of 0.
  let term = hypergeometricPmf(k, population, successes, draws)
  let sum = term
  for (let j = k; term > sum * 1e-17; j--) {
    term *= (j * (population - successes - draws + j)) / ((successes - j + 1) * (draws - j + 1))
    sum += term
  }
  return Math.min(1, sum)
}

/** The possible counts. */
function range(k: number, population: number, successes: number, draws: number): { least: number; most: number } {
  check(k, population, successes, draws)
  return { least: Math.max(0, draws + successes - population), most: Math.min(draws, successes) }
}

function check(k: number, population: number, successes: number, draws: number): void {
  assertNumber('k', k)
  assertCount('population', population)
  assertCount('successes', successes)
  assertCount('draws', draws)
  assert(successes <= population, 'successes', `at most the population (${population})`, successes)
  assert(draws <= population, 'draws', `at most the population (${population})`, draws)
}
