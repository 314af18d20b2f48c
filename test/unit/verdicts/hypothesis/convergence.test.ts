import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeConvergence } from '../../../../src/verdicts/hypothesis/convergence.ts'
import { describeFinding } from '../../../../src/verdicts/hypothesis/describe.ts'
import type { SeriesSample } from '../../../../src/verdicts/hypothesis/samples/sample.ts'

function sample(values: number[], facts: Partial<SeriesSample> = {}): SeriesSample {
  return { kind: 'series', metric: 'weight', values, basis: 'measured', unmeasured: [], ...facts }
}

const CLAIM = { target: 0.495, margin: 0.01, alpha: 0.05 }

const wave = (n: number, level = (_index: number) => 0.495) =>
  Array.from({ length: n }, (_, index) => level(index) + 0.02 * Math.sin(1.7 * index) + 0.006 * Math.cos(5.1 * index))

describe('a series around its target', () => {
  // Means of ten batches of the last fifty values, scipy.stats.t and scipy.stats.kendalltau(method='exact').
  const finding = () => judgeConvergence(sample(wave(100).map((value) => Number(value.toFixed(6)))), CLAIM)

  test('supports the claim', () => {
    expect(finding()).toMatchObject({
      outcome: 'supported',
      method: 'TOST on batch means, Mann-Kendall',
      effect: {
        name: 'mean difference (from 0.495)',
        value: expect.closeTo(-0.0006464199999999809, 12),
        minimum: 0.01,
        claimed: 'within',
      },
      interval: {
        lower: expect.closeTo(-0.002656163159199143, 12),
        upper: expect.closeTo(0.0013633231591991812, 12),
        confidence: 0.95,
      },
      n: 50,
      repeats: 1,
    })
    expect(finding().p).toBeCloseTo(6.596381965485819e-6, 14)
  })

  test('is described in one line', () => {
    expect(describeFinding(finding())).toMatchInlineSnapshot(
      `"mean difference (from 0.495) -0.000646 (95 %: -0.00266 to 0.00136, claimed within 0.01), p < 0.0001, n 50, TOST on batch means, Mann-Kendall"`,
    )
  })

  test('refutes another target', () => {
    const elsewhere = judgeConvergence(sample(wave(100)), { ...CLAIM, target: 0.52 })
    expect(elsewhere.outcome).toBe('not_supported')
    expect(elsewhere.p).toBeGreaterThan(0.99)
  })

  test('is inconclusive for a margin smaller than its noise', () => {
    expect(judgeConvergence(sample(wave(100)), { ...CLAIM, margin: 0.002 })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'the interval contains means inside and outside of the margin',
      needed: {
        goldens: expect.any(Number),
        sentence: expect.stringMatching(/^about \d+ values of the series \(now 100\) would decide with 80 % power/),
      },
    })
  })
})

// 100 ((z alpha + z power) error / gap)², with batch means and quantiles of a second implementation in Python.
test.each([
  ['from within the margin', { margin: 0.002 }, 406, 80],
  ['from beyond the margin', { target: 0.497, margin: 0.002 }, 1779, 80],
  ['with more power', { target: 0.4935, margin: 0.002, power: 0.9 }, 784, 90],
])('%s: advises the number of values that would decide', (_, claim, values, power) => {
  expect(judgeConvergence(sample(wave(100)), { ...CLAIM, ...claim }).needed).toEqual({
    goldens: values,
    sentence: `about ${values} values of the series (now 100) would decide with ${power} % power, if the mean stays where it is`,
  })
})

test('advice never asks for fewer values than there are and one', () => {
  // With 9 degrees of freedom t of 99.9 % is 4.297, and z of it plus z of 80 % only 3.932: between them lies the gap.
  const series = sample(wave(100))
  const { effect, interval } = judgeConvergence(series, CLAIM)
  const error = (Number(interval.upper) - Number(effect.value)) / 1.8331129326536335
  const margin = Math.abs(Number(effect.value)) + 4.1 * error
  expect(judgeConvergence(series, { ...CLAIM, alpha: 0.001, margin })).toMatchObject({
    outcome: 'inconclusive',
    needed: { goldens: 101 },
  })
})

