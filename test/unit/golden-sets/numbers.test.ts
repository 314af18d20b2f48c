import { expect, test } from 'vitest'
import { foldNumerals } from '../../../src/goldens/fold.ts'
import { numbersIn } from '../../../src/goldens/numbers.ts'

test.for<[text: string, ...values: number[]]>([
  // Dates, with one digit or two, and what is none.
  ['2024-5-7', NaN],
  ['2024/12/31', NaN],
  ['7.5.2024', NaN],
  ['17/05/24', NaN],
  ['7/12/24', NaN],
  ['2024-05/07', 2024, 5 / 7],
  ['0xfF and 7', NaN, 7],
  ['0XA1', NaN],
  // Powers of ten.
  ['4 * 10^12', 4e12],
  ['4·10^-3', 0.004],
  ['4x10^5', 4e5],
  // Fractions up to three digits, or of a thousand.
  ['7/125', 0.056],
  ['7/1000', 0.007],
  ['7/1001', 7, 1001],
  ['2000 123/125', 2000.984],
  ['2 7/1000', 2.007],
  ['2 7/5', 2, 1.4],
  // Digits inside of a word.
  ['v12.34.5 then 6', 6],
  ['a1,5', 5],
  ['x12 3', 3],
  ['x_12'],
  ['usd12', 12],
  ['eurasia12'],
  ['(1,5)', 1, 5],
  ['(1,5', 1.5],
  ['1,5)', 1.5],
  ['a\n12', 12],
])('%j', ([text, ...values]) => {
  expect(numbersIn(foldNumerals(text)).map(({ value }) => value)).toEqual(values)
})

test('an ordinal in any case', () => {
  expect(numbersIn('1st 2ND 3rdx 4').map(({ ordinal }) => ordinal)).toEqual([true, true, false, false])
})
