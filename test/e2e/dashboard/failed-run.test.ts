import { expect } from 'vitest'
import type { EventPage, Overview } from '../../../schemas/generated/dashboard.ts'
import { searchParams } from '../../../src/dashboard/search-params.ts'
import { loaded, openPage, repliesIn, startDashboard, test, textOf } from '../../support/dashboard.ts'
import { recordBaseline, serve } from '../../support/fault-project.ts'
import { goldenProject, numbered } from '../../support/golden-project.ts'
import { requires } from '../../support/requires.ts'

requires('chromium')('a run that lost a reply', () => {
  test('is shown with the cause, the missed objective and the lost reply, and so when it is an earlier one', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    await project.write(goldenProject({ plain: numbered(3) }, { aios: 'slo: { passRate: 0.9 }' }))
    await recordBaseline(project)
    const { server, env } = await serve((question) =>
      question.includes('g1') ? (response) => void response.destroy() : 'Yes.',
    )
    await project.vitest(['run', 'goldens'], { ...env, AIOS_TIMEOUT_MS: '2000' })
    await server.close()
    const lost = repliesIn(await project.read('.aios/provenance.ndjson')).filter(
      ({ verdict }) => verdict === 'unmeasured',
    )
    expect(lost.map(({ golden }) => golden)).toEqual(['g1'])
    const [{ run, message } = { run: '', message: '' }] = lost

    const dashboard = await startDashboard(project, onTestFinished)
    const { headline, problems, figures } = await dashboard.answer<Overview>('overview?since=all')
    expect(headline.sentence).toMatch(/^The last run failed: plain: 1 golden got no reply \(\w+: /)
    expect(headline.sentence).toContain('pass rate 66.7 %, target at least 90 % (3 goldens)')
    expect(headline.links[0]).toMatchObject({ view: 'event', query: { message } })
    expect(figures).toMatchObject({ replies: 5, pass: 5, unmeasured: 1 })
    expect(figures.passRate).toBeCloseTo(5 / 6, 10)
    const counting = problems.flatMap(({ links }) => links).filter(({ view }) => view === 'events')
    expect(counting.length).toBeGreaterThan(0)
    for (const { query } of counting) {
      if (query['verdict'] === undefined) continue
      const { rows } = await dashboard.answer<EventPage>(`events?${searchParams(query).toString()}`)
      expect(rows.map((row) => row.message)).toEqual([message])
    }

    const { page, complaints } = await openPage(browser, dashboard.url, 'overview?since=all')
    const list = page.getByRole('region', { name: 'Problems' })
    expect(await list.locator('li').count()).toBe(problems.length)
    expect(await textOf(page)).toContain('5 of 6 passed; 1 got no reply, all time')
    await page.getByRole('link', { name: '1 question without a reply' }).click()
    await page.getByRole('heading', { name: 'Drill-down', level: 1 }).waitFor()
    await loaded(page)
    expect(await textOf(page)).toContain('1 event')
    expect(complaints).toEqual([])

    await project.vitest(['run', 'goldens'], env)
    const silent = JSON.parse(await project.read('.aios/last_report.json')) as { run_id: string }
    const none = await dashboard.answer<Overview>(`overview?run=${silent.run_id}`)
    expect(none.headline).toMatchObject({ state: 'broken', sentence: 'The last run failed: No backend could answer.' })

    await recordBaseline(project)
    const then = await dashboard.answer<Overview>(`overview?since=all&run=${silent.run_id}`)
    expect(then.headline).toMatchObject({ state: 'broken', sentence: 'This run failed: No backend could answer.' })
    const earlier = await dashboard.answer<Overview>(`overview?since=all&run=${run}`)
    expect(earlier.lastRun).toMatchObject({ run, status: 'fail' })
    expect(earlier.headline.sentence).toMatch(/^This run failed: plain: 1 golden could not be measured/)
    expect(earlier.headline.sentence).toContain('passRate 0.667 (at least 0.9)')
    expect(earlier.headline.links[0]).toMatchObject({ view: 'event', query: { message } })
  }, 120_000)
})
