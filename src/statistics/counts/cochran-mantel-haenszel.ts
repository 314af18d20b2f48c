import { chiSquaredSf } from '../distributions/chi-squared.ts'
import { assertCount } from '../distributions/domain.ts'
import { normalQuantile } from '../distributions/normal.ts'

/** One stratum: two rows (a, b) and (c, d) of successes and failures. */
export interface FourFold {
  a: number
  b: number
  c: number
  d: number
}

/** A common association over strata. */
export interface CommonAssociation {
  /** Chi-squared with one degree of freedom, without continuity correction. */
  statistic: number
  p: number
  /** Mantel-Haenszel's common odds ratio, with the two-sided 95 % interval of Robins, Breslow and Greenland (1986). */
  oddsRatio: number
  lower: number
  upper: number
}

/**
 * Cochran (1954), Mantel and Haenszel (1959): one association in several strata. null where no stratum is informative.
 */
export function cochranMantelHaenszel(strata: readonly FourFold[]): CommonAssociation | null {
  let [excess, variance, over, under] = [0, 0, 0, 0]
  let [pr, cross, qs] = [0, 0, 0]
  for (const { a, b, c, d } of strata) {
    for (const [name, count] of Object.entries({ a, b, c, d })) assertCount(name, count)
    const n = a + b + c + d
    if (n < 2) continue
    excess += a - ((a + b) * (a + c)) / n
    variance += ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1))
    const [p, q, r, s] = [(a + d) / n, (b + c) / n, (a * d) / n, (b * c) / n]
    over += r
    under += s
    pr += p * r
    cross += p * s + q * r
    qs += q * s
  }
  if (variance === 0) return null
  const statistic = (excess * excess) / variance
  const oddsRatio = over / under
  const log = Math.log(oddsRatio)
  const spread = Math.sqrt(pr / (2 * over * over) + cross / (2 * over * under) + qs / (2 * under * under))
  const half = normalQuantile(0.975) * spread
  // Without successes or failures on a side the spread is NaN.
  const known = Number.isFinite(half)
  return {
    statistic,
    p: chiSquaredSf(statistic, 1),
    oddsRatio,
    lower: known ? Math.exp(log - half) : 0,
    upper: known ? Math.exp(log + half) : Infinity,
  }
}
