import { expect, test } from 'vitest'
import { failedText } from '../../../src/verdicts/failed-text.ts'

test.each([
  ['golden', 25, 11, '25 goldens failed, 14 of them not as in the baseline'],
  ['golden', 1, 0, '1 golden failed'],
  ['', 13, 13, '13 failed, all of them as in the baseline'],
  ['', 1, 1, '1 failed, as in the baseline'],
])('names the failures that the baseline does not have (%j, %i, %i)', (noun, failed, known, text) => {
  expect(failedText(noun, { failed, known })).toBe(text)
})
