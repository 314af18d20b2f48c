import { describe, expect, test } from 'vitest'
import { lookBounds } from '../../../../src/statistics/sequential/alpha-spending.ts'
import { studentTQuantile } from '../../../../src/statistics/distributions/student-t.ts'
import { compareSets, type Comparison, type RegressionOptions } from '../../../../src/evidence.ts'
import { regressionPolicy } from '../../../../src/verdicts/regression/policy.ts'
import { decide, levelsOf } from '../../../../src/verdicts/regression/decision.ts'
import { planRepeats, repeatVariation } from '../../../../src/verdicts/regression/repeats.ts'
import type { RuleOptions } from '../../../../src/verdicts/regression/rule.ts'
import { strictest } from '../../../../src/verdicts/regression/rule.ts'
import type { GoldenResult, MeasuredReply } from '../../../../src/verdicts/results.ts'

function golden(index: number, replies: Partial<MeasuredReply>[]): GoldenResult {
  return {
    id: `g${index}`,
    trait: '',
    fingerprint: 'same',
    unmeasured: [],
    replies: replies.map((facts, repeat) => ({
      repeat,
      source: 'embedder',
      model: 'm',
      passed: true,
      latencyMs: 100,
      firstTokenMs: null,
      completionTokens: null,
      digest: `${index} ${repeat}`,
      origin: 'measured',
      ...facts,
    })),
  }
}

/** As many goldens, one reply each. */
const set = (size: number, facts: (index: number) => Partial<MeasuredReply> = () => ({})) =>
  Array.from({ length: size }, (_, index) => golden(index, [facts(index)]))

function compare(
  before: GoldenResult[],
  now: GoldenResult[],
  policy: RegressionOptions = {},
  options: Partial<RuleOptions> = {},
): Comparison {
  return compareSets(before, { set: 's', ids: now.map(({ id }) => id), goldens: now }, policy, options)
}

const verdictOf = (comparison: Comparison, metric: string) =>
  comparison.metrics.find((each) => each.metric === metric)?.verdict

const closeTo = (value: number) => expect.closeTo(value, 9) as number

describe('significance levels', () => {
  const options = (shares: number[], index: number): RuleOptions => ({
    policy: regressionPolicy(),
    drift: 0.03,
    greedy: false,
    look: { shares, index },
  })

  test('of a single look are 0.5, 0.4 and 0.05 % to fail, and 5 % to pass', () => {
    expect(levelsOf('latency', options([1], 0))).toEqual({ fail: 0.005, pass: 0.05 })
    expect(levelsOf('quality', options([1], 0))).toEqual({ fail: 0.004, pass: 0.05 })
    expect(levelsOf('routing', options([1], 0))).toEqual({ fail: 0.0005, pass: 0.05 })
  })

  test('of several looks are spent over them', () => {
    const shares = [1 / 3, 2 / 3, 1]
    for (const index of [0, 1, 2]) {
      const { fail, pass } = levelsOf('latency', options(shares, index))
      expect(fail).toBe(lookBounds(shares, 0.005)[index])
      expect(pass).toBe(lookBounds(shares, 0.05)[index])
      expect(fail).toBeLessThan(0.005)
    }
  })
})

describe('a worsening', () => {
  const at = { estimate: 0.1, margin: 0.1, shown: true, beyondShown: false, upper: 0.2 }

  test('fails when it is shown and its estimate is beyond the margin, not at it', () => {
    expect(decide({ ...at, estimate: 0.1000001 }, 'evidence')).toBe('fail')
    expect(decide(at, 'evidence')).toBe('inconclusive')
    expect(decide({ ...at, estimate: 0.11, shown: false }, 'evidence')).toBe('inconclusive')
  })

  test('passes when its upper bound is inside of the margin, not at it', () => {
    expect(decide({ ...at, upper: 0.0999999 }, 'evidence')).toBe('pass')
    expect(decide({ ...at, upper: 0.1 }, 'evidence')).toBe('inconclusive')
    expect(decide({ ...at, upper: 0.11 }, 'evidence')).toBe('inconclusive')
    expect(decide({ ...at, upper: null }, 'evidence')).toBe('inconclusive')
  })

  test('fails in mode strict only when all of the interval is beyond the margin', () => {
    expect(decide({ ...at, estimate: 0.5, beyondShown: false }, 'strict')).toBe('inconclusive')
    expect(decide({ ...at, estimate: 0.5, beyondShown: true }, 'strict')).toBe('fail')
    expect(decide({ ...at, estimate: 0.5, beyondShown: true, shown: false }, 'evidence')).toBe('inconclusive')
  })

  test('does not pass without a metric', () => {
    expect(strictest([])).toBe('inconclusive')
    expect(strictest(['pass', 'pass'])).toBe('pass')
    expect(strictest(['pass', 'inconclusive'])).toBe('inconclusive')
    expect(strictest(['inconclusive', 'fail', 'pass'])).toBe('fail')
  })
})

