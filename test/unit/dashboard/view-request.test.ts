import { expect, test } from 'vitest'
import { parseViewRequest } from '../../../src/dashboard/views/view-request.ts'

test('an empty value of a filter wants the events without the fact', () => {
  const { filter } = parseViewRequest('verdict=fail&hypothesis=&bucket=&bucket=control', [], 0)
  expect(filter).toEqual({ verdict: ['fail'], hypothesis: [null], bucket: [null, 'control'] })
})
