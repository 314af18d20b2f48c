import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeFaster } from '../../src/verdicts/hypothesis/faster.ts'
import { assertSample, type OutcomeOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/**
 * Whether the first of two variants is faster than the second by a factor: 2 is twice as fast. For pairs of
 * latency, first token or tokens per second; the effect is a ratio. Throws a RangeError for another metric, and for a
 * factor that is not above 0.
 */
export function toBeFasterBy(
  this: MatcherState,
  received: unknown,
  factor: number,
  options: OutcomeOptions = {},
): SyncMatcherResult {
  const example = "await paired({ source: ['embedder', 'main_model'] }).latency()"
  const sample = assertSample(received, 'toBeFasterBy', ['paired'], example)
  return outcomeOf(this, { ...options, name: 'toBeFasterBy', sample, shown: `${factor}`, limit: factor }, (terms) =>
    judgeFaster(sample, { factor, ...terms }),
  )
}
