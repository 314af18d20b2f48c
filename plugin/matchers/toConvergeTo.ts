import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeConvergence } from '../../src/verdicts/hypothesis/convergence.ts'
import type { ConvergenceOptions } from '../../schemas/generated/options.ts'
import { validateConvergenceOptions } from '../../schemas/generated/options.validate.js'
import { assertSample, checkedOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/**
 * Whether a series has settled at a target: the mean of its last part is within the margin and has no
 * trend. Throws a RangeError for an invalid claim.
 */
export function toConvergeTo(
  this: MatcherState,
  received: unknown,
  target: number,
  claim: ConvergenceOptions,
): SyncMatcherResult {
  const options = checkedOptions(validateConvergenceOptions, claim, 'toConvergeTo')
  const { margin } = options
  const sample = assertSample(received, 'toConvergeTo', ['series'], "await observations().series('weight')")
  const shown = `${target}, { margin: ${margin} }`
  return outcomeOf(this, { name: 'toConvergeTo', sample, options, shown, limit: margin }, (terms) =>
    judgeConvergence(sample, { ...options, target, ...terms }),
  )
}
