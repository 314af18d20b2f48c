import { binomialCdf, binomialPmf } from '../distributions/binomial.ts'

/** McNemar's exact test, two-sided: `b` cases changed one way and `c` the other. 1 where no case changed. */
export function mcnemarExact(b: number, c: number): number {
  return Math.min(1, 2 * binomialCdf(Math.min(b, c), b + c, 0.5))
}

/**
 * The mid-p version, which counts half of the observed table's probability: less conservative, still valid (Fagerland
 * et al. 2013).
 */
export function mcnemarMidP(b: number, c: number): number {
  return b + c === 0 ? 1 : mcnemarExact(b, c) - binomialPmf(b, b + c, 0.5) * (b === c ? 0.5 : 1)
}
