import { expect, test } from 'vitest'
import { decimalNumber } from '../../../src/text/decimal.ts'

test.each([
  ['12', 12],
  [' 0.25 ', 0.25],
  ['.5', 0.5],
  ['5.', 5],
  ['-1e3', -1_000],
  ['+2E-2', 0.02],
])('reads %j', (text, value) => {
  expect(decimalNumber(text)).toBe(value)
})

test.each(['', ' ', '0x10', '0b1', 'Infinity', 'NaN', '1e999', '1,000', '12k', '1_000', '--1', '.', 'e3'])(
  'reads no number in %j',
  (text) => {
    expect(decimalNumber(text)).toBeNull()
  },
)
