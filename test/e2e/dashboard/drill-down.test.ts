import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { writeGeneratedLog } from '../../../bench/generated-log.ts'
import type { EventFacets } from '../../../schemas/generated/dashboard.ts'
import type { ProvenanceEvent, ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { dataOf } from '../../../src/provenance/parse-line.ts'
import {
  accessibilityProblems,
  chartTable,
  type LoggedReply,
  loaded,
  openPage,
  repliesIn,
  replayGoldens,
  startDashboard,
  test,
  textOf,
} from '../../support/dashboard.ts'
import { milliseconds } from '../../../src/text/amounts.ts'
import { requires } from '../../support/requires.ts'

const LOG = '.aios/provenance.ndjson'

/** Other tests may take the processor for seconds. */
const SOON = { timeout: 20_000 }

/** The rows of the table that are drawn, in their order: the texts of their cells. */
async function drawnRows(page: Page): Promise<string[][]> {
  return page
    .locator('.table .row')
    .evaluateAll((rows) =>
      rows.map((row) => Array.from(row.children as Iterable<{ textContent: string }>, (cell) => cell.textContent)),
    )
}

async function rowCount(page: Page): Promise<number> {
  return Number(await page.locator('.table').getAttribute('aria-rowcount')) - 1
}

function responsesIn(log: string): ResponseEvent[] {
  const lines = log.split('\n').filter((line) => line !== '')
  const events = lines.map((line) => dataOf(line) as ProvenanceEvent)
  return events.filter((event): event is ResponseEvent => event.event_type === 'response' && 'reply' in event)
}

function byLatency(a: LoggedReply, b: LoggedReply): number {
  return (b.latencyMs ?? 0) - (a.latencyMs ?? 0)
}

requires('chromium')('the drill-down of a real log', () => {
  test('filters and sorts over all events, with its state in the address', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    await replayGoldens(project)
    const log = await project.read(LOG)
    const replies = repliesIn(log)
    const dashboard = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, dashboard.url, 'events?since=all&type=response')
    expect(await rowCount(page)).toBe(replies.length)

    const latencies = async () => (await drawnRows(page)).map((cells) => cells[5])
    const slowest = replies.filter(({ source }) => source === 'main_model').sort(byLatency)
    await page.locator('.filters summary', { hasText: 'source' }).click()
    await page.getByRole('checkbox', { name: /^main_model/ }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Latency' }).click()
    await loaded(page)
    await expect.poll(() => rowCount(page), SOON).toBe(slowest.length)
    const seconds = slowest.map(({ latencyMs }) => milliseconds(latencyMs ?? 0))
    await expect.poll(() => latencies(), SOON).toEqual(seconds.slice(0, (await latencies()).length))
    expect(page.url()).toContain('source=main_model')
    expect(page.url()).toContain('sort=latencyMs')

    await page.reload()
    await loaded(page)
    expect(await rowCount(page)).toBe(slowest.length)
    expect((await drawnRows(page))[0]?.[5]).toBe(seconds[0])
    await page.getByRole('button', { name: 'Latency' }).click()
    await expect.poll(async () => (await drawnRows(page))[0]?.[5], SOON).toBe(seconds.at(-1))

    const columns = page.locator('.table-tools .menu')
    await columns.locator('summary').click()
    await page.getByRole('checkbox', { name: 'Model' }).click()
    await page.getByRole('checkbox', { name: 'Weight' }).click()
    const names = await page.locator('[role=columnheader]').allInnerTexts()
    expect(names.map((name) => name.replace(/ [↑↓]/, ''))).toEqual([
      'Time',
      'Verdict',
      'Golden',
      'Source',
      'Bucket',
      'Model',
      'Latency',
      'Text',
    ])
    expect(await accessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
  }, 180_000)

  test('shows one event in full, with the values of the log', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project)
    const event = responsesIn(await project.read(LOG)).find(({ verdict }) => verdict === 'fail')
    if (event === undefined) throw new Error('no reply of the recordings fails')
    const dashboard = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, dashboard.url, `event?message=${event.msg_id}&since=all`)
    const text = await textOf(page)
    expect(text).toContain(event.question)
    expect(text).toContain(event.reply.split('\n')[0])
    const missed = page.locator('.conditions .missed')
    expect(await missed.count()).toBeGreaterThan(0)
    expect(await missed.first().innerText()).toContain('found')

    const { queue_ms, load_ms, first_token_ms, total_ms } = event.timings
    expect(await chartTable(page, 'Timings')).toEqual(
      [
        ['queue', 0, queue_ms],
        ['load of the model', queue_ms, load_ms],
        ['first token', queue_ms + load_ms, first_token_ms ?? NaN],
        ['generation', queue_ms + load_ms + (first_token_ms ?? NaN), total_ms - (first_token_ms ?? NaN)],
      ].map(([name, ...values]) => [name, ...values.map((value) => Number(Number(value).toFixed(1)))].join(' | ')),
    )
    const parts = await chartTable(page, 'Parts of the weight')
    expect(new Set(parts.map((row) => row.split(' | ')[0]))).toEqual(new Set(Object.keys(event.route.parts)))
    for (const row of parts) {
      const [name = '', value] = row.split(' | ')
      expect(Number(value), name).toBe(event.route.parts[name])
    }

    const place = /goldens\/\S+\.json:\d+/.exec(text)?.[0] ?? ''
    const [file = '', line] = place.split(':')
    const lines = (await project.read(file)).split('\n').slice(Number(line) - 1, Number(line) + 2)
    expect(lines.join('\n')).toContain(`"${event.golden?.id}"`)

    const baseline = JSON.parse(await project.read('goldens/baseline.json')) as {
      sets: Record<string, { goldens: Record<string, { reply: string; passes: boolean[] }> }>
    }
    const recorded = baseline.sets[event.golden?.set ?? '']?.goldens[event.golden?.id ?? '']
    const card = page.locator('section[aria-label="In the baseline"]')
    expect(await card.innerText()).toContain(`${recorded?.passes.filter(Boolean).length} of ${recorded?.passes.length}`)
    const [before, after] = await Promise.all(
      ['ins', 'del'].map((left) =>
        card.locator('.word-diff > *').evaluateAll(
          (elements, left) =>
            elements
              .filter((element) => (element as unknown as { localName: string }).localName !== left)
              .map((element) => element.textContent)
              .join(''),
          left,
        ),
      ),
    )
    expect(before).toBe(recorded?.reply)
    expect(after).toBe(event.reply)
    expect(await accessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
  }, 180_000)
})

