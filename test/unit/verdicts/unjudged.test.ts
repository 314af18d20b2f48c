import { expect, test } from 'vitest'
import { compareSets } from '../../../src/verdicts/regression/comparison.ts'
import type { GoldenResult } from '../../../src/verdicts/results.ts'
import { judgeSlo } from '../../../src/verdicts/slo/judge.ts'
import { summarize } from '../../../src/verdicts/summary.ts'
import { updateBaseline } from '../../../src/artifacts/baseline/update.ts'

function golden(id: string, passed: boolean | null): GoldenResult {
  const reply = { repeat: 0, source: 'embedder', model: 'small', latencyMs: 100, firstTokenMs: 10 } as const
  const replies = [{ ...reply, passed, completionTokens: 5, origin: 'measured' as const }]
  return { id, trait: 'fact', fingerprint: 'print', replies, unmeasured: [] }
}

const setOf = (goldens: GoldenResult[]) => ({ set: 'sums', ids: goldens.map(({ id }) => id), goldens })
const twenty = (last: boolean | null) =>
  Array.from({ length: 20 }, (_, index) => golden(`g${index}`, index < 19 ? true : last))

test.each([
  ['depends on it', 0.96, 'inconclusive'],
  ['is met without it', 0.9, 'pass'],
])('a pass rate that %s: target %d gives %s', (_, passRate, verdict) => {
  expect(judgeSlo(setOf(twenty(null)), { passRate }, { boundary: 0.5 })).toMatchObject({ verdict })
})

test('misses a pass rate that no judgement could change', () => {
  const goldens = [...twenty(null), golden('a', false), golden('b', false)]
  expect(judgeSlo(setOf(goldens), { passRate: 0.96 }, { boundary: 0.5 }).verdict).toBe('fail')
})

test.each(['evidence', 'point'] as const)('the %s gate is inconclusive, and passes nothing', (mode) => {
  const comparison = compareSets(twenty(true), setOf(twenty(null)), { tolerance: 0.25, mode })
  expect(comparison).toMatchObject({ verdict: 'inconclusive', passes: false, broke: [] })
  expect(comparison.reason).toContain('1 golden has a reply that was not judged, first "g19"')
})

test('counts unjudged replies apart, and records no baseline from them', () => {
  const results = setOf(twenty(null))
  expect(summarize(results, null)).toMatchObject({ passed: 19, failed: 0, unmeasured: 0, unjudged: 1 })
  const recording = {
    mode: 'record',
    recordedAt: '2026-11-24T10:00:00.000Z',
    gitCommit: null,
    version: '1',
    existing: null,
  } as const
  expect(() => updateBaseline(null, [{ results, replies: new Map() }], recording)).toThrow(/not judged, first "g19"/)
})
