import { expect } from 'vitest'
import { generatedEvents } from '../../../bench/generated-log.ts'
import type { EventPage, GoldensOverTime, Overview, RunComparison } from '../../../schemas/generated/dashboard.ts'
import { searchParams } from '../../../src/dashboard/search-params.ts'
import {
  accessibilityProblems,
  loaded,
  type LoggedReply,
  openPage,
  repliesIn,
  replayGoldens,
  startDashboard,
  test,
  textOf,
} from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

requires('chromium')('two runs on the dashboard, the second with the small model alone', () => {
  test('name what broke, pair the goldens and show each over time', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project)
    const config = await project.read('vitest.config.ts')
    const weaker = config.replace(
      "main_model: 'qwen2.5-coder-1.5b-instruct'",
      "main_model: 'qwen2.5-coder-0.5b-instruct'",
    )
    await project.write({ 'vitest.config.ts': weaker })
    expect((await project.vitest(['run', 'goldens'])).exitCode).toBe(1)
    const replies = repliesIn(await project.read('.aios/provenance.ndjson'))
    const [first, second] = [...Map.groupBy(replies, ({ run }) => run).values()].map(byGolden)
    const broken = [...(first ?? [])].flatMap(([key, reply]) =>
      reply.verdict === 'pass' && second?.get(key)?.verdict === 'fail' ? [key] : [],
    )
    expect(broken.length).toBeGreaterThan(3)

    const dashboard = await startDashboard(project, onTestFinished)
    const overview = await dashboard.answer<Overview>('overview?since=all')
    if ('reason' in overview.changes) throw new Error(overview.changes.reason)
    const regressed = overview.changes.regressed.map(({ set, id }) => `${set}/${id}`)
    // A golden whose verdict stays and that gets slower regresses, too.
    expect(regressed).toEqual(expect.arrayContaining(broken))
    const passed = overview.changes.regressed.filter(({ reason }) => reason.includes('pass rate'))
    expect(passed).toHaveLength(broken.length)

    const named = overview.headline.links.filter(({ view }) => view === 'event')
    const messages = named.map(({ query }) => query['message'])
    expect(messages).toHaveLength(3)
    for (const message of messages) expect(replies.find((reply) => reply.message === message)?.verdict).toBe('fail')

    const { page, complaints } = await openPage(browser, dashboard.url, 'overview?since=all')
    await page.locator('[data-headline="broken"]').waitFor()
    const headline = await page.locator('[data-headline]').innerText()
    expect(headline).toContain('The last run failed: models changed: main_model qwen2.5-coder-1.5b-instruct')
    expect(headline).toMatch(/knowledge set: \d+ goldens failed: \d+ new/)
    await page.locator('[data-headline]').getByRole('link', { name: 'compare with the baseline' }).click()
    await page.getByRole('heading', { name: 'Comparison', level: 1 }).waitFor()
    await loaded(page)
    expect(await accessibilityProblems(page)).toEqual([])

    const runs = [...new Set(replies.map(({ run }) => run))]
    const failures = replies.filter(({ verdict }) => verdict === 'fail')
    for (const { link } of overview.health) {
      if (link?.query['verdict'] === undefined) continue
      const { total } = await dashboard.answer<EventPage>(`events?${searchParams(link.query).toString()}`)
      expect(total).toBe(failures.filter(({ run, set }) => run === runs[1] && set === link.query['set']).length)
    }
    // The report is of the second run.
    const older = await dashboard.answer<Overview>(`overview?since=all&run=${runs[0]}`)
    expect(older).toMatchObject({
      lastRun: { run: runs[0], status: 'pass' },
      objectives: { state: 'unknown' },
      health: [],
    })
    expect(older.headline.sentence).toContain(`the last run ${runs[1]}, not of this one`)
    await page.goto(`${dashboard.url}#/overview?since=all&run=${runs[0]}`)
    await loaded(page)
    const failed = failures.filter(({ run }) => run === runs[0]).length
    await page.getByRole('link', { name: `${failed} failed` }).click()
    await page.getByRole('heading', { name: 'Drill-down', level: 1 }).waitFor()
    await loaded(page)
    expect(await textOf(page)).toContain(`${failed} events`)
    const { after } = await dashboard.answer<RunComparison>(`comparison?since=all&run=${runs[0]}`)
    expect(after?.key).toBe(`run:${runs[0]}`)
    const between = `before=run:${runs[0]}&after=run:${runs[1]}`
    const comparison = await dashboard.answer<RunComparison>(`comparison?since=all&${between}`)
    const quality = comparison.metrics.find(({ name }) => name === 'pass rate')
    expect(quality?.before).toBeCloseTo(share(first), 10)
    expect(quality?.after).toBeCloseTo(share(second), 10)
    for (const { set, id, misses } of comparison.goldens)
      expect(misses.after !== null).toBe(second?.get(`${set}/${id}`)?.verdict === 'fail')
    await page.goto(`${dashboard.url}#/comparison?since=all&${between}&show=newly+failing`)
    await loaded(page)
    const golden = page.locator('details.golden').first()
    await golden.locator('summary').click()
    expect(await golden.locator('del').count()).toBeGreaterThan(0)

    const goldens = await dashboard.answer<GoldensOverTime>('goldens?since=all')
    expect(goldens.total).toBe(first?.size)
    const [failing] = goldens.goldens
    const key = `${failing?.set}/${failing?.id}`
    expect(failing?.points.map(({ verdict }) => verdict)).toEqual([first?.get(key)?.verdict, second?.get(key)?.verdict])
    expect(failing?.points.map(({ latencyMs }) => latencyMs)).toEqual([
      first?.get(key)?.latencyMs,
      second?.get(key)?.latencyMs,
    ])
    await page.goto(`${dashboard.url}#/goldens?since=all`)
    await loaded(page)
    expect(await page.locator('.tile').count()).toBe(goldens.total)
    await page.locator('.tile a').first().click()
    await page.locator(`[data-chart="Latency of ${failing?.id}"]`).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
  }, 180_000)

  test('shows all points of the goldens where they are many', async ({ project, onTestFinished }) => {
    const [pattern] = [...generatedEvents({ events: 20, end: Date.now() })].filter(
      (event) => event.event_type === 'response' && event.verdict !== 'unmeasured',
    )
    const start = Date.now() - 3_600_000
    const [goldens, runs] = [360, 58]
    const lines = Array.from({ length: goldens * runs }, (_, index) => {
      const [run, golden] = [Math.floor(index / goldens), index % goldens]
      // The goldens that fail in the last run are the last ones of the set.
      const verdict = golden >= 350 && run === runs - 1 ? 'fail' : 'pass'
      const id = { msg_id: `m${index}`, run_id: `r${run}`, ts: new Date(start + 100 * index).toISOString() }
      const of = { golden: { set: golden % 2 === 0 ? 'even' : 'odd', id: `g${golden}`, trait: 'numbers' } }
      return JSON.stringify({ ...pattern, ...id, ...of, hypothesis: undefined, verdict })
    })
    await project.write({ '.aios/provenance.ndjson': `${lines.join('\n')}\n` })
    const dashboard = await startDashboard(project, onTestFinished)
    const { total, goldens: shown, sets } = await dashboard.answer<GoldensOverTime>('goldens?since=all')
    expect(total).toBe(goldens)
    expect(shown).toHaveLength(300)
    expect(new Set(shown.map(({ points }) => points.length))).toEqual(new Set([runs]))
    const failed = Array.from({ length: 10 }, (_, index) => `g${350 + index}`)
    expect(
      shown
        .slice(0, 10)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(failed)
    expect(sets).toEqual(['even', 'odd'])
    const even = await dashboard.answer<GoldensOverTime>('goldens?since=all&set=even')
    expect(even).toMatchObject({ total: goldens / 2, sets: ['even', 'odd'] })
    expect(even.goldens.every(({ set, points }) => set === 'even' && points.length === runs)).toBe(true)
  })

  test('leads from a run of hypotheses alone to their tab', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project)
    const log = await project.read('.aios/provenance.ndjson')
    const pattern: unknown = JSON.parse(log.split('\n').find((line) => line.includes('"response"')) ?? '')
    const id = { run_id: 'tested', msg_id: 'tested', ts: new Date().toISOString(), hypothesis: 'shorter replies' }
    const reply = JSON.stringify({ ...(pattern as object), ...id })
    await project.write({ '.aios/provenance.ndjson': `${log}${reply}\n` })
    const dashboard = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, dashboard.url, 'overview?run=tested')
    await page.locator('[data-headline="unknown"]').waitFor()
    const text = await textOf(page)
    expect(text).toContain('This run asked no goldens.')
    expect(text).toContain('No reply of this run counts here')
    expect(text).not.toContain('Pass rate')
    await page.getByRole('link', { name: 'show its hypotheses' }).click()
    await page.getByRole('heading', { name: 'Hypotheses', level: 1 }).waitFor()
    expect(complaints).toEqual([])
  })

  test('compares the last run that has ended by default', async ({ project, onTestFinished }) => {
    await replayGoldens(project)
    const log = await project.read('.aios/provenance.ndjson')
    const [first = ''] = log.split('\n')
    const pattern: unknown = JSON.parse(first)
    const event = { ...(pattern as object), run_id: 'running', msg_id: 'new', ts: new Date().toISOString() }
    await project.write({ '.aios/provenance.ndjson': `${log}${JSON.stringify(event)}\n` })
    const dashboard = await startDashboard(project, onTestFinished)
    const { after, candidates } = await dashboard.answer<RunComparison>('comparison?since=all')
    const [{ run } = { run: '' }] = repliesIn(log)
    expect(after?.key).toBe(`run:${run}`)
    expect(candidates.find(({ key }) => key === 'run:running')?.label).toContain('not ended')
  })

  test('rejects a run that is not in the log by its name', async ({ project, onTestFinished }) => {
    const dashboard = await startDashboard(project, onTestFinished)
    const response = await fetch(`${dashboard.url}api/comparison?before=run:../../etc/passwd`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('is not a run or baseline of the time window')
  })
})

/** The last reply to each golden of a run, which was asked once. */
function byGolden(replies: readonly LoggedReply[]): Map<string, LoggedReply> {
  return new Map(replies.flatMap((reply) => (reply.golden === null ? [] : [[`${reply.set}/${reply.golden}`, reply]])))
}

function share(replies: ReadonlyMap<string, LoggedReply> | undefined): number {
  const verdicts = [...(replies?.values() ?? [])].map(({ verdict }) => verdict)
  return verdicts.filter((verdict) => verdict === 'pass').length / verdicts.length
}
