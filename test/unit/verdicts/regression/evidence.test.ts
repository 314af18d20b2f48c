import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draw, type World } from '../../../../bench/worlds.ts'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { compareSets, type Comparison } from '../../../../src/evidence.ts'
import type { GoldenResult, MeasuredReply, SetResults } from '../../../../src/verdicts/results.ts'
import { describeMetric } from '../../../../src/verdicts/regression/metric-text.ts'

const steady: World = { goldens: 60, repeats: 3, noise: 0.25, drift: 0.03 }

function compare(world: World, policy: Parameters<typeof compareSets>[2] = 0.25, seed = 1): Comparison {
  const { baseline, current } = draw(world, seededRandom(seed))
  return compareSets(baseline, current, policy)
}

const lines = (comparison: Comparison) => comparison.metrics.map(describeMetric)

describe('one run against its baseline', () => {
  test('a system that did not change passes, with its evidence', () => {
    const comparison = compare(steady)
    expect(comparison).toMatchObject({ verdict: 'pass', passes: true, drift: 0.03 })
    expect(lines(comparison)).toMatchInlineSnapshot(`
      [
        "typical latency -11.2 % (95 %: -18.2 to -3.6, limit +25), p > 0.99, n 60 x 3: pass",
        "pass rate 88.9 -> 87.8 % (-1.1, 95 %: -5.3 to +3.2, limit -12.5), p 0.32, n 60 x 3: pass",
        "main_model share 50 -> 50 % (0.0, 95 %: -3.8 to +3.8, limit ±25), p > 0.99, n 60: pass",
      ]
    `)
  })

  test('fails a system that is 50 % slower, in latency only', () => {
    const comparison = compare({ ...steady, slower: 1.5 })
    expect(comparison).toMatchObject({ verdict: 'fail', passes: false })
    expect(comparison.metrics.map(({ verdict }) => verdict)).toEqual(['fail', 'pass', 'pass'])
  })

  test('fails a fall of quality, and names the goldens that broke', () => {
    const comparison = compare({ ...steady, worse: 0.3 })
    expect(comparison.metrics.map(({ verdict }) => verdict)).toEqual(['pass', 'fail', 'pass'])
    expect(comparison.broke.length).toBeGreaterThan(3)
  })

  test('names the sample that would decide an open metric, and follows the policy', () => {
    const noisy = { ...steady, goldens: 12, noise: 0.5, slower: 1.2 }
    const comparison = compare(noisy)
    expect(comparison).toMatchObject({ verdict: 'inconclusive', passes: true })
    const open = comparison.metrics.find((metric) => metric.needed !== undefined)
    expect(open?.needed?.sentence).toMatch(
      /more repeats of both sides would decide: run with AIOS_REPEATS=\d+|goldens would/,
    )
    expect(compare(noisy, { tolerance: 0.25, onInconclusive: 'fail' }).passes).toBe(false)
  })

  test('is inconclusive for few goldens, and says so', () => {
    const comparison = compare({ ...steady, goldens: 5, slower: 3 })
    expect(comparison.verdict).toBe('inconclusive')
    expect(comparison.metrics[0]?.needed).toMatchObject({
      goldens: 8,
      sentence: 'it takes 8 goldens to show a change of latency',
    })
    expect(compare({ ...steady, goldens: 1 }).verdict).toBe('inconclusive')
  })

  test('mode strict fails later than mode evidence', () => {
    const slow = { ...steady, slower: 1.6 }
    expect(compare(slow).verdict).toBe('fail')
    expect(compare(slow, { tolerance: 0.25, mode: 'strict' }).verdict).toBe('inconclusive')
    expect(compare({ ...steady, slower: 3 }, { tolerance: 0.25, mode: 'strict' }).verdict).toBe('fail')
  })

  test('gives advice for the criterion of mode strict', () => {
    const slow = { ...steady, goldens: 20, noise: 0.5, slower: 1.6 }
    const strict = { tolerance: 0.25, mode: 'strict' } as const
    const wanted = compare(slow, strict, 2).metrics[0]?.needed?.repeats ?? 0
    const runs = Array.from({ length: 30 }, (_, seed) => compare({ ...slow, repeats: wanted }, strict, 100 + seed))
    // Planned for 80 % of them.
    expect(runs.filter(({ verdict }) => verdict === 'fail').length).toBeGreaterThanOrEqual(20)
  })

  test('uses stricter levels for one of several looks', () => {
    const { baseline, current } = draw({ ...steady, slower: 1.38, goldens: 10 }, seededRandom(4))
    const p = (index: number) =>
      compareSets(baseline, current, 0.25, { look: { shares: [1 / 3, 2 / 3, 1], index } }).metrics[0]?.verdict
    expect(compareSets(baseline, current, 0.25).metrics[0]?.verdict).toBe('fail')
    expect(p(0)).toBe('inconclusive')
    expect(p(2)).toBe('fail')
  })

  test('goldens that all became slower by the same factor still have a bound above it', () => {
    const { baseline, current } = draw({ ...steady, goldens: 12 }, seededRandom(1))
    const same = { ...current, goldens: baseline.map((golden) => times(golden, 1.22)) }
    const [latency] = compareSets(baseline, same, 0.25).metrics
    expect(latency?.interval?.upper).toBeGreaterThan(0.25)
    expect(latency?.verdict).toBe('inconclusive')
  })

  test('a single golden that became slower is named, given five repeats', () => {
    const { baseline, current } = draw({ ...steady, repeats: 5, noise: 0.1 }, seededRandom(1))
    const slow = current.goldens.map((golden, index) => (index === 7 ? times(golden, 2) : golden))
    expect(compareSets(baseline, { ...current, goldens: slow }, 0.25).slower).toEqual(['g7'])
  })
})

