import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeNoWorse } from '../../src/verdicts/hypothesis/no-worse.ts'
import type { OutcomeOptions } from '../../schemas/generated/options.ts'
import { validateOutcomeOptions } from '../../schemas/generated/options.validate.js'
import { assertSample, checkedOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/**
 * Whether the first of two variants is not worse than the second by more than a margin: a share for times, tokens and
 * speed (0.25: a factor of 1.25), a difference for quality (0.05: 5 points). Throws a RangeError for a metric that is
 * neither good nor bad, for a margin that is not above 0, and for invalid options.
 */
export function toBeNoWorseThan(
  this: MatcherState,
  received: unknown,
  margin: number,
  given: OutcomeOptions = {},
): SyncMatcherResult {
  const options = checkedOptions(validateOutcomeOptions, given, 'toBeNoWorseThan')
  const example = "await paired({ source: ['embedder', 'main_model'] }).quality()"
  const sample = assertSample(received, 'toBeNoWorseThan', ['paired'], example)
  return outcomeOf(this, { name: 'toBeNoWorseThan', sample, options, shown: `${margin}`, limit: margin }, (terms) =>
    judgeNoWorse(sample, { margin, ...terms }),
  )
}
