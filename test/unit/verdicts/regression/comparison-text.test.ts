import { expect, test } from 'vitest'
import { compareSets } from '../../../../src/verdicts/regression/comparison.ts'
import type { GoldenResult } from '../../../../src/verdicts/results.ts'
import { comparisonLines } from '../../../../src/verdicts/regression/comparison-text.ts'

const golden = (id: string, model: string): GoldenResult => ({
  id,
  trait: '',
  fingerprint: 'same',
  unmeasured: [],
  replies: [
    {
      repeat: 0,
      source: 'embedder',
      model,
      passed: true,
      latencyMs: 100,
      firstTokenMs: null,
      completionTokens: null,
      origin: 'measured',
    },
  ],
})

test('prints one line when another model answers every golden', () => {
  const comparison = compareSets(
    [golden('a', 'old-1b'), golden('b', 'old-1b')],
    { set: 's', ids: ['a', 'b'], goldens: [golden('a', 'new-2b'), golden('b', 'new-2b')] },
    0.25,
  )
  expect(comparisonLines(comparison)).toEqual([
    ['inconclusive', 'models changed: old-1b -> new-2b: not compared; npx vitest run goldens -u records'],
  ])
})

test('prints the reason when goldens changed otherwise', () => {
  const comparison = compareSets(
    [golden('a', 'same'), golden('b', 'old')],
    { set: 's', ids: ['a', 'b'], goldens: [{ ...golden('a', 'same'), fingerprint: 'other' }, golden('b', 'new')] },
    0.25,
  )
  expect(comparisonLines(comparison).map(([, line]) => line)).toEqual([
    'models changed: old -> new: 1 goldens not compared; npx vitest run goldens -u records',
    comparison.reason,
  ])
})
