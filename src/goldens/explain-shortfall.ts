import type { Shortfall } from '../verdicts/shortfall.ts'
import type { ExpectationResult } from './expectation.ts'

/**
 * Adds the shortfall of a reply to its judgement. A reply that is empty or cut fails even if its text meets the expectation.
 * Pure.
 */
export function explainShortfall(judgement: ExpectationResult, shortfall: Shortfall | null): ExpectationResult {
  if (shortfall === null || (judgement.passed && !shortfall.fails)) return judgement
  const found = shortfall.kind === 'empty' ? 'no text' : 'only the beginning of a reply'
  const miss = { expectation: 'reply' as const, expected: `to be complete, but ${shortfall.description}`, found }
  return { passed: false, misses: judgement.passed ? [miss] : [...judgement.misses, miss] }
}
