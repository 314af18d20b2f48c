import { describe, expect, test } from 'vitest'
import { judgeSlo, type Slo } from '../../../../src/evidence.ts'
import { sloProblems } from '../../../../src/verdicts/slo/objectives.ts'
import { clopperPearson } from '../../../../src/statistics/counts/proportion.ts'
import { studentTQuantile } from '../../../../src/statistics/distributions/student-t.ts'
import type { GoldenResult, MeasuredReply, SetResults } from '../../../../src/verdicts/results.ts'
import { pointVerdict } from '../../../../src/verdicts/slo/judge.ts'
import { measure } from '../../../../src/verdicts/slo/measure.ts'
import { repeatedQuantile, shareUpTo } from '../../../../src/verdicts/slo/repeated-quantile.ts'

const LOST = { repeat: 0, cause: 'unreachable', evidence: 'ECONNREFUSED', remedy: 'start the server' }

function golden(id: string, replies: Partial<MeasuredReply>[], lost = 0): GoldenResult {
  return {
    id,
    trait: '',
    fingerprint: 'f',
    unmeasured: Array.from({ length: lost }, () => LOST),
    replies: replies.map((facts, repeat) => ({
      repeat,
      source: 'embedder',
      model: 'm',
      passed: true,
      latencyMs: 100,
      firstTokenMs: null,
      completionTokens: null,
      origin: 'measured',
      ...facts,
    })),
  }
}

const set = (goldens: GoldenResult[]): SetResults => ({ set: 's', ids: goldens.map(({ id }) => id), goldens })

/** As many goldens, one reply each. */
const many = (size: number, facts: (index: number) => Partial<MeasuredReply>) =>
  set(Array.from({ length: size }, (_, index) => golden(`g${index}`, [facts(index)])))

const judge = (results: SetResults, slo: Slo, boundary = 0.5) => judgeSlo(results, slo, { boundary })
const only = (results: SetResults, slo: Slo, boundary = 0.5) => judge(results, slo, boundary).objectives[0]

describe('a target', () => {
  test.each<[keyof Slo, number[], number[]]>([
    ['passRate', [0, 0.5, 1], [-0.01, 1.01, NaN]],
    ['errorRate', [0, 1], [-0.01, 1.01]],
    ['p95Ms', [0.1, 20_000], [0, -1, Infinity, NaN]],
    ['ttftMs', [0.1, 2_000], [0, Infinity]],
    ['tokensPerSecond', [0.1, 20], [0, Infinity]],
    ['tokensPerReply', [0.1, 300], [0, Infinity]],
    ['boundaryDrift', [0, 0.08, 0.5], [-0.01, 0.51]],
    ['confidence', [0.51, 0.95, 0.999], [0.5, 0.4, 1, 1.1]],
  ])('of %s is in its range, ends included where they make sense', (key, right, wrong) => {
    for (const value of right) expect(sloProblems({ [key]: value })).toEqual([])
    for (const value of wrong) expect(sloProblems({ [key]: value })).toHaveLength(1)
  })

  test.each([[null], ['0.95'], [0.95], [[0.95]], [undefined]])('rejects %j as the object', (slo) => {
    expect(sloProblems(slo)).toEqual([expect.stringContaining('objectives must be an object')])
  })

  test('is met by a value at it, and not by one a little off', () => {
    expect([0.95, 0.9499].map((value) => pointVerdict('passRate', 0.95, value))).toEqual(['pass', 'fail'])
    expect([20, 20.001].map((value) => pointVerdict('p95Ms', 20, value))).toEqual(['pass', 'fail'])
    // 0.5 - 0.42 is a little more than 0.08 in binary fractions.
    expect([0.42, 0.4199].map((at) => judge(set([]), { boundaryDrift: 0.08 }, at).verdict)).toEqual(['pass', 'fail'])
    expect([0.58, 0.5801].map((at) => judge(set([]), { boundaryDrift: 0.08 }, at).verdict)).toEqual(['pass', 'fail'])
    expect(only(set([]), { boundaryDrift: 0.08 }, NaN)).toMatchObject({ value: null, met: false, n: 1 })
    expect(only(set([]), { boundaryDrift: 0.08 })).toMatchObject({ value: 0, n: 1, shown: null })
  })
})

