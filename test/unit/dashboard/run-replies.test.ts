import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { LastRun } from '../../../schemas/generated/dashboard.ts'
import { runTotals } from '../../../src/dashboard/run-totals.ts'
import { linksToNewFailures, linkToReplies } from '../../../src/dashboard/views/run-replies.ts'
import type { LogQuery } from '../../../src/provenance/query/log-query.ts'
import { openLogQuery } from '../../../src/provenance/query/open-query.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const HOUR = 3_600_000
const REPORTED = Date.parse('2026-11-25T12:00:00Z')

async function queryOf(events: readonly object[], reader: 'stream' | 'duckdb' = 'stream'): Promise<LogQuery> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'provenance.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  const query = await openLogQuery(folder, { reader })
  onTestFinished(() => query.close())
  return query
}

const failure = (hours: number) =>
  sampleEvent({
    msg_id: 'failed',
    verdict: 'fail',
    ts: new Date(REPORTED - hours * HOUR).toISOString(),
    golden: { set: 'capitals', id: 'paris', trait: 'general', fingerprint: 'f' },
  })
const lastRun: LastRun = {
  state: 'known',
  run: 'run',
  time: REPORTED,
  stale: false,
  status: 'fail',
  backend: 'live',
  failed: 1,
  newlyFailing: [{ set: 'capitals', id: 'paris' }],
}

test('a new failure opens its reply, also where the filter of the page leaves only later events of the run', async () => {
  const query = await queryOf([failure(2)])
  const links = await linksToNewFailures(query, lastRun, [{ run: 'run', first: REPORTED - HOUR }])
  expect(links).toEqual([{ label: 'failure: paris', view: 'event', query: { message: 'failed' } }])
})

test('a new failure of a run of several days opens its reply', async () => {
  const query = await queryOf([failure(50)])
  const [link] = await linksToNewFailures(query, lastRun, [{ run: 'run', first: REPORTED - 50 * HOUR }])
  expect(link).toMatchObject({ view: 'event' })
})

test('a new failure that the log does not have opens the rows of its golden', async () => {
  const [link] = await linksToNewFailures(await queryOf([]), lastRun, [])
  expect(link).toMatchObject({
    view: 'events',
    query: { run: 'run', golden: 'paris', verdict: ['fail', 'unmeasured'] },
  })
})

test.each([
  ['passRate', { verdict: ['fail', 'unmeasured'] }],
  ['errorRate', { verdict: 'unmeasured' }],
  ['p50Ms', { sort: 'latencyMs' }],
  ['p95Ms', { sort: 'latencyMs' }],
  ['ttftMs', { sort: 'firstTokenMs' }],
  ['tokensPerSecond', { sort: 'tokensPerSecond', order: 'asc' }],
  ['tokensPerReply', { sort: 'completionTokens' }],
  ['mainShare', { sort: 'source' }],
] as const)('the link of %s opens the replies that decide it', (measure, decisive) => {
  const of = { run: 'r1', since: 'all', set: 'capitals', type: 'response', hypothesis: '', configuration: '' }
  expect(linkToReplies({ run: 'r1', set: 'capitals', measure })).toMatchObject({
    view: 'events',
    query: { ...of, ...decisive },
  })
})

test('the link of the drift leads to the router', () => {
  expect(linkToReplies({ run: 'r1', set: null, measure: 'boundaryDrift' }).view).toBe('routing')
})

test.each(['stream', 'duckdb'] as const)(
  '%s: the events of runs and hypotheses are counted as pages do',
  async (reader) => {
    const event = (msg_id: string, run_id: string, hypothesis?: string) =>
      sampleEvent({ msg_id, run_id, ...(hypothesis !== undefined && { hypothesis }) })
    const query = await queryOf(
      [event('1', 'a'), event('2', 'a', 'h'), event('3', 'a', 'other'), event('4', 'b', 'h'), event('5', 'c', 'h')],
      reader,
    )
    const wanted = [{ run: 'a' }, { run: 'a', hypothesis: 'h' }, { run: 'b' }, { run: 'missing', hypothesis: 'h' }]
    const totals = await runTotals(query, { filter: {}, wanted })
    expect(totals.map(({ total }) => total)).toEqual([3, 1, 1, 0])
    for (const { of, total } of totals) expect((await query.page(of, { limit: 0 })).total).toBe(total)
  },
)
