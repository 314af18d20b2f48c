import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { combineFindings } from '../../../../src/verdicts/hypothesis/combine.ts'
import { describeFinding } from '../../../../src/verdicts/hypothesis/describe.ts'
import { judgeFamily } from '../../../../src/verdicts/hypothesis/family.ts'
import type { Finding, HypothesisOutcome } from '../../../../src/verdicts/hypothesis/finding.ts'

const FACTS = {
  method: 'exact signed-rank',
  effect: { name: 'ratio', value: 1.4231, minimum: 2, claimed: 'at least' },
  interval: { lower: 1.312, upper: 1.5549, confidence: 0.95 },
  n: 120,
  repeats: 5,
  basis: 'measured',
} as const

function finding(outcome: HypothesisOutcome, p: number | null): Finding {
  if (outcome === 'inconclusive') return { ...FACTS, outcome, p, reason: 'open' }
  return { ...FACTS, outcome, p: p ?? 1 }
}

const member = (id: string, outcome: HypothesisOutcome, p: number | null, alpha = 0.05) => ({
  id,
  finding: finding(outcome, p),
  alpha,
})

describe('a family', () => {
  test("keeps an outcome that Holm's method supports, and makes the others inconclusive with a reason", () => {
    const { members, rates } = judgeFamily([
      member('H1', 'supported', 0.01),
      member('H2', 'supported', 0.04),
      member('H3', 'not_supported', 0.999),
      member('H4', 'inconclusive', null),
    ])
    expect(members.map(({ id, adjustedP, finding: { outcome, p } }) => [id, outcome, p, adjustedP])).toStrictEqual([
      ['H1', 'supported', 0.01, 0.04],
      ['H2', 'inconclusive', 0.04, 0.12],
      ['H3', 'not_supported', 0.999, 1],
      ['H4', 'inconclusive', null, null],
    ])
    expect(members[1]?.finding.reason).toMatchInlineSnapshot(
      `"p 0.04 would support it alone; among 4 hypotheses Holm makes it p 0.12, above alpha 0.05"`,
    )
    expect(rates).toStrictEqual({
      total: 4,
      supported: 1,
      notSupported: 1,
      inconclusive: 2,
      supportedShare: 0.25,
    })
  })

  test('uses the alpha of each member', () => {
    const { members } = judgeFamily([member('H1', 'supported', 0.02, 0.05), member('H2', 'supported', 0.009, 0.01)])
    expect(members.map(({ finding: { outcome } }) => outcome)).toStrictEqual(['supported', 'inconclusive'])
  })

  test('accepts one member, and none', () => {
    expect(judgeFamily([member('H1', 'supported', 0.04)]).members[0]).toMatchObject({ adjustedP: 0.04 })
    expect(judgeFamily([])).toStrictEqual({
      members: [],
      rates: { total: 0, supported: 0, notSupported: 0, inconclusive: 0, supportedShare: null },
    })
  })

  test('never makes an outcome stronger', () => {
    const any = fc.tuple(
      fc.constantFrom<HypothesisOutcome>('supported', 'not_supported', 'inconclusive'),
      fc.double({ min: 0, max: 0.1, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (given) => {
        const before = given.map(([outcome, p], index) => member(`H${index}`, outcome, p))
        for (const [index, { finding, adjustedP }] of judgeFamily(before).members.entries()) {
          const own = before[index]?.finding
          expect(finding.p).toBe(own?.p)
          expect(adjustedP).toBeGreaterThanOrEqual(Number(own?.p))
          if (finding.outcome !== own?.outcome) {
            expect([own?.outcome, finding.outcome]).toStrictEqual(['supported', 'inconclusive'])
            expect(adjustedP).toBeGreaterThan(0.05)
          }
        }
      }),
    )
  })
})

describe('several findings of one hypothesis', () => {
  const outcomes: [HypothesisOutcome, number | null][] = [
    ['supported', 0.01],
    ['inconclusive', 0.2],
    ['not_supported', 0.97],
    ['inconclusive', null],
  ]
  const combined = (...indices: number[]) => {
    const { outcome, p } = combineFindings(indices.map((index) => finding(...(outcomes[index] ?? ['supported', 0]))))
    return [outcome, p]
  }

  test('are supported where all are', () => {
    expect(combined(0)).toStrictEqual(['supported', 0.01])
    expect(combined(0, 0)).toStrictEqual(['supported', 0.01])
    expect(combined(0, 1)).toStrictEqual(['inconclusive', 0.2])
    expect(combined(0, 1, 2)).toStrictEqual(['not_supported', 0.97])
    expect(combined(0, 3)).toStrictEqual(['inconclusive', 1])
    expect(combined(2, 3)).toStrictEqual(['not_supported', 1])
    expect(combined(3, 3)).toStrictEqual(['inconclusive', null])
  })

  test('show the weakest', () => {
    const weak = { ...finding('supported', 0.03), method: 'Fisher exact' }
    expect(combineFindings([finding('supported', 0.01), weak])).toStrictEqual({
      ...weak,
      method: 'Fisher exact, weakest of 2',
    })
    expect(combineFindings([weak])).toStrictEqual(weak)
  })

  test('rejects an empty list', () => {
    expect(() => combineFindings([])).toThrow(new RangeError('a hypothesis needs a finding'))
  })
})

describe('is described in one line', () => {
  test('all numbers', () => {
    expect(describeFinding(finding('not_supported', 1))).toBe(
      'ratio 1.42 (95 %: 1.31 to 1.55, claimed at least 2), p 1, n 120 x 5, exact signed-rank',
    )
  })

  test.each([
    [{ p: 0.00009 }, 'p < 0.0001'],
    [{ p: 0.0312499 }, 'p 0.0312'],
    [{ p: 0 }, 'p < 0.0001'],
    [{ p: null }, 'no p'],
    [{ p: Number.NaN }, 'no p'],
    [{ repeats: 1 }, 'n 120,'],
    [{ effect: { ...FACTS.effect, claimed: 'beyond' } }, 'claimed beyond 2 either way)'],
    [{ effect: { ...FACTS.effect, value: Infinity } }, 'ratio unknown ('],
    [{ effect: { ...FACTS.effect, value: 12_345.6 } }, 'ratio 12346 ('],
    [{ interval: { lower: null, upper: 1.5, confidence: 0.975 } }, '(97.5 %: unknown to 1.5,'],
    [{ interval: { lower: null, upper: null, confidence: 0.95 } }, '(95 %: no interval,'],
  ] as const)('%o', (facts, words) => {
    const open = { ...FACTS, outcome: 'inconclusive', p: 0.5, reason: '\u001b[31mhostile', ...facts } as const
    const line = describeFinding(open)
    expect(line).toContain(words)
    expect(line).not.toContain('hostile')
    expect(line).not.toContain('NaN')
  })
})
