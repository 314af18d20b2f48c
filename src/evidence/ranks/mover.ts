/**
 * A bound of an estimate, widened by an independent error of standard deviation `sd` on each of its two sides: the method
 * of variance estimates recovery (Zou and Donner 2008). `z` is the normal quantile of the bound's confidence; the bound
 * may lie on either side of the estimate.
 */
export function moverWiden(estimate: number, bound: number, sd: number, z: number): number {
  const distance = Math.hypot(estimate - bound, Math.SQRT2 * z * sd)
  return bound <= estimate ? estimate - distance : estimate + distance
}
