import { describe, expect, test } from 'vitest'
import type { CollectedSet } from '../../../reporters/collect.ts'
import { type Aftermath, decide } from '../../../reporters/decide.ts'
import type { FinishedRun } from '../../../reporters/finished-run.ts'
import { setReport } from '../../../src/artifacts/report/report.ts'
import { whySetFailed } from '../../../src/artifacts/report/why-failed.ts'
import type { Objective, SloVerdict } from '../../../src/verdicts/slo/judge.ts'
import type { GoldenResult } from '../../../src/verdicts/results.ts'

const RECORDING = { recordedAt: '2026-11-28T10:00:00.000Z', gitCommit: null, version: '1' }

function golden(id: string): GoldenResult {
  const reply = {
    repeat: 0,
    source: 'embedder',
    model: 'small',
    passed: true,
    latencyMs: 100,
    firstTokenMs: 10,
    completionTokens: 5,
    origin: 'measured',
  } as const
  return { id, trait: '', fingerprint: id, replies: [reply], unmeasured: [] }
}

function setOf(set: string, ids: string[], change: Partial<CollectedSet> = {}): CollectedSet {
  return {
    set,
    file: `${set}.json`,
    results: { set, ids, goldens: ids.map(golden) },
    against: null,
    events: [],
    note: { set, file: `${set}.json`, ids, regression: { kind: 'recorded' }, slo: null },
    ok: true,
    ...change,
  }
}

function decided(run: Partial<FinishedRun> & { sets?: CollectedSet[] }, aftermath: Partial<Aftermath> = {}) {
  const { sets = [setOf('s', ['a'])], ...rest } = run
  const finished: FinishedRun = {
    collected: { sets, events: [], recordings: [], problems: [] },
    family: null,
    mode: 'compare',
    before: null,
    absent: { sets: [], existing: null, isShardLost: false },
    failures: [],
    passed: true,
    unmatched: null,
    problems: [],
    ...rest,
  }
  return decide(finished, RECORDING, { problems: [], carriedOut: null, ...aftermath })
}

test('passes a run whose sets and tests passed', () => {
  expect(decided({})).toMatchObject({
    status: 'pass',
    plan: { kind: 'unchanged' },
    outcomes: [{ status: 'pass', runProblem: null }],
    problems: [],
  })
})

test('says that the baseline is being recorded only if it is', () => {
  expect(decided({ mode: 'record' })).toMatchObject({
    status: 'pass',
    plan: { kind: 'record', sets: ['s'] },
    outcomes: [{ comparison: 'the baseline is being recorded' }],
  })
  for (const run of [decided({}), decided({ mode: 'record', problems: ['no log'] })])
    expect(run.outcomes[0]?.comparison).not.toContain('being recorded')
})

test('counts a failed golden that is recorded as a known failure', () => {
  const failing = { ...golden('a'), replies: golden('a').replies.map((reply) => ({ ...reply, passed: false })) }
  const objective: Objective = { objective: 'passRate', value: 0, target: 0.9, met: false, n: 1, shown: null }
  const slo: SloVerdict = { set: 's', verdict: 'fail', objectives: [objective] }
  const set = setOf('s', ['a'], { results: { set: 's', ids: ['a'], goldens: [failing] }, ok: false })
  const sets = [{ ...set, note: set.note && { ...set.note, slo } }]
  const reasonOf = ({ outcomes }: ReturnType<typeof decided>) =>
    outcomes.map((outcome) => whySetFailed(setReport(outcome)))
  const run = decided({ sets, mode: 'record', passed: false })
  expect(run.plan).toMatchObject({ kind: 'record', accepted: ['a'] })
  expect(reasonOf(run)).toEqual(['an objective is not met'])
  const refused = decided({ sets, mode: 'record', passed: false, problems: ['no log'] })
  expect(reasonOf(refused)).toEqual(['1 new failure: a; an objective is not met'])
})

