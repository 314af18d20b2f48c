import { expect } from 'vitest'
import type { GoldensOverTime, Overview, RunComparison } from '../../../schemas/generated/dashboard.ts'
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

    const { page, complaints } = await openPage(browser, dashboard.url, 'overview?since=all')
    await page.locator('[data-headline="broken"]').waitFor()
    expect(await textOf(page)).toContain('The last run failed: knowledge set')
    await page.locator('[data-headline] a').click()
    await page.getByRole('heading', { name: 'Comparison', level: 1 }).waitFor()
    await loaded(page)
    expect(await accessibilityProblems(page)).toEqual([])

    const runs = [...new Set(replies.map(({ run }) => run))]
    const between = `before=run:${runs[0]}&after=run:${runs[1]}`
    const comparison = await dashboard.answer<RunComparison>(`comparison?since=all&${between}`)
    const quality = comparison.metrics.find(({ name }) => name === 'pass rate')
    expect(quality?.before).toBeCloseTo(share(first), 10)
    expect(quality?.after).toBeCloseTo(share(second), 10)
    await page.goto(`${dashboard.url}#/comparison?since=all&${between}&show=regressed`)
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
  })

  test('rejects a run that is not in the log by its name', async ({ project, onTestFinished }) => {
    const dashboard = await startDashboard(project, onTestFinished)
    const response = await fetch(`${dashboard.url}api/comparison?before=run:../../etc/passwd`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('is not a run or baseline of this time')
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
