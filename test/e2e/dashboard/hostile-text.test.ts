import { writeFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { generatedEvents } from '../../../bench/generated-log.ts'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { printable } from '../../../src/text/printable.ts'
import { loaded, openPage, startDashboard, test, textOf } from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

const HOSTILE = [
  '<img src=x onerror="document.title=1"><script>document.title=1</script>',
  '\u001b[31mred\u001b]8;;https://example.com\u0007link\u001b[0m',
  '=HYPERLINK("https://example.com";"click")',
  'invoice_\u202egpj.exe \u2066hidden\u2069',
  'javascript:document.title=1 "\'`{{constructor}} %00',
]

const [template] = [...generatedEvents({ events: 20, end: Date.now() - 60_000 })].filter(
  (event): event is ResponseEvent => event.event_type === 'response' && 'reply' in event,
)

/** A log of a reply for each text, which is in all of its fields that a model, a suite or a person writes. */
function hostileLog(texts: readonly string[]): string {
  return texts
    .map((text, index) => {
      const event = {
        ...template,
        msg_id: `m${index}`,
        conv_id: text.slice(0, 200),
        golden: {
          set: text.slice(0, 200),
          id: text.slice(0, 200),
          trait: text.slice(0, 200),
          fingerprint: '0123456789ab',
        },
        model: { asked: text.slice(0, 200) },
        question: text,
        reply: text,
        verdict: 'fail',
        judged_by: text.slice(0, 200),
        why: text.slice(0, 2_000),
      }
      return `${JSON.stringify(event)}\n`
    })
    .join('')
}

requires('chromium')('hostile text in the drill-down', () => {
  test('is shown as text: no element, no script, no control character', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    await project.write({ '.aios/provenance.ndjson': hostileLog(HOSTILE) })
    const dashboard = await startDashboard(project, onTestFinished)
    const columns = 'columns=verdict,golden,set,trait,model,judge,conversation,text'
    const { page, complaints } = await openPage(browser, dashboard.url, `events?since=all&${columns}`)
    const isSafe = async (place: string) => {
      const shown = await textOf(page)
      expect(shown, place).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      expect(await page.locator('main img, main script, main iframe, main a[href^="javascript:"]').count(), place).toBe(
        0,
      )
      expect(await page.title(), place).toContain('aios dashboard')
      return shown
    }
    expect(await isSafe('table')).toContain(String.raw`\x1b[31mred`)
    for (const facet of ['model', 'set', 'trait']) {
      await page.locator('.filters summary', { hasText: facet }).click()
      await isSafe(facet)
    }
    for (const [index, text] of HOSTILE.entries()) {
      await page.goto(`${dashboard.url}#/event?message=m${index}&since=all`)
      await page.locator('.event-line').waitFor()
      await expect
        .poll(() => page.locator('section[aria-label="Reply"]').innerText(), { timeout: 20_000 })
        .toContain(printable(text).slice(-5))
      await page.locator('.tree summary').first().click()
      await isSafe(`event ${index}`)
    }
    expect(await textOf(page)).toContain(HOSTILE.at(-1))
    for (const view of ['overview', 'goldens', 'comparison', 'routing', 'hypotheses', 'settings']) {
      await page.goto(`${dashboard.url}#/${view}?since=all`)
      await page.reload()
      await loaded(page)
      await isSafe(view)
    }
    expect(complaints).toEqual([])
  }, 120_000)

  test('is escaped in a CSV export where it begins as a formula, and unchanged in an NDJSON export', async ({
    project,
    onTestFinished,
  }) => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '|calc', '%0A=1', 'a "quoted", b\nc']
    await project.write({ '.aios/provenance.ndjson': hostileLog(formulas) })
    const { url } = await startDashboard(project, onTestFinished)
    const csv = await fetch(`${url}api/export.csv?since=all`)
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="events.csv"')
    expect(csv.headers.get('x-content-type-options')).toBe('nosniff')
    const cells = cellsOf(await csv.text())
    const column = cells[0]?.indexOf('reply') ?? -1
    const replies = cells.slice(1).map((row) => row[column] ?? '')
    expect(replies).toEqual(formulas.map((text) => (/^[\s]*[=+\-@|%]/.test(text) ? `'${text}` : text)))
    expect(cells.flat().filter((cell) => /^\s*[=+\-@|%]/.test(cell))).toEqual([])

    const ndjson = await (await fetch(`${url}api/export.ndjson?since=all`)).text()
    const events = ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ResponseEvent)
    expect(events.map(({ reply }) => reply)).toEqual(formulas)
  }, 60_000)

  test('of 20 MB opens, cut, with the whole as a download', async ({ project, browser, onTestFinished }) => {
    const reply = 'word <b>bold</b> \u202e '.repeat(1_000_000)
    await project.write({ 'package.json': '{}', '.aios/provenance.ndjson': '' })
    await writeFile(`${project.dir}/.aios/provenance.ndjson`, hostileLog([reply, 'short']))
    const dashboard = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, dashboard.url, 'events?since=all')
    await page.locator('.table .row').nth(1).waitFor()
    const answer = await fetch(`${dashboard.url}api/event?message=m0`)
    expect((await answer.text()).length).toBeLessThan(2_000_000)
    await page.goto(`${dashboard.url}#/event?message=m0&since=all`)
    await page.locator('.event-line').waitFor()
    await loaded(page)
    const card = page.locator('section[aria-label="Reply"]')
    expect(await card.innerText()).toContain(`of ${reply.length.toLocaleString('en-US')} characters`)
    await card.getByRole('button', { name: 'Show 200,000' }).click()
    expect((await card.innerText()).length).toBeGreaterThan(200_000)
    const [download] = await Promise.all([page.waitForEvent('download'), card.getByRole('link').click()])
    expect(download.suggestedFilename()).toBe('reply.txt')
    const whole = await (await fetch(`${dashboard.url}api/text?message=m0&part=reply`)).text()
    expect(whole === reply).toBe(true)
    expect(complaints).toEqual([])
  }, 120_000)
})

/** The cells of CSV as RFC 4180 defines it. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '') break
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\n') rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}
