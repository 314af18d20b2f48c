import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeCorrelation } from '../../src/verdicts/hypothesis/correlation.ts'
import { assertClaim, assertSample, type DirectedOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/** The claim that two metrics correlate. */
export interface CorrelationOptions extends DirectedOptions {
  /** The smallest rank correlation that counts, 0 to below 1. */
  atLeast: number
}

/**
 * Whether two metrics rise together (`positive`), or one as the other falls (`negative`): Spearman's rho is at least
 * the minimum. Throws a RangeError for a minimum out of range.
 */
export function toCorrelate(this: MatcherState, received: unknown, claim: CorrelationOptions): SyncMatcherResult {
  const { atLeast, direction = 'either', ...options } = assertClaim(claim, 'toCorrelate', '{ atLeast: 0.1 }')
  const example = "await observations().relation('weight', 'quality')"
  const sample = assertSample(received, 'toCorrelate', ['relation'], example)
  const shown = `{ atLeast: ${atLeast}, direction: '${direction}' }`
  return outcomeOf(this, { ...options, name: 'toCorrelate', sample, shown, limit: atLeast }, (terms) =>
    judgeCorrelation(sample, { atLeast, direction, ...terms }),
  )
}
