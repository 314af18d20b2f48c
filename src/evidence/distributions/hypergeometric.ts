import { binomialTerm } from './binomial-term.ts'
import { demand, demandCount, demandNumber } from './domain.ts'

/**
 * P(X = k) of the hypergeometric distribution: k marked ones among `draws` from a `population` of which `successes` are
 * marked. 0 for a k that cannot be.
 */
export function hypergeometricPmf(k: number, population: number, successes: number, draws: number): number {
  const { least, most } = range(k, population, successes, draws)
  if (!Number.isInteger(k) || k < least || k > most) return 0
  if (draws === 0) return 1
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
  const { least, most } = range(k, population, successes, draws)
  const whole = Math.floor(k)
  if (whole < least) return 0
  if (whole >= most) return 1
  const mean = (draws * successes) / population
  if (whole > mean) return 1 - hypergeometricSf(k, population, successes, draws)
  // Downwards from k each probability is a known share of the one before.
  let term = hypergeometricPmf(whole, population, successes, draws)
  let sum = term
  for (let j = whole; j > least && term > sum * 1e-17; j--) {
    term *= (j * (population - successes - draws + j)) / ((successes - j + 1) * (draws - j + 1))
    sum += term
  }
  return Math.min(1, sum)
}

/** P(X > k), with all its digits where it is small. */
export function hypergeometricSf(k: number, population: number, successes: number, draws: number): number {
  const { least, most } = range(k, population, successes, draws)
  const whole = Math.floor(k)
  if (whole < least) return 1
  if (whole >= most) return 0
  const mean = (draws * successes) / population
  if (whole <= mean) return 1 - hypergeometricCdf(k, population, successes, draws)
  let term = hypergeometricPmf(whole + 1, population, successes, draws)
  let sum = term
  for (let j = whole + 1; j < most && term > sum * 1e-17; j++) {
    term *= ((successes - j) * (draws - j)) / ((j + 1) * (population - successes - draws + j + 1))
    sum += term
  }
  return Math.min(1, sum)
}

function range(k: number, population: number, successes: number, draws: number): { least: number; most: number } {
  demandNumber('k', k)
  demandCount('population', population)
  demandCount('successes', successes)
  demandCount('draws', draws)
  demand(successes <= population, 'successes', `at most the population (${population})`, successes)
  demand(draws <= population, 'draws', `at most the population (${population})`, draws)
  return { least: Math.max(0, draws + successes - population), most: Math.min(draws, successes) }
}
