import { assert } from '../distributions/domain.ts'
import { normalQuantile } from '../distributions/normal.ts'
import type { Random } from '../distributions/random.ts'
import { mean } from '../quantile.ts'
import { midRanks } from './signed-rank.ts'

/** Spearman's rank correlation, with mean ranks for ties, -1 to 1; null where one side does not vary. */
export function spearman(x: readonly number[], y: readonly number[]): number | null {
  assert(x.length === y.length, 'y', `as long as x (${x.length})`, y.length)
  return pearson(midRanks(x), midRanks(y))
}

/** A rank correlation with its test and interval. */
export interface RankCorrelation {
  rho: number
  /** Two-sided, of "x and y are independent". */
  p: number
  /** Bounds that each have the requested confidence. */
  lower: number
  upper: number
  /** Of Fisher's transform of rho, on which the bounds are symmetric. */
  standardError: number
  /** Independent clusters. */
  n: number
}

/**
 * Tests a rank correlation by permutation (p = (1 + extreme) / (1 + permutations), Phipson and Smyth 2010). Points of one
 * cluster are not independent: ranks are averaged in each cluster first, and clusters are permuted. Bounds by Fisher's
 * transform with the variance of Bonett and Wright (2000). null where a side does not vary, or with fewer than 4 clusters.
 */
export function spearmanTest(
  x: readonly number[],
  y: readonly number[],
  options: { random: Random; clusters?: readonly string[]; permutations?: number; confidence?: number },
): RankCorrelation | null {
  assert(x.length === y.length, 'y', `as long as x (${x.length})`, y.length)
  const { random, clusters = x.map((_, index) => String(index)), permutations = 9_999, confidence = 0.95 } = options
  const [a, b] = [midRanks(clusterMeans(x, clusters)), midRanks(clusterMeans(y, clusters))]
  if (a.length < 4) return null
  const rho = pearson(a, b)
  if (rho === null) return null
  let extreme = 0
  for (let round = 0; round < permutations; round++) {
    if (Math.abs(pearson(random.shuffle(a), b) ?? 0) >= Math.abs(rho) - 1e-12) extreme += 1
  }
  const inside = Math.min(1 - 1e-12, Math.max(-1 + 1e-12, rho))
  const standardError = Math.sqrt((1 + (rho * rho) / 2) / (a.length - 3))
  const half = normalQuantile(confidence) * standardError
  return {
    rho,
    p: (1 + extreme) / (1 + permutations),
    lower: Math.tanh(Math.atanh(inside) - half),
    upper: Math.tanh(Math.atanh(inside) + half),
    standardError,
    n: a.length,
  }
}

function clusterMeans(values: readonly number[], clusters: readonly string[]): number[] {
  const members = Map.groupBy(values.keys(), (index) => clusters[index])
  return [...members.values()].map((indexes) => mean(indexes.map((index) => values[index] ?? NaN)) ?? NaN)
}

function pearson(x: readonly number[], y: readonly number[]): number | null {
  const n = x.length
  const meanX = x.reduce((sum, value) => sum + value, 0) / n
  const meanY = y.reduce((sum, value) => sum + value, 0) / n
  let [xy, xx, yy] = [0, 0, 0]
  for (let index = 0; index < n; index++) {
    const [dx, dy] = [(x[index] ?? 0) - meanX, (y[index] ?? 0) - meanY]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null
}
