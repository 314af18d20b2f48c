import { expect, test } from 'vitest'
import { answerNumber } from '../../../src/goldens/answer.ts'

test.for<[text: string, number: number]>([
  ['人口は14万です', 140_000],
  ['1.5億円', 150_000_000],
  ['约2亿3000万人', 230_000_000],
  ['7만 명', 70_000],
  ['３千円', 3000],
  ['体重は4千克', 4],
  ['9千瓦', 9],
  ['It costs 15k.', 15_000],
  ['It costs $2.5M.', 2_500_000],
  ['€4bn', 4e9],
  ['7 M', 7],
  ['at 300 K', 300],
  ['about 9 millions', 9_000_000],
  ['etwa 7 Millionen', 7_000_000],
  ['3 Mrd. Euro', 3e9],
])('multiplies %j', ([text, number]) => {
  expect(answerNumber(text)).toBe(number)
})

test.for([
  "It isn't 9.",
  'It wasn’t 9',
  'The result cannot be 9',
  '9 is not the answer.',
  "9 isn't right.",
  '9 is wrong.',
  'x ≠ 9',
  'x != 9',
  'neither 9 nor 8',
])('takes no rejected number for the answer: %j', (text) => {
  expect(answerNumber(text)).toBeNull()
})

test('takes the number that stands in place of the rejected one', () => {
  expect(answerNumber("It isn't 8 but 9.")).toBe(9)
  expect(answerNumber('8 is wrong; it is 9.')).toBe(9)
  expect(answerNumber('9 is the answer.')).toBe(9)
})
