import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { test } from '../support/browser.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import type { Project } from '../support/project.ts'
import { requires } from '../support/requires.ts'
import { start } from '../support/running.ts'
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
  "It is Lyon.<img src=x onerror=\"document.title='pwned'\"></text><script>document.title='pwned'</script>\u001b[31m\u202e"

/** A project with a golden of each kind and a hypothesis that its data do not decide, and the server that answers it. */
async function evaluated(project: Project, onTestFinished: (fn: () => void) => void) {
  const server = await scriptedModels(['big', 'small'], async (question, { model }) => {
    // A card has no row for a time of less than 1 ms.
    await wait(5)
    if (question.includes('capital')) return hostile
    if (question.includes('my name')) return 'Your name is Ada.'
    return model === 'small' ? 'Right.' : 'Wrong.'
  })
  onTestFinished(() => void server.close())
  await project.write(
    goldenProject(
      {
        facts: [
          { id: 'hi', question: 'Hi!', trait: 'small talk' },
          {
            id: 'capital',
            question: 'What is the capital of France?',
            trait: 'geography',
            expect: { contains: 'Paris' },
          },
          {
            id: 'name',
            messages: [
              { role: 'user', content: 'My name is Ada.' },
              { role: 'assistant', content: 'Hello, Ada!' },
            ],
            question: 'What is my name?',
            trait: 'memory',
            expect: { contains: 'Ada' },
          },
        ],
      },
      { aios: 'slo: { passRate: 0.9 }' },
    ),
  )
  await project.write({
    'hypotheses/set.json': JSON.stringify(numbered(3).map((golden) => ({ ...golden, expect: { contains: 'right' } }))),
    'hypotheses/better.hypothesis.test.ts': `import { expect, hypothesis } from 'vitest-aios'
hypothesis('H1', { claim: 'the embedder is better', goldens: './set.json' }, async ({ paired }) => {
  expect(await paired({ source: ['embedder', 'main_model'] }).quality()).toDifferBy(0.1, { direction: 'positive' })
})\n`,
  })
  return { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
}

/** Opens a test in the UI and returns its text. The list sorts itself once results are in, so a click may miss. */
async function open(page: Page, name: string): Promise<string> {
  await page.getByPlaceholder('Search').fill(name)
  const opened = async () => {
    await page.getByText(name, { exact: true }).filter({ visible: true }).last().click({ timeout: 2_000 })
    return page.locator('body').innerText()
  }
  const shown = async () => opened().catch(() => '')
  await expect.poll(shown, { timeout: 30_000, interval: 500 }).toContain('Test Annotations')
  return page.locator('body').innerText()
}

const CARDS = 'img[src^="data:image/svg+xml"]'

/** A card as Chromium draws it. */
interface Drawn {
  lines: string[]
  /** Lines that reach beyond the edge of the card. */
  outside: string[]
  /** Lowest contrast of a text with what is behind it. */
  contrast: number
  /** Of the card in the page: average of its red, green and blue at a corner of its background, 0 to 255. */
  brightness: number
}

/** Draws the cards of the open test, each also on its own. */
async function cardsOf(page: Page, browser: Browser, scheme: 'light' | 'dark'): Promise<Drawn[]> {
  const images = await page.locator(CARDS).all()
  const alone = await browser.newPage({ colorScheme: scheme })
  const drawn: Drawn[] = []
  for (const image of images) {
    const source = (await image.getAttribute('src')) ?? ''
    if (!decodeURIComponent(source).includes('class="back"')) continue
    expect(await image.evaluate((img: { naturalWidth: number }) => img.naturalWidth)).toBe(600)
    const shot = (await image.screenshot()).toString('base64')
    await alone.goto(source)
    drawn.push({
      ...(await alone.evaluate(`(${measure.toString()})()`)),
      brightness: await brightnessOf(page, shot),
    })
  }
  await alone.close()
  return drawn
}

/** Runs in the browser, on a card that was opened as a document. */
function measure() {
  const page = globalThis as unknown as {
    document: {
      querySelectorAll(selector: string): Iterable<SvgNode>
      documentElement: SvgNode
      elementsFromPoint(x: number, y: number): SvgNode[]
    }
    getComputedStyle(node: SvgNode): { fill: string; fillOpacity: string }
  }
  interface SvgNode {
    tagName: string
    textContent: string
    getBoundingClientRect(): { left: number; right: number; top: number; bottom: number; width: number; height: number }
  }
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = (/\d+, \d+, \d+/.exec(colour)?.[0] ?? '').split(', ').map((part) => {
      const share = Number(part) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrastOf = (one: number, other: number) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
  const texts = [...page.document.querySelectorAll('text')]
  const rects = [...page.document.querySelectorAll('rect')]
  const frame = page.document.documentElement.getBoundingClientRect()
  const contrasts = texts.map((text) => {
    const box = text.getBoundingClientRect()
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    const behind = rects.findLast((rect) => {
      const area = rect.getBoundingClientRect()
      const isFilled = page.getComputedStyle(rect).fill !== 'none'
      return isFilled && area.left <= x && area.right >= x && area.top <= y && area.bottom >= y
    })
    const back = behind === undefined ? 'rgb(255, 255, 255)' : page.getComputedStyle(behind).fill
    return contrastOf(luminance(page.getComputedStyle(text).fill), luminance(back))
  })
  return {
    lines: texts.map((text) => text.textContent),
    outside: texts
      .filter((text) => {
        const { left, right } = text.getBoundingClientRect()
        return left < frame.left + 10 || right > frame.left + 590
      })
      .map((text) => text.textContent),
    contrast: Math.min(...contrasts),
  }
}

async function brightnessOf(page: Page, png: string): Promise<number> {
  return page.evaluate(`(async () => {
    const image = new Image()
    image.src = 'data:image/png;base64,${png}'
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const [r, g, b] = context.getImageData(image.width - 12, 12, 1, 1).data
    return (r + g + b) / 3
  })()`)
}

/** All lines of the cards of a test, checked for what holds for each card. */
function linesOf(cards: readonly Drawn[], scheme: 'light' | 'dark'): string {
  for (const { outside, contrast, brightness } of cards) {
    expect(outside).toEqual([])
    expect(contrast).toBeGreaterThanOrEqual(4.5)
    if (scheme === 'light') expect(brightness).toBeGreaterThan(240)
    else expect(brightness).toBeLessThan(60)
  }
  return cards.flatMap(({ lines }) => lines).join('\n')
}

/** What the cards of a run must show, in the UI and in the HTML report. */
async function expectCards(page: Page, browser: Browser, scheme: 'light' | 'dark') {
  const cards = async () => linesOf(await cardsOf(page, browser, scheme), scheme)

  const text = await open(page, 'capital')
  expect(text).toContain('capital: fail, embedder')
  expect(text).not.toContain('Test Meta')
  const failed = await cards()
  expect(failed).toContain(
    'FAIL\ncapital\nfacts · geography · embedder (small)\nQuestion\nWhat is the capital of France?',
  )
  expect(failed).toContain('Expected: the reply\nto contain "Paris"\nfound "It is Lyon.')
  // The reply has words that are longer than a line.
  expect(failed.replaceAll(/\s/g, '')).toContain(
    `Received${hostile.slice(0, -6).replaceAll(' ', '')}${String.raw`\x1b[31m\u202e`}`,
  )
  expect(failed).toContain('is not above the boundary 0.5')
  expect(failed).toContain('to the first token')
  expect(await page.title()).not.toBe('pwned')

  await open(page, 'name')
  const conversation = await cards()
  expect(conversation).toContain('PASS\nname')
  expect(conversation).toContain('user\nMy name is Ada.\nassistant\nHello, Ada!\nuser\nWhat is my name?')
  expect(conversation).toContain('Reply\nYour name is Ada.')

  await open(page, 'hi')
  const set = await cards()
  expect(set).toContain('Reply\nRight.')
  expect(set).toContain('FAIL\nfacts\ngolden set · 3 goldens\nGoldens: 2 of 3 pass')
  expect(set).toContain('Routing\nembedder 100 %')
  expect(set).toContain('passRate 0.667 (at least 0.9), n 3: not met')

  const shown = await open(page, 'H1: the embedder is better')
  expect(shown).toContain('warning\nH1: inconclusive')
  expect(shown).not.toContain('Test Meta')
  const hypothesis = await cards()
  expect(hypothesis).toContain('INCONCLUSIVE\nH1\nClaim\nthe embedder is better\nThe data do not decide.')
  expect(hypothesis).toContain('claimed: at least 0.1')
}

vi.setConfig({ testTimeout: 240_000 })

requires('chromium')('cards', () => {
  test('the HTML report shows goldens, conversations, failures, sets and hypotheses, in light and dark', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    const env = await evaluated(project, onTestFinished)
    await project.vitest(['run', '--reporter=html'], env)
    const report = await site(join(project.dir, '.vitest'))
    onTestFinished(() => void report.close())
    for (const scheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width: 1_400, height: 1_000 }, colorScheme: scheme })
      await page.goto(report.url)
      await expectCards(page, browser, scheme)
      await page.close()
    }
  })

  test('an open Vitest UI shows new cards during a run', async ({ project, browser, onTestFinished }) => {
    const env = await evaluated(project, onTestFinished)
    const vitest = start(project, ['--ui', '--watch', '--open=false', '--api.port=0'], env)
    onTestFinished(() => vitest.kill())
    const [, url = ''] = /(http\S+)\s/.exec(await vitest.said(/UI started at http\S+\s/)) ?? []
    await vitest.said(/(?:Waiting|Watching) for file changes/)
    const page = await browser.newPage({ viewport: { width: 1_400, height: 1_000 } })
    await page.goto(url)
    await expectCards(page, browser, 'light')
  })

  test('draws no card without a reporter that shows it', async ({ project, onTestFinished }) => {
    const env = await evaluated(project, onTestFinished)
    await project.write({
      'seen.ts': `import { writeFileSync } from 'node:fs'
export default class {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    writeFileSync('seen.json', JSON.stringify(tests.map((test) => [test.annotations().length, Object.keys(test.meta())])))
  }
}\n`,
    })
    await project.vitest(['run', '--reporter=./seen.ts'], env)
    expect(JSON.parse(await project.read('seen.json'))).toEqual([
      [0, []],
      [0, []],
      [0, []],
      [0, ['aiosHypothesis']],
    ])
  })
})
