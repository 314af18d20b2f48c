import type { Shortfall } from '../shortfall.ts'
import type { Judgement } from './expectation.ts'

/** The judgement of a reply that failed, with what the reply lacks among its misses. Pure. */
export function explainShortfall(judgement: Judgement, shortfall: Shortfall | null): Judgement {
  if (judgement.passed || shortfall === null) return judgement
  const found = shortfall.kind === 'empty' ? 'no text' : 'only the beginning of a reply'
  const miss = { expectation: 'reply' as const, expected: `to be complete, but ${shortfall.description}`, found }
  return { passed: false, misses: [...judgement.misses, miss] }
}