test('advice asks for up to 100,000 values', () => {
  const series = sample(wave(100))
  const { effect, interval } = judgeConvergence(series, CLAIM)
  const error = (Number(interval.upper) - Number(effect.value)) / 1.8331129326536335
  const needed = (values: number) => {
    const margin = Math.abs(Number(effect.value)) + 2.4864748605243867 * error * Math.sqrt(100 / (values - 0.5))
    return judgeConvergence(series, { ...CLAIM, margin }).needed
  }
  expect(needed(100_000)?.goldens).toBe(100_000)
  expect(needed(100_001)).not.toHaveProperty('goldens')
})

test('an interval just beyond the margin refutes it, on either side', () => {
  const series = sample(wave(100))
  const { effect, interval } = judgeConvergence(series, CLAIM)
  const reach = Number(interval.upper) - Number(effect.value)
  for (const side of [1, -1]) {
    const target = 0.495 + Number(effect.value) - side
    const outcome = (margin: number) => judgeConvergence(series, { ...CLAIM, target, margin }).outcome
    expect(outcome((1 - reach) / 1.1)).toBe('not_supported')
    expect(outcome(1 - reach / 2)).toBe('inconclusive')
  }
})

test.each([
  ['as large as its p shows a slope', 1, 'not_supported'],
  ['below its p shows none', 1 / 1.1, 'supported'],
])('an alpha %s', (_, share, outcome) => {
  // Ten batches of four equal values with 34 rises and 11 falls: 84,592 of 3,628,800 orders have as many or more rises.
  const ranks = [3, 0, 4, 1, 2, 9, 5, 8, 6, 7]
  const series = ranks.flatMap((rank) => Array.from({ length: 4 }, () => 0.495 + (rank - 4.5) / 1_000))
  const alpha = ((2 * 84_592) / 3_628_800) * share
  expect(judgeConvergence(sample(series), { ...CLAIM, margin: 0.1, part: 1, alpha }).outcome).toBe(outcome)
})

test('gives no advice for a mean at the margin', () => {
  expect(judgeConvergence(sample(wave(100)), { ...CLAIM, margin: 0.00066 })).toMatchObject({
    outcome: 'inconclusive',
    needed: { sentence: 'the mean is so close to the margin that no practical length of the series would decide' },
  })
})

test.each([
  ['the interval reaches below the margin', { margin: 0.0026 }, 'inconclusive'],
  ['the interval ends within the margin', { margin: 0.0027 }, 'supported'],
  ['the interval reaches above the margin', { target: 0.493, margin: 0.0033 }, 'inconclusive'],
  ['the interval ends below the upper margin', { target: 0.493, margin: 0.0034 }, 'supported'],
])('%s', (_, claim, outcome) => {
  expect(judgeConvergence(sample(wave(100)), { ...CLAIM, ...claim }).outcome).toBe(outcome)
})

test('leaves out the oldest values that do not fill a batch', () => {
  // 95 values: the last 48, of which 40 are in batches of four.
  const { n, effect, interval } = judgeConvergence(sample(wave(95)), { ...CLAIM, margin: 0.0012 })
  expect([n, effect.value]).toEqual([48, expect.closeTo(3.0539635730020276e-5, 12)])
  expect(interval).toEqual({
    lower: expect.closeTo(-0.001175425374647665, 12),
    upper: expect.closeTo(0.0012365046461077056, 12),
    confidence: 0.95,
  })
  const few = judgeConvergence(sample(wave(50)), { ...CLAIM, part: 0.7 })
  expect(few.needed?.goldens).toBe(58)
})

