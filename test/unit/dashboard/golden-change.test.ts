import { describe, expect, test } from 'vitest'
import type { GoldenSnapshot } from '../../../src/artifacts/baseline/snapshot.ts'
import { comparable, type ComparableDiff, latencyNotes } from '../../../src/dashboard/views/comparable.ts'
import { comparedMetrics } from '../../../src/dashboard/views/compared-metrics.ts'
import { changeOf } from '../../../src/dashboard/views/golden-change.ts'
import { tolerancesIn } from '../../../src/dashboard/views/set-tolerances.ts'

const SIDE: GoldenSnapshot = {
  fingerprint: 'f',
  source: 'embedder',
  model: 'small',
  judged: 2,
  passed: 2,
  latencyMs: 1_000,
  origin: 'measured',
  reply: 'Paris',
}

function diff(before: Partial<GoldenSnapshot> | null, after: Partial<GoldenSnapshot> | null): ComparableDiff {
  const [first, second] = [before && { ...SIDE, ...before }, after && { ...SIDE, ...after }]
  return {
    set: 's',
    id: 'g',
    change: 'changed',
    before: first,
    after: second,
    latencyChange: first === null || second === null ? null : second.latencyMs / first.latencyMs - 1,
    isStale: first !== null && second !== null && first.fingerprint !== second.fingerprint,
    words: [],
    isOtherModel: false,
    isOtherOrigin: false,
  }
}

describe('the change of a golden between two runs', () => {
  test.each([
    ['fewer repeats pass', {}, { passed: 1 }, 'regressed', ['pass rate 100 % → 50 %']],
    ['more repeats pass', { passed: 0 }, {}, 'improved', ['pass rate 0 % → 100 %']],
    ['slower than tolerated', {}, { latencyMs: 1_300 }, 'regressed', ['latency 1,000 ms → 1,300 ms (+30 %)']],
    ['faster than tolerated', {}, { latencyMs: 700 }, 'improved', ['latency 1,000 ms → 700 ms (-30 %)']],
    ['slower within the tolerance', {}, { latencyMs: 1_250 }, 'unchanged', []],
    ['another reply', {}, { reply: 'It is Paris' }, 'changed', ['another reply']],
    ['the other source', {}, { source: 'main_model' as const }, 'changed', ['source embedder → main_model']],
    ['another question', {}, { fingerprint: 'g' }, 'unpaired', ['question or expectation changed']],
    ['no verdict', { judged: 0, passed: 0 }, {}, 'unpaired', ['not judged']],
    ['a new golden', null, {}, 'unpaired', ['new: not asked before']],
    ['only one side', {}, null, 'unpaired', ['not asked after']],
  ])('%s', (_, before, after, change, reasons) => {
    const changed = changeOf(diff(before, after), 0.25)
    expect({ ...changed, reasons: changed.reasons.map(({ text }) => text) }).toEqual({ change, reasons })
  })

  test('quality weighs more than latency', () => {
    const { change } = changeOf(diff({}, { passed: 1, latencyMs: 500 }), 0.25)
    expect(change).toBe('regressed')
  })
})

test('a golden is slower by the tolerance of its suite', () => {
  const tolerance = tolerancesIn(
    [
      { set: 'jittery', comparison: { verdict: 'pass', policy: { tolerance: 0.6 } } },
      { set: 'new', comparison: { verdict: null } },
    ],
    0.25,
  )
  const slower = diff({}, { latencyMs: 1_500 })
  const changes = ['jittery', 'new', 'unknown'].map((set) => changeOf(slower, tolerance(set)).change)
  expect(changes).toEqual(['unchanged', 'regressed', 'regressed'])
})

test('metrics are of the paired goldens only', () => {
  const metrics = comparedMetrics([
    diff({ latencyMs: 100 }, { latencyMs: 200, passed: 1 }),
    diff({ latencyMs: 300 }, { latencyMs: 300 }),
    diff({ latencyMs: 9_000 }, null),
    diff({ latencyMs: 9_000 }, { fingerprint: 'other' }),
  ])
  expect(metrics.map(({ name, before, after, change, n }) => [name, before, after, change, n])).toEqual([
    ['pass rate', 1, 0.75, -0.25, 2],
    ['main_model share', 0, 0, 0, 2],
    ['p50 latency', 100, 200, 1, 2],
    ['p95 latency', 300, 300, 0, 2],
  ])
  expect(comparedMetrics([]).every(({ before, change }) => before === null && change === null)).toBe(true)
})

describe('what cannot be compared', () => {
  const MAIN = { source: 'main_model', model: 'large' } as const
  const moved = [diff(MAIN, { model: 'other', passed: 1 }), diff({}, {}), diff({}, { ...MAIN }), diff({}, MAIN)]

  test('against a baseline are goldens of another model, but not those that moved to the known model of a source', () => {
    const weaker = diff(MAIN, { source: 'main_model', model: 'small', passed: 0 })
    const diffs = comparable([weaker, ...moved], { withBaseline: true })
    expect(diffs.map(({ isOtherModel }) => isOtherModel)).toEqual([true, true, false, false, false])
    const [first] = diffs
    expect(first && changeOf(first, 0.25)).toEqual({
      change: 'unpaired',
      reasons: [
        { kind: 'unpaired', text: 'another model' },
        { kind: 'pass_rate', text: 'pass rate 100 % → 0 %' },
        { kind: 'model', text: 'model large → small' },
      ],
    })
    expect(comparedMetrics(diffs)[0]).toMatchObject({ n: 3 })
    expect(comparable([weaker], { withBaseline: false })).toMatchObject([{ isOtherModel: false }])
  })

  test('between two runs are measured and replayed latencies', () => {
    const replayed = diff({ latencyMs: 100 }, { latencyMs: 900, origin: 'replayed' })
    const diffs = comparable([replayed, diff({ latencyMs: 100 }, { latencyMs: 110 })], { withBaseline: false })
    const [first] = diffs
    expect(first && changeOf(first, 0.25)).toEqual({ change: 'unchanged', reasons: [] })
    const [quality, , p50] = comparedMetrics(diffs)
    expect([quality?.n, p50?.n, p50?.after]).toEqual([2, 1, 110])
    expect(latencyNotes(diffs)).toEqual([
      'The latencies of 1 golden are not compared: one was measured, the other replayed.',
    ])
    expect(latencyNotes(comparable([replayed], { withBaseline: true }))).toEqual([])
  })
})
