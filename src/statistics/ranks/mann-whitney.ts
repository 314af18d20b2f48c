import { normalCdf, normalQuantile } from '../distributions/normal.ts'

/** The most additions for the exact table; beyond, the normal approximation is accurate to three digits. */
const LARGEST_TABLE = 2e7

/** The null distribution of the Mann-Whitney count of m by n untied values. */
export interface MannWhitney {
  /** P(U <= u). */
  cdf(u: number): number
  /** Largest count c with P(U <= c) <= alpha; -1: there is no such count. */
  quantile(alpha: number): number
}

/**
 * Exact by counting the subsets of m of the ranks 1 to m + n by their sum (Mann & Whitney 1947), for larger samples the
 * normal approximation with continuity correction.
 */
export function mannWhitney(m: number, n: number): MannWhitney {
  const all = m * n
  if ((m + n) * Math.min(m, n) * all > LARGEST_TABLE) return normal(m, n)
  const table = cumulative(Math.min(m, n), Math.max(m, n))
  return {
    cdf: (u) => (u < 0 ? 0 : (table[Math.min(all, Math.floor(u))] ?? 1)),
    quantile: (alpha) => {
      const beyond = table.findIndex((probability) => probability > alpha)
      return beyond === -1 ? all : beyond - 1
    },
  }
}

function normal(m: number, n: number): MannWhitney {
  const mean = (m * n) / 2
  const sd = Math.sqrt((m * n * (m + n + 1)) / 12)
  return {
    cdf: (u) => normalCdf((Math.floor(u) + 0.5 - mean) / sd),
    quantile: (alpha) => Math.max(-1, Math.floor(mean - 0.5 + sd * normalQuantile(alpha))),
  }
}

/** P(U <= u) for u from 0 to few * many. Row k holds the numbers of subsets of k ranks by their U. */
function cumulative(few: number, many: number): Float64Array {
  const rows = Array.from({ length: few + 1 }, (_, taken) => new Float64Array(few * many + 1).fill(0, 0, taken))
  rows[0]?.fill(1, 0, 1)
  for (let rank = 1; rank <= few + many; rank++) {
    for (let taken = Math.min(few, rank); taken >= 1; taken--) {
      const [row, smaller] = [rows[taken], rows[taken - 1]]
      // The `taken`-th smallest of a subset adds to U the ranks below it that are not of the subset.
      const added = rank - taken
      if (row === undefined || smaller === undefined || added > many) continue
      for (let u = row.length - 1; u >= added; u--) row[u] = (row[u] ?? 0) + (smaller[u - added] ?? 0)
    }
  }
  const counts = rows[few] ?? new Float64Array(1)
  let sum = 0
  const sums = counts.map((count) => (sum += count))
  return sums.map((value) => value / sum)
}
