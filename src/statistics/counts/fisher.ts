import { assertCount } from '../distributions/domain.ts'
import { hypergeometricCdf, hypergeometricPmf, hypergeometricSf } from '../distributions/hypergeometric.ts'

/** Fisher's exact test of a table of two rows (a, b) and (c, d): `p` two-sided, `less` and `greater` of a's share. */
export function fisherExact(a: number, b: number, c: number, d: number): { p: number; less: number; greater: number } {
  for (const [name, value] of Object.entries({ a, b, c, d })) assertCount(name, value)
  const [population, successes, draws] = [a + b + c + d, a + c, a + b]
  const own = hypergeometricPmf(a, population, successes, draws)
  let p = 0
  for (let k = 0; k <= draws; k++) {
    const mass = hypergeometricPmf(k, population, successes, draws)
    // Tables as unlikely as the observed one count too, up to rounding.
    if (mass <= own * (1 + 1e-7)) p += mass
  }
  return {
    p: Math.min(1, p),
    less: hypergeometricCdf(a, population, successes, draws),
    greater: hypergeometricSf(a - 1, population, successes, draws),
  }
}
