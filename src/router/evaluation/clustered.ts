import { studentTQuantile } from '../../statistics/distributions/student-t.ts'
import type { Estimate } from '../../statistics/estimate.ts'

/**
 * The mean of terms with an interval that treats conversations, and not messages, as independent: the cluster-robust
 * variance of a mean (Liang and Zeger 1986) and a t quantile with one degree of freedom less than there are conversations.
 * `informative`: the number of conversations whose terms can differ from 0; default all. The interval is infinite for fewer
 * than two.
 */
export function clusteredMean(terms: readonly { cluster: string; term: number }[], informative?: number): Estimate {
  const n = terms.length
  const value = terms.reduce((sum, { term }) => sum + term, 0) / n
  const sums = new Map<string, number>()
  for (const { cluster, term } of terms) sums.set(cluster, (sums.get(cluster) ?? 0) + term - value)
  const clusters = informative ?? sums.size
  if (clusters < 2) return { value, lower: -Infinity, upper: Infinity }
  const squares = [...sums.values()].reduce((sum, each) => sum + each * each, 0)
  const error = Math.sqrt((squares * clusters) / (clusters - 1)) / n
  const half = studentTQuantile(0.975, clusters - 1) * error
  return { value, lower: value - half, upper: value + half }
}
