import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { loaded, openPage, replayGoldens, repliesIn, startDashboard, test, textOf } from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'

/** A reply as the runbook's system logged it. */
const OLDER = {
  schema_version: '1.0',
  event_type: 'response',
  ts: '2025-10-07T17:55:57.8',
  conv_id: 'c1',
  msg_id: 1,
  question: 'How are you?',
  trait: 'warmth',
  response: 'Well, thank you.',
  meta: { source: 'main_model', tier: 'moderate_high', response_type: 'full_generation' },
  carma: {},
  math_weights: {
    calculated_weight: 0.4,
    question_complexity: 0.2,
    user_engagement: 0.3,
    mode: 'auto',
    latency_ms: 900,
  },
}

requires('chromium')('the dashboard', () => {
  test('names what cannot be read, and shows the rest', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project)
    const log = join(project.dir, '.aios/provenance.ndjson')
    const whole = readFileSync(log, 'utf8')
    const count = repliesIn(whole).length
    const rotated = join(project.dir, '.aios/provenance.20250101T000000000Z.ndjson.gz')
    writeFileSync(rotated, gzipSync(`${JSON.stringify(OLDER)}\n`))
    writeFileSync(log, `not JSON\n{"event_type":"response"}\n${whole}{"schema_version":"2.0","event_type":"resp`)
    await project.write({
      '.aios/adaptive_routing_state.json': '{"boundary": 0.9',
      '.aios/last_report.json': '{}',
      'goldens/baseline.json': '[',
    })
    const { url } = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, url, 'overview?since=all')
    const text = await textOf(page)
    expect(text).toMatch(new RegExp(`Replies\\s+${count + 1}\\b`))
    expect(text).toMatch(/damaged line/)
    expect(text).toContain('last_report.json')
    for (const view of ['hypotheses', 'routing', 'events', 'goldens', 'comparison', 'settings']) {
      await page.goto(`${url}#/${view}?since=all`)
      await page.locator(`main[data-view="${view}"]`).waitFor()
      await loaded(page)
      expect(await page.locator('main [role="alert"]').allInnerTexts(), view).toEqual([])
      if (view === 'routing') expect(await textOf(page)).toMatch(/cannot be used|not JSON/)
    }
    expect(complaints).toEqual([])
  })

  test('shows new events, and survives a restart of the server', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project)
    const log = join(project.dir, '.aios/provenance.ndjson')
    const first = await startDashboard(project, onTestFinished, ['--label'])
    const { page } = await openPage(browser, first.url, 'events?since=all')
    const [line = ''] = readFileSync(log, 'utf8').split('\n')
    const add = (question: string) =>
      appendFileSync(
        log,
        `${JSON.stringify({ ...(JSON.parse(line) as object), ts: new Date().toISOString(), msg_id: question, question })}\n`,
      )
    add('Is this shown at once?')
    await page.getByText('Is this shown at once?').first().waitFor()

    await first.process.kill()
    await page.getByText('The connection to the server is lost').waitFor()
    const { port } = new URL(first.url)
    const banner = await page.locator('.banner').innerText()
    expect(banner).toContain(`Start it again: npx aios dashboard --port ${port} --label`)
    add('Is this shown after the restart?')
    await startDashboard(project, onTestFinished, ['--port', port])
    await page.getByText('Is this shown after the restart?').first().waitFor({ timeout: 40_000 })
    expect(await page.getByText('The connection to the server is lost').count()).toBe(0)

    // A log that grows all the time does not begin a slow request anew each time.
    await page.route('**/api/{overview,events}?*', async (route) => {
      await setTimeout(1_500)
      await route.continue()
    })
    let added = 0
    const writer = setInterval(() => add(`added ${(added += 1)}`), 300)
    onTestFinished(() => clearInterval(writer))
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.locator('[data-headline]').waitFor()
    await page.getByRole('link', { name: 'Drill-down' }).click()
    const before = added
    await expect.poll(() => shownBy(page), { timeout: 20_000 }).toBeGreaterThan(before)
    clearInterval(writer)
    await page.unrouteAll({ behavior: 'ignoreErrors' })

    rmSync(log)
    await page
      .getByText(/npx vitest run goldens/)
      .first()
      .waitFor({ timeout: 40_000 })
  }, 120_000)
})

