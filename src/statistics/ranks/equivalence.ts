import { assert, assertNumber, assertPositive } from '../distributions/domain.ts'
import { studentTSf } from '../distributions/student-t.ts'

/** Two one-sided tests of "the value lies inside the margins" (Schuirmann 1987). `p` is the larger of both. */
export interface Equivalence {
  p: number
  /** Of "it is above the lower margin". */
  pLower: number
  /** Of "it is below the upper margin". */
  pUpper: number
}

/**
 * Tests that a value lies within `margin` of zero, given its estimate and standard error with `df` degrees of freedom.
 */
export function equivalenceTest(given: {
  estimate: number
  standardError: number
  df: number
  margin: number
}): Equivalence {
  const { estimate, standardError, df, margin } = given
  assertNumber('estimate', estimate)
  assert(standardError >= 0, 'standardError', '0 or more', standardError)
  assertPositive('df', df)
  assertPositive('margin', margin)
  const tail = (distance: number) => {
    if (standardError > 0) return studentTSf(distance / standardError, df)
    return distance > 0 ? 0 : 1
  }
  const pLower = tail(estimate + margin)
  const pUpper = tail(margin - estimate)
  return { p: Math.max(pLower, pUpper), pLower, pUpper }
}

/** The mean of a series whose neighbours depend on each other. */
export interface BatchMeans {
  mean: number
  standardError: number
  df: number
  /** Of the batches, the oldest first. */
  means: number[]
}

/**
 * Mean and standard error from the means of consecutive batches of equal length (Conway 1963); values that do not fill a
 * batch are left out at the start. null with fewer than two batches, or fewer values than batches.
 */
export function batchMeans(values: readonly number[], batches: number): BatchMeans | null {
  assert(Number.isSafeInteger(batches), 'batches', 'an integer', batches)
  const length = Math.floor(values.length / batches)
  if (batches < 2 || length < 1) return null
  const kept = values.slice(values.length - length * batches)
  const means = Array.from({ length: batches }, (_, index) => {
    const batch = kept.slice(index * length, (index + 1) * length)
    return batch.reduce((sum, value) => sum + value, 0) / length
  })
  const mean = means.reduce((sum, value) => sum + value, 0) / batches
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (batches - 1)
  return { mean, standardError: Math.sqrt(variance / batches), df: batches - 1, means }
}
