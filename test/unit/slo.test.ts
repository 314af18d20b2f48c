import { describe, expect, test } from 'vitest'
import { judgeSlo, type Slo, sloFaults } from '../../src/evidence/index.ts'
import type { GoldenResult, SetResults } from '../../src/evidence/results.ts'

const LOST = { repeat: 0, cause: 'unreachable', evidence: 'ECONNREFUSED', remedy: 'start the server' }
const REST = { boundary: 0.5 }

function golden(id: string, latencies: number[], passed = true): GoldenResult {
  const replies = latencies.map((latencyMs, repeat) => ({
    repeat,
    source: 'embedder' as const,
    model: 'small',
    passed,
    latencyMs,
    firstTokenMs: null,
    completionTokens: null,
    origin: 'measured' as const,
  }))
  return { id, trait: 'fact', fingerprint: 'print', replies, unmeasured: latencies.length === 0 ? [LOST] : [] }
}

function set(goldens: GoldenResult[]): SetResults {
  return { set: 'sample', ids: goldens.map(({ id }) => id), goldens }
}

const twenty = (passing: number) =>
  set(Array.from({ length: 20 }, (_, index) => golden(`g${index}`, [index + 1], index < passing)))

test('all objectives, in their order', () => {
  expect(judgeSlo(twenty(19), { boundaryDrift: 0.08, p95Ms: 19, passRate: 0.95 }, { boundary: 0.42 })).toStrictEqual({
    set: 'sample',
    verdict: 'pass',
    objectives: [
      { objective: 'passRate', target: 0.95, value: 0.95, met: true, n: 20 },
      { objective: 'p95Ms', target: 19, value: 19, met: true, n: 20 },
      { objective: 'boundaryDrift', target: 0.08, value: expect.closeTo(0.08), met: true, n: 1 },
    ],
  })
})

test.each([
  [{ passRate: 0.96 }, REST],
  [{ p95Ms: 18.9 }, REST],
  [{ boundaryDrift: 0.08 }, { boundary: 0.59 }],
  [{ boundaryDrift: 0.08 }, { boundary: 0.41 }],
])('%o is not met with a router at %o', (slo, router) => {
  expect(judgeSlo(twenty(19), slo, router)).toMatchObject({ verdict: 'fail', objectives: [{ met: false }] })
})

describe('an unmeasured golden', () => {
  const results = set([golden('a', [1]), golden('b', []), golden('c', [1], false), golden('d', [1], false)])

  test('is no failure: a pass rate that it could decide is not met, and inconclusive', () => {
    expect(judgeSlo(results, { passRate: 0.5 }, REST)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'passRate: 1 of 4 goldens could not be measured',
      objectives: [{ value: null, met: false, n: 4 }],
    })
  })

  test('is no pass either', () => {
    expect(judgeSlo(results, { passRate: 0.25 }, REST).objectives).toMatchObject([{ value: 0.25, met: true }])
    expect(judgeSlo(results, { passRate: 0.51 }, REST)).toMatchObject({
      verdict: 'fail',
      objectives: [{ value: 0.25 }],
    })
  })
})

test('the percentile is taken over every repeat', () => {
  const results = set([golden('a', [1, 2, 3]), golden('b', [4])])
  expect(judgeSlo(results, { p95Ms: 4 }, REST).objectives).toMatchObject([{ value: 4, met: true, n: 4 }])
})

describe('without data', () => {
  test.each([
    ['passRate', set([]), { passRate: 0 }, REST, 'passRate: no golden ran'],
    ['p95Ms', set([golden('a', [])]), { p95Ms: 100 }, REST, 'p95Ms: no golden got a reply'],
    [
      'a latency that is none',
      set([golden('a', [Number.NaN])]),
      { p95Ms: 100 },
      REST,
      'p95Ms: a latency of NaN ms is no latency',
    ],
    [
      'boundaryDrift',
      twenty(20),
      { boundaryDrift: 0.1 },
      { boundary: Number.NaN },
      "boundaryDrift: the router's boundary is NaN, which is not a number",
    ],
  ])('%s is not met, and says why', (_, results, slo, router, reason) => {
    const verdict = judgeSlo(results, slo, router)
    expect(verdict).toMatchObject({ verdict: 'inconclusive', reason, objectives: [{ met: false, value: null }] })
  })

  test('a missed objective still fails', () => {
    const lost = set([golden('a', [])])
    expect(judgeSlo(lost, { boundaryDrift: 0.1, p95Ms: 100 }, { boundary: 0.9 }).verdict).toBe('fail')
  })

  test('no objective is no pass', () => {
    expect(judgeSlo(twenty(20), {}, REST)).toStrictEqual({
      set: 'sample',
      verdict: 'inconclusive',
      objectives: [],
      reason: 'no objective is set; known are passRate, p95Ms, boundaryDrift',
    })
  })
})

describe('wrong objectives', () => {
  test.each([
    [{ passrate: 1 }, '"passrate" is no objective; known are passRate, p95Ms, boundaryDrift'],
    [{ toString: 1 }, '"toString" is no objective; known are passRate, p95Ms, boundaryDrift'],
    [{ passRate: 95 }, 'passRate must be a share from 0 to 1, such as 0.95; it is 95'],
    [{ passRate: '0.95' }, "passRate must be a share from 0 to 1, such as 0.95; it is '0.95'"],
    [{ p95Ms: 0 }, 'p95Ms must be milliseconds above 0, such as 20000; it is 0'],
    [{ p95Ms: Number.NaN }, 'p95Ms must be milliseconds above 0, such as 20000; it is NaN'],
    [{ boundaryDrift: 0.6 }, 'boundaryDrift must be a distance from 0 to 0.5, such as 0.08; it is 0.6'],
  ])('%o', (slo, fault) => {
    expect(sloFaults(slo)).toStrictEqual([fault])
    expect(() => judgeSlo(twenty(20), slo as Slo, REST)).toThrow(new RangeError(fault))
  })

  test('what is undefined is left out', () => {
    expect(sloFaults({ passRate: undefined, p95Ms: 100 })).toStrictEqual([])
  })
})