// Ten goldens that all change by the same factor: the bounds are the estimate, widened by √2 z s with s = 3 % of drift.
describe('the latency of ten goldens that change alike', () => {
  const before = set(10)
  const after = (log: number) => set(10, () => ({ latencyMs: 100 * Math.exp(log) }))
  const drift = Math.SQRT2 * 0.03

  test('passes while the 95 % bound is inside of the tolerance', () => {
    // log 1.25 - 1.645 √2 0.03 = 0.1533
    const limit = Math.log(1.25) - 1.6448536 * drift
    expect(verdictOf(compare(before, after(limit - 1e-4), {}), 'latency')).toBe('pass')
    expect(verdictOf(compare(before, after(limit + 1e-4), {}), 'latency')).toBe('inconclusive')
  })

  test('fails once the 99.5 % bound is above zero, and the estimate beyond the tolerance', () => {
    // 2.576 √2 0.03 = 0.1093, far beyond a tolerance of 5 %.
    const limit = 2.5758293 * drift
    expect(verdictOf(compare(before, after(limit + 1e-4), { tolerance: 0.05 }), 'latency')).toBe('fail')
    expect(verdictOf(compare(before, after(limit - 1e-4), { tolerance: 0.05 }), 'latency')).toBe('inconclusive')
    const beyond = Math.log(1.25)
    expect(verdictOf(compare(before, after(beyond + 1e-6)), 'latency')).toBe('fail')
    expect(verdictOf(compare(before, after(beyond - 1e-6)), 'latency')).toBe('inconclusive')
  })

  test('fails in mode strict once the 99.5 % bound is beyond the tolerance', () => {
    const limit = Math.log(1.25) + 2.5758293 * drift
    const strict = { mode: 'strict' } as const
    expect(verdictOf(compare(before, after(limit + 1e-4), strict), 'latency')).toBe('fail')
    expect(verdictOf(compare(before, after(limit - 1e-4), strict), 'latency')).toBe('inconclusive')
  })

  test('has its change, its interval and its p value', () => {
    const [slower, faster] = [after(0.05), after(-0.05)].map((now) => compare(before, now).metrics[0])
    const half = 1.6448536 * drift
    expect(slower?.change).toBeCloseTo(Math.expm1(0.05), 12)
    expect(slower?.interval?.lower).toBeCloseTo(Math.expm1(0.05 - half), 7)
    expect(slower?.interval?.upper).toBeCloseTo(Math.expm1(0.05 + half), 7)
    expect(slower).toMatchObject({ scale: 'relative', limit: 0.25, n: 10, repeats: 1, standardError: 0 })
    // P(Z > 0.05 / (√2 0.03)) = P(Z > 1.1785) = 0.1193
    expect(slower?.p).toBeCloseTo(0.1193, 3)
    expect(faster?.p).toBeCloseTo(1 - 0.1193, 3)
    // No change: nothing speaks for one.
    expect(compare(before, after(0)).metrics[0]?.p).toBeCloseTo(0.5, 3)
    expect(compare(before, after(3)).metrics[0]?.p).toBeLessThan(0.006)
  })

  test('has a standard error of the goldens alone', () => {
    // Alternately 0.1 more and less: the 95 % bounds of the Walsh averages are 0.1 and -0.1.
    const now = set(10, (index) => ({ latencyMs: 100 * Math.exp(index % 2 === 0 ? 0.1 : -0.1) }))
    expect(compare(before, now).metrics[0]?.standardError).toBeCloseTo(0.1 / 1.6448536, 6)
  })

  test('is that of the mean of two repeats, and of the Hodges-Lehmann estimate of three', () => {
    const two = Array.from({ length: 10 }, (_, index) => golden(index, [{ latencyMs: 100 }, { latencyMs: 144 }]))
    expect(compare(before, two).metrics[0]?.change).toBeCloseTo(0.2, 12)
    const three = Array.from({ length: 10 }, (_, index) =>
      golden(index, [{ latencyMs: 100 }, { latencyMs: 100 }, { latencyMs: 144 }]),
    )
    // Of the six Walsh averages of the logarithms, the third is 0 and the fourth log 1.2.
    expect(compare(before, three).metrics[0]?.change).toBeCloseTo(Math.sqrt(1.2) - 1, 12)
    expect(compare(before, three).metrics[0]).toMatchObject({ baseline: 100, repeats: 1 })
    expect(compare(before, three).metrics[0]?.current).toBeCloseTo(344 / 3, 10)
  })

  test('has no bounds below five goldens, and none to fail by below eight', () => {
    const of = (size: number, log: number) =>
      compare(
        set(size),
        set(size, () => ({ latencyMs: 100 * Math.exp(log) })),
        {},
        { drift: 0 },
      ).metrics[0]
    expect(of(4, 0)).toMatchObject({ verdict: 'inconclusive', interval: { lower: null, upper: null } })
    expect(of(4, 0)).not.toHaveProperty('standardError')
    expect(of(5, 0)).toMatchObject({ verdict: 'pass', interval: { lower: 0, upper: 0 } })
    expect(of(7, 1)?.verdict).toBe('inconclusive')
    expect(of(8, 1)?.verdict).toBe('fail')
    expect(compare([], [])).toMatchObject({ verdict: 'inconclusive', passes: false })
    expect(compare([], []).metrics[0]).toMatchObject({ n: 0, repeats: 0, baseline: null, current: null })
  })
})

