import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { GoldenIndex } from '../../../src/dashboard/views/event/golden-place.ts'
import { eventsView, facetsView } from '../../../src/dashboard/views/events.ts'
import { exportedEvents, exportedFacets } from '../../../src/dashboard/page/exported-events.ts'
import type { LogFilter } from '../../../src/provenance/query/log-filter.ts'
import { openLogQuery } from '../../../src/provenance/query/open-query.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { generatedEvents } from '../../../bench/generated-log.ts'
import { temporaryFolder } from '../../support/folder.ts'

const events = [...generatedEvents({ events: 600, end: Date.UTC(2026, 10, 20) })]

async function sources() {
  const root = temporaryFolder()
  const log = join(root, '.aios')
  mkdirSync(log, { recursive: true })
  writeFileSync(join(log, 'provenance.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  const query = await openLogQuery(log, { reader: 'stream' })
  onTestFinished(() => query.close())
  const facts = { settings: resolveSettings({}, { root, env: {} }), log, query, label: false, startedAt: 0 }
  return {
    ...facts,
    startCommand: () => 'npx aios dashboard',
    isExport: false,
    goldens: new GoldenIndex(root),
    vitestUi: () => Promise.resolve(null),
  }
}

const requestOf = (filter: LogFilter) => ({ filter, now: Date.UTC(2026, 10, 21), params: new Map<string, string>() })

test.for<LogFilter>([{}, { verdict: 'fail' }, { type: 'response' }, { type: 'run' }])(
  'the list of runs counts the events that a click shows, and says what each run was: %j',
  async (filter) => {
    const from = await sources()
    const { facets } = await facetsView(from, requestOf(filter))
    const runs = facets.find(({ name }) => name === 'run')?.values ?? []
    expect(runs.length).toBeGreaterThan(1)
    for (const { value, count, run } of runs) {
      const { total } = await eventsView(from, requestOf({ ...filter, run: value }))
      expect(count, value).toBe(total)
      const own = events.filter((event) => 'run_id' in event && event.run_id === value)
      const closing = own.find((event) => event.event_type === 'run')
      expect(run).toMatchObject({
        first: Math.min(...own.map(({ ts }) => Date.parse(ts))),
        status: closing?.event_type === 'run' ? closing.status : null,
      })
      expect(run?.sets.length).toBeGreaterThan(0)
    }
  },
)

test('a static export lists its runs in the same way', async () => {
  const from = await sources()
  const page = await eventsView(from, { ...requestOf({}), params: new Map([['limit', '1000']]) })
  const listed = (facets: Awaited<ReturnType<typeof facetsView>>['facets']) =>
    facets.find(({ name }) => name === 'run')?.values
  const query = new URLSearchParams()
  expect(exportedEvents(page, query).total).toBe(page.total)
  expect(listed(exportedFacets(page, query).facets)).toEqual(listed((await facetsView(from, requestOf({}))).facets))
})
