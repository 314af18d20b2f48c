import { describe, expect, test } from 'vitest'
import type { Objective, Overview } from '../../../schemas/generated/dashboard.ts'
import { headlineOf } from '../../../src/dashboard/views/headline.ts'

const NOTHING_KNOWN = { state: 'missing' as const, reason: 'there is no report', next: 'npx vitest run goldens' }
const PASSED: Overview['lastRun'] = {
  state: 'known',
  run: 'r1',
  time: 0,
  status: 'pass',
  backend: 'live',
  stale: false,
  failed: 0,
  newlyFailing: [],
  failures: [],
}
const LOG: Overview['log'] = {
  state: 'known',
  files: 1,
  bytes: 10,
  events: 3,
  first: 0,
  last: 1,
  damaged: 0,
  older: 0,
  notes: [],
}

function objective(state: Objective['state']): Objective {
  return {
    set: 'capitals',
    objective: 'passRate',
    direction: 'at least',
    target: 0.9,
    value: 0.5,
    unit: 'share',
    state,
    n: 10,
    name: 'pass rate',
    sentence: 'pass rate 50 %, target at least 90 % (10 goldens)',
    evidence: '',
    budget: null,
    trend: [],
  }
}

function facts(changes: Partial<Parameters<typeof headlineOf>[0]> = {}) {
  return {
    lastRun: PASSED,
    objectives: [objective('met')],
    log: LOG,
    health: [],
    newFailures: [],
    routing: null,
    unread: null,
    ...changes,
  }
}

