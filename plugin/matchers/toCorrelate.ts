import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeCorrelation } from '../../src/verdicts/hypothesis/correlation.ts'
import type { CorrelationOptions } from '../../schemas/generated/options.ts'
import { validateCorrelationOptions } from '../../schemas/generated/options.validate.js'
import { assertSample, checkedOptions, outcomeOf } from '../worker/hypothesis/outcome.ts'

/**
 * Whether two metrics rise together (`positive`), or one as the other falls (`negative`): Spearman's rho is at least
 * the minimum. Throws a RangeError for an invalid claim.
 */
export function toCorrelate(this: MatcherState, received: unknown, claim: CorrelationOptions): SyncMatcherResult {
  const options = checkedOptions(validateCorrelationOptions, claim, 'toCorrelate')
  const { atLeast, direction = 'either' } = options
  const example = "await observations().relation('weight', 'quality')"
  const sample = assertSample(received, 'toCorrelate', ['relation'], example)
  const shown = `{ atLeast: ${atLeast}, direction: '${direction}' }`
  return outcomeOf(this, { name: 'toCorrelate', sample, options, shown, limit: atLeast }, (terms) =>
    judgeCorrelation(sample, { atLeast, direction, ...terms }),
  )
}
