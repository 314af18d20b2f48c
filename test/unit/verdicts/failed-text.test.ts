import { expect, test } from 'vitest'
import { failedText } from '../../../src/verdicts/failed-text.ts'

test.each([
  ['golden', 25, 11, '25 goldens failed: 14 new, 11 known'],
  ['golden', 1, 0, '1 golden failed'],
  ['', 13, 13, '13 failed: 0 new, 13 known'],
  ['', 1, 1, '1 failed: 0 new, 1 known'],
])('names the failures that the baseline does not have (%j, %i, %i)', (noun, failed, known, text) => {
  expect(failedText(noun, { failed, known })).toBe(text)
})
