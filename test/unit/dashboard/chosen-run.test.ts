import { describe, expect, test } from 'vitest'
import type { SetComparison } from '../../../schemas/generated/comparison.ts'
import { type ChosenFacts, describeRun } from '../../../src/dashboard/views/chosen-run.ts'

const PASSED: ChosenFacts = {
  run: 'monday',
  summary: { last: 1_000, status: 'pass', backend: 'live' },
  replies: 12,
  failed: 0,
  hasOthers: false,
  sets: new Map(),
  lost: [],
  compared: [],
  reported: 'tuesday',
  now: 2_000,
}
const FAILED: ChosenFacts = { ...PASSED, summary: { last: 1_000, status: 'fail', backend: 'live' } }

function compared(changes: Partial<SetComparison> = {}): SetComparison {
  return {
    set: 'capitals',
    verdict: 'pass',
    passes: true,
    policy: { tolerance: 0.25, quality: 0.1, mode: 'evidence', on_inconclusive: 'pass' },
    drift: 0.03,
    metrics: [],
    basis: { baseline: 'measured', current: 'measured' },
    compared: ['oslo', 'rome'],
    broke: [],
    slower: [],
    improved: [],
    moved: [],
    stale: [],
    missing: [],
    extra: [],
    not_run: [],
    unmeasured: [],
    ...changes,
  }
}

const worse: SetComparison['metrics'][number] = {
  metric: 'quality',
  baseline: 1,
  current: 0.75,
  change: -0.25,
  limit: -0.1,
  n: 4,
  verdict: 'fail',
  scale: 'points',
  interval: null,
  p: null,
  repeats: 1,
}

