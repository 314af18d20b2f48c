import { join } from 'node:path'
import { expect } from 'vitest'
import type { HypothesisTestEvent, ProvenanceEvent } from '../../../schemas/generated/provenance.ts'
import { dataOf } from '../../../src/provenance/parse-line.ts'
import { createRouter, fileStore } from '../../../src/router/index.ts'
import {
  accessibilityProblems,
  chartTable,
  openPage,
  repliesIn,
  replayGoldens,
  startDashboard,
  test,
  textOf,
} from '../../support/dashboard.ts'
import { requires } from '../../support/requires.ts'

requires('chromium')('hypotheses and routing on the dashboard', () => {
  test(
    'show the evidence of each hypothesis, the weights and both buckets',
    { timeout: 120_000 },
    async ({ project, browser, onTestFinished }) => {
      await replayGoldens(project, { hypotheses: true })
      await learn(join(project.dir, '.aios'))
      const log = await project.read('.aios/provenance.ndjson')
      const events = log.split('\n').flatMap((line) => (line === '' ? [] : [dataOf(line) as ProvenanceEvent]))
      const tests = events.filter(
        (event): event is HypothesisTestEvent =>
          event.event_type === 'hypothesis_test' && event.outcome !== 'unmeasured',
      )
      expect(tests.length).toBeGreaterThan(1)

      const dashboard = await startDashboard(project, onTestFinished)
      const { page, complaints } = await openPage(browser, dashboard.url, 'hypotheses?since=all')
      const text = await textOf(page)
      for (const { hypothesis, claim, outcome, n } of tests) {
        const card = page.locator(`[data-hypothesis="${hypothesis}"]`)
        const shown = await card.innerText()
        expect(shown, hypothesis).toContain(outcome.replace('_', ' '))
        expect(shown, hypothesis).toContain(claim)
        expect(shown, hypothesis).toContain(`n\n${n}`)
      }
      const supported = tests.filter(({ outcome }) => outcome === 'supported').length
      expect(text).toContain(`${supported} supported`)
      const [first] = tests
      const rows = await chartTable(page, `Effects: ${first?.effect.name}`)
      const row = rows.find((each) => each.startsWith(`${first?.hypothesis} | `))
      expect(row?.split(' | ')[1]).toBe(
        (first?.effect.value ?? NaN).toLocaleString('en-US', { maximumFractionDigits: 4 }),
      )
      expect(await accessibilityProblems(page)).toEqual([])

      await page.goto(`${dashboard.url}#/routing?since=all`)
      await page.locator('[data-chart="Weights"]').waitFor()
      const replies = repliesIn(log)
      const control = replies.filter(({ bucket }) => bucket === 'control').length
      const routing = await textOf(page)
      expect(routing).toContain('Policy\nevidence')
      expect(routing).toMatch(new RegExp(`control\\s+${control.toLocaleString('en-US')}\\s`))
      expect(routing).toContain('stays at 0.5')
      expect(routing).toMatch(/Sample ratio in the state: \d+ conversations in control, \d+ in treatment/)
      await page
        .getByRole('textbox', { name: 'Message' })
        .fill('Explain step by step why the sky is blue, and prove each step.')
      await page.getByRole('button', { name: 'Explain' }).click()
      await page.locator('[data-weight]').waitFor()
      const weight = Number(await page.locator('[data-weight]').getAttribute('data-weight'))
      const { output } = await project.aios([
        'router',
        'explain',
        'Explain step by step why the sky is blue, and prove each step.',
        '--json',
      ])
      expect(weight).toBe((JSON.parse(output) as { value: number }).value)
      expect(await accessibilityProblems(page)).toEqual([])
      expect(complaints).toEqual([])
    },
  )

  test('name a state that cannot be read, and show the rest', async ({ project, browser, onTestFinished }) => {
    await project.write({ '.aios/adaptive_routing_state.json': '{"boundary": 7' })
    const dashboard = await startDashboard(project, onTestFinished)
    const { page, complaints } = await openPage(browser, dashboard.url, 'routing')
    const text = await textOf(page)
    expect(text).toContain('cannot be used')
    expect(text).toContain('The weight of a message')
    expect(await accessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})

/** Gives the router outcomes of its own, as an application does. */
async function learn(dir: string): Promise<void> {
  const router = await createRouter({ store: fileStore(join(dir, 'adaptive_routing_state.json')) })
  for (let index = 0; index < 40; index += 1) {
    const messages = [{ role: 'user' as const, content: `What is ${index} plus ${index}?` }]
    const decision = router.route({ conversation: `c${index}`, messages })
    await router.observe(decision, { kind: 'answered', quality: index % 5 === 0 ? 0 : 1, latencyMs: 900 + index })
  }
  await router.close()
}
