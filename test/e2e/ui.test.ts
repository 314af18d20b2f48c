import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { goldenProject } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { CHROMIUM, requires } from '../support/requires.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** Serves a folder as a static site. */
async function site(folder: string) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname
    readFile(join(folder, path === '/' ? 'index.html' : path)).then(
      (bytes) =>
        response
          .writeHead(200, { 'content-type': TYPES[extname(path) || '.html'] ?? 'application/octet-stream' })
          .end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

const hostile =
  "It is Lyon.<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>\u001b[31m"

requires('chromium')('the Vitest UI', () => {
  test('shows question, reply, route with its reasons, timings and verdict of a golden; hostile text is inert', async ({
    project,
    onTestFinished,
  }) => {
    const server = await scriptedModels(['big', 'small'], (question) =>
      question.includes('capital') ? hostile : 'Hello.',
    )
    onTestFinished(() => server.close())
    const capital = {
      id: 'capital',
      question: 'What is the capital of France?',
      trait: 'geography',
      expect: { contains: 'Paris' },
    }
    await project.write(goldenProject({ facts: [{ id: 'hi', question: 'Hi!', trait: 'small talk' }, capital] }))
    await project.vitest(['run', 'goldens', '--reporter=html'], { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url })

    const page = await site(join(project.dir, '.vitest'))
    onTestFinished(() => void page.close())
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
    onTestFinished(() => browser.close())
    const tab = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
    await tab.goto(page.url)
    await tab.getByText('facts.golden.test.ts').first().click()
    const text = () => tab.locator('body').innerText()
    // The list sorts itself once all results are in, and a click may land on the row that takes the place.
    const opened = async () => {
      await tab.getByText('capital', { exact: true }).first().click()
      return text()
    }
    await expect.poll(opened, { timeout: 20_000, interval: 500 }).toContain('What is the capital of France?')
    const shown = await text()
    if (process.env['SCREENSHOT']) await tab.screenshot({ path: process.env['SCREENSHOT'] })
    for (const part of [
      'It is Lyon.<img',
      'is not above the boundary 0.5',
      'length',
      'bucket',
      ' ms',
      '(measured)',
      'to contain',
      'Paris',
    ]) {
      expect(shown).toContain(part)
    }
    expect(await tab.title()).not.toBe('pwned')
  })
})
