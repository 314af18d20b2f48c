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

test.for([
  ['names a source without any golden that was compared, which fails the run', false, ', and none of main_model is'],
  ['does not, where other goldens of the source were compared', true, ''],
] as const)('%s', ([, hasOther, decisive]) => {
  const small = ['a', 'b'].map((id) => golden(id, 'small'))
  const other = hasOther ? [golden('d', 'large', 'main_model')] : []
  const comparison = compareSets(
    [...small, ...other, golden('c', 'large', 'main_model')],
    { set: 's', ids: [], goldens: [...small, ...other, golden('c', 'largest', 'main_model')] },
    { tolerance: 0.25, mode: 'point' },
  )
  expect(comparison.passes).toBe(hasOther)
  const lines = comparisonLines(comparison)
  expect(lines.slice(0, -1).every(([verdict]) => verdict === 'pass')).toBe(true)
  expect(lines.at(-1)?.[1]).toBe(
    `models changed: main_model large -> largest: 1 golden not compared${decisive}; see where the models are set: \`npx aios doctor\`; if the change is intended: \`npx vitest run goldens -u\``,
  )
})
