import { expect, test } from 'vitest'
import { neighboursOf } from '../../../src/dashboard/page/views/event/table-neighbours.ts'

const table = { total: 80, hrefOf: (row: number, message: string) => `${row}: ${message}` }

test('an event in the table has the rows around it that have a message', () => {
  const opened = { ...table, messages: ['a', null, 'c', null, 'e'], offset: 51, at: 53, message: 'c' }
  expect(neighboursOf(opened)).toEqual({ previous: '51: a', next: '55: e', place: { row: 54, total: 80 } })
})

test('an event that a label took out of the table has the next one at its place', () => {
  const opened = { ...table, messages: ['a', 'c', 'd'], offset: 0, at: 1, message: 'b' }
  expect(neighboursOf(opened)).toEqual({ previous: '0: a', next: '1: c', place: null })
})

test('the last event of the table that a label took out has only a previous one', () => {
  const opened = { ...table, messages: ['a'], offset: 0, at: 1, message: 'b' }
  expect(neighboursOf(opened)).toEqual({ previous: '0: a', next: null, place: null })
})

test('an event that was not opened from the table has no neighbours', () => {
  const opened = { ...table, messages: ['a', 'c'], offset: 0, at: null, message: 'b' }
  expect(neighboursOf(opened)).toEqual({ previous: null, next: null, place: null })
})
