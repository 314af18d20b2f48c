import { describe, expect, test } from 'vitest'
import type { RunSummary, SeriesPoint } from '../../../src/provenance/query/log-query.ts'
import { trendPoint } from '../../../src/dashboard/views/objectives.ts'
import { partialRunsOf } from '../../../src/dashboard/views/partial-runs.ts'
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

describe('a run is partial', () => {
  /** How many goldens of a set each run asked, one run after the other. */
  const asked = (set: string, runs: Record<string, number>) =>
    Object.entries(runs).flatMap(([group, goldens], hour) =>
      Array.from({ length: goldens }, () => ({ set, group, last: { time: hour } })),
    )

  test('where it asks few goldens of a set that the last whole run asked in full, several times too', () => {
    const points = asked('capitals', { whole: 20, once: 1, again: 1, shorter: 12, 'of that': 5 })
    expect(partialRunsOf(points)).toEqual({
      bySet: new Map([['capitals', ['once', 'again', 'of that']]]),
      ofAll: ['once', 'again', 'of that'],
    })
  })

  test('not where the set is larger in later runs', () => {
    const points = asked('capitals', { one: 10, two: 10, larger: 25 })
    expect(partialRunsOf(points).ofAll).toEqual([])
  })

  test('in one set, and whole in another', () => {
    const points = [...asked('capitals', { all: 20, both: 6 }), ...asked('sums', { all: 4, both: 4, 'one set': 4 })]
    const { bySet, ofAll } = partialRunsOf(points)
    expect(bySet.get('capitals')).toEqual(['both'])
    expect(bySet.get('sums')).toEqual([])
    expect(ofAll).toEqual([])
  })
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
    events: 5,
    ofHypotheses: 0,
    ofConfigurations: 0,
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

  test.for([
    ['hypotheses', { sets: [], ofHypotheses: 5 }, { ofHypotheses: 10 }],
    ['configurations', { sets: [], ofConfigurations: 5 }, { ofConfigurations: 10 }],
  ] satisfies [string, Partial<RunSummary>, Partial<RunSummary>][])(
    'of %s is called so, and has the total of a run of these',
    ([only, asked, askedBefore]) => {
      const goldens = run({ run: 'goldens', status: 'pass', pass: 12 })
      expect(progressOf([run(asked), goldens], NOW)).toMatchObject({ only, done: 5, total: null })
      const before = run({ ...asked, ...askedBefore, status: 'pass', pass: 8 })
      expect(progressOf([run(asked), goldens, before], NOW)).toMatchObject({ only, total: 10 })
    },
  )

  test('of goldens and hypotheses is a run', () => {
    expect(progressOf([run({ ofHypotheses: 3 })], NOW)?.only).toBeNull()
    const none = { pass: 0, fail: 0, unmeasured: 0 }
    expect(progressOf([run(none)], NOW)?.only).toBeNull()
  })

  test('is over when an event closes it, and when it is silent for five minutes', () => {
    expect(progressOf([run({ status: 'fail' })], NOW)).toBeNull()
    expect(progressOf([run({ last: NOW - 300_001 })], NOW)).toBeNull()
    expect(progressOf([], NOW)).toBeNull()
  })
})
