import { describe, expect, test } from 'vitest'
import { normalCdf, normalQuantile } from '../../../../src/statistics/distributions/normal.ts'
import { combineFindings } from '../../../../src/verdicts/hypothesis/combine.ts'
import type { Claim, Contrast } from '../../../../src/verdicts/hypothesis/contrasts/contrast.ts'
import { canonicalDeclaration, declarationProblems } from '../../../../src/verdicts/hypothesis/declaration.ts'
import { describeEffect, describeFinding, describeP, percent } from '../../../../src/verdicts/hypothesis/describe.ts'
import { judgeFamily } from '../../../../src/verdicts/hypothesis/family.ts'
import type { Finding, HypothesisOutcome } from '../../../../src/verdicts/hypothesis/finding.ts'
import { guardedP, invertBounds } from '../../../../src/verdicts/hypothesis/contrasts/inversion.ts'
import { judgeContrast } from '../../../../src/verdicts/hypothesis/contrasts/judge-contrast.ts'
import { needed } from '../../../../src/verdicts/hypothesis/contrasts/planning.ts'

/** An effect that is normal with this standard error. */
function normal(estimate: number, error: number, more: Partial<Contrast> = {}): Contrast {
  return {
    method: 'normal',
    estimate,
    bounds: (confidence) => {
      const half = normalQuantile(confidence) * error
      return { lower: estimate - half, upper: estimate + half }
    },
    p: (limit) => ({ greater: normalCdf((limit - estimate) / error), less: normalCdf((estimate - limit) / error) }),
    n: 20,
    repeats: 3,
    spread: { unit: 'goldens', fewest: () => 5, fromRepeats: null },
    ...more,
  }
}

const display = { effect: 'difference', from: (value: number) => 10 * value, minimum: 2, basis: null }
const claimed = (direction: Claim['direction'], limit: number, alpha = 0.05): Claim => ({ direction, limit, alpha })
const outcome = (contrast: Contrast, claim: Claim) => judgeContrast(contrast, claim, display).outcome

