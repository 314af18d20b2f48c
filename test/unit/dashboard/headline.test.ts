import { describe, expect, test } from 'vitest'
import type { Objective, Overview } from '../../../schemas/generated/dashboard.ts'
import { type HeadlineFacts, headlineOf } from '../../../src/dashboard/views/headline.ts'
import { problemsOf } from '../../../src/dashboard/views/problems.ts'
import type { RunCause } from '../../../src/dashboard/views/run-cause.ts'

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

function facts(changes: Partial<HeadlineFacts> = {}): HeadlineFacts {
  return {
    causes: [],
    lost: new Map(),
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

  const FAILED = { ...PASSED, status: 'fail' as const }
  const regression: RunCause = {
    kind: 'regression',
    set: 'capitals',
    text: 'pass rate 100 % → 50 %',
    measure: 'passRate',
    next: null,
  }
  const objectiveMissed: RunCause = {
    ...regression,
    kind: 'objective',
    text: objective('missed').sentence,
    objective: 'passRate',
  }
  const slow: RunCause = { ...regression, set: 'sums', text: 'mean latency 2.1 s → 5.2 s', measure: 'p95Ms' }

  test('names the causes of a failed run, and counts an objective among them once', () => {
    const failed = facts({
      lastRun: FAILED,
      causes: [regression, slow, objectiveMissed],
      objectives: [objective('missed')],
    })
    expect(headlineOf(failed)).toMatchObject({
      state: 'broken',
      sentence:
        'The last run failed: capitals: pass rate 100 % → 50 %; pass rate 50 %, target at least 90 % (10 goldens). sums: mean latency 2.1 s → 5.2 s.',
    })
    expect(problemsOf(failed)).toHaveLength(3)
  })

  test('counts the causes that it does not name, and all of them are problems with links', () => {
    const others: RunCause[] = [
      { ...regression, kind: 'comparison', text: 'the comparison is inconclusive', measure: null },
      { ...regression, kind: 'failures', text: '2 goldens failed' },
    ]
    const failed = facts({ lastRun: FAILED, causes: [regression, slow, objectiveMissed, ...others] })
    const problems = problemsOf(failed)
    expect(headlineOf(failed).sentence).toContain(' 2 more problems below.')
    expect(problems.map(({ sentence }) => sentence)).toContain('capitals: the comparison is inconclusive.')
    for (const { links } of problems) expect(links.length).toBeGreaterThan(0)
  })

  test('counts a missed objective and the red flag of its measure once', () => {
    const range = { from: 0.95, to: 1, redBelow: 0.9, redAbove: null }
    const flag = (set: string) => ({ measure: 'passRate' as const, set, value: 0.5, state: 'red_flag' as const, range })
    const problems = (set: string) =>
      problemsOf(facts({ lastRun: FAILED, causes: [objectiveMissed], health: [flag(set)] }))
    expect(problems('capitals')).toHaveLength(1)
    expect(problems('sums')).toHaveLength(2)
  })

  test('tells a red flag of a run that passed from a failure, and beside it the objective that is met', () => {
    const range = { from: 0.95, to: 1, redBelow: 0.9, redAbove: null }
    const flag = { measure: 'passRate' as const, set: 'capitals', value: 0.5, state: 'red_flag' as const, range }
    const met = { ...objective('met'), target: 0.4, sentence: 'pass rate 50 %, target at least 40 % (10 goldens)' }
    const { state, sentence } = headlineOf(facts({ health: [flag], objectives: [met] }))
    expect(state).toBe('red_flag')
    expect(sentence).toContain('The last run passed, and red flags fail no run.')
    expect(sentence).toContain('red flag below 90 %')
    expect(sentence).toContain('It meets its objective: pass rate 50 %, target at least 40 % (10 goldens).')
  })

  test('leads from missing replies to one of them and to all of them, with the remedy', () => {
    const example = { label: 'unreachable: oslo', view: 'event' as const, query: { message: 'm1' } }
    const cause: RunCause = {
      ...regression,
      kind: 'no reply',
      text: '4 goldens got no reply (unreachable: connect ECONNREFUSED)',
      measure: 'errorRate',
      next: 'Start the server.',
    }
    const { links, next, sentence } = headlineOf(
      facts({ lastRun: FAILED, causes: [cause], lost: new Map([['capitals', example]]) }),
    )
    expect(sentence).toContain('unreachable: connect ECONNREFUSED')
    expect(next).toBe('Start the server.')
    expect(links[0]).toEqual(example)
    expect(links[1]?.query).toMatchObject({ run: 'r1', set: 'capitals', verdict: 'unmeasured' })
  })

  test('leads from a slow set to its slowest replies', () => {
    const { links } = headlineOf(facts({ lastRun: FAILED, causes: [slow] }))
    expect(links[0]?.query).toMatchObject({ run: 'r1', set: 'sums', sort: 'latencyMs' })
    expect(links.at(-1)).toMatchObject({ view: 'comparison', query: { run: 'r1', since: 'all' } })
  })

  test('leads from goldens that fail newly to their replies first', () => {
    const oslo = { label: 'new failure: oslo', view: 'event' as const, query: { message: 'm1' } }
    const { links } = headlineOf(facts({ lastRun: FAILED, causes: [regression], newFailures: [oslo] }))
    expect(links.map(({ view }) => view)).toEqual(['event', 'events', 'comparison'])
    expect(links[0]).toEqual(oslo)
  })

  test('says of a run that passed that its models changed', () => {
    const models: RunCause = { ...regression, kind: 'models', text: 'models changed: main_model a → b', measure: null }
    const { state, sentence, links } = headlineOf(facts({ causes: [models] }))
    expect(state).toBe('healthy')
    expect(sentence).toContain('capitals: models changed: main_model a → b.')
    expect(links).toMatchObject([{ view: 'comparison' }])
    expect(problemsOf(facts({ causes: [models] }))).toEqual([])
  })

  test('leads to the router where one model answers everything', () => {
    const headline = headlineOf(facts({ routing: 'all of the last 70 replies to users came from main_model' }))
    expect(headline).toMatchObject({ state: 'red_flag', next: 'look at the router: npx aios router' })
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
    const spent = (rates: readonly number[], recent: number | null = rates[1] ?? rates[0] ?? null): Objective => ({
      ...objective('met'),
      budget: {
        origin: 'measured',
        leftOut: 0,
        allowed: 0.1,
        bad: 12,
        lost: 0,
        all: 90,
        left: -1 / 3,
        burn: rates.map((rate, since) => ({ since, rate, bad: 1, all: 2 })),
        recent,
      },
    })
    const sentence =
      'capitals: the error budget of pass rate is overspent: 12 of 90 questions failed or got no reply; 10 % allowed.'

    test('is a problem while the latest replies use it too fast', () => {
      const headline = headlineOf(facts({ objectives: [spent([1.33, 1.2, 0])] }))
      expect(headline).toMatchObject({ state: 'broken', sentence, next: null })
      expect(headline.links).toMatchObject([
        { view: 'events', query: { set: 'capitals', verdict: ['fail', 'unmeasured'] } },
      ])
      expect(headline.links[0]?.query).not.toHaveProperty('run')
      expect(headlineOf(facts({ objectives: [spent([1.33])] })).state).toBe('broken')
    })

    test('of a latency leads to the slowest replies, and to questions without a reply where there are any', () => {
      const { budget } = spent([1.33])
      const queries = (lost: number) => {
        const latency = { ...spent([1.33]), objective: 'p95Ms' as const, budget: budget && { ...budget, lost } }
        return headlineOf(facts({ objectives: [latency] })).links.map(({ query }) => query)
      }
      expect(queries(0)).toMatchObject([{ sort: 'latencyMs' }])
      expect(queries(3)).toMatchObject([{ sort: 'latencyMs' }, { verdict: 'unmeasured' }])
    })

    test('is a fact where the latest replies keep within it', () => {
      const headline = headlineOf(facts({ objectives: [spent([1.33, 0.5])] }))
      expect(headline.state).toBe('healthy')
      expect(headline.sentence).toContain(`red flag. ${sentence} The latest replies keep within it.`)
      expect(headline.links).toHaveLength(1)
    })

    test('is not known, and neither broken nor healthy, where none of the latest replies counts', () => {
      const headline = headlineOf(facts({ objectives: [spent([1.33], null)] }))
      expect(headline.state).toBe('unknown')
      expect(headline.sentence).toContain(`${sentence} Whether it is still used too fast is not known`)
      expect(headline.links).toMatchObject([{ view: 'events', query: { set: 'capitals' } }])
    })

    test('is named with each other one, up to three', () => {
      const ofSets = (count: number) =>
        headlineOf(
          facts({ objectives: Array.from({ length: count }, (_, n) => ({ ...spent([2, 0]), set: `set ${n}` })) }),
        )
      const two = ofSets(2)
      expect(two.sentence).toContain('set 0: the error budget')
      expect(two.sentence).toContain('set 1: the error budget')
      expect(two.sentence).toMatch(/allowed\. The latest replies keep within them\.$/)
      expect(two.links).toHaveLength(2)
      expect(ofSets(5).sentence).toMatch(
        /allowed\. 2 more error budgets are overspent\. The latest replies keep within/,
      )
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
