import { expect } from 'vitest'
import {
  accessibilityProblems,
  openPage,
  replayGoldens,
  startDashboard,
  test,
  textOf,
} from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

requires('chromium')('the settings', () => {
  test('show each value with its origin, the health of each file, and no secret', async ({
    project,
    browser,
    onTestFinished,
  }) => {
    await replayGoldens(project)
    await project.write({ '.aios/adaptive_routing_state.json': '{ "schema_version": "2.0", "boundary": ' })
    const { url } = await startDashboard(project, onTestFinished, [], {
      AIOS_TIMEOUT_MS: '4321',
      AIOS_API_KEY: 'a-very-secret-key',
    })
    const { page, complaints } = await openPage(browser, url, 'settings')
    const row = (name: string) =>
      page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    expect(await row('limits.total').innerText()).toMatch(/4321\s+AIOS_TIMEOUT_MS/)
    expect(await row('slots').innerText()).toMatch(/default/)
    expect(await row('models.main_model.id').innerText()).toMatch(/qwen2.5-coder-1.5b-instruct"\s+vitest.config.ts/)
    expect(await row('apiKey').innerText()).toContain('(set)')
    expect(await page.content()).not.toContain('a-very-secret-key')
    expect(await row('last report').innerText()).toMatch(/ok/)
    expect(await row('learnt coefficients').innerText()).toMatch(/not written yet.*npx aios router learn/s)
    expect(await row('router state').innerText()).toMatch(/invalid.*it is not JSON.*npx aios router reset/s)
    expect(await row('router state').locator('code').allInnerTexts()).toContain('npx aios router reset')
    expect(await textOf(page)).toContain('adaptive_routing_state.json')
    expect(await accessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})
