import { normalCdf } from './normal.ts'
import { logGamma } from './log-gamma.ts'
import { regularizedBeta } from './incomplete-beta.ts'

/** The largest noncentrality for the exact sum, which would take seconds beyond. */
const EXACT_UP_TO = 10_000

/** Terms below this share of the largest one are negligible. */
const NEGLIGIBLE = 1e-16

/**
 * P(X <= x) of the noncentral F distribution: a Poisson mixture of beta probabilities (Johnson, Kotz & Balakrishnan
 * 1995, eq. 30.10), summed outwards from the largest term; an approximation beyond a noncentrality of 10,000. x >= 0,
 * noncentrality >= 0.
 */
export function noncentralFCdf(x: number, d1: number, d2: number, noncentrality: number): number {
  if (noncentrality > EXACT_UP_TO) return approximate(x, d1, d2, noncentrality)
  const share = (d1 * x) / (d1 * x + d2)
  const half = noncentrality / 2
  const term = (j: number) => regularizedBeta(share, d1 / 2 + j, d2 / 2)
  if (half === 0) return term(0)
  const heaviest = Math.floor(half)
  const first = Math.exp(heaviest * Math.log(half) - half - logGamma(heaviest + 1))
  let sum = 0
  for (let [j, weight] = [heaviest, first]; weight > first * NEGLIGIBLE; j++, weight *= half / j)
    sum += weight * term(j)
  for (let [j, weight] = [heaviest - 1, (first * heaviest) / half]; j >= 0 && weight > first * NEGLIGIBLE;) {
    sum += weight * term(j)
    weight *= j / half
    j--
  }
  return Math.min(1, sum)
}

/** Abramowitz and Stegun 26.6.27, by cube roots: within 0.01 for three or more of d2. */
function approximate(x: number, d1: number, d2: number, noncentrality: number): number {
  const root = Math.cbrt((d1 * x) / (d1 + noncentrality))
  const [spread, rest] = [(2 * (d1 + 2 * noncentrality)) / (9 * (d1 + noncentrality) ** 2), 2 / (9 * d2)]
  return normalCdf((root * (1 - rest) - (1 - spread)) / Math.sqrt(spread + rest * root * root))
}

/** One-sided confidence bounds of the noncentrality, by inverting the distribution (Steiger 2004). */
export function noncentralityBounds(
  { f, d1, d2 }: { f: number; d1: number; d2: number },
  confidence: number,
): { lower: number; upper: number } {
  return { lower: whereCdfIs(confidence, f, d1, d2), upper: whereCdfIs(1 - confidence, f, d1, d2) }
}

/** The distribution function falls as the noncentrality grows; 0 where it is below the probability already at 0. */
function whereCdfIs(probability: number, f: number, d1: number, d2: number): number {
  const isAbove = (noncentrality: number) => noncentralFCdf(f, d1, d2, noncentrality) > probability
  if (!isAbove(0)) return 0
  let [low, high] = [0, 1]
  while (isAbove(high)) [low, high] = [high, high * 2]
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2
    if (isAbove(middle)) low = middle
    else high = middle
  }
  return high
}
