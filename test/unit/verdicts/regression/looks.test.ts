import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planLooks } from '../../../../src/verdicts/regression/looks.ts'

test.each([
  [1, [1]],
  [2, [1, 2]],
  [3, [1, 2, 3]],
  [5, [2, 4, 5]],
  [18, [6, 12, 18]],
])('%i repeats have looks after %j', (total, looks) => {
  expect(planLooks(total)).toEqual(looks)
})

test('looks rise to the total, three at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (total) => {
      const looks = planLooks(total)
      expect(looks.at(-1)).toBe(total)
      expect(looks.length).toBeLessThanOrEqual(3)
      expect(looks.every((look, index) => index === 0 || look > (looks[index - 1] ?? 0))).toBe(true)
    }),
  )
})

test('rejects 0 repeats', () => {
  expect(() => planLooks(0)).toThrow('"repeats" must be an integer from 1, got 0')
})
