import { expect, test } from 'vitest'
import { parseViewRequest } from '../../../src/dashboard/views/view-request.ts'

test('an empty value of a filter wants the events without the fact', () => {
  const { filter } = parseViewRequest('verdict=fail&hypothesis=&bucket=&bucket=control', [], 0)
  expect(filter).toEqual({ verdict: ['fail'], hypothesis: [null], bucket: [null, 'control'] })
})

test('of a parameter with one value a second one is rejected', () => {
  expect(() => parseViewRequest('since=all&since=1h', [], 0)).toThrow('the parameter "since" is given more than once')
  expect(() => parseViewRequest('limit=1&limit=1', ['limit'], 0)).toThrow('"limit" is given more than once')
  expect(parseViewRequest('run=a&run=b', [], 0).filter).toEqual({ run: ['a', 'b'] })
})
