import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { writeGeneratedLog } from '../../../bench/generated-log.ts'
import { PARTIAL_HEADER } from '../../../src/dashboard/answers.ts'
import { startDashboard } from '../../../src/dashboard/server/start.ts'
import { GoldenIndex } from '../../../src/dashboard/views/event/golden-place.ts'
import { duckDbQuery } from '../../../src/provenance/query/duckdb/duckdb-query.ts'
import { loadDuckDb } from '../../../src/provenance/query/duckdb/engine.ts'
import { earlyQuery } from '../../../src/provenance/query/early-query.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { type LoggedReply, openPage, repliesIn, test, textOf } from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

const HOUR = 3_600_000

requires('chromium')('a dashboard that still reads its log', () => {
  test('shows the newest events and says so, exports no part, and has all events in the end', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    const folder = join(project.dir, '.aios')
    await mkdir(folder)
    await writeGeneratedLog(join(folder, 'provenance.ndjson'), { events: 4_000, end: Date.now() - HOUR })
    const replies = repliesIn(await project.read('.aios/provenance.ndjson'))
    const counted = replies.filter(({ hypothesis }) => hypothesis === null)
    const newestTime = new Date(Date.now() - 5 * HOUR)
    const newest = counted.filter(({ time }) => time >= newestTime.getTime())
    expect(newest.length).toBeLessThan(counted.length)

    const duckdb = await loadDuckDb()
    if (duckdb === null) throw new Error('DuckDB is not installed')
    const options = { duckdb, cache: join(project.dir, 'cache'), isSmall: () => Promise.resolve(false) }
    // Reading goes on when the test says so.
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const query = earlyQuery(() => duckDbQuery(folder, { ...options, pause: () => released }), {
      openNewest: (since) => Promise.resolve(since < newestTime ? null : duckDbQuery(folder, { ...options, since })),
      newestTime: () => Promise.resolve(newestTime),
    })
    const settings = resolveSettings({}, { root: project.dir, env: {} })
    const goldens = new GoldenIndex(project.dir)
    const facts = { settings, log: folder, label: false, startedAt: Date.now(), isExport: false, goldens }
    const startCommand = () => 'npx aios dashboard'
    const sources = { ...facts, query, startCommand, vitestUi: () => Promise.resolve(null) }
    const dashboard = await startDashboard(sources, { host: '127.0.0.1', port: 0, token: null })
    onTestFinished(async () => {
      release()
      await dashboard.close()
    })
    const [url] = dashboard.urls
    const ask = (path: string) => fetch(`${url}api/${path}`, { headers: { connection: 'close' } })

    const refused = await ask('export.csv?since=all')
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ next: expect.stringContaining('choose a shorter time') })
    expect((await ask('export.csv?since=2h')).status).toBe(200)
    expect((await ask('overview?since=2h')).headers.get(PARTIAL_HEADER)).toBeNull()
    // The overview of a run has its events from before the time window, too.
    const ofRun = await ask(`overview?since=2h&run=${replies.at(-1)?.run}`)
    expect(JSON.parse(ofRun.headers.get(PARTIAL_HEADER) ?? '{}')).toMatchObject({ since: newestTime.getTime() })

    const { page, complaints } = await openPage(browser, url, 'overview?since=all')
    const text = await textOf(page)
    expect(text).toMatch(/Still reading the log: .* of .*This shows only the events since/)
    expect(text).toContain(`Replies\n${answered(newest).length.toLocaleString('en-US')}\n`)
    await page.getByRole('link', { name: 'Drill-down' }).click()
    await page.getByText('Still reading the log').waitFor()

    release()
    await page.getByText('Still reading the log').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByText(`Replies${answered(counted).length.toLocaleString('en-US')}`).waitFor()
    expect(await (await ask('export.ndjson?since=all&type=response')).text().then(linesIn)).toBe(replies.length)
    expect(complaints).toEqual([])
  }, 120_000)
})

function linesIn(text: string): number {
  return text.trimEnd().split('\n').length
}

/** Replies without the questions that got none. */
function answered(replies: readonly LoggedReply[]): LoggedReply[] {
  return replies.filter(({ verdict }) => verdict !== 'unmeasured')
}