// The smallest numbers of goldens that show a share of 95 % with 95 %, by failures.
describe('a pass rate of 95 % with a confidence of 95 %', () => {
  const slo = { passRate: 0.95, confidence: 0.95 }
  const failing = (failures: number, size: number) => many(size, (index) => ({ passed: index >= failures }))

  test.each([
    [0, 59],
    [1, 93],
    [2, 124],
    [3, 153],
    [5, 208],
  ])('and %i failures takes %i goldens', (failures, size) => {
    expect(judge(failing(failures, size), slo).verdict).toBe('pass')
    const open = judge(failing(failures, size - 1), slo)
    expect(open).toMatchObject({ verdict: 'inconclusive', reason: 'passRate: not shown at 95 %' })
    expect(open.objectives[0]?.shown).toMatchObject({ needs: size, goldens: size - 1, verdict: 'open' })
  })

  test('is missed once even the upper bound is below it', () => {
    const upper = (failures: number) => clopperPearson(100 - failures, 100, 0.95).upper
    const first = Array.from({ length: 100 }, (_, failures) => failures).find((failures) => upper(failures) < 0.95) ?? 0
    expect(judge(failing(first, 100), slo).verdict).toBe('fail')
    expect(only(failing(first, 100), slo)?.shown).toMatchObject({ verdict: 'missed', needs: null })
    expect(judge(failing(first - 1, 100), slo).verdict).toBe('inconclusive')
    // The value misses the target, so more goldens that all pass are not advised.
    expect(only(failing(first - 1, 100), slo)?.shown).toMatchObject({ verdict: 'open', needs: null })
  })

  test('has no advice where no number of goldens would show it', () => {
    expect(only(failing(0, 20), { passRate: 1, confidence: 0.95 })?.shown).toMatchObject({
      verdict: 'open',
      needs: null,
    })
    expect(only(failing(0, 20), { passRate: 0.9999, confidence: 0.95 })?.shown?.needs).toBe(29_956)
  })

  test('is reported at the requested confidence', () => {
    expect(judge(failing(0, 20), { passRate: 0.95, confidence: 0.999 }).reason).toBe('passRate: not shown at 99.9 %')
    expect(judge(failing(0, 20), { passRate: 0.95, confidence: 0.9999 }).reason).toBe('passRate: not shown at 100 %')
    // ln 0.2 / ln 0.95 = 31.4
    expect(only(failing(0, 31), { passRate: 0.95, confidence: 0.8 })?.shown?.needs).toBe(32)
    expect(judge(failing(0, 32), { passRate: 0.95, confidence: 0.8 }).verdict).toBe('pass')
    expect(only(failing(0, 20), { passRate: 0.95 })?.shown?.confidence).toBe(0.95)
  })
})

describe('errors', () => {
  const lost = (size: number, failures: number) =>
    set(
      Array.from({ length: size }, (_, index) =>
        golden(`g${index}`, index < failures ? [] : [{}], index < failures ? 1 : 0),
      ),
    )

  test('are a share of the questions, shown with 59 goldens at a limit of 5 %', () => {
    const slo = { errorRate: 0.05, confidence: 0.95 }
    expect(judge(lost(59, 0), slo).verdict).toBe('pass')
    expect(only(lost(58, 0), slo)?.shown).toMatchObject({ verdict: 'open', needs: 59 })
    expect(only(lost(20, 1), slo)).toMatchObject({ value: 0.05, n: 20, shown: { needs: 93 } })
  })

  test('are reported without an objective of their own, and fail nothing', () => {
    const { verdict, objectives } = judge(lost(20, 1), { passRate: 0.9 })
    expect(verdict).toBe('pass')
    expect(objectives[1]).toEqual({ objective: 'errorRate', target: null, value: 0.05, met: true, n: 20, shown: null })
    expect(judge(lost(20, 0), { passRate: 0.9 }).objectives).toHaveLength(1)
    expect(judge(lost(20, 1), { errorRate: 0.1 }).objectives).toHaveLength(1)
    expect(judge(lost(20, 1), {})).toEqual({
      set: 's',
      verdict: 'inconclusive',
      objectives: [],
      reason: expect.stringContaining('no objective is set') as string,
    })
  })

  test('need a question', () => {
    const never = golden('never', [])
    expect(measure('errorRate', [], 0.5)).toEqual({ value: null, n: 0, reason: 'no question was asked' })
    expect(measure('errorRate', [never], 0.5)).toMatchObject({ value: null, n: 0 })
    expect(measure('errorRate', [never, golden('a', [{}], 1)], 0.5)).toMatchObject({ value: 0.5, n: 2, goldens: 1 })
  })
})

