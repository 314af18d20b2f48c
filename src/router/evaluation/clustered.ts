import { studentTQuantile } from '../../statistics/distributions/student-t.ts'
import type { Estimate } from '../../statistics/estimate.ts'

/** The clusters of some terms, by number, to estimate several means with them. */
export class Clusters {
  readonly #of: ArrayLike<number>
  readonly count: number

  /** `of`: the number of each term's cluster, from 0 to `count`. */
  constructor(of: ArrayLike<number>, count: number) {
    this.#of = of
    this.count = count
  }

  /**
   * The mean of terms with an interval that treats conversations, and not messages, as independent: the cluster-robust
   * variance of a mean (Liang and Zeger 1986) and a t quantile with one degree of freedom less than there are conversations.
   * `informative`: the number of conversations whose terms can differ from 0; default all. The interval is infinite for fewer
   * than two. `term`: computed twice for each place, because arrays of a large log take much memory.
   */
  mean(term: (at: number) => number, informative?: number): Estimate {
    const n = this.#of.length
    let total = 0
    for (let at = 0; at < n; at += 1) total += term(at)
    const value = total / n
    const sums = new Float64Array(this.count)
    for (let at = 0; at < n; at += 1) {
      const cluster = this.#of[at] ?? 0
      sums[cluster] = (sums[cluster] ?? 0) + term(at) - value
    }
    const clusters = informative ?? this.count
    if (clusters < 2) return { value, lower: -Infinity, upper: Infinity }
    const squares = sums.reduce((sum, each) => sum + each * each, 0)
    const error = Math.sqrt((squares * clusters) / (clusters - 1)) / n
    const half = studentTQuantile(0.975, clusters - 1) * error
    return { value, lower: value - half, upper: value + half }
  }
}
