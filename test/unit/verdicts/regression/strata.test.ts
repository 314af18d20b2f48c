import { describe, expect, test } from 'vitest'
import {
  areCopies,
  fewestRepeats,
  hasDistinctReplies,
  isRoutedAlike,
  sameReply,
  strataOf,
} from '../../../../src/verdicts/regression/strata.ts'
import type { GoldenResult, MeasuredReply } from '../../../../src/verdicts/results.ts'

function golden(...replies: Partial<MeasuredReply>[]): GoldenResult {
  const usual = { source: 'embedder', model: 'm', passed: true, latencyMs: 1, origin: 'measured' } as const
  const none = { firstTokenMs: null, completionTokens: null }
  return {
    id: 'g',
    trait: '',
    fingerprint: 'f',
    unmeasured: [],
    replies: replies.map((facts, repeat) => ({ ...usual, ...none, repeat, ...facts })),
  }
}

const [a, b] = [{ digest: 'a' }, { digest: 'b' }]

describe('repeats', () => {
  test.each<[string, GoldenResult, boolean]>([
    ['of one text', golden(a, a, a), true],
    ['of which the last differs', golden(a, a, b), false],
    ['of one text with two verdicts', golden(a, { ...a, passed: false }), true],
    ['of unknown texts and one verdict', golden({}, {}), true],
    ['of unknown texts and two verdicts', golden({}, { passed: false }), false],
    ['of which the first text is unknown', golden({}, a), true],
    ['of which the first text is unknown and failed', golden({ passed: false }, a), false],
    ['of which a later text is unknown', golden(a, {}), true],
    ['of which a later text is unknown and failed', golden(a, { passed: false }), false],
    ['alone', golden(a), true],
    ['that there are none of', golden(), false],
  ])('%s are copies: %s', (_, repeats, copies) => {
    expect(areCopies(repeats)).toBe(copies)
  })

  test('are distinct when they differ on either side', () => {
    const pair = (baseline: GoldenResult, current: GoldenResult) => hasDistinctReplies({ id: 'g', baseline, current })
    expect(pair(golden(a, a), golden(b, b))).toBe(false)
    expect(pair(golden(a, b), golden(b, b))).toBe(true)
    expect(pair(golden(a, a), golden(a, b))).toBe(true)
  })

  test('are the same reply when every text is, on both sides', () => {
    const pair = (baseline: GoldenResult, current: GoldenResult) => sameReply({ id: 'g', baseline, current })
    expect(pair(golden(a, a), golden(a))).toBe(true)
    expect(pair(golden(a), golden(b))).toBe(false)
    expect(pair(golden(b, a), golden(a, a))).toBe(false)
    expect(pair(golden(a), golden({}))).toBe(false)
    expect(pair(golden({}), golden({}))).toBe(false)
    expect(pair(golden({}), golden(a))).toBe(false)
  })

  test('are routed alike when they all go to one model', () => {
    const main = { source: 'main_model' } as const
    expect([golden(main, main), golden({}, {}), golden(main, {}), golden({}, main, main)].map(isRoutedAlike)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  test('count once as copies, and the fewest of either side count', () => {
    const pairs = [{ id: 'g', baseline: golden(a, b, { ...a, passed: false }), current: golden(a, a) }]
    const strata = strataOf(pairs, (reply) => reply.passed === true, areCopies)
    expect(strata).toEqual([{ before: 2, beforeN: 3, after: 1, afterN: 1 }])
    expect(fewestRepeats(strata)).toBe(1)
    expect(fewestRepeats([])).toBe(0)
  })
})
