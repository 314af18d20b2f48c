import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TurnCounts } from '../../../src/router/turn-counts.ts'

describe('TurnCounts', () => {
  test('returns the last number of each conversation', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.integer({ min: 1, max: 99 }))), (entries) => {
        const counts = new TurnCounts()
        for (const [id, turns] of entries) counts.set(id, turns)
        for (const [id, turns] of new Map(entries)) expect(counts.get(id)).toBe(turns)
        expect(counts.get('unknown')).toBe(0)
      }),
    )
  })

  test('keeps the newest 10,000 conversations, and at most twice as many', () => {
    const counts = new TurnCounts()
    for (let n = 0; n < 45_000; n++) counts.set(`id ${n}`, n + 1)
    const known = Array.from({ length: 45_000 }, (_, n) => counts.get(`id ${n}`))
    expect(known.slice(-10_000)).toEqual(Array.from({ length: 10_000 }, (_, n) => 35_001 + n))
    expect(known.filter((turns) => turns > 0).length).toBeLessThanOrEqual(20_000)
  })

  test('tells conversations apart whose ids share a hash', () => {
    // The FNV-1a hash of both is 0x57da133a.
    const [one, other] = ['user 1jprdyv', 'user 34k1s']
    const counts = new TurnCounts()
    counts.set(one, 1)
    expect(counts.get(other)).toBe(0)
    counts.set(other, 2)
    expect([counts.get(one), counts.get(other)]).toEqual([1, 2])
  })
})
