import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeFinding } from '../../../../src/verdicts/hypothesis/describe.ts'
import { judgeNoWorse } from '../../../../src/verdicts/hypothesis/no-worse.ts'
import type { Metric, PairedSample } from '../../../../src/verdicts/hypothesis/samples/sample.ts'

type Values = [first: number[], second: number[]]

function sample(metric: Metric, values: Values[], copies: [boolean, boolean] = [false, false]): PairedSample {
  return {
    kind: 'paired',
    metric,
    labels: ['new', 'old'],
    pairs: values.map(([first, second], index) => ({ id: `g${index}`, first, second, copies })),
    basis: 'measured',
    unmeasured: [],
  }
}

const steady = (ratio: number): Values[] =>
  Array.from({ length: 12 }, (_, index) => [[(100 + index * 17) * ratio * (1 + (index % 3) / 100)], [100 + index * 17]])

describe('the worse direction of each metric', () => {
  test.each([
    ['latency', 1.1, 'supported'],
    ['latency', 1.4, 'not_supported'],
    ['latency', 0.2, 'supported'],
    ['firstToken', 1.4, 'not_supported'],
    ['tokens', 1.4, 'not_supported'],
    ['tokens', 1.1, 'supported'],
    ['tokensPerSecond', 1.4, 'supported'],
    ['tokensPerSecond', 0.9, 'supported'],
    ['tokensPerSecond', 0.7, 'not_supported'],
  ] as const)('%s at %d times the other is %s at a margin of a quarter', (metric, ratio, outcome) => {
    expect(judgeNoWorse(sample(metric, steady(ratio)), { margin: 0.25, alpha: 0.05 }).outcome).toBe(outcome)
  })

  test('is described with the limit on the scale of the effect', () => {
    const judged = (metric: Metric) => judgeNoWorse(sample(metric, steady(1.1)), { margin: 0.25, alpha: 0.05 })
    expect([judged('latency'), judged('tokensPerSecond')].map(describeFinding)).toMatchInlineSnapshot(`
      [
        "ratio 1.11 (95 %: 1.11 to 1.12, claimed at most 1.25), p 0.000244, n 12, non-inferiority, exact signed-rank",
        "ratio 1.11 (95 %: 1.11 to 1.12, claimed at least 0.8), p 0.000244, n 12, non-inferiority, exact signed-rank",
      ]
    `)
  })

  test.each(['weight', 'routing'] as const)('%s has none', (metric) => {
    expect(() => judgeNoWorse(sample(metric, steady(1)), { margin: 0.1, alpha: 0.05 })).toThrow(
      new RangeError(
        `"no worse" compares latency, firstToken, tokens, tokensPerSecond, quality; ${metric} is neither good nor bad`,
      ),
    )
  })
})

