import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect } from 'vitest'
import { writeGeneratedLog } from '../../../bench/generated-log.ts'
import { openPage, passRateOf, repliesIn, replayGoldens, test, textOf } from '../../support/dashboard.ts'
import { test as projectTest } from '../../support/project.ts'
import { requires } from '../../support/requires.ts'

describe.skipIf(process.platform === 'win32')('the file of a static export', () => {
  projectTest('comes into a new folder and through a link, and takes the place of files only', async ({ project }) => {
    await project.write({ 'old.html': 'old' })
    const at = (name: string) => join(project.dir, name)
    symlinkSync('old.html', at('link.html'))
    execFileSync('mkfifo', [at('pipe.html')])
    symlinkSync('gone.html', at('dangling.html'))
    symlinkSync('loop.html', at('loop.html'))
    await mkdir(at('folder.html'))
    const write = (name: string, ...args: string[]) => project.aios(['dashboard', '--export', name, ...args])
    for (const name of ['reports/new.html', 'link.html']) expect(await write(name)).toMatchObject({ exitCode: 0 })
    expect(await project.read('reports/new.html')).toContain('</html>')
    expect(lstatSync(at('link.html')).isSymbolicLink()).toBe(true)
    expect(await project.read('old.html')).toContain('</html>')

    for (const [name, reason] of [
      ['pipe.html', 'it is not a regular file'],
      ['dangling.html', 'it is a link to a file that does not exist'],
      ['loop.html', 'its symbolic links form a loop'],
      ['folder.html', 'it is a folder, and a file is required'],
    ] as const) {
      const before = lstatSync(at(name))
      // Before the log is read, which does not exist.
      expect(await write(name, '--log', 'missing.ndjson')).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(`${reason}\\n +name a`),
      })
      expect(lstatSync(at(name))).toMatchObject({ ino: before.ino, mode: before.mode })
    }
    expect(await write('other/reports/new.html', '--log', 'missing.ndjson')).toMatchObject({ exitCode: 1 })
    expect(existsSync(at('other'))).toBe(false)
    const inFile = await write('old.html/new.html')
    expect(inFile.exitCode).toBe(1)
    expect(inFile.output).toMatch(/old\.html.*\n\s+\S/)
  })
})

requires('chromium')('the static export', () => {
  test('opens from disk with the same values, and runs no text of a model', async ({ project, browser }) => {
    await replayGoldens(project)
    const log = await project.read('.aios/provenance.ndjson')
    const [first = ''] = log.split('\n')
    const hostile =
      '\ud800 \u2028 </SCRIPT\t></script><script>document.title="pwned"</script><!--<script>\u202e\u001b[31m$& $` <img src=x onerror=alert(1)>'
    const event = { ...(JSON.parse(first) as object), msg_id: 'hostile', reply: hostile, question: hostile }
    await project.write({ '.aios/provenance.ndjson': `${log}${JSON.stringify(event)}\n` })
    const replies = repliesIn(await project.read('.aios/provenance.ndjson'))

    const { exitCode, output } = await project.aios(['dashboard', '--export', 'report.html', '--since', 'all'])
    expect(output).toContain('wrote report.html')
    expect(exitCode).toBe(0)
    const html = readFileSync(join(project.dir, 'report.html'), 'utf8')
    expect(html).not.toMatch(/(?:src|href)="https?:/)

    const url = pathToFileURL(join(project.dir, 'report.html')).href
    const { page, complaints } = await openPage(browser, url, 'overview')
    expect(await textOf(page)).toContain('All time, ')
    expect(await textOf(page)).not.toMatch(/last 7 days/i)
    expect(await textOf(page)).toContain(`Pass rate\n${Number((100 * passRateOf(replies)).toFixed(1))} %`)
    for (const view of [
      'hypotheses',
      'routing',
      'events',
      'settings',
      'goldens',
      'comparison',
      'event?message=hostile',
    ]) {
      await page.goto(`${url}#/${view}`)
      await expect.poll(() => page.locator(`main[data-view="${view.split('?')[0]}"]`).count()).toBe(1)
      expect(await page.locator('main .error').count(), view).toBe(0)
    }
    const text = await textOf(page)
    const later = await browser.newPage()
    await later.clock.setFixedTime(Date.now() + 6 * 86_400_000)
    await later.goto(`${url}#/overview`)
    await later.locator('main[data-view="overview"]').waitFor()
    const ages = (await textOf(later)).match(/\w+ \w+ ago|just now/g)
    expect(new Set(ages)).toEqual(new Set(['6 days ago']))
    expect(text).toContain('<img src=x onerror=alert(1)>')
    expect(text).not.toMatch(/[\u202e\u001b]/)
    expect(await page.title()).not.toContain('pwned')
    expect(complaints).toEqual([])
  }, 120_000)

  test('has the latest 1,000 events and failures as a table', async ({ project, browser }) => {
    await mkdir(join(project.dir, '.aios'), { recursive: true })
    const log = '.aios/provenance.ndjson'
    await writeGeneratedLog(join(project.dir, log), { events: 4_000, end: Date.now() - 60_000 })
    const replies = repliesIn(await project.read(log)).toSorted((a, b) => b.time - a.time)
    expect(await project.aios(['dashboard', '--export', 'report.html', '--since', 'all'])).toMatchObject({
      exitCode: 0,
    })

    const url = pathToFileURL(join(project.dir, 'report.html')).href
    const { page, complaints } = await openPage(browser, url, 'events?type=response&columns=message')
    const rowCount = async () => Number(await page.locator('.table').getAttribute('aria-rowcount')) - 1
    const messageAt = (index: number) => page.locator(`#row-${index} [role=gridcell]`).first().innerText()
    await page.locator('.table').evaluate((element) => {
      Object.assign(element, { scrollTop: 34 * 900 })
    })
    await expect.poll(() => messageAt(900)).toBe(replies[900]?.message)

    const failed = replies.filter(({ verdict }) => verdict === 'fail')
    const lost = replies.filter(({ verdict }) => verdict === 'unmeasured')
    expect(lost.length).toBeGreaterThan(0)
    await page.goto(`${url}#/events?type=response&verdict=fail&verdict=unmeasured`)
    await expect.poll(rowCount).toBe(Math.min(150, failed.length) + Math.min(150, lost.length))

    // The figures leave out replies to hypotheses.
    const counted = failed.filter(({ hypothesis }) => hypothesis === null)
    await page.goto(`${url}#/overview`)
    await page.locator('main[data-view="overview"]').waitFor()
    const [, held, total] = /failed \((\d+) of (\d+) in this file\)/.exec(await textOf(page)) ?? []
    expect(Number(total)).toBe(counted.length)
    await page.getByRole('link', { name: `${counted.length} failed` }).click()
    await expect.poll(rowCount).toBe(Number(held))
    expect(Number(held)).toBeLessThan(counted.length)
    expect(complaints).toEqual([])
  }, 120_000)
})