describe('the pass rate of 40 goldens', () => {
  const before = set(40)
  const failing = (count: number) => set(40, (index) => ({ passed: index >= count, digest: `new ${index}` }))

  // Exact and mid-p: half of 2^-b for b goldens that all fell.
  test('fails from 7 falls on, by a level of 0.4 %: 2^-8 = 0.0039', () => {
    expect(compare(before, failing(7)).metrics[1]).toMatchObject({ verdict: 'fail', p: closeTo(2 ** -8) })
    expect(compare(before, failing(6)).metrics[1]).toMatchObject({ verdict: 'inconclusive', p: closeTo(2 ** -7) })
  })

  test('does not fail with an estimate inside of the margin, however sure the fall is', () => {
    expect(verdictOf(compare(before, failing(10), { quality: 0.25 }), 'quality')).toBe('inconclusive')
    expect(verdictOf(compare(before, failing(11), { quality: 0.25 }), 'quality')).toBe('fail')
    expect(verdictOf(compare(failing(10), before, { quality: 0.05 }), 'quality')).toBe('pass')
  })

  test('passes unchanged once the 95 % bound is inside of the margin', () => {
    // Two pseudo goldens with a change of 1 and -1 in n + 2: t(n + 1) √(2 / ((n + 2) (n + 1))).
    for (const margin of [0.05, 0.1, 0.2]) {
      const passes = (n: number) => studentTQuantile(0.95, n + 1) * Math.sqrt(2 / ((n + 2) * (n + 1))) < margin
      const least = Array.from({ length: 60 }, (_, n) => n + 1).find(passes) ?? 0
      expect(verdictOf(compare(set(least), set(least), { quality: margin }), 'quality')).toBe('pass')
      expect(verdictOf(compare(set(least - 1), set(least - 1), { quality: margin }), 'quality')).toBe('inconclusive')
    }
  })

  test('fails in mode strict when the 99.6 % bound is beyond the margin', () => {
    // n goldens of which k fell: change -k / (n + 2), and its t bound with n + 1 degrees of freedom.
    const upper = (k: number) => {
      const [n, mean] = [42, -k / 42]
      const variance = (k + 2 - n * mean * mean) / (n - 1)
      return mean + studentTQuantile(0.996, n - 1) * Math.sqrt(variance / n)
    }
    const least = Array.from({ length: 41 }, (_, k) => k).find((k) => upper(k) < -0.125) ?? 0
    expect(verdictOf(compare(before, failing(least), { mode: 'strict' }), 'quality')).toBe('fail')
    expect(verdictOf(compare(before, failing(least - 1), { mode: 'strict' }), 'quality')).toBe('inconclusive')
  })

  test('has advice on goldens by the fall, and says when repeats are copies', () => {
    const advice = (goldens: GoldenResult[], now: GoldenResult[], quality: number) =>
      compare(goldens, now, { quality }).metrics[1]?.needed
    // Fewer goldens decide about 5 falls in 40 than about a set that did not change, at a margin of 5 points.
    expect(advice(before, failing(5), 0.05)?.repeats ?? 0).toBeGreaterThan(1)
    const repeated = (texts: [string, string]) =>
      Array.from({ length: 6 }, (_, index) =>
        golden(
          index,
          texts.map((digest) => ({ digest: `${index} ${digest}` })),
        ),
      )
    expect(advice(repeated(['a', 'a']), repeated(['a', 'b']), 0.1)?.sentence).toContain('repeats are copies')
    expect(advice(repeated(['a', 'b']), repeated(['a', 'a']), 0.1)?.sentence).toContain('repeats are copies')
    expect(advice(repeated(['a', 'b']), repeated(['b', 'c']), 0.1)?.sentence).toContain('AIOS_REPEATS')
    const [one, ...others] = repeated(['a', 'b'])
    const mixed = [...repeated(['a', 'a']).slice(0, 1), ...others]
    expect(one).toBeDefined()
    expect(advice(mixed, mixed, 0.1)?.sentence).toContain('repeats are copies')
  })

  test('has half of the tolerance as its margin, up to everything', () => {
    expect(regressionPolicy(0.25).quality).toBe(0.125)
    expect(regressionPolicy({ tolerance: 3 }).quality).toBe(1)
    expect(regressionPolicy({ quality: 0.3 })).toEqual({
      tolerance: 0.25,
      quality: 0.3,
      mode: 'evidence',
      onInconclusive: 'pass',
    })
  })

  test.each([
    [1, []],
    [1.01, ['"quality" must be a number above 0 and at most 1, such as 0.1 for 10 points, got 1.01']],
  ])('accepts a margin of %d: %j', (quality, problems) => {
    const call = () => compare(before, before, { quality })
    if (problems.length === 0) expect(call).not.toThrow()
    else expect(call).toThrow(problems[0])
  })

  test.each([['0.25'], [[0.25]], [null]])('rejects %j as a policy', (policy) => {
    expect(() => compare(before, before, policy as never)).toThrow(
      'must be a number above 0 and at most 1000, such as 0.25 for a quarter, or an object',
    )
  })

  test('rejects a tolerance that is a string', () => {
    expect(() => compare(before, before, { tolerance: '1' as never })).toThrow('"tolerance" must be a number above 0')
  })
})

