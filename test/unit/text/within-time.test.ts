import { expect, test } from 'vitest'
import { withinTime } from '../../../src/text/within-time.ts'

test('gives the result of work that ends in time, of any type', () => {
  expect(withinTime(1_000, () => [1, 'two'])).toEqual({ result: [1, 'two'] })
  expect(withinTime(1_000, () => undefined)).toEqual({ result: undefined })
})

test('ends a regular expression that takes exponential time, and works again afterwards', () => {
  expect(withinTime(20, () => /(a+)+$/.test(`${'a'.repeat(60)}!`))).toBeNull()
  expect(withinTime(1_000, () => /(a+)+$/.test('aaa'))).toEqual({ result: true })
})

test('throws what the work throws', () => {
  expect(() =>
    withinTime(1_000, () => {
      throw new RangeError('wrong')
    }),
  ).toThrow(RangeError)
})
