import { expect, test } from 'vitest'
import { windowName } from '../../../src/dashboard/page/time-window.ts'

test.for([
  ['', 'Last 7 days'],
  ['since=1h', 'Last hour'],
  ['since=30d', 'Last 30 days'],
  ['since=all', 'All time'],
])('the time window of "%s" is called "%s"', ([query, name]) => {
  expect(windowName(new URLSearchParams(query))).toBe(name)
})

test('a time window of one time to another has both', () => {
  const name = windowName(new URLSearchParams('since=2026-11-01T00:00:00Z&until=2026-11-02T00:00:00Z'))
  expect(name).toMatch(/^From 2026-.* until 2026-/)
})

test('the time window of a static export is its own, unless the address has one', () => {
  expect(windowName(new URLSearchParams(), '30d')).toBe('Last 30 days')
  expect(windowName(new URLSearchParams(), 'all')).toBe('All time')
  expect(windowName(new URLSearchParams('since=1h'), 'all')).toBe('Last hour')
})
