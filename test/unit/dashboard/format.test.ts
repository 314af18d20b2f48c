import { describe, expect, test } from 'vitest'
import { percent } from '../../../src/dashboard/format.ts'

describe('a share in percent', () => {
  test.each([
    [1, '100 %'],
    [0.9996, '99.9 %'],
    [0.999, '99.9 %'],
    [0.95, '95 %'],
    [0, '0 %'],
    [-0.25, '-25 %'],
    [1.5, '150 %'],
    [null, '–'],
  ])('of %j is %j', (value, text) => {
    expect(percent(value)).toBe(text)
  })

  test('is 100 % only for all, with any number of decimals', () => {
    expect(percent(0.9999, 0)).toBe('99 %')
    expect(percent(1, 0)).toBe('100 %')
  })
})
