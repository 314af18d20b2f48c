import { describe, expect, test } from 'vitest'
import type { RunSummary, SeriesPoint } from '../../../src/provenance/query/log-query.ts'
import { trendPoint } from '../../../src/dashboard/views/objectives.ts'
import { runParts } from '../../../src/dashboard/views/partial-runs.ts'
import { progressOf } from '../../../src/dashboard/views/progress.ts'

describe('the trend of an objective', () => {
  const point: SeriesPoint = {
    time: 1,
    value: 'capitals',
    count: 20,
    pass: 19,
    fail: 1,
    unjudged: 0,
    unmeasured: 0,
    passRate: 0.95,
    p50Ms: 900,
    p95Ms: 2_000,
    p99Ms: 2_500,
    firstTokenMs: 200,
    firstTokenP95Ms: 800,
    tokensPerSecond: 40,
    tokensPerSecondP5: 10,
    withinLimit: { latencyMs: 0, firstTokenMs: 0 },
    beyondLimit: { latencyMs: 0, firstTokenMs: 0 },
  }

  test('of a pass rate counts a question without a reply as not passed', () => {
    const { value } = trendPoint({ ...point, pass: 15, fail: 3, unmeasured: 2 }, { objective: 'passRate', target: 0.9 })
    expect(value).toBe(0.75)
  })

  test.each([
    ['passRate', 0.96, 0.95, true],
    ['p95Ms', 1_999, 2_000, true],
    ['ttftMs', 500, 800, true],
    ['ttftMs', 800, 800, false],
    ['tokensPerSecond', 30, 40, false],
    ['errorRate', 0.01, 0, false],
    ['boundaryDrift', 0.08, null, false],
    ['p95Ms', null, 2_000, false],
  ] as const)('of %s, target %j, is the statistic that the objective judges', (objective, target, value, breach) => {
    expect(trendPoint(point, { objective, target })).toEqual({ time: 1, value, n: 20, breach })
  })
})

test('a run is partial where it asks few goldens of a set that another run asks in full', () => {
  const asked = (group: string, set: string, goldens: number) =>
    Array.from({ length: goldens }, (_, index) => ({ group, set, golden: `g${index}` }))
  const points = [
    ...asked('all', 'capitals', 20),
    ...asked('all', 'sums', 4),
    ...asked('selected', 'capitals', 6),
    ...asked('selected', 'sums', 4),
    ...asked('one set', 'sums', 4),
    ...asked('a shorter set', 'capitals', 12),
  ]
  expect(runParts(points)).toEqual({ whole: ['all', 'one set', 'a shorter set'], partial: ['selected'] })
})

describe('a run in progress', () => {
  const NOW = 10_000_000
  const run = (changes: Partial<RunSummary>): RunSummary => ({
    run: 'r',
    first: NOW - 60_000,
    last: NOW - 1_000,
    status: null,
    backend: null,
    sets: ['capitals'],
    pass: 3,
    fail: 1,
    unjudged: 0,
    unmeasured: 1,
    p50Ms: 1,
    p95Ms: 1,
    ...changes,
  })

  test('shows how many questions of those of the run before were asked', () => {
    const before = run({ run: 'before', status: 'pass', sets: ['capitals', 'sums'], pass: 18, fail: 2, unmeasured: 0 })
    expect(progressOf([run({}), before], NOW)).toMatchObject({ run: 'r', done: 5, total: 20 })
  })

  test('has no total without an earlier run of its sets, or when it asked more', () => {
    const other = run({ status: 'pass', sets: ['sums'] })
    const smaller = run({ status: 'pass', pass: 1, fail: 0, unmeasured: 0 })
    expect(progressOf([run({}), other], NOW)?.total).toBeNull()
    expect(progressOf([run({}), smaller], NOW)?.total).toBeNull()
  })

  test('is over when an event closes it, and when it is silent for five minutes', () => {
    expect(progressOf([run({ status: 'fail' })], NOW)).toBeNull()
    expect(progressOf([run({ last: NOW - 300_001 })], NOW)).toBeNull()
    expect(progressOf([], NOW)).toBeNull()
  })
})
