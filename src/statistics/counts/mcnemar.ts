import { binomialCdf, binomialPmf } from '../distributions/binomial.ts'

/** McNemar's exact test, two-sided: `b` cases changed one way and `c` the other. 1 where none changed. */
export function mcnemarExact(b: number, c: number): number {
  return Math.min(1, 2 * binomialCdf(Math.min(b, c), b + c, 0.5))
}

/** The same with half of the probability of what was seen, which is less cautious and still right (Fagerland et al. 2013). */
export function mcnemarMidP(b: number, c: number): number {
  return b + c === 0 ? 1 : mcnemarExact(b, c) - binomialPmf(b, b + c, 0.5) * (b === c ? 0.5 : 1)
}