requires('chromium')('the drill-down of a generated log', () => {
  test('scrolls to the last of many rows, and comes back to the row that was opened', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    await mkdir(join(project.dir, '.aios'), { recursive: true })
    await writeGeneratedLog(join(project.dir, LOG), { events: 8_000, end: Date.now() - 60_000 })
    const replies = repliesIn(await project.read(LOG)).toSorted((a, b) => b.time - a.time)
    const dashboard = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(
      browser,
      dashboard.url,
      'events?since=all&type=response&columns=message,verdict,text',
    )
    expect(await rowCount(page)).toBe(replies.length)
    const messageAt = (index: number) => page.locator(`#row-${index} [role=gridcell]`).first().innerText()
    const last = replies.length - 1
    // The keys work on the page, and a click on a heading leaves Enter to the row.
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key)
    expect(await page.locator('#row-1').getAttribute('aria-selected')).toBe('true')
    await page.getByRole('button', { name: 'Verdict' }).click()
    await expect.poll(() => page.url(), SOON).toContain('sort=verdict&order=asc')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Event', level: 1 }).waitFor()
    await page.goBack()
    await page.goBack()
    await loaded(page)
    await page.locator('.table').focus()
    await page.keyboard.press('End')
    await expect.poll(() => messageAt(last), SOON).toBe(replies[last]?.message)
    expect((await drawnRows(page)).length).toBeLessThan(80)
    await page.locator('.table').evaluate((element) => {
      Object.assign(element, { scrollTop: 34 * 3_000 })
    })
    await expect.poll(() => messageAt(3_000), SOON).toBe(replies[3_000]?.message)
    await page.locator('#row-3003').click()
    await expect.poll(() => page.url(), SOON).toContain(`message=${replies[3_003]?.message}`)
    await page.getByText(`3,004 of ${replies.length.toLocaleString('en-US')}`).waitFor()
    await page.goBack()
    await expect.poll(() => messageAt(3_003), SOON).toBe(replies[3_003]?.message)
    expect(await page.locator('#row-3003').getAttribute('aria-selected')).toBe('true')

    // Opened by a link, a reply has the replies around it, with no run between them.
    await page.goto(`${dashboard.url}#/event?since=all&message=${replies[1]?.message}`)
    await page.getByText(`2 of ${replies.length.toLocaleString('en-US')}`).waitFor()
    await page.keyboard.press('k')
    await expect.poll(() => page.url(), SOON).toContain(`message=${replies[0]?.message}`)
    expect(complaints).toEqual([])
  }, 120_000)

  test('counts the values to filter by, and exports the filtered rows', async ({ project, onTestFinished }) => {
    await mkdir(join(project.dir, '.aios'), { recursive: true })
    await writeGeneratedLog(join(project.dir, LOG), { events: 3_000, end: Date.now() - 60_000 })
    const replies = repliesIn(await project.read(LOG))
    const dashboard = await startDashboard(project, onTestFinished)
    const filter = 'since=all&type=response&verdict=fail&verdict=unjudged&source=embedder'
    const wanted = replies.filter(({ verdict, source }) => source === 'embedder' && /fail|unjudged/.test(verdict))
    const { total, facets } = await dashboard.answer<EventFacets>(`facets?${filter}`)
    expect(total).toBe(wanted.length)
    const counts = (name: string) =>
      Object.fromEntries(
        facets.find((facet) => facet.name === name)?.values.map(({ value, count }) => [value, count]) ?? [],
      )
    const countOf = (verdict: string) =>
      replies.filter((reply) => reply.source === 'embedder' && reply.verdict === verdict).length
    expect(counts('verdict')).toEqual(
      Object.fromEntries(['pass', 'fail', 'unjudged', 'unmeasured'].map((verdict) => [verdict, countOf(verdict)])),
    )
    expect(counts('source')['main_model']).toBe(
      replies.filter(({ source, verdict }) => source === 'main_model' && /fail|unjudged/.test(verdict)).length,
    )
    const ids = async (format: string) =>
      (await (await fetch(`${dashboard.url}api/export.${format}?${filter}`)).text()).trimEnd().split('\n')
    const exported = (await ids('ndjson')).map((line) => (JSON.parse(line) as ResponseEvent).msg_id)
    expect(exported).toEqual(wanted.map(({ message }) => message))
    expect(await ids('csv')).toHaveLength(wanted.length + 1)
  }, 60_000)
})
