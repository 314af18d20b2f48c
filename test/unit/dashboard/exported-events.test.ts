import { describe, expect, test } from 'vitest'
import type { EventPage, EventRow } from '../../../schemas/generated/dashboard.ts'
import { exportedEvents, exportedFacets } from '../../../src/dashboard/page/exported-events.ts'
import { eventRow } from '../../../src/dashboard/views/events.ts'
import { generatedEvents } from '../../../bench/generated-log.ts'
import { factsOf } from '../../../src/provenance/event-facts.ts'

const rows: EventRow[] = [...generatedEvents({ events: 600, end: Date.UTC(2026, 10, 20) })]
  .filter((event) => event.event_type === 'response')
  .map((event) => eventRow(factsOf(event)))
  .toReversed()
const page: EventPage = { total: 40_000, offset: 0, rows, empty: null }

function countsOf(name: string, query: string): Record<string, number> {
  const facet = exportedFacets(page, new URLSearchParams(query)).facets.find((each) => each.name === name)
  return Object.fromEntries(facet?.values.map(({ value, count }) => [value, count]) ?? [])
}

describe('the filters of a static export', () => {
  test('count the events that the export has', () => {
    const { total, facets } = exportedFacets(page, new URLSearchParams())
    expect(total).toBe(rows.length)
    const fails = rows.filter(({ verdict }) => verdict === 'fail').length
    expect(fails).toBeGreaterThan(0)
    expect(countsOf('verdict', '')['fail']).toBe(fails)
    expect(facets.find(({ name }) => name === 'run')?.values.map(({ value }) => value)).toEqual([
      'run2',
      'run1',
      'run0',
    ])
  })

  test('sort equally frequent values as a server does', () => {
    const [row] = rows
    const models = ['b', 'a', '2026', 'b', 'c', 'a', '__proto__']
    const few = { ...page, rows: models.flatMap((model) => (row === undefined ? [] : [{ ...row, model }])) }
    const facet = exportedFacets(few, new URLSearchParams()).facets.find(({ name }) => name === 'model')
    expect(facet?.values.map(({ value }) => value)).toEqual(['a', 'b', '2026', '__proto__', 'c'])
  })

  test('count what the other filters leave, and each row that a chosen value shows', () => {
    const query = 'verdict=fail&source=embedder'
    const { total } = exportedEvents(page, new URLSearchParams(query))
    expect(countsOf('verdict', query)['fail']).toBe(total)
    const failed = rows.filter(({ verdict }) => verdict === 'fail')
    expect(countsOf('source', query)).toEqual({
      embedder: failed.filter(({ source }) => source === 'embedder').length,
      main_model: failed.filter(({ source }) => source === 'main_model').length,
    })
  })
})
