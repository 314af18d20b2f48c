import { expect } from 'vitest'
import {
  accessibilityProblems,
  chartTable,
  loaded,
  openPage,
  passRateOf,
  rankedLatency,
  repliesIn,
  replayGoldens,
  startDashboard,
  test,
  textOf,
} from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

requires('chromium')('the overview', () => {
  test('shows the values of the log, without replies to hypotheses', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project, { hypotheses: true })
    const logged = repliesIn(await project.read('.aios/provenance.ndjson'))
    const replies = logged.filter(({ hypothesis }) => hypothesis === null)
    expect(replies.length).toBeLessThan(logged.length)
    const dashboard = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, dashboard.url, 'overview?since=all')
    const text = await textOf(page)

    expect(replies.length).toBeGreaterThan(20)
    const percent = Number((100 * passRateOf(replies)).toFixed(1))
    expect(text).toContain(`Pass rate\n${percent} %`)
    expect(text).toContain(`Latency, p95\n${(rankedLatency(replies, 0.95) / 1_000).toFixed(1)} s`)
    const bySource = await chartTable(page, 'Replies by source')
    for (const source of ['main_model', 'embedder']) {
      const count = replies.filter((reply) => reply.source === source).length
      expect(bySource.find((row) => row.startsWith(source))).toContain(`${source} | ${count} |`)
    }
    for (const set of new Set(replies.flatMap((reply) => reply.set ?? []))) {
      const ofSet = replies.filter((reply) => reply.set === set)
      const notPassed = ofSet.filter(({ verdict }) => verdict === 'fail' || verdict === 'unmeasured').length
      const line = page.locator('.objectives tbody tr', { hasText: `${set}: pass rate` })
      const target = Number(/at least ([\d.]+) %/.exec(await line.innerText())?.[1]) / 100
      const left = Math.round(100 * (1 - notPassed / ofSet.length / (1 - target)))
      expect(await line.innerText()).toContain(`${left} %`)
      expect(await line.innerText()).toContain(`${notPassed} of ${ofSet.length} questions`)
      expect(await line.innerText()).toContain('; all replayed')
      const slow = ofSet.filter(({ latencyMs }) => latencyMs === null || latencyMs > 20_000).length
      const latency = page.locator('.objectives tbody tr', { hasText: `${set}: p95 latency` })
      expect(await latency.innerText()).toContain(`${slow} of ${ofSet.length} questions were slower`)
    }
    const failed = replies.filter(({ verdict }) => verdict === 'fail').length
    await page.getByRole('link', { name: `${failed} failed` }).click()
    await page.getByRole('heading', { name: 'Drill-down', level: 1 }).waitFor()
    await loaded(page)
    expect(await textOf(page)).toContain(`${failed} events`)
    expect(complaints).toEqual([])
  })

  test('names the command to run when there is no log', async ({ project, browser, onTestFinished }) => {
    const dashboard = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, dashboard.url, 'overview')
    for (const tab of ['Overview', 'Hypotheses', 'Routing', 'Drill-down']) {
      await page.getByRole('link', { name: tab, exact: true }).click()
      await page.getByRole('heading', { name: tab, level: 1 }).waitFor()
      await loaded(page)
      expect(await textOf(page), tab).toMatch(/npx vitest run|npx aios/)
      expect(await accessibilityProblems(page), tab).toEqual([])
    }
    expect(complaints).toEqual([])
  })
})
