import { describe, expect, test } from 'vitest'
import { diffSnapshots } from '../../../../src/artifacts/baseline/diff.ts'
import { pruneBaseline } from '../../../../src/artifacts/baseline/prune.ts'
import type { GoldenSnapshot, Snapshot } from '../../../../src/artifacts/baseline/snapshot.ts'

const golden = (change: Partial<GoldenSnapshot> = {}): GoldenSnapshot => ({
  fingerprint: 'f',
  source: 'embedder',
  model: 'small',
  judged: 2,
  passed: 2,
  latencyMs: 100,
  origin: 'measured',
  reply: 'Hello.',
  ...change,
})

function snapshot(
  sets: Record<string, Record<string, GoldenSnapshot>>,
  { isMatchedByIds = false, unmeasured = [] }: { isMatchedByIds?: boolean; unmeasured?: string[] } = {},
): Snapshot {
  const entries = Object.entries(sets).map(
    ([name, goldens]) => [name, { goldens: new Map(Object.entries(goldens)), unmeasured }] as const,
  )
  return { label: 'x', isMatchedByIds, sets: new Map(entries) }
}

const changes = (before: Snapshot, after: Snapshot) =>
  diffSnapshots(before, after, 0.25).map(({ set, id, change }) => `${set}/${id} ${change}`)

describe('a difference of baselines', () => {
  const one = (change: Partial<GoldenSnapshot>) => snapshot({ s: { a: golden(change) } })

  test.for<[string, Partial<GoldenSnapshot>, 'same' | 'changed']>([
    ['the same replies', {}, 'same'],
    ['a latency within the tolerance', { latencyMs: 125 }, 'same'],
    ['a latency beyond it', { latencyMs: 126 }, 'changed'],
    ['a faster one', { latencyMs: 74 }, 'changed'],
    ['fewer passes', { passed: 1 }, 'changed'],
    ['as many passes of more repeats', { judged: 4, passed: 4 }, 'same'],
    ['no verdict', { judged: 0, passed: 0 }, 'changed'],
    ['another source', { source: 'main_model' }, 'changed'],
    ['another model', { model: 'other' }, 'changed'],
    ['another reply', { reply: 'Hi.' }, 'changed'],
    ['another expectation', { fingerprint: 'g' }, 'changed'],
  ])('with %s', ([, change, expected]) => {
    const [diff] = diffSnapshots(one({}), one(change), 0.25)
    expect(diff).toMatchObject({ change: expected, isStale: change.fingerprint !== undefined })
    expect(diff?.words.length === 0).toBe(change.reply === undefined)
  })

  test('names goldens that one side lacks, and those that got no reply', () => {
    const before = snapshot({ s: { a: golden(), lost: golden() }, gone: { x: golden() } })
    const after = snapshot({ s: { a: golden(), b: golden() }, t: { y: golden() } }, { unmeasured: ['lost'] })
    expect(changes(before, after)).toEqual([
      's/a same',
      's/lost not_measured',
      's/b added',
      'gone/x removed',
      't/y added',
    ])
  })

  test("matches the set of the runbook's baseline by its ids", () => {
    const before = snapshot({ file_name: { a: golden() } }, { isMatchedByIds: true })
    expect(changes(before, snapshot({ other: { z: golden() }, mine: { a: golden() } }))).toEqual([
      'mine/a same',
      'other/z added',
    ])
  })

  test('has no change of latency where there was none', () => {
    expect(diffSnapshots(one({ latencyMs: 0 }), one({}), 0.25)[0]).toMatchObject({
      latencyChange: null,
      change: 'same',
    })
  })
})

describe('a pruned baseline', () => {
  const recorded = {
    fingerprint: 'f',
    source: 'embedder',
    model: 'm',
    origin: 'measured',
    recorded_at: '',
    git_commit: null,
    passes: [true],
    latency_ms: [1],
    first_token_ms: [null],
    completion_tokens: [null],
    reply: '',
  } as const
  const goldens = (...ids: string[]) => ({
    goldens: Object.fromEntries(
      ids.map((id) => [
        id,
        {
          ...recorded,
          passes: [true] as [boolean],
          latency_ms: [1] as [number],
          first_token_ms: [null],
          completion_tokens: [null],
        },
      ]),
    ),
  })
  const baseline = {
    schema_version: '2.0' as const,
    version: '1',
    sets: { one: goldens('a', 'gone', 'with > arrow'), two: goldens('a'), 'one > nested': goldens('a') },
  }

  test('keeps what has a test, whatever suites are around it', () => {
    const names = ['outer > one > a', 'one > with > arrow', 'one > nested > a', 'unrelated', 'two']
    const { baseline: kept, pruned } = pruneBaseline(baseline, names)
    expect(pruned).toEqual([
      { set: 'one', golden: 'gone' },
      { set: 'two', golden: null },
    ])
    expect(Object.keys(kept.sets)).toEqual(['one', 'one > nested'])
    expect(Object.keys(kept.sets['one']?.goldens ?? {})).toEqual(['a', 'with > arrow'])
    expect(Object.keys(baseline.sets['one']?.goldens ?? {})).toHaveLength(3)
  })
})
