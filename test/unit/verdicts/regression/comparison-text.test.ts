import { expect, test } from 'vitest'
import { compareSets } from '../../../../src/verdicts/regression/comparison.ts'
import type { Source } from '../../../../src/source.ts'
import type { GoldenResult } from '../../../../src/verdicts/results.ts'
import { comparisonLines } from '../../../../src/verdicts/regression/comparison-text.ts'

const golden = (id: string, model: string, source: Source = 'embedder'): GoldenResult => ({
  id,
  trait: '',
  fingerprint: 'same',
  unmeasured: [],
  replies: [
    {
      repeat: 0,
      source,
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
    [
      'inconclusive',
      'models changed: embedder old-1b -> new-2b: not compared; see where the models are set: `npx aios doctor`; if the change is intended: `npx vitest run goldens -u`',
    ],
  ])
})

test('prints the reason when goldens changed otherwise', () => {
  const comparison = compareSets(
    [golden('a', 'same'), golden('b', 'old')],
    { set: 's', ids: ['a', 'b'], goldens: [{ ...golden('a', 'same'), fingerprint: 'other' }, golden('b', 'new')] },
    0.25,
  )
  expect(comparisonLines(comparison).map(([, line]) => line)).toEqual([
    'models changed: embedder old -> new: 1 golden not compared; see where the models are set: `npx aios doctor`; if the change is intended: `npx vitest run goldens -u`',
    comparison.reason,
  ])
})

test('names the roles of swapped models', () => {
  const comparison = compareSets(
    [golden('a', 'large', 'main_model'), golden('b', 'small')],
    { set: 's', ids: ['a', 'b'], goldens: [golden('a', 'small', 'main_model'), golden('b', 'large')] },
    0.25,
  )
  const changes = 'main_model large -> small; embedder small -> large'
  expect(comparisonLines(comparison)).toEqual([
    ['inconclusive', expect.stringContaining(`models changed: ${changes}: `)],
  ])
  expect(comparison.reason).toContain(`answered by another model: ${changes}`)
})
