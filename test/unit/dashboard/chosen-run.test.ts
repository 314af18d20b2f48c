import { describe, expect, test } from 'vitest'
import { type ChosenFacts, describeRun } from '../../../src/dashboard/views/chosen-run.ts'

const PASSED: ChosenFacts = {
  run: 'monday',
  summary: { last: 1_000, status: 'pass', backend: 'live' },
  replies: 12,
  failed: 0,
  regressions: [],
  reported: 'tuesday',
  now: 2_000,
}

describe('the overview of a run that is not that of the last report', () => {
  test('shows the status of the run, and whose objectives the report has', () => {
    const { lastRun, headline, objectives } = describeRun(PASSED)
    expect(lastRun).toMatchObject({ state: 'known', run: 'monday', status: 'pass', failures: [] })
    expect(headline.state).toBe('unknown')
    expect(headline.sentence).toContain('This run passed.')
    expect(headline.sentence).toContain('of the last run tuesday, not of this one')
    expect(objectives).toMatchObject({ state: 'unknown' })
  })

  test('names the metrics that its comparison calls worse, and opens its own failures', () => {
    const { lastRun, headline } = describeRun({
      ...PASSED,
      summary: { last: 1_000, status: 'fail', backend: 'live' },
      failed: 3,
      regressions: ['capitals: pass rate 100 % → 75 %.'],
    })
    expect(headline.state).toBe('broken')
    expect(headline.sentence).toBe('This run failed: capitals: pass rate 100 % → 75 %. 3 replies failed.')
    expect(headline.links[0]?.query).toMatchObject({ run: 'monday', verdict: ['fail', 'unmeasured'] })
    expect(lastRun).toMatchObject({ run: 'monday', status: 'fail' })
  })

  test('leads to the hypotheses where the run asked no goldens', () => {
    const { headline, lastRun } = describeRun({ ...PASSED, replies: 0 })
    expect(headline).toMatchObject({ state: 'unknown', links: [{ view: 'hypotheses', query: { run: 'monday' } }] })
    expect(headline.sentence).toContain('asked no goldens')
    expect(lastRun.state).toBe('unknown')
  })

  test.each([
    ['has not ended', { summary: { last: 1, status: null, backend: null } }, 'has not ended'],
    ['is not in the log', { summary: undefined }, 'no event of the run monday'],
    ['failed for another reason', { summary: { last: 1, status: 'fail', backend: 'none' } }, 'only its report named'],
  ] as const)('is never healthy where the run %s', (_, changes, part) => {
    const { headline } = describeRun({ ...PASSED, ...changes })
    expect(headline.state).not.toBe('healthy')
    expect(headline.sentence).toContain(part)
  })
})