describe('the routing of 40 goldens', () => {
  const before = set(40, (index) => ({ source: index < 20 ? 'main_model' : 'embedder' }))
  const moved = (down: number, up: number) =>
    set(40, (index) => ({ source: (index < 20 ? index >= down : index < 20 + up) ? 'main_model' : 'embedder' }))

  // Each way at 0.05 %: 2^-11 = 0.00049.
  test.each([
    [0, 11, 'fail'],
    [0, 10, 'inconclusive'],
    [11, 0, 'fail'],
    [10, 0, 'inconclusive'],
  ])('of which %i leave the main model and %i come to it: %s', (down, up, verdict) => {
    const comparison = compare(before, moved(down, up), { tolerance: 0.2 })
    expect(verdictOf(comparison, 'routing')).toBe(verdict)
    expect(comparison.metrics[2]).toMatchObject({ baseline: 0.5, current: (20 - down + up) / 40, limit: 0.2 })
    expect(comparison.metrics[2]?.p).toBeCloseTo(2 * 2 ** -(down + up), 12)
    expect(comparison.moved).toHaveLength(down + up)
  })

  test('does not fail inside of the tolerance, in either direction', () => {
    for (const [down, up] of [
      [0, 12],
      [12, 0],
    ] as const) {
      expect(verdictOf(compare(before, moved(down, up), { tolerance: 0.31 }), 'routing')).toBe('inconclusive')
      expect(verdictOf(compare(before, moved(down, up), { tolerance: 0.6 }), 'routing')).toBe('pass')
    }
    expect(compare(before, before).metrics[2]).toMatchObject({ verdict: 'pass', p: 1 })
  })

  test('fails in mode strict when the whole interval is beyond the tolerance, in either direction', () => {
    const bound = (k: number) => {
      const [n, mean] = [42, k / 42]
      const variance = (k + 2 - n * mean * mean) / (n - 1)
      return mean - studentTQuantile(0.9995, n - 1) * Math.sqrt(variance / n)
    }
    const least = Array.from({ length: 21 }, (_, k) => k).find((k) => bound(k) > 0.1) ?? 0
    const strict = { mode: 'strict', tolerance: 0.1 } as const
    for (const k of [least, least - 1])
      for (const now of [moved(k, 0), moved(0, k)])
        expect(verdictOf(compare(before, now, strict), 'routing')).toBe(k === least ? 'fail' : 'inconclusive')
  })

  test('has the same advice in either direction, for goldens and never for repeats', () => {
    const [down, up] = [moved(8, 0), moved(0, 8)].map(
      (now) => compare(before, now, { tolerance: 0.1 }).metrics[2]?.needed,
    )
    expect(down).toEqual(up)
    expect(down?.repeats).toBeNull()
    expect(down?.goldens).toBeGreaterThan(40)
    expect(compare(before, before, { tolerance: 0.01 }).metrics[2]?.needed).toMatchObject({ repeats: null })
  })

  test('counts repeats that go to one model once', () => {
    const thrice = (source: 'main_model' | 'embedder', index: number) =>
      golden(index, [{ source }, { source }, { source }])
    const all = Array.from({ length: 9 }, (_, index) => thrice('embedder', index))
    expect(compare(all, all).metrics[2]?.repeats).toBe(1)
    const split = Array.from({ length: 9 }, (_, index) =>
      golden(index, [{ source: 'embedder' }, { source: 'embedder' }, { source: 'main_model' }]),
    )
    expect(compare(split, split).metrics[2]).toMatchObject({ repeats: 3, baseline: 1 / 3 })
  })
})