describe('a claim', () => {
  // z of 5 % is 1.6449: the bound meets the limit of 1 from 1 + 1.6449 on, and excludes it below 1 - 1.6449.
  test.each<[Claim['direction'], number, number, HypothesisOutcome]>([
    ['positive', 2.645, 1, 'supported'],
    ['positive', 2.644, 1, 'inconclusive'],
    ['positive', -0.644, 1, 'inconclusive'],
    ['positive', -0.645, 1, 'not_supported'],
    ['negative', -2.645, -1, 'supported'],
    ['negative', -2.644, -1, 'inconclusive'],
    ['negative', 0.644, -1, 'inconclusive'],
    ['negative', 0.645, -1, 'not_supported'],
    // Either way: both at 2.5 %, with z 1.96.
    ['either', 2.961, 1, 'supported'],
    ['either', 2.959, 1, 'inconclusive'],
    ['either', -2.961, 1, 'supported'],
    ['either', -2.959, 1, 'inconclusive'],
    ['either', 0, 1, 'inconclusive'],
    ['either', 0, 1.961, 'not_supported'],
    ['either', 0.5, 2.461, 'not_supported'],
    ['either', 0.5, 2.459, 'inconclusive'],
  ])('%s of an effect of %d with a limit of %d is %s', (direction, estimate, limit, expected) => {
    expect(outcome(normal(estimate, 1), claimed(direction, limit))).toBe(expected)
  })

  test('reports its numbers on the displayed scale', () => {
    expect(judgeContrast(normal(3, 1), claimed('positive', 1), display)).toEqual({
      outcome: 'supported',
      method: 'normal',
      effect: { name: 'difference', value: 30, minimum: 2, claimed: 'at least' },
      interval: {
        lower: expect.closeTo(10 * (3 - 1.6448536), 6) as number,
        upper: expect.closeTo(10 * (3 + 1.6448536), 6) as number,
        confidence: 0.95,
      },
      p: expect.closeTo(normalCdf(-2), 12) as number,
      n: 20,
      repeats: 3,
      basis: null,
    })
    const either = judgeContrast(normal(-3, 1), claimed('either', 1), display)
    expect(either).toMatchObject({ effect: { claimed: 'beyond' }, interval: { confidence: 0.975 } })
    expect(either.p).toBeCloseTo(2 * normalCdf(-2), 12)
    expect(judgeContrast(normal(0, 1), claimed('either', 1), display).p).toBe(1)
    expect(judgeContrast(normal(0, 1), claimed('negative', -1), display).effect.claimed).toBe('at most')
  })

  test('is open without an interval, or where the exact test does not reach alpha', () => {
    const blind = normal(3, 1, { bounds: () => ({ lower: null, upper: null }) })
    expect(judgeContrast(blind, claimed('positive', 1), display)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'the data are too few for an interval',
      interval: { lower: null, upper: null },
    })
    for (const direction of ['positive', 'negative', 'either'] as const)
      expect(outcome(blind, claimed(direction, 1))).toBe('inconclusive')
    const strict = normal(3, 1, { p: () => ({ greater: 0.051, less: 0.949 }) })
    expect(judgeContrast(strict, claimed('positive', 1), display)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'the interval meets the claim, but the exact test does not reach alpha',
    })
    expect(outcome(normal(3, 1, { p: () => ({ greater: 0.05, less: 0.95 }) }), claimed('positive', 1))).toBe(
      'supported',
    )
    expect(judgeContrast(normal(1, 1), claimed('positive', 1), display).reason).toBe(
      'the interval contains effects that meet the claim and effects that do not',
    )
    const touching = normal(2, 1, { bounds: () => ({ lower: 1, upper: 1 }) })
    expect(outcome(touching, claimed('positive', 1))).toBe('inconclusive')
    expect(judgeContrast(touching, claimed('positive', 1), display).reason).toMatch(/^the interval meets the claim/)
    expect(
      outcome(
        normal(1, 1, { bounds: () => ({ lower: 1, upper: 1 }), p: () => ({ greater: 0, less: 0 }) }),
        claimed('negative', 1),
      ),
    ).toBe('supported')
  })
})

