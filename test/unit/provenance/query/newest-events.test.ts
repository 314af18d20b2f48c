import { expect, test } from 'vitest'
import type { LogQuery } from '../../../../src/provenance/query/log-query.ts'
import { NewestEvents } from '../../../../src/provenance/query/newest-events.ts'
import { streamQuery } from '../../../../src/provenance/query/stream-query.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const day = (days: number) => new Date(Date.UTC(2026, 0, 31 - days))

/** The newest events, of which queries open when `answer` is called; and the days of those that were closed. */
function newestEvents() {
  const folder = temporaryFolder()
  const closed: number[] = []
  const opening = new Map<number, (query: LogQuery | null) => void>()
  const newest = new NewestEvents((since) => {
    const { promise, resolve } = Promise.withResolvers<LogQuery | null>()
    opening.set(since.getTime(), resolve)
    return promise
  })
  const answer = (days: number, opens = true) => {
    const query = { ...streamQuery(folder), close: () => void closed.push(days) }
    opening.get(day(days).getTime())?.(opens ? query : null)
    return opens ? query : null
  }
  return { newest, answer, closed, opening }
}

test.for([
  [7, 14, 30],
  [14, 7, 30],
  [30, 14, 7],
])('keeps the query over the longest time alone, where they open in the order %i, %i, %i', async (order) => {
  const { newest, answer, closed } = newestEvents()
  const found = [7, 14, 30].map((days) => newest.since(day(days)))
  for (const days of order) answer(days)
  await Promise.all(found)
  expect(closed.toSorted((a, b) => a - b)).toEqual([7, 14])
  expect(newest.opened).toEqual(day(30))
  newest.close()
  await expect.poll(() => closed).toHaveLength(3)
})

test('keeps the query before where longer times would read too much', async () => {
  const { newest, answer, closed, opening } = newestEvents()
  const week = newest.since(day(7))
  const query = answer(7)
  expect(await week).toBe(query)
  const longer = [newest.since(day(14)), newest.since(day(30)), newest.since(day(3))]
  answer(14, false)
  answer(30, false)
  expect(await Promise.all(longer)).toEqual([null, null, query])
  expect(await newest.since(day(7))).toBe(query)
  expect(newest.opened).toEqual(day(7))
  expect(closed).toEqual([])
  expect(opening.size).toBe(3)
})

test('closes a query that opens after the end', async () => {
  const { newest, answer, closed } = newestEvents()
  const found = [newest.since(day(7)), newest.since(day(14))]
  newest.close()
  answer(7)
  answer(14)
  await Promise.all(found)
  expect(closed).toEqual([7, 14])
})
