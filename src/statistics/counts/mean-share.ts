import { assert } from '../distributions/domain.ts'
import { findRoot } from '../distributions/root.ts'
import { clopperPearson, type Share } from './proportion.ts'

/**
 * Bounds of the mean of shares, one for each case (the pass rate of each golden, over its runs). Each bound has the given
 * confidence for any distribution from 0 to 1 (Gaffke 2005; Learned-Miller and Thomas 2019): a Bayesian
 * bootstrap over the cases with one more case at the worst end. Where every share is 0 or 1 these are the bounds of
 * Clopper and Pearson. A larger share never lowers a bound, and the mean is always between the two.
 */
export function meanShareBounds(shares: readonly number[], confidence: number): Share {
  assert(shares.length > 0, 'the number of shares', 'at least 1', shares.length)
  assert(confidence > 0 && confidence < 1, 'confidence', 'above 0 and below 1', confidence)
  for (const share of shares) assert(share >= 0 && share <= 1, 'each share', 'from 0 to 1', share)
  const sum = shares.reduce((total, share) => total + share, 0)
  if (shares.every((share) => share === 0 || share === 1)) return clopperPearson(sum, shares.length, confidence)
  const average = sum / shares.length
  return {
    lower: Math.min(average, lowerBound(shares, confidence)),
    upper: Math.max(
      average,
      1 -
        lowerBound(
          shares.map((share) => 1 - share),
          confidence,
        ),
    ),
  }
}

/** Whether the lower bound of the mean of the shares is at least `limit`; `ones` cases of share 1 are added to them. */
export function showsMeanShare(shares: readonly number[], limit: number, confidence: number, ones = 0): boolean {
  const counts = counted(shares)
  const added = counts.set(0, (counts.get(0) ?? 0) + 1).set(1, (counts.get(1) ?? 0) + ones)
  const reached = weightedMeanCdf(added, limit)
  return reached <= (1 - confidence) * (1 + TIE)
}

/** Different values, and how often each occurs. */
type Counts = ReadonlyMap<number, number>

function counted(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

function lowerBound(shares: readonly number[], confidence: number): number {
  const weighted = counted([...shares, 0])
  return findRoot((limit) => weightedMeanCdf(weighted, limit) - (1 - confidence), 0, 1)
}

/**
 * The probability that a mean of the values with weights from a flat Dirichlet distribution is at most `limit`: that
 * a sum of (value - limit) times independent standard exponentials is not above 0, by inversion of its characteristic
 * function (Gil-Pelaez 1951).
 */
export function weightedMeanCdf(counts: Counts, limit: number): number {
  const terms = [...counts].map(([value, count]) => ({ distance: value - limit, count }))
  if (terms.every(({ distance }) => distance <= 0)) return 1
  if (terms.every(({ distance }) => distance >= 0)) return 0
  const scale = Math.sqrt(terms.reduce((sum, { distance, count }) => sum + count * distance * distance, 0))
  const centre = terms.reduce((sum, { distance, count }) => sum + count * distance, 0) / scale
  if (Math.abs(centre) > FAR) return centre > 0 ? 0 : 1
  // u = exp(s - exp(-s)) runs from 0 to infinity, and the sum over equal steps of s converges very fast: the
  // integrand is smooth, and a step is far shorter than any oscillation.
  const scaled = terms.map(({ distance, count }) => ({ distance: distance / scale, count }))
  const step = Math.min(1 / 16, 1 / fastestTurn(scaled))
  let integral = 0
  for (let s = FIRST; s < LAST; s += step) {
    const flat = Math.exp(-s)
    const u = Math.exp(s - flat)
    let [angle, size] = [0, 0]
    for (const { distance, count } of scaled) {
      const turn = distance * u
      angle += count * Math.atan(turn)
      size += 0.5 * count * Math.log1p(turn * turn)
    }
    if (size > NOTHING) break
    // The integrand's 1 / u cancels against the u of the substitution.
    integral += Math.sin(angle) * Math.exp(-size) * (1 + flat) * step
  }
  return Math.min(1, Math.max(0, 0.5 - integral / Math.PI))
}

/** The largest rate at which the angle of the integrand turns, in radians per unit of s. */
function fastestTurn(terms: readonly { distance: number; count: number }[]): number {
  let fastest = 0
  for (let s = FIRST; s < LAST; s += 1 / 4) {
    const flat = Math.exp(-s)
    const u = Math.exp(s - flat)
    let [rate, size] = [0, 0]
    for (const { distance, count } of terms) {
      const turn = distance * u
      rate += (count * turn * (1 + flat)) / (1 + turn * turn)
      size += 0.5 * count * Math.log1p(turn * turn)
    }
    if (size > NOTHING) break
    fastest = Math.max(fastest, Math.abs(rate))
  }
  return fastest
}

/** The range of s: below it u is negligible, above it the slowest integrand, which falls with 1 / u, is. */
const FIRST = -3.25
const LAST = 40

/** A negative logarithm of the integrand from which on it is negligible. */
const NOTHING = 36

/** Standard deviations beyond which the probability of a tail is below 1e-8. */
const FAR = 20

/** Relative tolerance of the confidence: a bound that equals the limit up to rounding reaches it. */
const TIE = 1e-9
