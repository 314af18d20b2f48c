// The dashboard over a log of 1,000,000 generated events, 10,000 a day, in Chromium; `10000000` for ten million.
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'
import { PARTIAL_HEADER } from '../src/dashboard/answers.ts'
import { generatedEvents, writeGeneratedLog } from './generated-log.ts'
import { residentTree } from './measure.ts'
import { median } from './sides.ts'
import { type Finding, printFindings } from './table.ts'

const EVENTS = Number(process.argv[2] ?? 1_000_000)
const IS_LARGE = EVENTS > 1_000_000
const ROUNDS = 3
const dist = join(import.meta.dirname, '../dist')

const folder = mkdtempSync(join(tmpdir(), 'aios-bench-dashboard-'))
const log = join(folder, '.aios/provenance.ndjson')
const findings: Finding[] = []

function add(what: string, value: number, atMost: number, unit: string, from: string): void {
  findings.push({ what, value: Math.round(value * 10) / 10, goal: { atMost }, unit, from })
}

/** Milliseconds until `done` resolves. */
async function timed(done: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await done()
  return performance.now() - startedAt
}

/** Waits until a view shows all of its data. */
async function shown(page: Page, view: string): Promise<void> {
  const data = `main[data-view="${view}"] :is(.headline, .table, .chart, .card, .tiles, .empty)`
  await page.locator(data).first().waitFor({ timeout: 120_000 })
  await page.locator('main .loading').first().waitFor({ state: 'detached', timeout: 120_000 })
}

async function open(page: Page, view: string): Promise<void> {
  await page.goto(`${url}#/${view}`)
  await shown(page, view.split('?')[0] ?? '')
}

let url = ''
mkdirSync(join(folder, '.aios'))
await writeGeneratedLog(log, { events: EVENTS, end: Date.now() - 60_000 })
const server = spawn(process.execPath, [join(dist, 'cli.js'), 'dashboard', '--port', '0'], { cwd: folder })
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  let peak = 0
  const look = setInterval(() => (peak = Math.max(peak, residentTree(server.pid ?? 0))), 50)
  url = await new Promise<string>((resolve, reject) => {
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /http:\S+/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
    server.once('exit', () => reject(new Error('the dashboard ended')))
  })
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } })
  const size = `${(EVENTS / 1e6).toFixed(0)}M events`
  add('first useful page, cold', (await timed(() => open(page, 'overview'))) / 1_000, IS_LARGE ? 60 : 5, ' s', size)

  // The whole log must be read before the rest is measured.
  while ((await fetch(`${url}api/events?since=all&limit=1`)).headers.has(PARTIAL_HEADER)) await wait(1_000)
  const warm: number[] = []
  const paints: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto('about:blank')
    warm.push(await timed(() => open(page, 'overview')))
    paints.push(
      await page.evaluate<number>(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity`),
    )
  }
  add('first useful page, warm', median(warm) / 1_000, IS_LARGE ? 5 : 1, ' s', `${size}, median of ${ROUNDS}`)
  add('first paint', median(paints), 1_000, ' ms', `median of ${ROUNDS}`)

  const views = ['hypotheses', 'routing', 'events', 'settings', 'goldens', 'comparison', 'overview']
  for (const view of views) await open(page, view)
  for (const view of views) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      await open(page, view === 'settings' ? 'overview' : 'settings')
      times.push(await timed(() => open(page, view)))
    }
    add(`tab switch to ${view}, warm`, median(times), IS_LARGE ? 5_000 : 300, ' ms', `${size}, median of ${ROUNDS}`)
  }
  for (const filter of ['verdict=fail', 'source=embedder', 'since=24h', 'text=noon', 'set=set1&verdict=fail']) {
    await open(page, 'settings')
    const time = await timed(() => open(page, `events?${filter}`))
    add(`filter ${filter}, first time`, time, IS_LARGE ? 5_000 : 300, ' ms', size)
  }
  await open(page, 'settings')
  await open(page, 'routing?since=all')
  const whole = timed(() => open(page, 'routing?since=90d'))
  const points = timed(async () => {
    // The chart of the window before is there until the answer of this one is awaited.
    await page.locator('main .loading').first().waitFor()
    await page.locator('[data-chart="Weights"] canvas').first().waitFor({ timeout: 120_000 })
  })
  const limit = IS_LARGE ? 5_000 : 500
  add('20,000 points of the scatter chart', await points, limit, ' ms', 'another time window, first time')
  add('the same window, with both buckets', await whole, limit, ' ms', 'another time window, first time')

  await open(page, 'events?sort=time')
  const event = [...generatedEvents({ events: 1, end: Date.now() })].map((each) => ({
    ...each,
    ts: new Date().toISOString(),
    msg_id: 'new',
    reply: 'the event that was just added',
    question: 'the event that was just added',
  }))[0]
  const seen = await timed(async () => {
    appendFileSync(log, `${JSON.stringify(event)}\n`)
    await page.getByText('the event that was just added').first().waitFor({ timeout: 60_000 })
  })
  add('a new event is visible', seen / 1_000, 2, ' s', size)
  await wait(500)
  clearInterval(look)
  add('memory of the server, peak', peak / 2 ** 20, IS_LARGE ? 2_000 : 500, ' MiB', size)
  const bytes = readdirSync(join(dist, 'dashboard'))
    .map((name) => gzipSync(readFileSync(join(dist, 'dashboard', name))).length)
    .reduce((sum, each) => sum + each, 0)
  add('page weight, gzip', bytes / 1_024, 350, ' KB', 'index.html, page.js, page.css')
  printFindings(findings)
} finally {
  await browser.close()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}
