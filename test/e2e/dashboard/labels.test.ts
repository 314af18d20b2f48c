import { expect } from 'vitest'
import type { EventDetail } from '../../../schemas/generated/dashboard.ts'
import type { JudgementEvent, ProvenanceEvent, ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { generatedEvents } from '../../../bench/generated-log.ts'
import { loaded, openPage, repliesIn, startDashboard, test } from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

const LOG = '.aios/provenance.ndjson'

function generated(events: number): string {
  return [...generatedEvents({ events, end: Date.now() - 60_000 })]
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('')
}

function lastEvent(log: string): ProvenanceEvent {
  return JSON.parse(log.trimEnd().split('\n').at(-1) ?? '') as ProvenanceEvent
}

requires('chromium')('labels of people', () => {
  test('are written by keyboard as judgements; unsure is unjudged, never a pass', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    await project.write({ [LOG]: generated(300) })
    const before = await project.read(LOG)
    const passed = repliesIn(before).filter(({ verdict }) => verdict === 'pass')
    const [first, second] = passed.toSorted((a, b) => b.time - a.time)
    const dashboard = await startDashboard(project, onTestFinished, ['--label'])
    const { page, complaints } = await openPage(browser, dashboard.url, 'events?since=all&verdict=pass&type=response')

    await page.locator('.table .row').first().click()
    await page.locator('.labels').waitFor()
    expect(page.url()).toContain(`message=${first?.message}`)
    // The keys lead to the rows around the event once those are known.
    await page.locator('a[rel="next"]').waitFor()
    await page.keyboard.press('j')
    await expect.poll(() => page.url(), { timeout: 20_000 }).toContain(`message=${second?.message}`)
    await page.locator('a[rel="prev"]').waitFor()
    await page.keyboard.press('k')
    await expect.poll(() => page.url(), { timeout: 20_000 }).toContain(`message=${first?.message}`)
    await page.locator('.labels').waitFor()

    await page.getByLabel('By').fill('Ada')
    await page.getByLabel('Why').fill('p is not the key here')
    expect(await project.read(LOG)).toBe(before)
    await page.locator('h1').click()
    await page.keyboard.press('u')
    await page.getByText('Labelled: unsure.').waitFor()
    const label = lastEvent(await project.read(LOG)) as JudgementEvent
    expect(label).toMatchObject({
      event_type: 'judgement',
      msg_id: first?.message,
      run_id: first?.run,
      verdict: 'unjudged',
      judged_by: 'Ada',
      why: 'p is not the key here',
    })
    await expect.poll(() => page.locator('.event-line .badge').innerText(), { timeout: 20_000 }).toBe('unjudged')
    const counted = repliesIn(await project.read(LOG)).filter(({ verdict }) => verdict === 'pass').length
    expect(counted).toBe(passed.length - 1)
    const overview = await dashboard.answer<{ figures: { pass: number } }>('overview?since=all')
    expect(overview.figures.pass).toBe(counted)

    await page.keyboard.press('f')
    await page.getByText('Labelled: fail.').waitFor()
    await expect.poll(() => page.locator('.event-line .badge').innerText(), { timeout: 20_000 }).toBe('fail')
    const { judgements, raw } = await dashboard.answer<EventDetail>(`event?message=${first?.message}`)
    expect(raw).toMatchObject({ verdict: 'pass' })
    const written = (raw as ResponseEvent).judged_by ?? 'with the reply'
    expect(judgements.map(({ verdict, judge }) => `${verdict} ${judge ?? 'with the reply'}`)).toEqual([
      `pass ${written}`,
      'unjudged Ada',
      'fail Ada',
    ])
    const shown = await page.locator('.judgements li').allInnerTexts()
    expect(shown.map((text) => text.replaceAll(/ [\d-]{10} [\d:]{8}|\n/g, ' ').trim())).toEqual([
      `pass ${written}`,
      expect.stringMatching(/^unjudged Ada .*p is not the key here$/),
      'fail Ada',
    ])

    await page.keyboard.press('Escape')
    await page.locator('.table').waitFor()
    await loaded(page)
    expect(Number(await page.locator('.table').getAttribute('aria-rowcount')) - 1).toBe(passed.length - 1)
    await page.goto(`${dashboard.url}#/events?since=all`)
    await page.locator('.filters summary', { hasText: 'judge' }).click()
    await page.getByRole('checkbox', { name: 'Ada' }).check()
    await page.getByText('1 event', { exact: true }).waitFor()
    expect(complaints).toEqual([])
  }, 120_000)

  test('need --label, a reply, and no secret reaches the log', async ({ project, browser, onTestFinished }) => {
    await project.write({ [LOG]: generated(300) })
    const log = await project.read(LOG)
    const [reply] = repliesIn(log).filter(({ verdict }) => verdict === 'pass')
    const missing = repliesIn(log).find(({ verdict }) => verdict === 'unmeasured')
    const post = (url: string, body: unknown) =>
      fetch(`${url}api/labels`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify(body),
      })
    const label = { message: reply?.message, verdict: 'fail', by: 'Ada' }

    const readOnly = await startDashboard(project, onTestFinished)
    const refused = await post(readOnly.url, label)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ next: expect.stringContaining('npx aios dashboard --label') })
    const { page } = await openPage(browser, readOnly.url, `event?message=${reply?.message}`)
    expect(await page.locator('.labels').count()).toBe(0)
    await page.keyboard.press('p')
    expect(await project.read(LOG)).toBe(log)

    const { url } = await startDashboard(project, onTestFinished, ['--label'])
    expect((await post(url, { ...label, message: 'unknown' })).status).toBe(404)
    expect((await post(url, { ...label, by: 'toAnswer' })).status).toBe(400)
    if (missing !== undefined) expect((await post(url, { ...label, message: missing.message })).status).toBe(409)
    expect(await project.read(LOG)).toBe(log)
    const secret = `sk-${'Ab3dEf6hIj9kLm2n'.repeat(2)}`
    expect((await post(url, { ...label, why: `the key ${secret} is in it` })).status).toBe(200)
    const after = await project.read(LOG)
    expect(after).not.toContain(secret)
    expect(after.startsWith(log)).toBe(true)
    expect(lastEvent(after)).toMatchObject({ verdict: 'fail', judged_by: 'Ada' })
  }, 120_000)
})
