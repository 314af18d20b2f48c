import { assertProbability } from '../distributions/domain.ts'

/**
 * p values adjusted for multiple tests (Holm 1979), in the same order. Rejecting below alpha limits the chance of any
 * false rejection to alpha.
 */
export function holm(ps: readonly number[]): number[] {
  return adjusted(ps, (rank, count) => count - rank, 'up')
}

/** p values adjusted for the false discovery rate (Benjamini and Hochberg 1995), in the same order. */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  return adjusted(ps, (rank, count) => count / (rank + 1), 'down')
}

function adjusted(
  ps: readonly number[],
  factor: (rank: number, count: number) => number,
  way: 'up' | 'down',
): number[] {
  for (const p of ps) assertProbability('p', p)
  const order = ps.map((_, index) => index).sort((a, b) => (ps[a] ?? 0) - (ps[b] ?? 0))
  const scaled = order.map((index, rank) => Math.min(1, (ps[index] ?? 0) * factor(rank, ps.length)))
  // No larger p may end below a smaller one.
  const settled = way === 'up' ? running(scaled, Math.max) : running(scaled.toReversed(), Math.min).toReversed()
  const result = [...ps]
  for (const [rank, index] of order.entries()) result[index] = settled[rank] ?? 1
  return result
}

function running(values: readonly number[], pick: (a: number, b: number) => number): number[] {
  let reached = values[0] ?? 0
  return values.map((value) => (reached = pick(reached, value)))
}
