// Draws the pictures of docs/dashboard.md into docs/images: the built dashboard on two real replays of this repository's
// goldens and one of its hypotheses. Needs `npm run build` and Chromium (CHROMIUM_PATH, or /usr/bin/chromium).
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const dir = mkdtempSync(join(tmpdir(), 'aios-pictures-'))
const env = { ...process.env, AIOS_DIR: dir, AIOS_BACKEND: 'replay', CI: 'true', NO_COLOR: '1', VITEST: '' }

/** How long charts take to be drawn, in milliseconds. */
const DRAWN_MS = 2_000

for (const suites of ['goldens', 'hypotheses', 'goldens']) {
  const { error } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', suites], { cwd: root, env })
  if (error !== undefined) throw error
}
const server = spawn(process.execPath, ['dist/cli.js', 'dashboard', '--port', '0'], { cwd: root, env })
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const url = await addressOf(server)
  await draw('dashboard-overview', url, { view: 'overview', height: 900 })
  await draw('dashboard-drill-down', url, { view: 'events?type=response&verdict=fail', height: 620 })
  await draw('dashboard-event', url, {
    view: 'events?type=response&verdict=fail',
    height: 900,
    colorScheme: 'dark',
    open: (page) => page.locator('.table .row').first().click(),
  })
} finally {
  await browser.close()
  server.kill()
  rmSync(dir, { recursive: true })
}

/** The address that the server prints. Rejects where it ends before. */
async function addressOf({ stdout }: typeof server): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const url = /^aios dashboard: (\S+)/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error('The dashboard did not start. Build it: npm run build')
}

interface Picture {
  view: string
  height: number
  colorScheme?: 'light' | 'dark'
  /** What is clicked before. */
  open?: (page: Page) => Promise<void>
}

async function draw(name: string, url: string, { view, height, colorScheme = 'light', open }: Picture): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_280, height }, colorScheme, timezoneId: 'UTC' })
  await page.goto(`${url}#/${view}`)
  await page.locator('main .grid, .table .row').first().waitFor()
  if (open !== undefined) {
    await open(page)
    await page.locator('main .grid').waitFor()
  }
  await page.waitForTimeout(DRAWN_MS)
  await page.screenshot({ path: join(root, `docs/images/${name}.png`) })
  await page.close()
}