function times(golden: GoldenResult, factor: number): GoldenResult {
  return { ...golden, replies: golden.replies.map((reply) => ({ ...reply, latencyMs: factor * reply.latencyMs })) }
}

describe('copies', () => {
  const golden = (id: string, passed: boolean, digests: (string | undefined)[]): GoldenResult => ({
    id,
    trait: '',
    fingerprint: 'f',
    unmeasured: [],
    replies: digests.map((digest, repeat): MeasuredReply => {
      const facts = { repeat, source: 'embedder', model: 'm', passed, latencyMs: 100 + repeat } as const
      const times = { firstTokenMs: null, completionTokens: null, origin: 'measured' } as const
      return digest === undefined ? { ...facts, ...times } : { ...facts, ...times, digest }
    }),
  })
  const set = (digests: (string | undefined)[], failing = 0): GoldenResult[] =>
    Array.from({ length: 20 }, (_, index) => golden(`g${index}`, index >= failing, digests))
  const quality = (before: GoldenResult[], now: GoldenResult[]) =>
    compareSets(before, { set: 's', ids: now.map(({ id }) => id), goldens: now }, 0.25).metrics[1]

  test('of one reply count once', () => {
    const copied = quality(set(['a', 'a', 'a']), set(['a', 'a', 'a'], 4))
    const distinct = quality(set(['a', 'b', 'c']), set(['a', 'b', 'c'], 4))
    expect([copied?.repeats, distinct?.repeats]).toEqual([1, 3])
    expect(copied?.p).toBeGreaterThan(distinct?.p ?? 1)
    expect([copied?.verdict, distinct?.verdict]).toEqual(['inconclusive', 'fail'])
    expect(copied?.needed?.sentence).toContain('repeats are copies of each other')
  })

  test('are assumed for equal verdicts where the texts are not known', () => {
    expect(quality(set([undefined, undefined]), set(['a', 'b']))?.repeats).toBe(1)
  })
})

describe('data that cannot be judged', () => {
  const replayed = ({ baseline }: { baseline: GoldenResult[] }) =>
    baseline.map((golden) => ({
      ...golden,
      replies: golden.replies.map((reply) => ({ ...reply, origin: 'replayed' as const })),
    }))

  test('rejects a replayed baseline for a measured run, and accepts the reverse', () => {
    const drawn = draw(steady, seededRandom(1))
    const measured = compareSets(replayed(drawn), drawn.current, 0.25)
    expect(measured).toMatchObject({ verdict: 'inconclusive', passes: false })
    expect(measured.reason).toContain('the latencies of the baseline are replayed, and those of this run are measured')
    const recording: SetResults = { ...drawn.current, goldens: replayed({ baseline: [...drawn.current.goldens] }) }
    expect(compareSets(drawn.baseline, recording, 0.25).verdict).toBe('pass')
  })

  test.each([
    [
      { tolerance: Number.NaN },
      '"tolerance" must be a number above 0 and at most 1000, such as 0.25 for a quarter, got NaN',
    ],
    [{ quality: 0 }, '"quality" must be a number above 0 and at most 1, such as 0.1 for 10 points, got 0'],
    [{ mode: 'fuzzy' }, '"mode" must be one of "evidence", "strict", "point", got "fuzzy"'],
    [{ onInconclusive: 'maybe' }, '"onInconclusive" must be one of "pass", "fail", got "maybe"'],
    [{ limit: 1 }, 'unknown option "limit". Options: tolerance, quality, mode, onInconclusive'],
  ])('%o', (policy, message) => {
    expect(() => compareSets([], { set: 's', ids: [], goldens: [] }, policy as never)).toThrow(message)
  })

  test('never prints NaN', () => {
    const latency = fc.oneof(
      fc.double({ min: 0.1, max: 1e9, noNaN: true }),
      fc.constantFrom(0, -1, Number.NaN, Infinity, 1),
    )
    const goldens = fc.array(
      fc.record({
        passed: fc.boolean(),
        latencies: fc.array(latency, { minLength: 1, maxLength: 6 }),
        main: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    const results = (list: { passed: boolean; latencies: number[]; main: boolean }[]): GoldenResult[] =>
      list.map(({ passed, latencies, main }, index) => ({
        id: `g${index}`,
        trait: '',
        fingerprint: 'f',
        unmeasured: [],
        replies: latencies.map((latencyMs, repeat) => ({
          repeat,
          source: main ? 'main_model' : 'embedder',
          model: 'm',
          passed,
          latencyMs,
          firstTokenMs: null,
          completionTokens: null,
          origin: 'measured',
        })),
      }))
    fc.assert(
      fc.property(goldens, goldens, (before, now) => {
        const current = results(now)
        const comparison = compareSets(
          results(before),
          { set: 's', ids: current.map(({ id }) => id), goldens: current },
          0.25,
        )
        const broken = [...before, ...now].some(({ latencies }) => latencies.some((ms) => !(ms > 0 && ms < Infinity)))
        if (!broken) expect(lines(comparison).join('\n')).not.toMatch(/NaN|Infinity|undefined/)
        for (const { change, p, interval } of comparison.metrics)
          for (const value of [change, p, interval?.lower ?? null, interval?.upper ?? null])
            expect(value === null || Number.isFinite(value)).toBe(true)
        if (comparison.verdict === 'pass') expect(comparison.passes).toBe(true)
        if (comparison.compared.length === 0) expect(comparison.passes).toBe(false)
      }),
    )
  })
})