describe('a problem of the run', () => {
  test('fails every set, marks those that failed on their own, and records nothing', () => {
    const sets = [setOf('s', ['a']), setOf('t', ['b'], { ok: false })]
    for (const run of [
      decided({ sets, mode: 'record', problems: ['no log'] }),
      decided({ sets, mode: 'record' }, { problems: ['no log'] }),
    ])
      expect(run).toMatchObject({
        status: 'fail',
        plan: { kind: 'refused' },
        problems: ['no log', 'the baseline stays as it was: the run failed'],
        outcomes: [
          { status: 'fail', runProblem: 'no log' },
          { status: 'fail', runProblem: null },
        ],
      })
  })

  test('that is a baseline which cannot be recorded fails no set that was compared', () => {
    const note = { set: 's', file: 's.json', ids: ['a'], regression: { kind: 'no_baseline' as const }, slo: null }
    const sets = [setOf('s', ['a'], { note }), setOf('t', ['b'], { ok: false })]
    const run = decided({ sets, mode: 'add', passed: false })
    expect(run).toMatchObject({
      status: 'fail',
      plan: { kind: 'refused' },
      outcomes: [
        { status: 'pass', runProblem: null },
        { status: 'fail', runProblem: null },
      ],
    })
  })

  test('of a set that could not be recorded is the reason why it failed', () => {
    const sets = [setOf('s', ['a']), setOf('t', ['b'], { ok: false })]
    const [first] = decided({ sets, mode: 'add', passed: false }).outcomes
    expect(first && whySetFailed(setReport(first))).toBe(
      'its goldens passed, but the run failed: the baseline stays as it was: "t" failed; to record it as it is: npx vitest run goldens -u',
    )
  })

  test('after the baseline was written leaves it recorded', () => {
    const { plan } = decided({ mode: 'record' })
    const later = decided({ mode: 'record' }, { problems: ['the job summary cannot be written'], carriedOut: plan })
    expect(later).toMatchObject({ status: 'fail', problems: ['the job summary cannot be written'] })
    expect(later.plan).toBe(plan)
  })

  test('occurs for a set that a lost shard may contain, and for a run that asked nothing', () => {
    expect(decided({ absent: { sets: ['gone'], existing: null, isShardLost: true } })).toMatchObject({
      status: 'fail',
      problems: ['the baseline also contains "gone", which did not run'],
    })
    expect(decided({ absent: { sets: ['gone'], existing: null, isShardLost: false } }).status).toBe('pass')
    expect(decided({ sets: [setOf('s', [])] })).toMatchObject({
      status: 'fail',
      problems: [expect.stringContaining('no golden ran')],
    })
    expect(decided({ sets: [setOf('s', [])], unmatched: 'capitol' })).toMatchObject({
      status: 'fail',
      problems: [expect.stringContaining('no name of a golden matches -t "capitol"')],
    })
  })
})

test('fails a run whose tests failed elsewhere, but not its sets', () => {
  const run = decided({ mode: 'record', passed: false })
  expect(run).toMatchObject({ status: 'fail', outcomes: [{ status: 'pass' }], problems: [] })
})

describe('hypotheses', () => {
  const family = { members: [], alpha: 0.05, notRun: 0, ok: true, problems: [] }

  test('need no golden set', () => {
    expect(decided({ sets: [], family, absent: null })).toMatchObject({ status: 'pass', outcomes: [], problems: [] })
  })

  test('fail a run without failing its sets', () => {
    for (const failed of [
      { ...family, ok: false },
      { ...family, problems: ['two hypotheses have the id H1'] },
    ])
      expect(decided({ family: failed })).toMatchObject({ status: 'fail', outcomes: [{ status: 'pass' }] })
  })

  test('that are invalid keep a run from being recorded', () => {
    const run = decided({ mode: 'record', family: { ...family, problems: ['two hypotheses have the id H1'] } })
    expect(run.plan).toMatchObject({ kind: 'refused', reason: expect.stringContaining('the id H1') })
  })
})