describe('the advice of an open claim', () => {
  // n ((z_alpha + z_power) SE / gap)² goldens.
  const wanted = (n: number, error: number, gap: number, alpha: number, power = 0.8) =>
    Math.ceil(n * (((normalQuantile(1 - alpha) + normalQuantile(power)) * error) / gap) ** 2)

  test('is the number of goldens that decides with the power asked for', () => {
    expect(needed(normal(1.5, 1), claimed('positive', 1))).toEqual({
      goldens: wanted(20, 1, 0.5, 0.05),
      sentence: `about ${wanted(20, 1, 0.5, 0.05)} goldens (now 20) would decide with 80 % power, if the effect is as measured`,
    })
    expect(needed(normal(1.5, 1), { ...claimed('positive', 1), power: 0.95 }).goldens).toBe(
      wanted(20, 1, 0.5, 0.05, 0.95),
    )
    expect(needed(normal(-1.5, 1), claimed('either', 1)).goldens).toBe(wanted(20, 1, 0.5, 0.025))
    expect(needed(normal(-1.5, 1), claimed('negative', -1)).goldens).toBe(wanted(20, 1, 0.5, 0.05))
    expect(needed(normal(0.4, 1), claimed('positive', 1)).goldens).toBe(wanted(20, 1, 0.6, 0.05))
    // Never fewer than one more, and never fewer than can have a bound.
    expect(needed(normal(9, 1), claimed('positive', 1)).goldens).toBe(21)
    expect(
      needed(normal(9, 1, { spread: { unit: 'goldens', fewest: () => 40, fromRepeats: null } }), claimed('positive', 1))
        .goldens,
    ).toBe(40)
  })

  test('includes repeats where their noise matters', () => {
    const noisy = (fromRepeats: number | null, error = 0.3) =>
      needed(normal(1.5, error, { spread: { unit: 'goldens', fewest: () => 5, fromRepeats } }), claimed('positive', 1))
    const factor = (((normalQuantile(0.95) + normalQuantile(0.8)) * 0.3) / 0.5) ** 2
    expect(noisy(1).repeats).toBe(Math.ceil(3 * factor))
    expect(noisy(0.9).repeats).toBe(Math.ceil((3 * 0.9) / (1 / factor - 0.1)))
    expect(noisy(0.9).sentence).toMatch(/goldens \(now 20\) or \d+ repeats of each \(now 3\) would decide/)
    expect(noisy(null)).not.toHaveProperty('repeats')
    // So many goldens are out of reach, but not so many repeats.
    const spread = { unit: 'goldens', fewest: () => 5, fromRepeats: 1 } as const
    const crowd = needed(normal(1.5, 0.6, { n: 50_000, spread }), claimed('positive', 1))
    expect(crowd.repeats).toBe(Math.ceil(3 * 4 * factor))
    expect(crowd).not.toHaveProperty('goldens')
    expect(crowd.sentence).toMatch(/^about \d+ repeats of each/)
    // What does not come from repeats is too much already.
    expect(noisy(0.5)).not.toHaveProperty('repeats')
    // It would be decided now, were it as measured.
    expect(noisy(1, 0.1)).not.toHaveProperty('repeats')
    // 3 repeats times 333 is in reach, times 334 is not.
    const large = (times: number) => noisy(1, (Math.sqrt(times) * 0.5) / (normalQuantile(0.95) + normalQuantile(0.8)))
    expect(large(333.2).repeats).toBe(1_000)
    expect(large(333.5)).not.toHaveProperty('repeats')
  })

  test('says where no practical number decides, and where there is no interval yet', () => {
    const close = (times: number) =>
      needed(
        normal(1.5, (Math.sqrt(times) * 0.5) / (normalQuantile(0.95) + normalQuantile(0.8))),
        claimed('positive', 1),
      )
    expect(close(4_999.99).goldens).toBe(100_000)
    expect(close(5_000.01)).toEqual({
      sentence: 'the effect is so close to the limit of the claim that no practical number of goldens would decide',
    })
    expect(needed(normal(1, 1), claimed('positive', 1))).not.toHaveProperty('goldens')
    const blind = (n: number, fewest: number) =>
      needed(
        normal(1, 1, {
          n,
          bounds: () => ({ lower: null, upper: null }),
          spread: { unit: 'conversations', fewest: () => fewest, fromRepeats: 1 },
        }),
        claimed('positive', 1),
      )
    expect(blind(3, 5)).toEqual({ goldens: 5, sentence: 'at least 5 conversations (now 3) are needed for an interval' })
    expect(blind(5, 5).goldens).toBe(6)
  })
})

describe('p values of bounds', () => {
  const { bounds } = normal(1, 0.5)

  test('are those of the test that corresponds to the interval', () => {
    for (const limit of [-1, 0, 0.7, 0.95, 1.05, 1.4, 2]) {
      const { greater, less } = invertBounds(bounds, limit)
      expect(greater).toBeCloseTo(normalCdf((limit - 1) / 0.5), 7)
      expect(less).toBeCloseTo(normalCdf((1 - limit) / 0.5), 7)
    }
    expect(invertBounds(() => ({ lower: null, upper: null }), 0)).toEqual({ greater: 0.5, less: 0.5 })
    expect(invertBounds(bounds, -100).greater).toBe(1e-12)
    expect(invertBounds(bounds, 100).less).toBe(1e-12)
  })

  test('are never below the exact ones where a claim implies a difference', () => {
    const exact = { greater: 0.2, less: 0.3 }
    expect(guardedP(bounds, 0, exact).greater).toBe(0.2)
    expect(guardedP(bounds, -0.1, exact).greater).toBeLessThan(0.2)
    expect(guardedP(normal(-1, 0.5).bounds, 0, exact).less).toBe(0.3)
    expect(guardedP(normal(-1, 0.5).bounds, 0.1, exact).less).toBeLessThan(0.3)
    expect(guardedP(bounds, 2, exact).greater).toBeCloseTo(normalCdf(2), 6)
  })
})

