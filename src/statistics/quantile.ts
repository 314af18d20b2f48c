/** The arithmetic mean; null for no values. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const n = values.length
  const sum = values.reduce((total, value) => total + value, 0)
  return Number.isFinite(sum) ? sum / n : values.reduce((total, value) => total + value / n, 0)
}

/**
 * The `share` quantile (0 to 1) by nearest rank: the smallest value that at least that share of the values does not
 * exceed. It is always one of the values; null for no values.
 */
export function nearestRank(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.max(1, Math.ceil(share * sorted.length))
  return sorted[rank - 1] ?? null
}
