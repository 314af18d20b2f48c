import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import {
  accessibilityProblems,
  loaded,
  openPage,
  repliesIn,
  replayGoldens,
  startDashboard,
  test,
} from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

const VIEWS = ['overview', 'hypotheses', 'routing', 'events', 'goldens', 'comparison', 'settings']

requires('chromium')('every view', () => {
  test('is accessible and no wider than the window, light and wide, dark and narrow', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    await replayGoldens(project, { hypotheses: true })
    const [reply] = repliesIn(await project.read('.aios/provenance.ndjson')).filter(({ verdict }) => verdict === 'fail')
    const { url } = await startDashboard(project, onTestFinished, ['--label'])
    for (const [colorScheme, width] of [
      ['light', 1_280],
      ['dark', 390],
    ] as const) {
      const viewport = { width, height: 844 }
      const { page, complaints } = await openPage(browser, url, 'overview', { colorScheme, viewport })
      for (const view of [...VIEWS, `event?message=${reply?.message}`]) {
        const where = `${view}, ${colorScheme}, ${width}`
        await page.goto(`${url}#/${view}`)
        await page.locator(`main[data-view="${view.split('?')[0]}"]`).waitFor()
        await loaded(page)
        expect(await accessibilityProblems(page), where).toEqual([])
        expect(await page.evaluate<number>('document.documentElement.scrollWidth'), where).toBeLessThanOrEqual(width)
      }
      expect(complaints).toEqual([])
      await page.close()
    }
  }, 240_000)

  test('shows what is chosen where colours are forced', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project)
    const { url } = await startDashboard(project, onTestFinished)
    const { page } = await openPage(browser, url, 'events?since=all', { forcedColors: 'active' })
    // What is drawn there: backgrounds of the system only, outlines, and no shadows.
    const look = (selector: string) =>
      page.evaluate<string>(`(() => {
        const { backgroundColor, outlineStyle, outlineColor } = getComputedStyle(document.querySelector(${JSON.stringify(selector)}))
        return [backgroundColor, outlineStyle, outlineStyle === 'none' ? '' : outlineColor].join(' ')
      })()`)
    await page.keyboard.press('j')
    await page.locator('.row.active').waitFor()
    expect(await look('.row.active')).not.toBe(await look('.row:not(.active)'))
    await page.goto(`${url}#/comparison?since=all`)
    await page.locator('.segments button[aria-pressed="true"]').waitFor()
    expect(await look('.segments button[aria-pressed="true"]')).not.toBe(
      await look('.segments button[aria-pressed="false"]'),
    )
  }, 60_000)

  test('shows where the keyboard is, in the order of the page', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project)
    const { url } = await startDashboard(project, onTestFinished)
    const { page } = await openPage(browser, url, 'overview')
    for (const view of VIEWS) {
      await page.goto(`${url}#/${view}`)
      await page.locator(`main[data-view="${view}"]`).waitFor()
      await loaded(page)
      await page.reload()
      await loaded(page)
      const stops = await tabStops(page)
      expect(stops.length, view).toBeGreaterThan(8)
      expect(
        stops.filter(({ isVisible }) => !isVisible),
        view,
      ).toEqual([])
      expect(stops[0]?.name, view).toBe('Skip to the content')
    }
  }, 240_000)
})

/** What the Tab key reaches, and whether each of them shows the focus. */
async function tabStops(page: Page): Promise<{ name: string; isVisible: boolean }[]> {
  const stops: { name: string; isVisible: boolean }[] = []
  for (let index = 0; index < 40; index += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate<{ name: string; isVisible: boolean } | null>(`(() => {
      const element = document.activeElement
      if (element === null || element === document.body) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const { width, height, top, bottom } = element.getBoundingClientRect()
      const isInside = width > 0 && height > 0 && bottom > 0 && top < innerHeight
      const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)
      return { name, isVisible: isInside && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 }
    })()`)
    if (stop === null) break
    stops.push(stop)
  }
  return stops
}
