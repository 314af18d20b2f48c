import { describe, expect, test } from 'vitest'
import { milliseconds, percent } from '../../../src/text/amounts.ts'

test('shows times in milliseconds below ten seconds', () => {
  const times = [0.4, 999.4, 1_000, 9_999, 10_000, 12_345, 123_456, -1_500, -12_345]
  expect(times.map((value) => milliseconds(value))).toEqual([
    '0 ms',
    '999 ms',
    '1,000 ms',
    '9,999 ms',
    '10.0 s',
    '12.3 s',
    '123.5 s',
    '-1,500 ms',
    '-12.3 s',
  ])
})

test('shows two times beside each other in one unit', () => {
  expect([milliseconds(640, 12_345), milliseconds(12_345, 640)]).toEqual(['0.6 s', '12.3 s'])
  expect([milliseconds(9_999, 1), milliseconds(1, 9_999)]).toEqual(['9,999 ms', '1 ms'])
})

test('keeps milliseconds below 100 ms beside a long time', () => {
  expect([milliseconds(32, 11_000), milliseconds(11_000, 32)]).toEqual(['32 ms', '11.0 s'])
  expect([milliseconds(99.4, 12_345), milliseconds(100, 12_345)]).toEqual(['99 ms', '0.1 s'])
  expect([milliseconds(0, 12_345), milliseconds(-60, 12_345)]).toEqual(['0 ms', '-60 ms'])
})

describe('a share in percent', () => {
  test.each([
    [1, '100 %'],
    [0.9996, '99.9 %'],
    [0.999, '99.9 %'],
    [0.95, '95 %'],
    [0.615, '61.5 %'],
    [1 / 3, '33.3 %'],
    [0, '0 %'],
    [-0.25, '-25 %'],
    [1.5, '150 %'],
  ])('of %j is %j', (value, text) => {
    expect(percent(value)).toBe(text)
  })

  test('is 100 % only for all, with any number of decimals', () => {
    expect(percent(0.9999, 0)).toBe('99 %')
    expect(percent(1, 0)).toBe('100 %')
  })
})
