import { describe, expect, test } from 'vitest'
import { budgetOf, errorBudget } from '../../../src/dashboard/views/error-budget.ts'

interface Counts {
  pass?: number
  fail?: number
  unmeasured?: number
  unjudged?: number
  slow?: number
  firstTokens?: [within: number, beyond: number]
}

function part(hour: number, { pass = 0, fail = 0, unmeasured = 0, unjudged = 0, slow = 0, firstTokens }: Counts) {
  const replies = pass + fail + unjudged
  const [within, beyond] = firstTokens ?? [0, 0]
  return {
    time: 3_600_000 * hour,
    pass,
    fail,
    unmeasured,
    count: replies + unmeasured,
    withinLimit: { latencyMs: replies - slow, firstTokenMs: within },
    beyondLimit: { latencyMs: slow, firstTokenMs: beyond },
  }
}

describe('the error budget', () => {
  test('of a pass rate counts failed replies and questions without a reply, but no unjudged reply', () => {
    const parts = [part(0, { pass: 90 }), part(1, { pass: 4, fail: 4, unmeasured: 2, unjudged: 50 })]
    expect(errorBudget({ objective: 'passRate', target: 0.9 }, parts)).toEqual({
      allowed: 0.1,
      bad: 6,
      lost: 2,
      all: 100,
      left: expect.closeTo(0.4),
      burn: [
        { since: 0, rate: expect.closeTo(0.6), bad: 6, all: 100 },
        { since: 3_600_000, rate: expect.closeTo(6), bad: 6, all: 10 },
      ],
      recent: expect.closeTo(6),
    })
  })

  test('of an error rate can be overspent', () => {
    const parts = [part(0, { pass: 90 }), part(1, { pass: 8, unmeasured: 2 })]
    const budget = errorBudget({ objective: 'errorRate', target: 0.01 }, parts)
    expect(budget).toMatchObject({ bad: 2, all: 100, left: expect.closeTo(-1) })
  })

  test('of a 95th percentile allows 5 % of the replies to be slower than the target, and counts missing ones', () => {
    const parts = [part(0, { pass: 98, slow: 1 }), part(1, { fail: 1, slow: 1, unmeasured: 1 })]
    expect(errorBudget({ objective: 'p95Ms', target: 20_000 }, parts)).toMatchObject({
      allowed: 0.05,
      bad: 3,
      all: 100,
      left: expect.closeTo(0.4),
    })
  })

  test('of a first token counts the replies that have one', () => {
    const parts = [part(0, { pass: 100, slow: 100, firstTokens: [19, 1] })]
    expect(errorBudget({ objective: 'ttftMs', target: 500 }, parts)).toMatchObject({
      bad: 1,
      all: 20,
      left: expect.closeTo(0),
    })
  })

  test('burns in the window, its last sixth and its last part', () => {
    const parts = Array.from({ length: 12 }, (_, hour) =>
      part(hour, hour < 10 ? { pass: 10 } : { pass: 20 - hour, fail: hour - 10 }),
    )
    const burn = errorBudget({ objective: 'passRate', target: 0.9 }, parts)?.burn
    expect(burn?.map(({ since, bad, all }) => [since / 3_600_000, bad, all])).toEqual([
      [0, 1, 120],
      [10, 1, 20],
      [11, 1, 10],
    ])
    expect(errorBudget({ objective: 'passRate', target: 0.9 }, parts)?.recent).toBeCloseTo(0.5)
  })

  test('has no recent rate where no reply of the last sixth is judged, and that of the only part', () => {
    const target = { objective: 'passRate', target: 0.9 } as const
    const bad = part(0, { pass: 5, fail: 5 })
    expect(errorBudget(target, [bad, part(1, { unjudged: 5 })])?.recent).toBeNull()
    expect(errorBudget(target, [bad])?.recent).toBeCloseTo(5)
  })

  test('leaves out a last part without a judged reply', () => {
    const parts = [part(0, { pass: 9, fail: 1 }), part(1, { unjudged: 5 })]
    expect(errorBudget({ objective: 'passRate', target: 0.9 }, parts)?.burn).toHaveLength(1)
  })

  test.each([
    ['passRate', null],
    ['passRate', 1],
    ['errorRate', 0],
    ['tokensPerSecond', 10],
    ['tokensPerReply', 100],
    ['boundaryDrift', 0.08],
  ] as const)('does not exist for %s with the target %j', (objective, target) => {
    expect(errorBudget({ objective, target }, [part(0, { pass: 9, fail: 1 })])).toBeNull()
  })

  test('does not exist without replies', () => {
    expect(errorBudget({ objective: 'p95Ms', target: 100 }, [])).toBeNull()
  })
})

describe('the replies of an error budget', () => {
  const replayed = part(1, { pass: 30 })
  const target = { objective: 'passRate', target: 0.9 } as const

  test('are the measured ones', () => {
    const measured = [part(0, { pass: 8, fail: 2 })]
    expect(budgetOf(target, { all: [...measured, replayed], measured })).toMatchObject({
      origin: 'measured',
      leftOut: 30,
      bad: 2,
      all: 10,
      left: expect.closeTo(-1),
    })
  })

  test('are the replayed ones where none was measured', () => {
    expect(budgetOf(target, { all: [replayed], measured: [] })).toMatchObject({
      origin: 'replayed',
      leftOut: 0,
      all: 30,
    })
  })
})
