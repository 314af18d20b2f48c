import { assert, assertNumber, assertPositive } from '../distributions/domain.ts'

/**
 * Two-sided bounds of a mean that are valid at all sample sizes simultaneously, with probability 1 - alpha (asymptotically; Waudby-Smith
 * et al. 2024): narrowest near `tuneAt` terms.
 */
export function confidenceSequence(given: { mean: number; sd: number; n: number; alpha: number; tuneAt: number }): {
  lower: number
  upper: number
} {
  const { mean, sd, n, alpha, tuneAt } = given
  assertNumber('mean', mean)
  assert(sd >= 0, 'sd', '0 or more', sd)
  assertPositive('n', n)
  assertPositive('tuneAt', tuneAt)
  assert(alpha > 0 && alpha < 1, 'alpha', 'above 0 and below 1', alpha)
  const square = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tuneAt
  const width = n * square + 1
  const half = sd * Math.sqrt(((2 * width) / (n * n * square)) * Math.log(Math.sqrt(width) / alpha))
  return { lower: mean - half, upper: mean + half }
}