describe('the point rule', () => {
  const point = (tolerance: number) => ({ tolerance, mode: 'point' }) as const
  const passing = (share: number) => set(100, (index) => ({ passed: index < 100 * share }))
  const main = (share: number) => set(100, (index) => ({ source: index < 100 * share ? 'main_model' : 'embedder' }))

  test('passes at the tolerance and fails beyond it, for each metric', () => {
    const slow = (factor: number) => set(100, () => ({ latencyMs: 100 * factor }))
    const verdict = (before: GoldenResult[], now: GoldenResult[], metric: string) =>
      verdictOf(compare(before, now, point(0.25)), metric)
    expect([1.25, 1.26].map((factor) => verdict(slow(1), slow(factor), 'latency'))).toEqual(['pass', 'fail'])
    expect([0.6, 0.59].map((share) => verdict(passing(0.8), passing(share), 'quality'))).toEqual(['pass', 'fail'])
    expect([0.75, 0.76].map((share) => verdict(main(0.5), main(share), 'routing'))).toEqual(['pass', 'fail'])
    expect([0.25, 0.24].map((share) => verdict(main(0.5), main(share), 'routing'))).toEqual(['pass', 'fail'])
  })

  test('has no change from a baseline of 0', () => {
    expect(compare(passing(0), passing(0.5), point(0.25)).metrics[1]).toMatchObject({ change: null, verdict: 'pass' })
    expect(compare(passing(0), passing(0), point(0.25)).metrics[1]).toMatchObject({ change: 0, verdict: 'pass' })
  })

  test('has the fewest repeats of either side, and nothing without goldens', () => {
    const twice = set(3).map((each, index) => golden(index, [...each.replies, ...each.replies]))
    expect(compare(twice, set(3), point(0.25)).metrics.map(({ repeats }) => repeats)).toEqual([1, 1, 1])
    for (const metric of compare([], [], point(0.25)).metrics)
      expect(metric).toMatchObject({ n: 0, repeats: 0, baseline: null, current: null, verdict: 'inconclusive' })
  })
})

