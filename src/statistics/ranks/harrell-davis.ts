import { assert, assertNumbers } from '../distributions/domain.ts'
import { regularizedBeta } from '../distributions/incomplete-beta.ts'

/**
 * The quantile estimate of Harrell and Davis (1982): a weighted mean of all values, smoother than a single value, for
 * display. NaN for an empty list.
 */
export function harrellDavis(values: readonly number[], share: number): number {
  assert(share > 0 && share < 1, 'share', 'above 0 and below 1', share)
  assertNumbers('each value', values)
  const n = values.length
  if (n === 0) return NaN
  const [a, b] = [(n + 1) * share, (n + 1) * (1 - share)]
  let reached = 0
  return values
    .toSorted((x, y) => x - y)
    .reduce((sum, value, index) => {
      const next = regularizedBeta((index + 1) / n, a, b)
      const weight = next - reached
      reached = next
      return sum + weight * value
    }, 0)
}