describe('a percentile', () => {
  // Upper bounds of the 95th percentile: the 59th of 59, the 99th of 100, the 292nd of 300. Lower: the 26th of 30, the 91st of 100.
  test.each([
    [59, 59, 'pass'],
    [100, 99, 'pass'],
    [100, 98, 'inconclusive'],
    [300, 292, 'pass'],
    [300, 291, 'inconclusive'],
    [30, 25.5, 'fail'],
    [30, 26, 'inconclusive'],
    [100, 90.5, 'fail'],
    [100, 91, 'inconclusive'],
  ])('of %i latencies from 1 on, at most %d with 95 %%: %s', (size, p95Ms, verdict) => {
    const results = many(size, (index) => ({ latencyMs: index + 1 }))
    expect(judge(results, { p95Ms, confidence: 0.95 }).verdict).toBe(verdict)
  })

  test('of 58 has no upper bound, and takes 59', () => {
    const results = many(58, () => ({ latencyMs: 1 }))
    expect(only(results, { p95Ms: 2, confidence: 0.95 })?.shown).toMatchObject({ bound: null, needs: 59 })
  })

  test('is by nearest rank', () => {
    const p95 = (size: number) =>
      only(
        many(size, (index) => ({ latencyMs: index + 1 })),
        { p95Ms: 1000 },
      )?.value
    expect([1, 19, 20, 21, 100].map(p95)).toEqual([1, 19, 19, 20, 95])
    const ttft = many(100, (index) => ({ firstTokenMs: index + 1 }))
    expect(only(ttft, { ttftMs: 95 })).toMatchObject({ value: 95, met: true, n: 100 })
    expect(only(ttft, { ttftMs: 94 })).toMatchObject({ met: false })
    expect(repeatedQuantile([], 0.5)).toBeNull()
    // Three thirds are a little less than one in binary fractions.
    expect(repeatedQuantile([[1], [2], [3]], 1)).toBe(3)
    expect([shareUpTo([1, 2, 3, 4], 2), shareUpTo([1], 0)]).toEqual([0.5, 0])
  })

  test('is computed over the replies that have the value, and needs one', () => {
    const some = many(10, (index) => (index < 5 ? { firstTokenMs: 10 * (index + 1) } : {}))
    expect(only(some, { ttftMs: 50 })).toMatchObject({ value: 50, n: 5, shown: { goldens: 5 } })
    expect(
      only(
        many(10, () => ({})),
        { ttftMs: 50 },
      ),
    ).toMatchObject({ value: null, n: 0, met: false })
  })

  test.each([0, -1, NaN, Infinity])('of a latency of %d cannot be judged', (latencyMs) => {
    expect(
      only(
        many(3, (index) => (index === 1 ? { latencyMs } : {})),
        { p95Ms: 200 },
      ),
    ).toMatchObject({
      value: null,
      n: 3,
      reason: `a value of ${latencyMs} is invalid: it must be a finite number above 0`,
    })
  })

  test('of the speed is the median, for which no number of goldens is known', () => {
    // 101 tokens, the first after 100 ms: 100 more in 1 s times the number.
    const speeds = many(9, (index) => ({
      completionTokens: 101,
      firstTokenMs: 100,
      latencyMs: 100 + 1000 * (index + 1),
    }))
    const found = only(speeds, { tokensPerSecond: 19, confidence: 0.95 })
    expect(found?.value).toBeCloseTo(20, 0)
    expect(found?.shown).toMatchObject({ verdict: 'open', needs: null })
  })
})

