import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeDifference } from '../../src/verdicts/hypothesis/difference.ts'
import type { DirectedOptions } from '../../schemas/generated/options.ts'
import { validateDirectedOptions } from '../../schemas/generated/options.validate.js'
import { assertSample, checkedOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/**
 * Whether two variants, or several contexts, differ by at least a minimum. For two: a share for times, tokens and speed
 * (0.25: a factor of 1.25), else a difference (0.05: 5 points), of the second against the first. For more contexts:
 * Cramer's V for quality and routing, else eta squared. Throws a RangeError for a minimum out of range and for
 * invalid options.
 */
export function toDifferBy(
  this: MatcherState,
  received: unknown,
  atLeast: number,
  given: DirectedOptions = {},
): SyncMatcherResult {
  const options = checkedOptions(validateDirectedOptions, given, 'toDifferBy')
  const { direction = 'either' } = options
  const example = 'await byContext({ context: (golden) => golden.trait }).routing()'
  const sample = assertSample(received, 'toDifferBy', ['paired', 'grouped'], example)
  const shown = direction === 'either' ? `${atLeast}` : `${atLeast}, { direction: '${direction}' }`
  return outcomeOf(this, { name: 'toDifferBy', sample, options, shown, limit: atLeast }, (terms) =>
    judgeDifference(sample, { atLeast, direction, ...terms }),
  )
}
