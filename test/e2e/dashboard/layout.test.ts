import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createRouter, fileStore } from '../../../src/router/index.ts'
import { loaded, openPage, replayGoldens, startDashboard, test } from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

requires('chromium')('the layout of the tabs', () => {
  test('uses the width that it has, and cuts nothing', async ({ project, browser, onTestFinished }) => {
    await replayGoldens(project)
    const router = await createRouter({ store: fileStore(join(project.dir, '.aios/adaptive_routing_state.json')) })
    const messages = [{ role: 'user' as const, content: 'What is 2 plus 2?' }]
    await router.observe(router.route({ conversation: 'c', messages }), { kind: 'answered', quality: 1, latencyMs: 9 })
    await router.close()
    const { url } = await startDashboard(project, onTestFinished)

    const narrow = await openPage(browser, url, 'routing?since=all', { viewport: { width: 390, height: 900 } })
    const tables = await narrow.page.locator('.scroll').evaluateAll((boxes) =>
      boxes.flatMap((box) => {
        const { scrollWidth, clientWidth } = box as unknown as { scrollWidth: number; clientWidth: number }
        return scrollWidth > clientWidth ? [(box as { ariaLabel?: string | null }).ariaLabel] : []
      }),
    )
    expect(tables).toEqual([])

    const save = narrow.page.getByRole('button', { name: 'Save "Boundary" as SVG' })
    const [saved] = await Promise.all([narrow.page.waitForEvent('download'), save.click()])
    const svg = readFileSync(await saved.path(), 'utf8')
    const width = Number(/<svg width="(\d+)"/.exec(svg)?.[1])
    const lines = [...svg.matchAll(/ d="M[\d.]+ [\d.]+L([\d.]+) /g)].map(([, x]) => Number(x))
    const names = [...svg.matchAll(/translate\(([\d.]+) [\d.]+\)"[^>]*>((?:control|limit) [\d.]+)</g)]
    expect(names).toHaveLength(3)
    for (const [, x, name = ''] of names) {
      expect(Number(x), name).toBeGreaterThan(Math.max(...lines))
      expect(Number(x) + 6 * name.length).toBeLessThanOrEqual(width)
    }

    await narrow.page.goto(`${url}#/events?since=all`)
    await loaded(narrow.page)
    const menus = narrow.page.locator('.filters .menu')
    for (const menu of await menus.all()) {
      await menu.locator('summary').click()
      const { x, width } = (await menu.locator('.menu-panel').boundingBox()) ?? { x: NaN, width: NaN }
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(390)
      await narrow.page.keyboard.press('Escape')
    }

    await narrow.page.goto(`${url}#/goldens?since=all`)
    await loaded(narrow.page)
    const tile = await narrow.page.locator('.tile a').first().boundingBox()
    const mark = await narrow.page.locator('.tile .sparkline path').first().boundingBox()
    const line = await narrow.page.locator('.tile .baseline').first().boundingBox()
    expect(line?.width ?? 0).toBeGreaterThan(0.85 * (tile?.width ?? Infinity))
    // The only point of a golden is in the middle.
    const centre = (box: typeof tile) => (box === null ? NaN : box.x + box.width / 2)
    expect(centre(mark)).toBeCloseTo(centre(tile), -1)

    for (const filter of ['', '&verdict=fail', '&verdict=fail&source=embedder&bucket=control']) {
      const { page, complaints } = await openPage(browser, url, `events?since=all${filter}`)
      const [golden, conversation] = await Promise.all(
        ['Golden', 'Conversation'].map((name) => page.getByRole('searchbox', { name, exact: true }).boundingBox()),
      )
      expect(golden?.y, filter).toBe(conversation?.y)
      expect(complaints).toEqual([])
    }
    expect(narrow.complaints).toEqual([])
  }, 120_000)
})
