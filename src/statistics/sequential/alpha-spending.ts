import { assert } from '../distributions/domain.ts'
import { normalQuantile, normalSf } from '../distributions/normal.ts'
import { findRoot } from '../distributions/root.ts'

/**
 * The part of a one-sided `alpha` that may be spent at a `share` (0 to 1) of the data: the O'Brien-Fleming type of spending
 * function, which spends almost nothing early (Lan and DeMets 1983).
 */
export function obrienFlemingSpending(share: number, alpha: number): number {
  assert(share >= 0 && share <= 1, 'share', 'from 0 to 1', share)
  assert(alpha > 0 && alpha < 1, 'alpha', 'above 0 and below 1', alpha)
  return 2 * normalSf(normalQuantile(1 - alpha / 2) / Math.sqrt(share))
}

/**
 * The nominal one-sided significance level of each look, such that the error probability of all looks together is `alpha`.
 * `shares`: the shares of the data at the looks, ascending, the last one 1.
 */
export function lookBounds(shares: readonly number[], alpha: number): number[] {
  assert(shares.at(-1) === 1, 'the last share', '1', shares.at(-1) ?? NaN)
  const levels: number[] = []
  let walk: Walk = { points: [0], mass: [1], at: 0 }
  let spent = 0
  for (const share of shares) {
    assert(share > walk.at, 'each share', 'above the one before', share)
    const due = obrienFlemingSpending(share, alpha)
    const step = Math.sqrt(share - walk.at)
    // The probability of crossing this bound and none before.
    const crossing = (bound: number) =>
      walk.points.reduce((sum, x, index) => sum + (walk.mass[index] ?? 0) * normalSf((bound - x) / step), 0)
    const bound = findRoot((x) => crossing(x) - (due - spent), -1, 40)
    levels.push(normalSf(bound / Math.sqrt(share)))
    walk = proceed(walk, share, bound)
    spent = due
  }
  return levels
}

/** Brownian motion that has not crossed a bound yet, as probability masses on a grid. */
interface Walk {
  points: readonly number[]
  mass: readonly number[]
  at: number
}

const GRID = 500

/** The motion at `share`, as far as it stays below `bound` (Armitage, McPherson and Rowe 1969, by midpoints). */
function proceed(walk: Walk, share: number, bound: number): Walk {
  const low = -8 * Math.sqrt(share)
  const width = (bound - low) / GRID
  const step = Math.sqrt(share - walk.at)
  const points = Array.from({ length: GRID }, (_, index) => low + (index + 0.5) * width)
  const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
  const mass = points.map(
    (point) =>
      (width / step) *
      walk.points.reduce((sum, x, index) => sum + (walk.mass[index] ?? 0) * density((point - x) / step), 0),
  )
  return { points, mass, at: share }
}
