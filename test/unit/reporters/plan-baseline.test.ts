import { describe, expect, test } from 'vitest'
import type { CollectedSet } from '../../../reporters/collect.ts'
import { planBaseline, type RunToRecord } from '../../../reporters/plan-baseline.ts'
import type { GoldenResult } from '../../../src/verdicts/results.ts'
import type { RegressionVerdict } from '../../../src/verdicts/set-verdicts.ts'

const RECORDING = { recordedAt: '2026-11-28T10:00:00.000Z', gitCommit: null, version: '1', existing: null }

function golden(id: string, latencyMs = 100): GoldenResult {
  const reply = {
    repeat: 0,
    source: 'embedder',
    model: 'small',
    passed: true,
    latencyMs,
    firstTokenMs: 10,
    completionTokens: 5,
    origin: 'measured',
  } as const
  return { id, trait: '', fingerprint: id, replies: [reply], unmeasured: [] }
}

function setOf(set: string, ids: string[], change: Partial<CollectedSet> = {}): CollectedSet {
  const regression: RegressionVerdict = { kind: 'recorded' }
  return {
    set,
    file: `${set}.json`,
    results: { set, ids, goldens: ids.map((id) => golden(id)) },
    against: null,
    events: [],
    note: { set, file: `${set}.json`, ids, regression, slo: null },
    ok: true,
    ...change,
  }
}

function plan(run: Partial<RunToRecord>, existing: string[] | null = null) {
  const all: RunToRecord = { sets: [setOf('s', ['a'])], mode: 'record', old: null, failures: [], ...run }
  return planBaseline(all, { ...RECORDING, existing: existing === null ? null : new Set(existing) })
}

/** The baseline after a run that recorded these sets. */
function recorded(...sets: CollectedSet[]) {
  const made = plan({ sets })
  if (made.kind !== 'record') throw new Error(JSON.stringify(made))
  return made.baseline
}

const lost = { ...golden('a'), replies: [], unmeasured: [{ repeat: 0, cause: 'x', evidence: 'x', remedy: 'x' }] }

describe('a run that records', () => {
  test('names what it records and what it removes', () => {
    const old = recorded(setOf('s', ['a', 'left']), setOf('gone', ['x']))
    expect(plan({ old })).toMatchObject({ kind: 'record', sets: ['s'], removed: ['left of "s"'] })
    const whole = plan({ old }, ['s'])
    expect(whole).toMatchObject({ kind: 'record', sets: ['s'], removed: ['the set "gone"', 'left of "s"'] })
  })

  test('records a set that failed by its own verdict', () => {
    expect(plan({ sets: [setOf('s', ['a'], { ok: false })] })).toMatchObject({ kind: 'record', sets: ['s'] })
  })

  test('removes sets although what remains compares two configurations', () => {
    const old = recorded(setOf('gone', ['x']))
    const compared = setOf('s', ['a'], { against: [golden('a')] })
    expect(plan({ old, sets: [compared] }, ['s'])).toMatchObject({
      kind: 'record',
      sets: [],
      removed: ['the set "gone"'],
    })
    expect(plan({ old, sets: [compared] })).toStrictEqual({ kind: 'unchanged' })
    expect(plan({ old, sets: [] }, [])).toStrictEqual({ kind: 'unchanged' })
  })

  test.for<[string, Partial<RunToRecord>, string]>([
    ['a failure elsewhere', { failures: ['the log cannot be written'] }, 'the log cannot be written'],
    ['a crash', { sets: [setOf('s', ['a']), setOf('t', ['b'], { note: null })] }, 'the suite of "t" did not'],
    [
      'an unmeasured golden of another set',
      { sets: [setOf('s', ['b']), setOf('t', ['a'], { results: { set: 't', ids: ['a'], goldens: [lost] } })] },
      '1 golden could not be measured, first a of "t"',
    ],
  ])('records nothing after %s', ([, run, reason]) => {
    expect(plan(run, ['s', 't'])).toStrictEqual({
      kind: 'refused',
      reason: expect.stringContaining(`the baseline stays as it was: ${reason}`) as string,
    })
  })
})

describe('a run that adds', () => {
  test('adds a set that passed, and keeps the recorded ones', () => {
    const old = recorded(setOf('s', ['a']), setOf('gone', ['x']))
    expect(plan({ mode: 'add', old })).toStrictEqual({ kind: 'unchanged' })
    const added = plan({ mode: 'add', old, sets: [setOf('s', ['a']), setOf('t', ['b'])] }, ['s', 't'])
    expect(added).toMatchObject({ kind: 'record', sets: ['t'], removed: [] })
  })

  test('refuses a set that failed, and any other failure', () => {
    const failed = setOf('s', ['a'], { ok: false })
    expect(plan({ mode: 'add', sets: [failed] })).toMatchObject({ kind: 'refused' })
    expect(plan({ mode: 'add', failures: ['"x" of y.test.ts failed'] })).toMatchObject({ kind: 'refused' })
    // Failures elsewhere do not matter where there is nothing to add.
    const old = recorded(setOf('s', ['a']))
    expect(plan({ mode: 'add', old, failures: ['"x" of y.test.ts failed'] })).toStrictEqual({ kind: 'unchanged' })
  })
})

test('a run that compares changes nothing', () => {
  expect(plan({ mode: 'compare', failures: ['x'] })).toStrictEqual({ kind: 'unchanged' })
})
