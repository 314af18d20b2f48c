import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeConvergence } from '../../src/verdicts/hypothesis/convergence.ts'
import { assertClaim, assertSample, type OutcomeOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/** How close a series must come to its target. */
export interface ConvergenceOptions extends OutcomeOptions {
  /** Largest distance of the mean from the target that still counts as none. Above 0. */
  margin: number
  /** Share of the series, its end, that is judged. Default 0.5. */
  part?: number
}

/**
 * Whether a series has settled at a target: the mean of its last part lies within the margin, and does not move any
 * more. Throws a RangeError for a margin or a part out of range.
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