describe('the first line of the dashboard', () => {
  test('is one quiet sentence when everything is well', () => {
    expect(headlineOf(facts())).toEqual({
      state: 'healthy',
      sentence: 'The last run passed, 1 of 1 objectives are met, and there is no red flag.',
      next: null,
      links: [],
    })
  })

  test('is quiet without objectives, and says so', () => {
    const { state, sentence } = headlineOf(facts({ objectives: { ...NOTHING_KNOWN, reason: 'no objective is set' } }))
    expect(state).toBe('healthy')
    expect(sentence).toContain('no objective is set')
  })

  test('names a failed run before a missed objective, and counts the rest', () => {
    const failed = { ...PASSED, status: 'fail' as const, failures: ['capitals: pass rate 100 % -> 50 %.'] }
    const headline = headlineOf(facts({ lastRun: failed, objectives: [objective('missed')] }))
    expect(headline.state).toBe('broken')
    expect(headline.sentence).toBe('The last run failed: capitals: pass rate 100 % -> 50 %. 1 more problem below.')
    expect(headline.links.map(({ view }) => view)).toEqual(['comparison'])
  })

  test('counts a missed objective and the red flag of its measure once', () => {
    const range = { from: 0.95, to: 1, redBelow: 0.9, redAbove: null }
    const flag = (set: string) => ({ measure: 'passRate' as const, set, value: 0.5, state: 'red_flag' as const, range })
    const failed = { ...PASSED, status: 'fail' as const, failures: ['capitals: pass rate 100 % -> 50 %.'] }
    const sentenceOf = (set: string) =>
      headlineOf(facts({ lastRun: failed, objectives: [objective('missed')], health: [flag(set)] })).sentence
    expect(sentenceOf('capitals')).toContain(' 1 more problem below.')
    expect(sentenceOf('sums')).toContain(' 2 more problems below.')
  })

  test('leads from failed goldens to the failures of that run, then to the comparison', () => {
    const failed = { ...PASSED, status: 'fail' as const, failed: 2, failures: ['capitals: 2 goldens failed.'] }
    const { links, next } = headlineOf(facts({ lastRun: failed }))
    expect(links.map(({ view }) => view)).toEqual(['events', 'comparison'])
    expect(links[0]?.query).toMatchObject({ run: 'r1', since: 'all', verdict: ['fail', 'unmeasured'] })
    expect(links[1]?.query).toEqual({ run: 'r1', since: 'all' })
    expect(next).toBeNull()
  })

  test('leads from goldens that fail newly to their replies first', () => {
    const failed = { ...PASSED, status: 'fail' as const, failed: 9, failures: ['capitals: 9 goldens failed.'] }
    const oslo = { label: 'new failure: oslo', view: 'event' as const, query: { message: 'm1' } }
    const { links } = headlineOf(facts({ lastRun: failed, newFailures: [oslo] }))
    expect(links.map(({ view }) => view)).toEqual(['event', 'events', 'comparison'])
    expect(links[0]).toEqual(oslo)
  })

  test('leads to the router where one model answers everything', () => {
    const headline = headlineOf(facts({ routing: 'all of the last 70 replies to users came from main_model' }))
    expect(headline).toMatchObject({ state: 'broken', next: 'look at the router: npx aios router' })
    expect(headline.links.map(({ view }) => view)).toEqual(['routing'])
  })

  test('leads from a missed objective to the replies that missed it', () => {
    const { state, links, next } = headlineOf(facts({ objectives: [objective('missed')] }))
    expect(state).toBe('broken')
    expect(links).toEqual([
      {
        label: 'show all that did not pass',
        view: 'events',
        query: {
          run: 'r1',
          since: 'all',
          set: 'capitals',
          type: 'response',
          hypothesis: '',
          configuration: '',
          verdict: ['fail', 'unmeasured'],
        },
      },
    ])
    expect(next).toBeNull()
  })

  describe('with an overspent error budget', () => {
    const spent = (rates: readonly number[]): Objective => ({
      ...objective('met'),
      budget: {
        origin: 'measured',
        leftOut: 0,
        allowed: 0.1,
        bad: 12,
        all: 90,
        left: -1 / 3,
        burn: rates.map((rate, since) => ({ since, rate, bad: 1, all: 2 })),
      },
    })
    const sentence =
      'capitals: the error budget of pass rate is overspent: 12 of 90 replies failed or without a reply; 10 % allowed.'

    test('is a problem while the latest replies use it too fast', () => {
      const headline = headlineOf(facts({ objectives: [spent([1.33, 1.2, 0])] }))
      expect(headline).toMatchObject({ state: 'broken', sentence, next: null })
      expect(headline.links).toMatchObject([
        { view: 'events', query: { set: 'capitals', verdict: ['fail', 'unmeasured'] } },
      ])
      expect(headline.links[0]?.query).not.toHaveProperty('run')
      expect(headlineOf(facts({ objectives: [spent([1.33])] })).state).toBe('broken')
    })

    test('is told where the latest replies keep within it', () => {
      const headline = headlineOf(facts({ objectives: [spent([1.33, 0.5])] }))
      expect(headline.state).toBe('healthy')
      expect(headline.sentence).toContain(`red flag. ${sentence} The latest replies keep within it.`)
      expect(headline.links).toHaveLength(1)
    })

    test('is not counted beside its missed objective', () => {
      const missed = { ...spent([2]), state: 'missed' as const }
      expect(headlineOf(facts({ objectives: [missed] })).sentence).toBe(
        'capitals: pass rate 50 %, target at least 90 % (10 goldens).',
      )
    })
  })

  test.each([
    ['no report', { lastRun: NOTHING_KNOWN }, 'there is no report'],
    ['a report older than a week', { lastRun: { ...PASSED, stale: true } }, 'more than a week ago'],
    [
      'an objective that is not decided',
      { objectives: [objective('met'), objective('open')] },
      '1 objective is not decided',
    ],
    [
      'objectives that cannot be judged',
      { objectives: { ...NOTHING_KNOWN, state: 'unknown' as const, reason: 'the run asked no golden' } },
      'the run asked no golden',
    ],
    ['no log', { log: { ...NOTHING_KNOWN, reason: 'There is no log.' } }, 'There is no log.'],
    [
      'a set that cannot be judged',
      {
        health: [
          {
            measure: 'passRate' as const,
            set: 'capitals',
            value: null,
            state: 'unknown' as const,
            range: { from: 0.95, to: 1, redBelow: 0.9, redAbove: null },
            reason: 'no reply was judged',
          },
        ],
      },
      'no reply was judged',
    ],
    [
      'a router state that cannot be read',
      {
        health: [
          {
            measure: 'boundaryDrift' as const,
            set: null,
            value: null,
            state: 'unknown' as const,
            range: { from: 0, to: 0.1, redBelow: null, redAbove: 0.1 },
            reason: 'its state is damaged',
          },
        ],
      },
      'the router cannot be judged: its state is damaged',
    ],
  ])('is never healthy with %s', (_, changes, part) => {
    const headline = headlineOf(facts(changes))
    expect(headline.state).toBe('unknown')
    expect(headline.sentence).toContain(part)
    expect(headline.next).toContain('npx')
  })
})