describe('tokens of a reply', () => {
  const lengths = (list: number[]) => many(list.length, (index) => ({ completionTokens: list[index] ?? 0 }))

  // Student's interval: mean 30, variance 250, n 5, t(0.95, 4) = 2.1318.
  test('are bounded by the goldens', () => {
    const results = lengths([10, 20, 30, 40, 50])
    const half = 2.131847 * Math.sqrt(250 / 5)
    expect(only(results, { tokensPerReply: 30 + half + 1e-3, confidence: 0.95 })?.shown?.bound).toBeCloseTo(
      30 + half,
      4,
    )
    expect(judge(results, { tokensPerReply: 30 + half + 1e-3, confidence: 0.95 }).verdict).toBe('pass')
    expect(judge(results, { tokensPerReply: 30 + half - 1e-3, confidence: 0.95 }).verdict).toBe('inconclusive')
    expect(judge(results, { tokensPerReply: 30 - half + 1e-3, confidence: 0.95 }).verdict).toBe('inconclusive')
    expect(judge(results, { tokensPerReply: 30 - half - 1e-3, confidence: 0.95 }).verdict).toBe('fail')
  })

  test('of two goldens have bounds, those of one do not', () => {
    const [one, two] = [lengths([10]), lengths([10, 20])].map((results) => only(results, { tokensPerReply: 1e6 }))
    expect(one).toMatchObject({ value: 10, n: 1, shown: { bound: null, verdict: 'open', needs: null } })
    expect(two?.shown?.bound).toBeCloseTo(15 + studentTQuantile(0.95, 1) * 5, 9)
  })

  test('count each golden once, and need a reply with a token count', () => {
    const repeated = set([
      golden('a', [{ completionTokens: 10 }, { completionTokens: 20 }, {}]),
      golden('b', [{ completionTokens: 45 }]),
      golden('c', [{}]),
    ])
    expect(only(repeated, { tokensPerReply: 100 })).toMatchObject({ value: 30, n: 2 })
    expect(
      only(
        many(2, () => ({})),
        { tokensPerReply: 100 },
      ),
    ).toMatchObject({ value: null, n: 0 })
  })
})

describe('questions without a reply', () => {
  const answered = (count: number, latencyMs: number) =>
    Array.from({ length: count }, (_, index) => golden(`a${index}`, [{ latencyMs, firstTokenMs: latencyMs / 2 }]))
  const lost = (count: number) => Array.from({ length: count }, (_, index) => golden(`l${index}`, [], 1))

  test.each<[answered: number, lost: number, verdict: string]>([
    [20, 0, 'pass'],
    // 19 of 20 are the 95 %.
    [19, 1, 'pass'],
    [18, 2, 'inconclusive'],
    [3, 1, 'inconclusive'],
  ])(
    '%i goldens with and %i without: the percentiles are met only as if those were slowest',
    (with_, without, verdict) => {
      const results = set([...answered(with_, 100), ...lost(without)])
      expect(judge(results, { p95Ms: 100 }).verdict).toBe(verdict)
      expect(judge(results, { ttftMs: 50 }).verdict).toBe(verdict)
      expect(judge(results, { p95Ms: 99 }).verdict).toBe('fail')
      if (verdict === 'inconclusive')
        expect(judge(results, { p95Ms: 100 }).reason).toMatch(
          /^p95Ms: \d goldens? ha(?:s|ve) questions without a reply/,
        )
    },
  )

  test('weights a repeat without a reply like its golden', () => {
    const results = set([...answered(9, 100), golden('half', [{ latencyMs: 100 }], 1)])
    expect(judge(results, { p95Ms: 100 }).verdict).toBe('pass')
    expect(judge(set([...answered(4, 100), golden('half', [{ latencyMs: 100 }], 1)]), { p95Ms: 100 }).verdict).toBe(
      'inconclusive',
    )
  })

  test('a bound of a percentile is as if they were slowest, too', () => {
    const enough = judge(set(answered(59, 100)), { p95Ms: 100, confidence: 0.95 })
    expect(enough).toMatchObject({ verdict: 'pass', objectives: [{ shown: { bound: 100 } }] })
    const less = judge(set([...answered(59, 100), ...lost(1)]), { p95Ms: 100, confidence: 0.95 })
    expect(less).toMatchObject({
      verdict: 'inconclusive',
      objectives: [{ shown: { bound: null, verdict: 'open' } }, {}],
    })
  })

  test('are errors also where a retry repaired them', () => {
    const repaired = { ...golden('repaired', [{}]), repairedErrors: 1 }
    const results = set([...answered(3, 100), repaired])
    expect(judge(results, { errorRate: 0 })).toMatchObject({
      verdict: 'fail',
      objectives: [{ value: 0.125, n: 5 }],
    })
    // They are told without a limit, too, and the latency is that of the reply.
    expect(judge(results, { p95Ms: 100 })).toMatchObject({
      verdict: 'pass',
      objectives: [{ objective: 'p95Ms' }, { objective: 'errorRate', target: null, value: 0.125 }],
    })
  })
})