describe('quality', () => {
  const outcomes = (first: number, second: number, n: number): Values[] =>
    Array.from({ length: n }, (_, index) => [[Number(index < first)], [Number(index < second)]])

  test('supports equal rates with a margin of ten points', () => {
    const finding = judgeNoWorse(sample('quality', outcomes(92, 92, 100)), { margin: 0.1, alpha: 0.05 })
    expect(finding).toMatchObject({ outcome: 'supported', effect: { value: 0, minimum: -0.1, claimed: 'at least' } })
    expect(describeFinding(finding)).toMatchInlineSnapshot(
      `"risk difference 0 (95 %: -0.0231 to 0.0231, claimed at least -0.1), p < 0.0001, n 100, non-inferiority, exact stratified test, pseudo-case t interval"`,
    )
  })

  test('refutes a fall of 40 points, and is inconclusive for 9', () => {
    const judged = (first: number, n: number) =>
      judgeNoWorse(sample('quality', outcomes(first, n, n)), { margin: 0.1, alpha: 0.05 })
    expect(judged(30, 50)).toMatchObject({ outcome: 'not_supported', effect: { value: -0.4 } })
    expect(judged(41, 45)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'the interval contains effects that meet the claim and effects that do not',
      needed: { goldens: expect.any(Number) },
    })
  })

  test('counts copies of a reply once', () => {
    const five: Values[] = Array.from({ length: 12 }, () => [
      [1, 1, 1, 1, 1],
      [1, 1, 1, 1, 1],
    ])
    const claim = { margin: 0.1, alpha: 0.05 }
    const copied = judgeNoWorse(sample('quality', five, [true, true]), claim)
    const once = judgeNoWorse(
      sample(
        'quality',
        Array.from({ length: 12 }, () => [[1], [1]]),
      ),
      claim,
    )
    expect(copied).toStrictEqual(once)
    expect(copied).toMatchObject({ outcome: 'inconclusive', repeats: 1 })
    expect(copied.needed).not.toHaveProperty('repeats')
    expect(judgeNoWorse(sample('quality', five), claim)).toMatchObject({ outcome: 'supported', repeats: 5 })
  })

  test('a latency of 0 cannot be judged', () => {
    expect(judgeNoWorse(sample('latency', [[[0], [1]]]), { margin: 0.25, alpha: 0.05 })).toMatchObject({
      outcome: 'inconclusive',
      effect: { name: 'ratio', value: null, minimum: 1.25, claimed: 'at most' },
      reason: '1 of 2 values of latency are not above 0',
    })
  })

  test('rejects a metric that is neither good nor bad', () => {
    expect(
      judgeNoWorse(
        sample('quality', [
          [[0.5], [1]],
          [[1], [1]],
        ]),
        { margin: 0.1, alpha: 0.05 },
      ),
    ).toMatchObject({
      outcome: 'inconclusive',
      method: 'non-inferiority',
      effect: { name: 'risk difference', value: null, minimum: -0.1, claimed: 'at least' },
      p: null,
      reason: '1 of 4 values of quality are neither 0 nor 1',
    })
  })
})

test.each([
  [{ margin: 0, alpha: 0.05 }, '"margin" must be a number above 0, got 0'],
  [{ margin: 0.1, alpha: -1 }, '"alpha" must be a number above 0 and below 0.5, got -1'],
  [{ margin: 0.1, alpha: 0.05, drift: Number.NaN }, '"drift" must be a number from 0, got NaN'],
])('rejects %o', (claim, message) => {
  expect(() => judgeNoWorse(sample('latency', steady(1)), claim)).toThrow(new RangeError(message))
})

describe('properties', () => {
  const outcome = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 4 })
  const pairs = fc.array(fc.tuple(outcome, outcome), { minLength: 2, maxLength: 30 })

  test('a larger margin never makes the outcome weaker', () => {
    const rank = { not_supported: 0, inconclusive: 1, supported: 2 }
    fc.assert(
      fc.property(pairs, fc.double({ min: 0.01, max: 0.4, noNaN: true }), (values, margin) => {
        const [small, large] = [margin, margin * 2].map((each) =>
          judgeNoWorse(sample('quality', values), { margin: each, alpha: 0.05 }),
        )
        expect(rank[large?.outcome ?? 'supported']).toBeGreaterThanOrEqual(rank[small?.outcome ?? 'supported'])
        expect(Number(large?.p)).toBeLessThanOrEqual(Number(small?.p) + 1e-9)
      }),
      { numRuns: 150 },
    )
  })

  test('never finds both sides worse than the other', () => {
    fc.assert(
      fc.property(pairs, (values) => {
        const claim = { margin: 0.05, alpha: 0.05 }
        const there = judgeNoWorse(sample('quality', values), claim)
        const back = judgeNoWorse(
          sample(
            'quality',
            values.map(([first, second]): Values => [second, first]),
          ),
          claim,
        )
        expect([there.outcome, back.outcome]).not.toStrictEqual(['not_supported', 'not_supported'])
        expect(Number(there.effect.value)).toBeCloseTo(-Number(back.effect.value), 12)
        expect(Number(there.interval.lower)).toBeCloseTo(-Number(back.interval.upper), 12)
      }),
      { numRuns: 150 },
    )
  })
})
