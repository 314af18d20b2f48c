import type { Shortfall } from '../verdicts/shortfall.ts'
import type { Judgement } from './expectation.ts'

/**
 * The judgement of a reply with what the reply lacks among its misses. A reply that is not an answer fails, also where its
 * text fits. Pure.
 */
export function explainShortfall(judgement: Judgement, shortfall: Shortfall | null): Judgement {
  if (shortfall === null || (judgement.passed && !shortfall.fails)) return judgement
  const found = shortfall.kind === 'empty' ? 'no text' : 'only the beginning of a reply'
  const miss = { expectation: 'reply' as const, expected: `to be complete, but ${shortfall.description}`, found }
  return { passed: false, misses: judgement.passed ? [miss] : [...judgement.misses, miss] }
}
