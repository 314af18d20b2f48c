import { expect, test } from 'vitest'
import { planRepeats } from '../../../../src/verdicts/regression/repeats.ts'

// The table of the method: repeats to fail +50 % and to pass an unchanged system, at a tolerance of 25 % and 3 % drift.
test.each([
  [10, 0.1, { fail: 1, pass: 1 }],
  [10, 0.25, { fail: 2, pass: 5 }],
  [10, 0.5, { fail: 7, pass: 18 }],
  [30, 0.1, { fail: 1, pass: 1 }],
  [30, 0.25, { fail: 1, pass: 2 }],
  [30, 0.5, { fail: 3, pass: 6 }],
  [100, 0.1, { fail: 1, pass: 1 }],
  [100, 0.25, { fail: 1, pass: 1 }],
  [100, 0.5, { fail: 1, pass: 2 }],
])('%i goldens with a variation of %f', (goldens, cv, repeats) => {
  expect(planRepeats({ goldens, cv, drift: 0.03, policy: { tolerance: 0.25 } })).toEqual(repeats)
})

test('rejects a value that is not a number, by name', () => {
  const plan = { goldens: 10, cv: 0.25, drift: 0.03, policy: { tolerance: 0.25 } }
  expect(() => planRepeats({ ...plan, cv: NaN })).toThrow('cv must be a finite number from 0, got NaN')
  expect(() => planRepeats({ ...plan, goldens: NaN })).toThrow('goldens must be 0 or more, got NaN')
})

test('returns Infinity where the drift is too large', () => {
  expect(planRepeats({ goldens: 100, cv: 0.25, drift: 0.2, policy: { tolerance: 0.25 } })?.pass).toBe(Infinity)
  expect(planRepeats({ goldens: 0, cv: 0.25, drift: 0, policy: { tolerance: 0.25 } })).toBeNull()
})
