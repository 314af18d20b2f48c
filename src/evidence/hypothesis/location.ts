import { mean } from '../quantile.ts'
import { hodgesLehmann } from '../ranks/walsh.ts'

/**
 * The location of the repeats of one golden: the median of their Walsh averages, or the mean of fewer than 3
 * (Hodges & Lehmann 1963: it gives way to one outlier of three without losing much to the mean on clean data). NaN of
 * no values.
 */
export function location(values: readonly number[]): number {
  return values.length < 3 ? (mean(values) ?? NaN) : hodgesLehmann(values)
}
