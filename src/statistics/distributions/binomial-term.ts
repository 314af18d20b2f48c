import { deviance } from './deviance.ts'
import { stirlingError } from './log-gamma.ts'

/**
 * Γ(n + 1) / (Γ(k + 1) Γ(n - k + 1)) p^k q^(n - k) for real 0 <= k <= n, with q = 1 - p: the binomial probability by Loader's
 * saddle point ("Fast and accurate computation of binomial probabilities", 2000), which keeps its digits for large n.
 */
export function binomialTerm(k: number, n: number, p: number, q: number): number {
  if (n === 0) return 1
  if (k === 0) return Math.exp(n * (p < q ? Math.log1p(-p) : Math.log(q)))
  if (k === n) return Math.exp(n * (q < p ? Math.log1p(-q) : Math.log(p)))
  const correction = stirlingError(n) - stirlingError(k) - stirlingError(n - k)
  const exponent = correction - deviance(k, n * p) - deviance(n - k, n * q)
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)))
}