describe('a single golden that became slower', () => {
  const times = (index: number, centre: number, step: number, count: number) =>
    golden(
      index,
      Array.from({ length: count }, (_, repeat) => ({
        latencyMs: 100 * Math.exp(centre + step * (repeat - (count - 1) / 2)),
      })),
    )
  const slower = (before: GoldenResult[], now: GoldenResult[], tolerance = 0.01) =>
    compare(before, now, { tolerance }).slower

  // Five repeats at steps of 0.1 on either side: a standard error of 0.1, 8 degrees of freedom, t(0.95) = 1.8595.
  test('is named at 5 %, one-sided, given five repeats', () => {
    expect(slower([times(0, 0, 0.1, 5)], [times(0, 0.187, 0.1, 5)])).toEqual(['g0'])
    expect(slower([times(0, 0, 0.1, 5)], [times(0, 0.185, 0.1, 5)])).toEqual([])
    expect(slower([times(0, 0, 0.01, 4)], [times(0, 1, 0.01, 5)])).toEqual([])
    expect(slower([times(0, 0, 0.01, 5)], [times(0, 1, 0.01, 4)])).toEqual([])
    expect(slower([times(0, 1, 0.01, 5)], [times(0, 0, 0.01, 5)])).toEqual([])
  })

  test('is named by its own variances (Welch 1947)', () => {
    // Variances of the means 0.005 and 0.15 / 72: 7.387 degrees of freedom.
    const [one, other] = [0.005, 0.15 / 72]
    const df = (one + other) ** 2 / (one ** 2 / 4 + other ** 2 / 8)
    expect(df).toBeCloseTo(7.387, 3)
    const limit = studentTQuantile(0.95, df) * Math.sqrt(one + other)
    for (const [before, now] of [
      [times(0, 0, 0.1, 5), (centre: number) => times(0, centre, 0.05, 9)],
      [times(0, 0, 0.05, 9), (centre: number) => times(0, centre, 0.1, 5)],
    ] as const) {
      expect(slower([before], [now(limit + 0.001)])).toEqual(['g0'])
      expect(slower([before], [now(limit - 0.001)])).toEqual([])
    }
  })

  test('is named only beyond the tolerance', () => {
    expect(slower([times(0, 0, 0.001, 5)], [times(0, 0.224, 0.001, 5)], 0.25)).toEqual(['g0'])
    expect(slower([times(0, 0, 0.001, 5)], [times(0, 0.222, 0.001, 5)], 0.25)).toEqual([])
  })

  test('is adjusted for several goldens (Holm)', () => {
    // t = 2.05 with 8 degrees of freedom: p = 0.037, and twice that is not below 5 %.
    const pair = (count: number, centre: number) =>
      Array.from({ length: count }, (_, index) => times(index, centre, 0.1, 5))
    expect(slower(pair(1, 0), pair(1, 0.205))).toEqual(['g0'])
    expect(slower(pair(2, 0), pair(2, 0.205))).toEqual([])
  })

  test('without any variance is named when it is slower at all', () => {
    expect(slower([times(0, 0, 0, 5)], [times(0, 0.02, 0, 5)])).toEqual(['g0'])
    expect(slower([times(0, 0, 0, 5)], [times(0, 0, 0, 5)])).toEqual([])
    expect(slower([times(0, 0.02, 0, 5)], [times(0, 0, 0, 5)])).toEqual([])
  })

  test('is not named by latencies that cannot be compared', () => {
    const replayed = (each: GoldenResult): GoldenResult => ({
      ...each,
      replies: each.replies.map((reply) => ({ ...reply, origin: 'replayed' })),
    })
    expect(slower([replayed(times(0, 0, 0.01, 5))], [times(0, 1, 0.01, 5)])).toEqual([])
    expect(slower([replayed(times(0, 0, 0.01, 5))], [replayed(times(0, 1, 0.01, 5))])).toEqual(['g0'])
  })
})

