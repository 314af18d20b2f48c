import { describe, expect, test } from 'vitest'
import { answerNumber } from '../../../../src/goldens/numbers/answer.ts'
import { numbersIn } from '../../../../src/goldens/numbers/numbers.ts'
import { withScaleSigns } from '../../../../src/goldens/numbers/scale-signs.ts'

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

describe('the numbers of a text', () => {
  const valuesIn = (text: string) => withScaleSigns(text, numbersIn(text)).map(({ value }) => value)

  test.for<[text: string, ...values: number[]]>([
    ['3百', 300],
    ['3백', 300],
    ['3千人', 3000],
    ['3천', 3000],
    ['3万', 30_000],
    ['3萬', 30_000],
    ['3만', 30_000],
    ['3億', 3e8],
    ['3亿', 3e8],
    ['3억', 3e8],
    ['3兆円', 3e12],
    ['3조', 3e12],
    ['3千万', 3e7],
    ['3 万', 30_000],
    ['3  万', 3],
    // A smaller sign goes on, a greater or equal one begins anew.
    ['3億5000万', 350_000_000],
    ['1 3万5千', 1, 35_000],
    ['3億5千6千', 300_005_000, 6000],
    ['2024-01-01万5', NaN, 5],
    ['3 千克', 3],
    ['3億5000', 300_005_000],
    ['3万5千2百1', 35_201],
    ['3万5億', 30_000, 5e8],
    ['3万5万', 30_000, 50_000],
    ['3万 5千', 30_000, 5000],
    // Units, and signs in the middle of a word.
    ['3千克', 3],
    ['3兆赫', 3],
    ['3百帕', 3],
    ['3万克', 30_000],
    ['3千万米', 3e7],
    // Latin letters.
    ['12k', 12_000],
    ['12 k', 12],
    ['12K', 12],
    ['12kg', 12],
    ['12k5', 12],
    ['$12 k', 12_000],
    ['$12K', 12_000],
    ['-$12m', -12_000_000],
    ['$ 12b', 12_000_000_000],
    ['$12bn', 12_000_000_000],
    ['$12mm', 12],
    ['$5 or 12m', 5, 12],
    ['$5+2b', 5, 2],
    ['$ -12m', -12_000_000],
    ['2024-01-01万', NaN],
  ])('%j', ([text, ...values]) => {
    expect(valuesIn(text)).toEqual(values)
  })

  test('cover their signs', () => {
    const text = 'It is 3億5000万 and 12k, $3 bn, 3億5000 or 3 万人.'
    const tokens = withScaleSigns(text, numbersIn(text))
    expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual([
      '3億5000万',
      '12k',
      '3 bn',
      '3億5000',
      '3 万',
    ])
  })
})
