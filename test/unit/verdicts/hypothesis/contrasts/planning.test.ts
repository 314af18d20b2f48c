import { describe, expect, test } from 'vitest'
import { normalSf } from '../../../../../src/statistics/distributions/normal.ts'
import type { Claim, Contrast } from '../../../../../src/verdicts/hypothesis/contrasts/contrast.ts'
import { guardedP, invertBounds } from '../../../../../src/verdicts/hypothesis/contrasts/inversion.ts'
import { judgeContrast } from '../../../../../src/verdicts/hypothesis/contrasts/judge-contrast.ts'
import { needed } from '../../../../../src/verdicts/hypothesis/contrasts/planning.ts'
import type { Bounds } from '../../../../../src/statistics/ranks/walsh.ts'

/** z of a one-sided confidence of 90 %, and z of 95 % plus z of 80 %, from tables. */
const Z90 = 1.2815515655446006
const Z95_80 = 2.4864748605243867

const CLAIM: Claim = { direction: 'positive', limit: 0, alpha: 0.05 }

/** An effect of 20 goldens whose bounds are those of a normal distribution with this standard error. */
function contrast(estimate: number, error: number, facts: Partial<Contrast> = {}): Contrast {
  return {
    method: 'a method',
    estimate,
    bounds: () => ({ lower: estimate - Z90 * error, upper: estimate + Z90 * error }),
    p: (limit) => ({ greater: normalSf((estimate - limit) / error), less: normalSf((limit - estimate) / error) }),
    n: 20,
    repeats: 3,
    spread: { unit: 'goldens', fewest: () => 5, fromRepeats: null },
    ...facts,
  }
}

describe('the advice on goldens and repeats', () => {
  test.each<[string, number, Partial<Claim>]>([
    ['at least', 1, {}],
    ['at most', -1, { direction: 'negative' }],
    ['from a limit', 1.5, { limit: 0.5 }],
    ['from below a limit', -0.5, { limit: 0.5 }],
  ])('%s: (z alpha + z power) standard errors equal the gap', (_, estimate, claim) => {
    const goldens = Math.ceil(20 * (Z95_80 * 0.6) ** 2)
    expect(needed(contrast(estimate, 0.6), { ...CLAIM, ...claim })).toEqual({
      goldens,
      sentence: `about ${goldens} goldens (now 20) would decide with 80 % power, if the effect is as measured`,
    })
  })

  test('shares alpha between the directions, and uses the requested power', () => {
    // z of 97.5 % plus z of 90 %.
    const goldens = Math.ceil(20 * (3.241515550084655 * 0.6) ** 2)
    const claim = { ...CLAIM, direction: 'either', limit: 0.5, power: 0.9 } as const
    for (const estimate of [1.5, -1.5]) expect(needed(contrast(estimate, 0.6), claim)).toMatchObject({ goldens })
  })

  test('advises at least one more, and at least what an interval needs', () => {
    expect(needed(contrast(1, 0.01), CLAIM).goldens).toBe(21)
    const spread = { unit: 'goldens', fewest: () => 40, fromRepeats: null } as const
    expect(needed(contrast(1, 0.01, { spread }), CLAIM).goldens).toBe(40)
  })

  test.each([
    [{ lower: null, upper: 1 }, 5, 21],
    [{ lower: 0, upper: null }, 30, 30],
  ])('advises enough for an interval: %o', (bounds, fewest, goldens) => {
    const spread = { unit: 'conversations', fewest: () => fewest, fromRepeats: null } as const
    expect(needed(contrast(1, 0.6, { bounds: () => bounds, spread }), CLAIM)).toEqual({
      goldens,
      sentence: `at least ${goldens} conversations (now 20) are needed for an interval`,
    })
  })

  test('reduces only the part of the noise that comes from repeats', () => {
    const spread = { unit: 'goldens', fewest: () => 5, fromRepeats: 0.9 } as const
    const factor = (Z95_80 * 0.6) ** 2
    const repeats = Math.ceil((3 * 0.9) / (1 / factor - 0.1))
    const goldens = Math.ceil(20 * factor)
    expect(needed(contrast(1, 0.6, { spread }), CLAIM)).toEqual({
      goldens,
      repeats,
      sentence: `about ${goldens} goldens (now 20) or ${repeats} repeats of each (now 3) would decide with 80 % power, if the effect is as measured`,
    })
    // What is left of the variance is still too much, or there is nothing to shrink.
    expect(needed(contrast(1, 0.6, { spread: { ...spread, fromRepeats: 0.3 } }), CLAIM)).not.toHaveProperty('repeats')
    expect(needed(contrast(1, 0.1, { spread }), CLAIM)).not.toHaveProperty('repeats')
  })

  test('advises at least one more repeat, and at most a practical number', () => {
    const all = { unit: 'goldens', fewest: () => 5, fromRepeats: 1 } as const
    expect(needed(contrast(1, 0.405, { spread: all }), CLAIM).repeats).toBe(4)
    expect(needed(contrast(1, 8, { spread: all }), CLAIM)).not.toHaveProperty('repeats')
  })

  test('gives no advice for an effect at the limit', () => {
    expect(needed(contrast(0, 0.6), CLAIM)).toEqual({
      sentence: 'the effect is so close to the limit of the claim that no practical number of goldens would decide',
    })
    expect(needed(contrast(0.02, 0.6), CLAIM)).not.toHaveProperty('goldens')
  })
})