describe('a plan for repeats', () => {
  const plan = (given: Partial<Parameters<typeof planRepeats>[0]>) =>
    planRepeats({ goldens: 30, cv: 0.25, drift: 0, policy: { tolerance: 0.25 }, ...given })

  test.each([
    [{ goldens: -1 }, 'goldens must be 0 or more, got -1'],
    [{ cv: -0.1 }, 'cv must be a finite number from 0, got -0.1'],
    [{ cv: Infinity }, 'cv must be a finite number from 0, got Infinity'],
    [{ drift: -0.1 }, 'drift must be a finite number from 0, got -0.1'],
    [{ drift: Infinity }, 'drift must be a finite number from 0, got Infinity'],
  ])('rejects %j', (wrong, message) => {
    expect(() => plan(wrong)).toThrow(message)
  })

  test('is one repeat for a system without noise, and none without goldens', () => {
    expect(plan({ cv: 0, goldens: 1 })).toEqual({ pass: 1, fail: 1 })
    expect(plan({ goldens: 0 })).toBeNull()
    expect(plan({ goldens: 1, cv: 0 })).not.toBeNull()
  })

  test('has the fewest repeats that decide 95 of 100 runs', () => {
    // (z + 1.645) √(2 log(1 + cv²) / (K R) + 2 s²) / 0.976 <= gap
    const enough = (gap: number, z: number, cv: number, goldens: number, repeats: number, drift: number) =>
      ((z + 1.6448536) * Math.sqrt((2 * Math.log(1 + cv * cv)) / (goldens * repeats) + 2 * drift ** 2)) / 0.976 <= gap
    const first = (holds: (repeats: number) => boolean) => Array.from({ length: 999 }, (_, n) => n + 1).find(holds)
    for (const [goldens, cv, drift, tolerance] of [
      [7, 0.4, 0.02, 0.2],
      [12, 0.9, 0.01, 0.25],
      [40, 1.5, 0, 0.1],
      [9, 0.3, 0.05, 0.5],
    ] as const) {
      const [margin, worse] = [Math.log(1 + tolerance), Math.log(1 + 2 * tolerance)]
      expect(planRepeats({ goldens, cv, drift, policy: { tolerance } })).toEqual({
        pass: first((repeats) => enough(margin, 1.6448536, cv, goldens, repeats, drift)),
        fail: first(
          (repeats) =>
            enough(worse - margin, 0, cv, goldens, repeats, drift) &&
            enough(worse, 2.5758293, cv, goldens, repeats, drift),
        ),
      })
    }
  })

  test('uses the variation of the given repeats, or 25 %', () => {
    expect(repeatVariation(set(5))).toBe(0.25)
    const spread = (step: number) =>
      golden(0, [{ latencyMs: 100 * Math.exp(-step) }, { latencyMs: 100 * Math.exp(step) }])
    // Two repeats at ±0.1: a variance of 0.02. Pooled with one of 0.08: 0.05.
    expect(repeatVariation([spread(0.1)])).toBeCloseTo(Math.sqrt(Math.expm1(0.02)), 12)
    expect(repeatVariation([spread(0.1), spread(0.2), ...set(3)])).toBeCloseTo(Math.sqrt(Math.expm1(0.05)), 12)
    expect(repeatVariation([golden(0, [{ latencyMs: 0 }, { latencyMs: 100 }, { latencyMs: 100 }])])).toBe(0)
  })
})
