import type { Source } from '../source.ts'
import { judge, type ExpectationResult } from './expectation.ts'
import type { Golden } from './golden.ts'

/** Judges text and source of a reply by its golden. `source` null: unknown. */
export function judgeGolden(reply: string, golden: Golden, source: Source | null): ExpectationResult {
  const judgement = judge(reply, golden.expect, golden.question)
  const { expected_source: expected } = golden
  if (expected === undefined || source === null || source === expected) return judgement
  const miss = { expectation: 'reply' as const, expected: `a reply of ${expected} (expected_source)`, found: source }
  return judgement.passed ? { passed: false, misses: [miss] } : { passed: false, misses: [...judgement.misses, miss] }
}
