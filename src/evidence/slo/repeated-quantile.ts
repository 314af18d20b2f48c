import { quantileBounds } from '../ranks/quantile-bounds.ts'
import type { Bounds } from '../ranks/walsh.ts'

/**
 * How many independent values replies to several goldens are worth at least: (sum m)^2 / sum m^2 for m replies each,
 * which is what remains of them when all repeats of a golden are copies (Kish 1965). Without repeats all count.
 */
export function independentValues(groups: readonly (readonly number[])[]): number {
  const sizes = groups.map((group) => group.length)
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const squares = sizes.reduce((sum, size) => sum + size * size, 0)
  return squares === 0 ? 0 : Math.floor((all * all) / squares + 1e-9)
}

/**
 * Bounds of a quantile of replies to several goldens, each with the confidence: the ranks of the exact bounds for as many
 * independent values as the replies are worth at least, as shares of all replies. They hold the confidence however alike
 * the repeats of a golden are, where resampling goldens falls short of it far out in the tail; they are exact without
 * repeats. null: too few goldens for one.
 */
export function repeatedQuantileBounds(
  groups: readonly (readonly number[])[],
  share: number,
  confidence: number,
): Bounds {
  const sorted = groups.flat().sort((a, b) => a - b)
  const worth = independentValues(groups)
  const ranks = quantileBounds(
    Array.from({ length: worth }, (_, index) => index + 1),
    share,
    confidence,
  )
  const each = sorted.length / worth
  const at = (rank: number) => sorted[Math.min(sorted.length, rank) - 1] ?? null
  return {
    lower: ranks.lower === null ? null : at(Math.floor((ranks.lower - 1) * each + 1e-9) + 1),
    upper: ranks.upper === null ? null : at(Math.ceil(ranks.upper * each - 1e-9)),
  }
}
