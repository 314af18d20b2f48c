import { expect } from 'vitest'
import type { EventDetail } from '../../../schemas/generated/dashboard.ts'
import {
  openPage,
  passRateOf,
  repliesIn,
  startDashboard,
  test,
  textOf,
  writeReplayProject,
} from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'
import { start } from '../../support/running.ts'

requires('chromium')('the dashboard beside the Vitest UI', () => {
  test('opens with the token of the UI, and not without', async ({ project, browser, onTestFinished }) => {
    await writeReplayProject(project)
    const vitest = start(project, ['goldens', '--ui', '--open=false', '--watch'])
    onTestFinished(() => vitest.kill())
    const address = (await vitest.said(/http:\/\/\S+__vitest__\/\S*/)).trim()
    await vitest.said(/Waiting for file changes|PASS|FAIL/)
    const { origin, search } = new URL(address)
    const base = `${origin}/__vitest__/aios`

    const before = await fetch(`${base}/api/meta`)
    expect(before.status).toBe(403)
    expect((await fetch(`${base}/?token=wrong`)).status).toBe(403)

    const { page, complaints } = await openPage(browser, `${base}/${search}`, 'overview?since=all')
    const replies = repliesIn(await project.read('.aios/provenance.ndjson'))
    expect(await textOf(page)).toContain(`Pass rate\n${Number((100 * passRateOf(replies)).toFixed(1))} %`)
    expect(page.url()).not.toContain('token')
    expect(complaints).toEqual([])
    const failed = replies.find(({ verdict }) => verdict === 'fail')
    await page.goto(`${base}/#/event?message=${failed?.message}`)
    await page.getByRole('link', { name: 'open its test' }).click()
    await page.waitForURL(/__vitest__\/#\/\?file=.*&test=/)
    await page
      .getByTestId('test-report-title')
      .or(page.getByText(failed?.golden ?? '').first())
      .waitFor()
    expect(page.url()).toContain('test=')
    await page.goto(`${base}/#/overview?since=all`)
    await page.getByRole('link', { name: 'Vitest UI' }).click()
    await page.waitForURL(/__vitest__\/(#|$)/)

    // A dashboard of its own finds the UI by its file, on any port and under another name of this machine.
    const dashboard = await startDashboard(project, onTestFinished)
    await page.goto(`${dashboard.url}#/event?message=${failed?.message}`)
    await page.getByRole('link', { name: 'open its test' }).click()
    await page.waitForURL(/__vitest__\/#\/\?file=.*&test=/)
    expect(new URL(page.url()).origin).toBe(origin)
    const link = `${base}/test?${new URLSearchParams({ set: failed?.set ?? '', id: failed?.golden ?? '' }).toString()}`
    expect((await fetch(link)).status).toBe(403)
    await vitest.kill()
    const event = () => dashboard.answer<EventDetail>(`event?message=${failed?.message}`)
    // The dashboard keeps its answer for some seconds.
    await expect.poll(async () => (await event()).golden?.vitestUi, { timeout: 15_000 }).toBeNull()
  })
})