requires('chromium')('a tab that asks every ten seconds', () => {
  test('asks for nothing while it is hidden, and at once when it is shown', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    await project.write({ '.aios/provenance.ndjson': `${JSON.stringify(sampleEvent())}\n` })
    const { url } = await startDashboard(project, onTestFinished)
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.clock.install()
    await page.addInitScript("localStorage.setItem('aios-refresh', '10 s')")
    await page.goto(`${url}#/events?since=all`)
    await page.locator('.table').waitFor()
    await page.waitForLoadState('networkidle')
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('/api/events')) asked += 1
    })
    await page.clock.runFor(10_500)
    await expect.poll(() => asked).toBe(1)
    await showPage(page, false)
    await page.clock.runFor(60_000)
    await page.waitForLoadState('networkidle')
    expect(asked).toBe(1)
    await showPage(page, true)
    await expect.poll(() => asked).toBe(2)
  })
})

requires('chromium')('many tabs with live updates', () => {
  test('load, and the one in front shows what is new', async ({ project, browser, onTestFinished }) => {
    const write = (question: string) =>
      appendFileSync(
        join(project.dir, '.aios/provenance.ndjson'),
        `${JSON.stringify(sampleEvent({ msg_id: question, question }))}\n`,
      )
    await project.write({ '.aios/provenance.ndjson': '' })
    write('Is this the first?')
    const { url } = await startDashboard(project, onTestFinished)
    // A browser has at most six connections to a server.
    const context = await browser.newContext()
    const pages: Page[] = []
    for (let tab = 0; tab < 7; tab += 1) {
      const [before] = pages
      if (before !== undefined) await showPage(before, false)
      const page = await context.newPage()
      pages.unshift(page)
      await page.goto(`${url}#/events?since=all`)
      await page.getByText('Is this the first?').first().waitFor({ timeout: 10_000 })
    }
    write('Is this live?')
    await pages[0]?.getByText('Is this live?').first().waitFor()
    const [last, other] = [pages[0], pages[6]]
    if (last === undefined || other === undefined) throw new Error('no pages')
    await showPage(last, false)
    await showPage(other, true)
    await other.getByText('Is this live?').first().waitFor()
    write('Is this live again?')
    await other.getByText('Is this live again?').first().waitFor()
  }, 60_000)
})

requires('chromium')('numbers at their limits', () => {
  test('are drawn and shown, and none that is small is shown as 0', async ({ project, browser, onTestFinished }) => {
    const event = (index: number, total_ms: number) => {
      const golden = { set: 's', id: 'g', trait: 't', fingerprint: 'f' }
      const { timings, route, ...rest } = sampleEvent({ msg_id: `m${index}`, run_id: `r${index}`, golden })
      return { ...rest, timings: { ...timings, total_ms }, route: { ...route, weight: 0, propensity: 1e-6 } }
    }
    const latencies = [0, Number.MIN_VALUE, 2 ** 53, 1e308]
    const lines = latencies.map((latency, index) => JSON.stringify(event(index, latency)))
    await project.write({ '.aios/provenance.ndjson': `${lines.join('\n')}\n` })
    const { url } = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, url, 'goldens?since=all')
    for (const view of ['overview?since=all', 'routing?since=all', 'events?since=all', 'event?message=m3']) {
      await page.goto(`${url}#/${view}`)
      await page.locator(`main[data-view="${view.split('?')[0]}"]`).waitFor()
      await loaded(page)
      expect(await textOf(page), view).not.toMatch(/NaN|Infinity/)
    }
    expect(await textOf(page)).toContain('with probability < 0.0001.')
    expect(complaints).toEqual([])
  }, 60_000)
})

/** The number of the newest event that the table shows, of those that are added one after the other. */
async function shownBy(page: Page): Promise<number> {
  const rows = await page.locator('.table .row').allInnerTexts()
  return Math.max(0, ...rows.map((row) => Number(/added (\d+)/.exec(row)?.[1] ?? 0)))
}

/** Hides a page as a browser does with a tab in the background, or shows it. */
async function showPage(page: Page, isShown: boolean): Promise<void> {
  await page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${!isShown} })
    document.dispatchEvent(new Event('visibilitychange'))`)
}
