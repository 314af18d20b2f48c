import { assert, assertCount, assertNumbers } from '../distributions/domain.ts'
import { normalCdf } from '../distributions/normal.ts'

/** The largest n with the exact distribution; beyond, the error of the approximation is below 1e-5. */
const EXACT_UP_TO = 300

/**
 * P(W <= w) for Wilcoxon's signed-rank statistic of n values that are symmetric around zero, without ties: exact up to
 * n = 300, then the normal approximation with its first Edgeworth term (Fellingham and Stoker 1964).
 */
export function signedRankCdf(w: number, n: number): number {
  assertCount('n', n)
  const whole = Math.floor(w)
  if (whole < 0) return 0
  const most = (n * (n + 1)) / 2
  if (whole >= most) return 1
  return n <= EXACT_UP_TO ? (distribution(n)[whole] ?? NaN) : edgeworth(whole, n)
}

/** The largest c with P(W <= c) <= alpha; -1 if there is no such c. */
export function signedRankQuantile(alpha: number, n: number): number {
  assert(alpha > 0 && alpha < 1, 'alpha', 'above 0 and below 1', alpha)
  assertCount('n', n)
  let low = -1
  let high = (n * (n + 1)) / 2
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (signedRankCdf(middle, n) <= alpha * (1 + 1e-12)) low = middle
    else high = middle
  }
  return low
}

/**
 * Wilcoxon's signed-rank test, one-sided: `greater` is the p value of "the differences are centred above zero". Zeros
 * are dropped (Wilcoxon 1945); ties get their mean rank, and the distribution is that of the actual ranks. 1 without
 * a difference.
 */
export function signedRankTest(differences: readonly number[]): { greater: number; less: number } {
  const ranked = midRanks(differences.filter((difference) => difference !== 0).map(Math.abs))
  const signs = differences.filter((difference) => difference !== 0).map(Math.sign)
  const positive = ranked.reduce((sum, rank, index) => sum + (signs[index] === 1 ? rank : 0), 0)
  const total = ranked.reduce((sum, rank) => sum + rank, 0)
  return { greater: atMost(total - positive, ranked), less: atMost(positive, ranked) }
}

/** P(sum of randomly signed ranks <= w): each rank counts with probability one half. */
function atMost(w: number, ranks: readonly number[]): number {
  if (ranks.length > EXACT_UP_TO) {
    const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4
    const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2
    return normalCdf((w + 0.5 - mean) / Math.sqrt(variance))
  }
  // Mean ranks are multiples of one half, so twice the ranks are whole numbers.
  const counts = cumulative(ranks.map((rank) => 2 * rank))
  return counts[2 * w] ?? NaN
}

/** Ranks from 1, equal values with the mean of their ranks, in the order of the values. */
export function midRanks(values: readonly number[]): number[] {
  assertNumbers('each value', values)
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = [...values]
  for (let start = 0; start < order.length;) {
    let end = start
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end += 1
    for (let k = start; k <= end; k++) ranks[order[k] ?? 0] = (start + end) / 2 + 1
    start = end + 1
  }
  return ranks
}

const known = new Map<number, Float64Array>()

function distribution(n: number): Float64Array {
  const counted = known.get(n) ?? cumulative(Array.from({ length: n }, (_, index) => index + 1))
  known.set(n, counted)
  return counted
}

/** P(sum <= w) for w from 0 to the sum of all, where each term counts with probability one half. */
function cumulative(terms: readonly number[]): Float64Array {
  const size = terms.reduce((sum, term) => sum + term, 0) + 1
  const mass = new Float64Array(size)
  mass[0] = 1
  let reach = 0
  for (const term of terms) {
    reach += term
    for (let w = reach; w >= 0; w--) mass[w] = ((mass[w] ?? 0) + (w >= term ? (mass[w - term] ?? 0) : 0)) / 2
  }
  let sum = 0
  return mass.map((p) => (sum += p))
}

function edgeworth(w: number, n: number): number {
  const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)
  const z = (w + 0.5 - (n * (n + 1)) / 4) / spread
  const excess = (-6 * (3 * n * n + 3 * n - 1)) / (5 * n * (n + 1) * (2 * n + 1))
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
  return Math.min(1, Math.max(0, normalCdf(z) - (excess / 24) * (z ** 3 - 3 * z) * density))
}