test('judges only the last part of the series', () => {
  const late = wave(100, (index) => (index < 50 ? 0.2 : 0.495))
  expect(judgeConvergence(sample(late), CLAIM).outcome).toBe('supported')
  expect(judgeConvergence(sample(late), { ...CLAIM, part: 1 }).outcome).toBe('not_supported')
})

test('a slope refutes the claim, even with the mean on target', () => {
  const sliding = wave(200, (index) => 0.495 + (index - 149.5) * 0.001)
  expect(judgeConvergence(sample(sliding), { ...CLAIM, margin: 0.05 })).toMatchObject({
    outcome: 'not_supported',
    effect: { value: expect.closeTo(0, 2) },
    p: 1,
  })
})

test('judges a constant series', () => {
  const constant = (value: number) => judgeConvergence(sample(Array.from({ length: 80 }, () => value)), CLAIM)
  expect(constant(0.495).outcome).toBe('supported')
  expect(constant(0.6).outcome).toBe('not_supported')
})

describe('is inconclusive with a reason for data that cannot be judged', () => {
  test.each([
    ['no value', sample([]), 'there is no value in the series'],
    [
      'nothing measured',
      sample([], { unmeasured: ['a', 'b', 'c'], basis: null }),
      'there is no value in the series: all 3 are unmeasured',
    ],
    ['no number', sample([Number.NaN, 1]), '1 of 2 values of weight are not numbers'],
    [
      'both kinds',
      sample(wave(100), { basis: 'mixed' }),
      'measured and replayed values cannot be judged together; take one kind',
    ],
  ])('%s', (_, given, reason) => {
    const finding = judgeConvergence(given, CLAIM)
    expect(finding).toMatchObject({ outcome: 'inconclusive', effect: { value: null }, p: null, reason })
    expect(finding.needed).toBeUndefined()
  })

  test('is inconclusive for a series that is too short', () => {
    expect(judgeConvergence(sample(wave(60)), CLAIM)).toMatchObject({
      outcome: 'inconclusive',
      n: 30,
      p: null,
      reason: 'its last 30 values are too few to tell noise from a trend',
      needed: { goldens: 80, sentence: 'at least 80 values of the series (now 60) are needed' },
    })
  })
})

test('a short series does not hide a claim that cannot be judged', () => {
  expect(() => judgeConvergence(sample([0.5]), { ...CLAIM, margin: 0 })).toThrow('"margin" must be a number above 0')
})

test.each([
  [{ margin: 0 }, '"margin" must be a number above 0, got 0'],
  [{ target: Number.NaN }, '"target" must be a number, got NaN'],
  [{ margin: -0.1 }, '"margin" must be a number above 0, got -0.1'],
  [{ part: 1.5 }, '"part" must be a number above 0 and at most 1, got 1.5'],
  [{ part: 0 }, '"part" must be a number above 0 and at most 1, got 0'],
  [{ alpha: 1 }, '"alpha" must be a number above 0 and below 0.5, got 1'],
])('rejects %o', (part, message) => {
  expect(() => judgeConvergence(sample(wave(100)), { ...CLAIM, ...part })).toThrow(new RangeError(message))
})

test('does not change when series and target are shifted or mirrored together', () => {
  // Binary fractions, so that neither shift nor mirror breaks ties by rounding.
  const value = fc.integer({ min: 0, max: 1024 }).map((whole) => whole / 1024)
  const values = fc.array(value, { minLength: 80, maxLength: 120 })
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 0.3, noNaN: true }), (series, margin) => {
      const judged = [(value: number) => value, (value: number) => value + 4, (value: number) => 1 - value].map((to) =>
        judgeConvergence(sample(series.map(to)), { target: to(0.5), margin, alpha: 0.05 }),
      )
      expect(new Set(judged.map(({ outcome }) => outcome)).size).toBe(1)
      for (const { p } of judged) expect(p).toBeCloseTo(Number(judged[0]?.p), 6)
      for (const { outcome, p } of judged) expect(outcome === 'supported').toBe(Number(p) <= 0.05)
    }),
    { numRuns: 30 },
  )
})