describe('a contrast against a claim', () => {
  const display = { effect: 'shift', from: (value: number) => value, minimum: 0.5, basis: null }
  const judged = (bounds: Bounds, p: { greater: number; less: number }, claim: Partial<Claim>) =>
    judgeContrast({ ...contrast(0, 1), bounds: () => bounds, p: () => p }, { ...CLAIM, limit: 0.5, ...claim }, display)
  const sure = { greater: 0.05, less: 0.05 }

  test.each([
    ['positive', { lower: 0.5, upper: 2 }, 'supported'],
    ['positive', { lower: 0.5, upper: null }, 'supported'],
    ['positive', { lower: 0.49, upper: 2 }, 'inconclusive'],
    ['positive', { lower: null, upper: 2 }, 'inconclusive'],
    ['positive', { lower: 0, upper: 0.5 }, 'inconclusive'],
    ['positive', { lower: null, upper: 0.49 }, 'not_supported'],
    ['negative', { lower: -2, upper: 0.5 }, 'supported'],
    ['negative', { lower: null, upper: 0.5 }, 'supported'],
    ['negative', { lower: -2, upper: 0.51 }, 'inconclusive'],
    ['negative', { lower: -2, upper: null }, 'inconclusive'],
    ['negative', { lower: 0.5, upper: 3 }, 'inconclusive'],
    ['negative', { lower: 0.51, upper: null }, 'not_supported'],
  ] as const)('%s with %o is %s', (direction, bounds, outcome) => {
    expect(judged(bounds, sure, { direction }).outcome).toBe(outcome)
  })

  test('a bound that is missing meets no limit, not even 0', () => {
    expect(judged({ lower: null, upper: 2 }, sure, { limit: 0 }).outcome).toBe('inconclusive')
    expect(judged({ lower: -2, upper: null }, sure, { limit: 0, direction: 'negative' }).outcome).toBe('inconclusive')
  })

  test.each([
    [{ lower: 0.5, upper: 2 }, 'supported'],
    [{ lower: -2, upper: -0.5 }, 'supported'],
    [{ lower: -0.49, upper: 0.49 }, 'not_supported'],
    [{ lower: -0.5, upper: 0.49 }, 'inconclusive'],
    [{ lower: -0.49, upper: 0.5 }, 'inconclusive'],
    [{ lower: null, upper: 0.49 }, 'inconclusive'],
  ] as const)('either way with %o is %s', (bounds, outcome) => {
    const finding = judged(bounds, { greater: 0.025, less: 0.6 }, { direction: 'either' })
    expect(finding).toMatchObject({ outcome, p: 0.05, interval: { confidence: 0.975 } })
  })

  test.each([
    [{ lower: null, upper: 2 }, 'the data are too few for an interval'],
    [{ lower: 0, upper: null }, 'the data are too few for an interval'],
    [{ lower: 0, upper: 2 }, 'the interval contains effects that meet the claim and effects that do not'],
    [{ lower: 0.6, upper: 2 }, 'the interval meets the claim, but the exact test does not reach alpha'],
  ])('%o says why it is open', (bounds, reason) => {
    expect(judged(bounds, { greater: 0.051, less: 1 }, {})).toMatchObject({ outcome: 'inconclusive', reason })
  })
})

describe('p values from bounds', () => {
  // Bounds that are linear in alpha: they meet at 1 where alpha is 1/2.
  const bounds = (confidence: number) => ({ lower: 2 - 2 * confidence, upper: 2 * confidence })

  test.each([
    [0.2, 0.1],
    [0.5, 0.25],
    [0.9, 0.45],
  ])('the bound clears %d from an alpha of %d', (limit, alpha) => {
    const { greater, less } = invertBounds(bounds, limit)
    expect([greater, less]).toEqual([expect.closeTo(alpha, 8), expect.closeTo(1 - alpha, 8)])
    const mirrored = invertBounds(bounds, 2 - limit)
    expect([mirrored.greater, mirrored.less]).toEqual([expect.closeTo(1 - alpha, 8), expect.closeTo(alpha, 8)])
  })

  test('returns the smallest p beyond all bounds, and 0.5 at the estimate', () => {
    expect(invertBounds(bounds, -1)).toEqual({ greater: 1e-12, less: 1 - 1e-12 })
    expect(invertBounds(bounds, 3)).toEqual({ greater: 1 - 1e-12, less: 1e-12 })
    expect(invertBounds(() => ({ lower: null, upper: null }), 0)).toEqual({ greater: 0.5, less: 0.5 })
    expect(invertBounds(() => ({ lower: 0, upper: 2 }), 1)).toEqual({ greater: 0.5, less: 0.5 })
  })

  test('a bound at the limit clears it', () => {
    expect(invertBounds(() => ({ lower: 1, upper: 2 }), 1)).toEqual({ greater: 1e-12, less: 1 - 1e-12 })
    expect(invertBounds(() => ({ lower: 0, upper: 1 }), 1)).toEqual({ greater: 1 - 1e-12, less: 1e-12 })
    expect(invertBounds(() => ({ lower: 1, upper: 1 }), 1)).toEqual({ greater: 1e-12, less: 1e-12 })
  })

  test('uses the exact test where the claim implies a difference', () => {
    const exact = { greater: 0.7, less: 0.9 }
    const around = (confidence: number) => ({ lower: 1 - 2 * confidence, upper: 2 * confidence - 1 })
    expect(guardedP(around, 0, { greater: 0.7, less: 0.6 })).toEqual({ greater: 0.7, less: 0.6 })
    expect(guardedP(around, 0.2, exact).less).toBeCloseTo(0.4, 8)
    expect(guardedP(around, 0.2, exact).greater).toBe(0.7)
    expect(guardedP(around, -0.2, exact).greater).toBeCloseTo(0.4, 8)
    expect(guardedP(around, -0.2, exact).less).toBe(0.9)
  })
})