describe('a declaration', () => {
  const problems = (declaration: object) => declarationProblems('H1', { claim: 'a is faster', ...declaration })

  test.each([
    [{ alpha: 0.05 }, 0],
    [{ alpha: 0.499 }, 0],
    [{ alpha: 0.5 }, 1],
    [{ alpha: 0 }, 1],
    [{ alpha: '0.05' }, 1],
    [{ power: 0.5 }, 0],
    [{ power: 0.99 }, 0],
    [{ power: 0.49 }, 1],
    [{ power: 1 }, 1],
    [{ power: '0.8' }, 1],
    [{ margin: 0.1 }, 0],
    [{ margin: 0 }, 1],
    [{ margin: Infinity }, 1],
    [{ margin: '2' }, 1],
    [{ minimumEffect: 0.1 }, 0],
    [{ minimumEffect: -1 }, 1],
    [{ margin: 1, minimumEffect: 1 }, 1],
    [{ claim: ' ' }, 1],
    [{ claim: 3 }, 1],
    [{ must: 'hold' }, 0],
    [{ must: 'not' }, 1],
    [{ metric: 'speed of light' }, 1],
    [{ limit: 1 }, 1],
  ])('of %j has %i problems', (declaration, count) => {
    expect(problems(declaration)).toHaveLength(count)
  })

  test.each([[null], [['a']], ['a'], [3]])('rejects %j', (declaration) => {
    expect(declarationProblems('H1', declaration)[0]).toMatch(/^hypothesis H1: the declaration must be an object/)
  })

  test('needs an id and a claim', () => {
    expect(declarationProblems(' ', { claim: 'a' })).toHaveLength(1)
    expect(declarationProblems(3, { claim: 'a' })).toHaveLength(1)
    expect(declarationProblems('H1', {})).toHaveLength(1)
    expect(declarationProblems('H1', { claim: 'a', margin: undefined })).toEqual([])
  })

  test('is one line in a fixed order, with its defaults', () => {
    const line = '{"alpha":0.05,"claim":"a","margin":2,"power":0.8}'
    expect(canonicalDeclaration({ margin: 2, claim: 'a' })).toBe(line)
    expect(canonicalDeclaration({ claim: 'a', alpha: 0.05, margin: 2 })).toBe(line)
    expect(canonicalDeclaration({ claim: 'a', alpha: 0.01, power: 0.9 })).toBe('{"alpha":0.01,"claim":"a","power":0.9}')
    expect(canonicalDeclaration({ claim: 'a', margin: undefined as never })).toBe(
      '{"alpha":0.05,"claim":"a","power":0.8}',
    )
  })
})

