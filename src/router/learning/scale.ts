/** The experiment includes weights within this distance of the middle. */
const NEAR = 0.08
const MIDDLE = 0.5

/** `weight = slope * score + offset`. */
export interface Scale {
  slope: number
  offset: number
}

/**
 * Converts scores to the scale of weights. As many scores as weights are above 0.5 and within 0.08 of it, so that learning
 * does not change how many messages go to the large model.
 */
export function scaleTo(scores: readonly number[], weights: readonly number[]): Scale {
  const sorted = scores.toSorted((a, b) => b - a)
  const above = weights.filter((weight) => weight > MIDDLE).length
  const near = weights.filter((weight) => weight > MIDDLE - NEAR && weight <= MIDDLE + NEAR).length
  const threshold = between(sorted, above)
  const distances = scores.map((score) => Math.abs(score - threshold)).sort((a, b) => a - b)
  const reach = between(distances, near)
  const slope = reach > 1e-9 ? NEAR / reach : 1
  return { slope, offset: MIDDLE - slope * threshold }
}

/** The middle of the values before and at a rank; slightly beyond the first or last value at the ends. */
function between(sorted: readonly number[], rank: number): number {
  const first = sorted[0] ?? 0
  const last = sorted.at(-1) ?? 0
  const beyond = 0.01 * Math.abs(last - first)
  const falls = last < first
  const before = rank > 0 ? sorted[rank - 1] : undefined
  const after = sorted[rank]
  if (before === undefined) return falls ? first + beyond : Math.max(first / 2, first - beyond)
  if (after === undefined) return falls ? last - beyond : last + beyond
  return (before + after) / 2
}
