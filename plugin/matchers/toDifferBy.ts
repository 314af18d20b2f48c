import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeDifference } from '../../src/verdicts/hypothesis/difference.ts'
import { assertSample, type DirectedOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/**
 * Whether two variants, or several contexts, differ by at least a minimum. For two: a share for times, tokens and speed
 * (0.25: a factor of 1.25), else a difference (0.05: 5 points), of the second against the first. For more contexts:
 * Cramer's V for quality and routing, else eta squared. Throws a RangeError for a minimum out of range.
 */
export function toDifferBy(
  this: MatcherState,
  received: unknown,
  atLeast: number,
  { direction = 'either', ...options }: DirectedOptions = {},
): SyncMatcherResult {
  const example = 'await byContext({ context: (golden) => golden.trait }).routing()'
  const sample = assertSample(received, 'toDifferBy', ['paired', 'grouped'], example)
  const shown = direction === 'either' ? `${atLeast}` : `${atLeast}, { direction: '${direction}' }`
  return outcomeOf(this, { ...options, name: 'toDifferBy', sample, shown, limit: atLeast }, (terms) =>
    judgeDifference(sample, { atLeast, direction, ...terms }),
  )
}
