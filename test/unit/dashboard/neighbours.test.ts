import { expect, test } from 'vitest'
import type { EventRow } from '../../../schemas/generated/dashboard.ts'
import { parseAddress } from '../../../src/dashboard/page/address.ts'
import { neighboursOf } from '../../../src/dashboard/page/views/event/use-neighbours.ts'

const row = (message: string | null) => ({ message }) as EventRow

function neighbours(message: string, hash: string, messages: readonly (string | null)[], offset = 0) {
  const address = parseAddress(hash)
  return neighboursOf({ rows: messages.map(row), total: 80, offset, message, address })
}

test('an event in the table has the rows around it that have a message', () => {
  const { previous, next, place } = neighbours('c', '#/event?message=c&at=53&verdict=fail', ['a', null, 'c', 'd'], 51)
  expect(previous).toContain('message=a')
  expect(next).toBe('#/event?at=54&verdict=fail&message=d')
  expect(place).toEqual({ row: 54, total: 80 })
})

test('an event that a label took out of the table has the next one at its place', () => {
  const { previous, next, place } = neighbours('b', '#/event?message=b&at=1&verdict=fail', ['a', 'c', 'd'])
  expect(previous).toContain('message=a')
  expect(next).toContain('message=c')
  expect(next).toContain('at=1')
  expect(place).toBeNull()
})

test('the last event of the table that a label took out has only a previous one', () => {
  expect(neighbours('b', '#/event?message=b&at=1', ['a'])).toMatchObject({ next: null, place: null })
})

test('an event that was not opened from the table has no neighbours', () => {
  expect(neighbours('b', '#/event?message=b', ['a', 'c'])).toEqual({ previous: null, next: null, place: null })
})
