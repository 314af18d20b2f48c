import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeFaster } from '../../src/verdicts/hypothesis/faster.ts'
import type { OutcomeOptions } from '../../schemas/generated/options.ts'
import { validateOutcomeOptions } from '../../schemas/generated/options.validate.js'
import { assertSample, checkedOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/**
 * Whether the first of two variants is faster than the second by a factor: 2 is twice as fast. For pairs of
 * latency, first token or tokens per second; the effect is a ratio. Throws a RangeError for another metric, for a
 * factor that is not above 0, and for invalid options.
 */
export function toBeFasterBy(
  this: MatcherState,
  received: unknown,
  factor: number,
  given: OutcomeOptions = {},
): SyncMatcherResult {
  const options = checkedOptions(validateOutcomeOptions, given, 'toBeFasterBy')
  const example = "await paired({ source: ['embedder', 'main_model'] }).latency()"
  const sample = assertSample(received, 'toBeFasterBy', ['paired'], example)
  return outcomeOf(this, { name: 'toBeFasterBy', sample, options, shown: `${factor}`, limit: factor }, (terms) =>
    judgeFaster(sample, { factor, ...terms }),
  )
}