describe('several findings', () => {
  const facts = {
    method: 'exact',
    effect: { name: 'ratio', value: 1.5, minimum: 2, claimed: 'at least' },
    interval: { lower: 1, upper: 2, confidence: 0.95 },
    n: 10,
    repeats: 1,
    basis: null,
  } as const
  const found = (outcome: HypothesisOutcome, p: number | null): Finding =>
    outcome === 'inconclusive' ? { ...facts, outcome, p, reason: `open ${p}` } : { ...facts, outcome, p: p ?? 1 }

  test('have the outcome of the weakest and the largest p', () => {
    const all = (...list: [HypothesisOutcome, number | null][]) => {
      const { outcome, p } = combineFindings(list.map((each) => found(...each)))
      return [outcome, p]
    }
    expect(all(['supported', 0.01], ['supported', 0.03])).toEqual(['supported', 0.03])
    expect(all(['supported', 0.04], ['not_supported', 0.9], ['inconclusive', 0.95])).toEqual(['not_supported', 0.95])
    expect(all(['supported', 0.04], ['inconclusive', 0.2])).toEqual(['inconclusive', 0.2])
    expect(all(['supported', 0.04], ['inconclusive', null])).toEqual(['inconclusive', 1])
    expect(all(['inconclusive', null], ['inconclusive', null])).toEqual(['inconclusive', null])
    expect(all(['supported', 0.04])).toEqual(['supported', 0.04])
    expect(all(['supported', 0.04], ['inconclusive', 0.03])).toEqual(['inconclusive', 0.04])
    expect(all(['inconclusive', 0.03], ['supported', 0.04])).toEqual(['inconclusive', 0.04])
    expect(combineFindings([found('inconclusive', 0.1), found('inconclusive', 0.4)])).toMatchObject({
      reason: 'open 0.4',
      method: 'exact, weakest of 2',
    })
    // A p that is missing counts as 1; of equals the first is shown.
    for (const [first, second, shown] of [
      [0.4, null, null],
      [null, 0.4, null],
      [1, null, 1],
      [null, 1, null],
      [0.3, 0.4, 0.4],
      [0.4, 0.3, 0.4],
    ] as const) {
      const { reason } = combineFindings([found('inconclusive', first), found('inconclusive', second)])
      expect(reason).toBe(`open ${shown}`)
    }
    expect(() => combineFindings([])).toThrow('a hypothesis needs a finding')
  })

  test('of a family keep support at alpha exactly', () => {
    const members = [0.025, 0.05].map((p, index) => ({ id: `H${index}`, finding: found('supported', p), alpha: 0.05 }))
    expect(judgeFamily(members).members.map(({ finding }) => finding.outcome)).toEqual(['supported', 'supported'])
    const above = [0.026, 0.05].map((p, index) => ({ id: `H${index}`, finding: found('supported', p), alpha: 0.05 }))
    expect(judgeFamily(above).members.map(({ finding }) => finding.outcome)).toEqual(['inconclusive', 'inconclusive'])
    expect(judgeFamily([]).rates).toMatchObject({ total: 0, supportedShare: null })
  })

  test('are printed with three digits, and p values down to 0.0001', () => {
    expect([0.0001, 0.00009, 0.03125, 1, null, NaN].map(describeP)).toEqual([
      'p 0.0001',
      'p < 0.0001',
      'p 0.0313',
      'p 1',
      'no p',
      'no p',
    ])
    expect([0.95, 0.9995, 0.975, NaN].map(percent)).toEqual(['95 %', '99.95 %', '97.5 %', 'unknown'])
    expect([0.123456789012, 1.1234567890123].map(percent)).toEqual(['12.3456789012 %', '112.345678901 %'])
    const sized = (value: number) => describeEffect({ ...found('supported', 0.03), effect: { ...facts.effect, value } })
    expect([999.4, 1_000.5, 1_004, -1_004, -0.12345].map((value) => sized(value).split(' ')[1])).toEqual([
      '999',
      '1001',
      '1004',
      '-1004',
      '-0.123',
    ])
    const open = { ...found('supported', 0.03), interval: { lower: 1.5, upper: null, confidence: 0.9 } }
    expect(describeFinding(open)).toContain('(90 %: 1.5 to unknown,')
    expect(describeFinding(found('supported', 0.03))).toBe(
      'ratio 1.5 (95 %: 1 to 2, claimed at least 2), p 0.03, n 10, exact',
    )
    const wide = { ...found('supported', 0.03), repeats: 2, interval: { lower: null, upper: 1_234.5, confidence: 0.9 } }
    expect(describeFinding(wide)).toBe('ratio 1.5 (90 %: unknown to 1235, claimed at least 2), p 0.03, n 10 x 2, exact')
    const none = { ...found('supported', 0.03), interval: { lower: null, upper: null, confidence: 0.9 } }
    expect(describeFinding(none)).toContain('no interval')
    const beyond = {
      ...found('supported', 0.03),
      effect: { name: 'rho', value: 999.6, minimum: 0.1, claimed: 'beyond' } as const,
    }
    expect(describeFinding(beyond)).toContain('rho 1000 (95 %: 1 to 2, claimed beyond 0.1 either way)')
  })
})
