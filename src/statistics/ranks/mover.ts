import type { Bounds } from './walsh.ts'

/**
 * Bounds of an estimate, each widened by an independent error of standard deviation `sd` on each of the two sides that
 * are compared: the method of variance estimates recovery (Zou and Donner 2008). `z` is the normal quantile of the
 * bounds' confidence.
 */
export function moverWiden(estimate: number, { lower, upper }: Bounds, sd: number, z: number): Bounds {
  const distance = (bound: number) => Math.hypot(estimate - bound, Math.SQRT2 * z * sd)
  return {
    lower: lower === null ? null : estimate - distance(lower),
    upper: upper === null ? null : estimate + distance(upper),
  }
}