describe('the overview of a run that is not that of the last report', () => {
  test('shows the status of the run, and whose objectives the report has', () => {
    const { lastRun, headline, objectives } = describeRun(PASSED)
    expect(lastRun).toMatchObject({ state: 'known', run: 'monday', status: 'pass' })
    expect(headline.state).toBe('unknown')
    expect(headline.sentence).toContain('This run passed.')
    expect(headline.sentence).toContain('of the last run tuesday, not of this one')
    expect(objectives).toMatchObject({ state: 'unknown' })
  })

  test('names the metrics that its comparison calls worse, and opens its own failures', () => {
    const { lastRun, headline, problems } = describeRun({
      ...FAILED,
      failed: 3,
      compared: [compared({ verdict: 'fail', passes: false, metrics: [worse], broke: ['oslo'] })],
    })
    expect(headline.state).toBe('broken')
    expect(headline.sentence).toBe('This run failed: capitals: pass rate 100 % → 75 %.')
    expect(headline.links[0]?.query).toMatchObject({ run: 'monday', verdict: ['fail', 'unmeasured'] })
    expect(headline.links.at(-1)).toMatchObject({ view: 'comparison', query: { run: 'monday' } })
    expect(problems).toHaveLength(1)
    expect(lastRun).toMatchObject({ run: 'monday', status: 'fail' })
  })

  test('names missing replies with their cause, and not known failures', () => {
    const lost = {
      set: 'capitals',
      golden: 'rome',
      message: 'm1',
      cause: 'unreachable',
      evidence: 'connect ECONNREFUSED 127.0.0.1:1234',
      remedy: 'Start the server.',
    }
    const { headline } = describeRun({
      ...FAILED,
      failed: 2,
      lost: [lost, { ...lost, golden: 'oslo', message: 'm2', cause: 'timeout' }],
      sets: new Map([['capitals', { unmeasured: ['rome', 'oslo'], goldens: new Map() }]]),
      compared: [
        compared({
          verdict: 'inconclusive',
          passes: false,
          reason: 'none of the 2 goldens that ran can be compared (2 not measured)',
          compared: [],
          unmeasured: ['rome', 'oslo'],
        }),
      ],
    })
    expect(headline.sentence).toBe(
      'This run failed: capitals: 2 goldens got no reply (unreachable: connect ECONNREFUSED 127.0.0.1:1234; timeout).',
    )
    expect(headline.next).toBe('Start the server.')
    expect(headline.links[0]).toEqual({ label: 'unreachable: rome', view: 'event', query: { message: 'm1' } })
  })

  test('names the models that changed with their roles', () => {
    const stale = (id: string, from: string, to: string) =>
      ({ id, changed: 'model', baseline: from, current: to }) as const
    const golden = { fingerprint: 'f', model: 'm', judged: 1, passed: 1, latencyMs: 1, origin: 'measured', reply: '' }
    const { headline } = describeRun({
      ...FAILED,
      failed: 2,
      sets: new Map([
        [
          'capitals',
          {
            unmeasured: [],
            goldens: new Map([
              ['oslo', { ...golden, source: 'main_model', origin: 'measured' }],
              ['rome', { ...golden, source: 'embedder', origin: 'measured' }],
            ]),
          },
        ],
      ]),
      compared: [
        compared({
          verdict: 'inconclusive',
          passes: false,
          reason: 'none of the 2 goldens that ran can be compared (2 changed since the baseline)',
          compared: [],
          stale: [stale('oslo', 'a', 'b'), stale('rome', 'b', 'a')],
        }),
      ],
    })
    expect(headline.sentence).toBe(
      'This run failed: capitals: models changed: main_model a → b, embedder b → a; 2 goldens are not compared; the comparison is inconclusive, because its models changed.',
    )
  })

  test('names goldens that passed in the baseline, whatever their replies were labelled later', () => {
    const { headline } = describeRun({
      ...FAILED,
      failed: 2,
      compared: [compared({ broke: ['oslo', 'rome', 'bern'] })],
    })
    expect(headline.sentence).toContain('3 goldens passed in the baseline and failed: oslo, rome, bern.')
  })

  test('names what its comparison file has as the cause, such as a missed objective', () => {
    const why = 'passRate 0.75 (at least 0.9), n 4: not met'
    const failed = compared({ set: 'sums', status: 'fail', why })
    const passed = compared({ status: 'pass', broke: ['oslo'] })
    const { headline, problems } = describeRun({ ...FAILED, failed: 3, compared: [passed, failed] })
    expect(headline.sentence).toBe(`This run failed: sums: ${why}.`)
    expect(problems).toHaveLength(1)
  })

  test('leads to replies that there are, where failures are not the cause', () => {
    const labels = (changes: Partial<ChosenFacts>) =>
      describeRun({ ...FAILED, ...changes }).headline.links.map(({ label }) => label)
    const timeout = { cause: 'timeout', evidence: 'no token', remedy: 'wait' }
    const lost = [{ ...timeout, set: 'capitals', golden: 'oslo', message: 'm1' }]
    expect(labels({ failed: 1, lost })).toContain('show all that did not pass')
    expect(labels({ lost })).toContain('show the questions without a reply')
    expect(labels({})).toContain('show the slowest replies')

    const why = 'p95Ms 900 (at most 500), n 4: not met'
    const missed = [compared({ status: 'fail', why })]
    const rome = {
      fingerprint: 'f',
      source: 'embedder',
      model: 'm',
      judged: 2,
      latencyMs: 1,
      origin: 'measured',
    } as const
    const asked = (passed: number) =>
      new Map([['capitals', { unmeasured: [], goldens: new Map([['rome', { ...rome, passed, reply: '' }]]) }]])
    expect(labels({ compared: missed, sets: asked(2) })).toContain('show the slowest replies')
    expect(labels({ compared: missed, sets: asked(2), lost })).toContain('show the questions without a reply')
    expect(labels({ compared: missed, sets: asked(1) })).toContain('show all that did not pass')
  })

  test('says that the cause is not known instead of guessing', () => {
    const { headline } = describeRun({ ...FAILED, failed: 3, compared: [compared()] })
    expect(headline.state).toBe('broken')
    expect(headline.sentence).toMatch(/^This run failed\. The log and its comparison do not name the cause/)
    expect(headline.sentence).toContain('3 replies did not pass, which may be known failures.')
  })

  test('names the backend that did not answer, also where it asked nothing', () => {
    const summary = { last: 1_000, status: 'fail', backend: 'none' }
    const { headline, lastRun } = describeRun({ ...PASSED, replies: 0, summary })
    expect(headline).toMatchObject({ state: 'broken', sentence: 'This run failed: No backend could answer.' })
    expect(lastRun).toMatchObject({ state: 'known', status: 'fail' })
  })

  test('leads to the hypotheses where the run asked no goldens', () => {
    const { headline, lastRun } = describeRun({ ...PASSED, replies: 0, hasOthers: true })
    expect(headline).toMatchObject({ state: 'unknown', links: [{ view: 'hypotheses', query: { run: 'monday' } }] })
    expect(headline.sentence).toContain('asked no goldens')
    expect(lastRun.state).toBe('unknown')
  })

  test.each([
    ['has not ended', { summary: { last: 1, status: null, backend: null } }, 'has not ended'],
    ['is not in the log', { summary: undefined }, 'no event of the run monday'],
    ['asked nothing', { replies: 0 }, 'asked nothing'],
  ] as const)('is never healthy where the run %s', (_, changes, part) => {
    const { headline } = describeRun({ ...PASSED, ...changes })
    expect(headline.state).not.toBe('healthy')
    expect(headline.sentence).toContain(part)
  })
})
