import { assert } from '../distributions/domain.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import type { Stratum } from './stratified.ts'

/** The change of a pass rate, with bounds that each have the requested confidence. */
export interface RateChange {
  /** Mean over the cases of the share passed after, less the share passed before. */
  estimate: number
  lower: number
  upper: number
}

/**
 * The mean change of the pass shares of the same cases: Student's t over the cases and two more that changed by +1/R and
 * -1/R, with K + 1 degrees of freedom. For one repeat it is the adjusted Wald interval of Bonett and Price (2012). Where
 * repeats differ from case to case, R is their harmonic mean, which determines the noise of a share. There must be
 * a case, with at least one repeat on each side.
 */
export function pairedRateBounds(strata: readonly Stratum[], confidence: number): RateChange {
  assert(strata.length > 0, 'the number of cases', 'at least 1', strata.length)
  assert(confidence > 0 && confidence < 1, 'confidence', 'above 0 and below 1', confidence)
  const changes = strata.map(({ before, beforeN, after, afterN }) => after / afterN - before / beforeN)
  const inverse = strata.reduce((sum, { beforeN, afterN }) => sum + 1 / beforeN + 1 / afterN, 0)
  const pseudo = inverse / (2 * strata.length)
  const n = changes.length + 2
  const sum = changes.reduce((total, change) => total + change, 0)
  const squares = changes.reduce((total, change) => total + change * change, 2 * pseudo * pseudo)
  const mean = sum / n
  const variance = Math.max(0, (squares - n * mean * mean) / (n - 1))
  const half = studentTQuantile(confidence, n - 1) * Math.sqrt(variance / n)
  return { estimate: sum / changes.length, lower: Math.max(-1, mean - half), upper: Math.min(1, mean + half) }
}
