import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareSets, type RegressionOptions } from '../../../../src/evidence.ts'
import { cachedAlike, cachedShareOf, cacheState } from '../../../../src/verdicts/prompt-cache.ts'
import type { GoldenResult } from '../../../../src/verdicts/results.ts'
import { describeMetric } from '../../../../src/verdicts/regression/metric-text.ts'

interface Made {
  cachedShare: number | null
  /** Milliseconds of the prompt, of which the cache saves nearly all. */
  promptMs: number
  generationMs: number
}

const cold: Made = { cachedShare: 0, promptMs: 800, generationMs: 200 }
const warm: Made = { cachedShare: 0.97, promptMs: 60, generationMs: 200 }
const silent = (made: Made): Made => ({ ...made, cachedShare: null })

/** Goldens of different length, each asked once for every way in which it was made. */
function set(size: number, ...made: Made[]): GoldenResult[] {
  return Array.from({ length: size }, (_, index) => ({
    id: `g${index}`,
    trait: '',
    fingerprint: 'same',
    unmeasured: [],
    replies: made.map(({ cachedShare, promptMs, generationMs }, repeat) => {
      const [firstTokenMs, rest] = [promptMs * (1 + index / 20), generationMs * (1 + index / 10)]
      return {
        repeat,
        source: 'embedder',
        model: 'm',
        passed: true,
        latencyMs: firstTokenMs + rest,
        firstTokenMs,
        completionTokens: 20,
        cachedShare,
        digest: `${index}`,
        origin: 'measured',
      }
    }),
  }))
}

function compare(before: GoldenResult[], now: GoldenResult[], policy: RegressionOptions = {}) {
  return compareSets(before, { set: 's', ids: now.map(({ id }) => id), goldens: now }, policy, { greedy: true })
}

const latency = (before: GoldenResult[], now: GoldenResult[], policy: RegressionOptions = {}) => {
  const [metric] = compare(before, now, policy).metrics
  if (metric === undefined) throw new Error('there is a latency')
  return metric
}

test.each([
  [0, 'cold'],
  [0.09, 'cold'],
  [0.1, 'mixed'],
  [0.5, 'mixed'],
  [0.51, 'warm'],
  [1, 'warm'],
  [null, 'unknown'],
  [undefined, 'unknown'],
])('a cached share of %s is %s', (share, state) => {
  expect(cacheState(share)).toBe(state)
})

test.each([
  [{ prompt: 40, cached: 10 }, 0.25],
  [{ prompt: 40, cached: 0 }, 0],
  [{ prompt: 40, cached: 41 }, 1],
  [{ prompt: 40 }, null],
  [{ prompt: null, cached: 4 }, null],
  [{ prompt: 0, cached: 0 }, null],
])('the cached share of %j is %s', (tokens, share) => {
  expect(cachedShareOf(tokens)).toBe(share)
})

describe.each(['evidence', 'strict', 'point'] as const)('an unchanged server, judged by %s', (mode) => {
  test.each([
    ['cold, then warm', cold, warm],
    ['warm, then restarted', warm, cold],
    ['known now only', silent(cold), warm],
    ['known before only', cold, silent(warm)],
  ])('%s: compares the time after the first token', (_, before, now) => {
    expect(latency(set(9, before), set(9, now), { mode })).toMatchObject({ verdict: 'pass', n: 9 })
    expect(Math.abs(latency(set(9, before), set(9, now), { mode }).change ?? NaN)).toBeLessThan(1e-9)
    expect(compare(set(9, before), set(9, now), { mode }).verdict).toBe('pass')
  })

  test('is not compared where nothing follows the first token, which fails no run by itself', () => {
    const short = (made: Made) => set(9, { ...made, generationMs: 3 })
    const comparison = compare(short(warm), short(cold), { mode })
    expect(comparison).toMatchObject({ verdict: 'inconclusive', passes: true })
    expect(comparison.reason).toContain('run again with the server in the state of the baseline')
    expect(compare(short(warm), short(cold), { mode, onInconclusive: 'fail' }).passes).toBe(false)
  })
})

describe('a change of the server', () => {
  const slower = { ...warm, generationMs: 400 }

  test('in its generation fails, whatever the cache was', () => {
    expect(latency(set(9, cold), set(9, slower))).toMatchObject({ verdict: 'fail', change: expect.closeTo(1) })
  })

  test('in the time to its first token fails between prompts that were cached alike', () => {
    expect(latency(set(9, cold), set(9, { ...cold, promptMs: 2_400 })).verdict).toBe('fail')
    expect(latency(set(9, silent(cold)), set(9, silent({ ...cold, promptMs: 2_400 }))).verdict).toBe('fail')
  })

  test('is measured in the repeats with the same cache state', () => {
    const metric = latency(set(9, cold, warm, warm), set(9, warm, warm, warm))
    expect(metric).toMatchObject({ verdict: 'pass', repeats: 2, change: expect.closeTo(0) })
    expect(metric.note).toBeUndefined()
    expect(latency(set(9, cold, warm), set(9, cold, warm))).toMatchObject({ repeats: 2, verdict: 'pass' })
  })
})

test('says what is compared in part, and what is left out', () => {
  const before = [...set(9, cold), ...set(11, { ...cold, generationMs: 4 }).slice(9)]
  const now = [...set(9, warm), ...set(11, { ...warm, generationMs: 4 }).slice(9)]
  expect(describeMetric(latency(before, now))).toMatchInlineSnapshot(
    `"typical latency 0.0 % (95 %: -6.7 to +7.2, limit +25), p 0.5, n 9: pass (prompt cache cold in the baseline and warm now: 9 goldens compared without the time to the first token, 2 goldens left out, too short without it)"`,
  )
  expect(
    describeMetric(latency(set(4, { ...cold, generationMs: 4 }), set(4, { ...warm, generationMs: 4 }))),
  ).toMatchInlineSnapshot(
    `"mean latency not compared, n 0: inconclusive (prompt cache cold in the baseline and warm now: 4 goldens left out, too short without it; run again with the server in the state of the baseline, or record the baseline again)"`,
  )
  expect(describeMetric(latency(set(4, silent(cold)), set(4, warm)))).toMatchInlineSnapshot(
    `"typical latency 0.0 % (95 %: no bounds, limit +25), p 0.5, n 4: inconclusive (prompt cache not known in the baseline and warm now: 4 goldens compared without the time to the first token; it takes 8 goldens to show a change of latency)"`,
  )
})

test('keeps replies of the same states on both sides, or none', () => {
  const replies = fc.array(
    fc.constantFrom(0, 0.3, 0.9, null).map((cachedShare) => ({ cachedShare })),
    { minLength: 1, maxLength: 6 },
  )
  fc.assert(
    fc.property(replies, replies, (first, second) => {
      const alike = cachedAlike(first, second)
      const states = (side: { cachedShare: number | null }[]) =>
        [...new Set(side.map(({ cachedShare }) => cacheState(cachedShare)))].sort()
      const common = states(first).filter((state) => states(second).includes(state))
      expect(alike === null).toBe(common.length === 0)
      if (alike !== null) expect(states(alike[0])).toEqual(states(alike[1]))
      expect(cachedAlike(second, first)?.map(({ length }) => length)).toEqual(
        alike?.map(({ length }) => length).toReversed(),
      )
    }),
  )
})
