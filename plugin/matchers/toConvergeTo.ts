import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeConvergence } from '../../src/verdicts/hypothesis/convergence.ts'
import { assertClaim, assertSample, type OutcomeOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/** The claim that a series converges to a target. */
export interface ConvergenceOptions extends OutcomeOptions {
  /** The largest tolerated distance of the mean from the target. Above 0. */
  margin: number
  /** The share of the series that is judged, counted from its end. Default 0.5. */
  part?: number
}

/**
 * Whether a series has settled at a target: the mean of its last part is within the margin and has no
 * trend. Throws a RangeError for a margin or a part out of range.
 */
export function toConvergeTo(
  this: MatcherState,
  received: unknown,
  target: number,
  claim: ConvergenceOptions,
): SyncMatcherResult {
  const { margin, part = 0.5, ...options } = assertClaim(claim, 'toConvergeTo', '{ margin: 0.02 }')
  const sample = assertSample(received, 'toConvergeTo', ['series'], "await observations().series('weight')")
  const shown = `${target}, { margin: ${margin} }`
  return outcomeOf(this, { ...options, name: 'toConvergeTo', sample, shown, limit: margin }, (terms) =>
    judgeConvergence(sample, { target, margin, part, ...terms }),
  )
}
