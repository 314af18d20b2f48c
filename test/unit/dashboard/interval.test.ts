import { expect, test } from 'vitest'
import { intervalText } from '../../../src/dashboard/page/views/hypotheses/interval.ts'

test.for([
  [{ lower: -0.25, upper: 1.5 }, '-0.25 to 1.5'],
  [{ lower: 0.1, upper: null }, 'at least 0.1'],
  [{ lower: null, upper: 3 }, 'at most 3'],
  [{ lower: null, upper: null }, 'not known'],
] as const)('the interval %j reads "%s"', ([bounds, text]) => {
  expect(intervalText(bounds)).toBe(text)
})
