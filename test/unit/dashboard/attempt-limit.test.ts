import { describe, expect, test } from 'vitest'
import { AttemptLimit } from '../../../src/dashboard/server/attempt-limit.ts'

describe('the limit of wrong tokens', () => {
  test('refuses an address after ten within a minute, until the first of them is a minute old', () => {
    const limit = new AttemptLimit()
    for (let second = 0; second < 10; second += 1) {
      expect(limit.waitMs('a', 1_000 * second)).toBe(0)
      limit.add('a', 1_000 * second)
    }
    expect(limit.waitMs('a', 10_000)).toBe(50_000)
    expect(limit.waitMs('b', 10_000)).toBe(0)
    expect(limit.waitMs('a', 60_000)).toBe(0)
  })

  test('counts nothing before the right token', () => {
    const limit = new AttemptLimit()
    for (let attempt = 0; attempt < 10; attempt += 1) limit.add('a', attempt)
    limit.forget('a')
    expect(limit.waitMs('a', 10)).toBe(0)
  })

  test('keeps an address that goes on among many others', () => {
    const limit = new AttemptLimit()
    for (let attempt = 0; attempt < 2_000; attempt += 1) {
      limit.add(`other${attempt}`, attempt)
      if (attempt % 150 === 0) limit.add('a', attempt)
    }
    expect(limit.waitMs('a', 2_000)).toBeGreaterThan(0)
  })
})
