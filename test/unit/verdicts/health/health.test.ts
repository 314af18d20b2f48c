import { describe, expect, test } from 'vitest'
import { describeRedFlag } from '../../../../src/verdicts/health/describe-health.ts'
import {
  type HealthFacts,
  judgeHealth,
  redFlags,
  type SetHealthFacts,
} from '../../../../src/verdicts/health/judge-health.ts'
import { healthRanges } from '../../../../src/verdicts/health/ranges.ts'

const WELL: SetHealthFacts = {
  set: 'facts',
  total: 20,
  ran: 20,
  unjudged: 0,
  passRate: 1,
  passRateObjective: null,
  lost: 0,
  latency: { p50: 12_000, p95: 18_000 },
  basis: 'measured',
  routing: { main_model: 12, embedder: 8 },
}

/** The states of the measures, in a fixed order. */
function states(set: Partial<SetHealthFacts>, drift: HealthFacts['drift'] = 0.03, options = {}): string {
  const signs = judgeHealth({ sets: [{ ...WELL, ...set }], drift }, healthRanges(options))
  return signs.map(({ measure, state }) => `${measure} ${state}`).join(', ')
}

describe('health', () => {
  test('is healthy where each value is in its range', () => {
    expect(states({})).toBe('passRate healthy, p50Ms healthy, p95Ms healthy, mainShare healthy, boundaryDrift healthy')
  })

  test.each([
    [{ passRate: 0.899 }, 'passRate red_flag'],
    [{ passRate: 0.9 }, 'passRate outside'],
    [{ passRate: 0.949 }, 'passRate outside'],
    [{ passRate: 0.95 }, 'passRate healthy'],
    [{ latency: { p50: 40, p95: 90 } }, 'p50Ms healthy, p95Ms healthy'],
    [{ latency: { p50: 60_000, p95: 25_001 } }, 'p50Ms outside, p95Ms red_flag'],
    [{ latency: { p50: 12_000, p95: 25_000 } }, 'p95Ms outside'],
    [{ routing: { main_model: 20, embedder: 0 } }, 'mainShare red_flag'],
    [{ routing: { main_model: 0, embedder: 2 } }, 'mainShare red_flag'],
    [{ routing: { main_model: 19, embedder: 1 } }, 'mainShare outside'],
  ])('judges %j as %s', (set, expected) => {
    expect(states(set)).toContain(expected)
  })

  test.each([
    [0.1, 'healthy'],
    [0.1 + 1e-12, 'healthy'],
    [0.101, 'red_flag'],
    [NaN, 'unknown'],
    ['no state', 'unknown'],
  ])('judges a drift of %s as %s', (drift, expected) => {
    expect(states({}, drift)).toContain(`boundaryDrift ${expected}`)
  })

  test.each([
    [
      'nothing ran',
      { ran: 0, passRate: null, latency: { p50: null, p95: null }, routing: { main_model: 0, embedder: 0 } },
    ],
    ['a part of the set ran', { ran: 19 }],
  ])('is unknown where %s', (_, set) => {
    expect(states(set)).toContain('passRate unknown, p50Ms unknown, p95Ms unknown, mainShare unknown')
  })

  test('is unknown where replies were not judged, unless their verdicts do not matter', () => {
    expect(states({ passRate: 0.85, unjudged: 3 })).toContain('passRate unknown')
    expect(states({ passRate: 0.95, unjudged: 1 })).toContain('passRate healthy')
    expect(states({ passRate: 0.8, unjudged: 1 })).toContain('passRate red_flag')
  })

  test('does not call a latency healthy that leaves out questions without a reply', () => {
    expect(states({ lost: 1 })).toContain('p50Ms unknown, p95Ms unknown')
    expect(states({ lost: 1, latency: { p50: 12_000, p95: 30_000 } })).toContain('p50Ms unknown, p95Ms red_flag')
  })

  test('does not take one reply for a split, nor a set without a recorded route for a split of the others', () => {
    expect(states({ total: 1, ran: 1, routing: { main_model: 1, embedder: 0 } })).toContain('mainShare unknown')
    const sets = [WELL, { ...WELL, set: 'older report', routing: null }]
    expect(
      judgeHealth({ sets, drift: 0 }, healthRanges()).find(({ measure }) => measure === 'mainShare'),
    ).toMatchObject({ state: 'unknown' })
  })

  test('judges the traffic of all sets together', () => {
    const sets = [
      { ...WELL, set: 'small talk', routing: { main_model: 0, embedder: 8 } },
      { ...WELL, set: 'plans', routing: { main_model: 12, embedder: 0 } },
    ]
    expect(redFlags(judgeHealth({ sets, drift: 0 }, healthRanges()))).toEqual([])
  })

  test('takes the ranges of the options, and keeps the others', () => {
    const options = { passRate: { redBelow: 0.5 }, p95Ms: { from: 0, to: 2_000, redAbove: 3_000 }, oneModel: false }
    expect(states({ passRate: 0.6, routing: { main_model: 20, embedder: 0 } }, 0.2, options)).toBe(
      'passRate outside, p50Ms healthy, p95Ms red_flag, mainShare outside, boundaryDrift red_flag',
    )
  })

  test('takes a fast reply for healthy, unless the range has a red flag for it', () => {
    const range = { p50Ms: { from: 1_000, to: 2_000, redBelow: 100 } }
    const stateOf = (p50: number) => states({ latency: { p50, p95: 18_000 } }, 0, range)
    expect([50, 500, 1_500].map(stateOf).map((each) => /p50Ms (\w+)/.exec(each)?.[1])).toEqual([
      'red_flag',
      'outside',
      'healthy',
    ])
  })

  test.each([
    [0.93, 0.92, 'it meets its objective of 92 %'],
    [0.91, 0.92, undefined],
    [0.93, null, undefined],
    [0.96, 0.9, undefined],
    [0.72, 0.7, undefined],
  ])('says of a pass rate of %s outside its range that it meets its objective of %s', (passRate, objective, reason) => {
    const sets = [{ ...WELL, passRate, passRateObjective: objective }]
    expect(judgeHealth({ sets, drift: 0 }, healthRanges())[0]?.reason).toBe(reason)
  })

  test('prints a red flag beside its healthy range, without control characters', () => {
    const sets = [
      { ...WELL, set: 'a\u001b[2Jb', passRate: 0.8, latency: { p50: 12_000, p95: 26_000 }, basis: 'replayed' },
    ] as const
    const signs = judgeHealth(
      { sets: [{ ...sets[0], routing: { main_model: 3, embedder: 0 } }], drift: 0.3 },
      healthRanges(),
    )
    expect(redFlags(signs).map(describeRedFlag)).toEqual([
      String.raw`a\x1b[2Jb: pass rate 80 % (healthy 95 to 100 %, red flag below 90 %)`,
      String.raw`a\x1b[2Jb: p95 26.0 s (replayed) (healthy up to 20.0 s, red flag above 25.0 s)`,
      'main_model share 100 %, all 3 replies are from main_model (healthy 55 to 65 %)',
      'drift 0.3 (healthy 0 to 0.1, red flag above 0.1)',
    ])
  })

  test('are rounded to one decimal place, and never to a limit that they miss', () => {
    const lines = [0.8917, 0.8996].map((passRate) => {
      const sets = [{ ...WELL, passRate }]
      return redFlags(judgeHealth({ sets, drift: 0 }, healthRanges())).map(describeRedFlag)[0]
    })
    expect(lines).toEqual([
      'facts: pass rate 89.2 % (healthy 95 to 100 %, red flag below 90 %)',
      'facts: pass rate 89.96 % (healthy 95 to 100 %, red flag below 90 %)',
    ])
  })
})
