import { describe, expect, test } from 'vitest'
import type { ChangeReason, GoldenSide, PairedGolden } from '../../../schemas/generated/dashboard.ts'
import { goldenLists, leftOutOf } from '../../../src/dashboard/page/views/comparison/golden-lists.ts'

const PASS: GoldenSide = {
  source: 'embedder',
  model: 'small',
  judged: 1,
  passed: 1,
  latencyMs: 900,
  origin: 'measured',
  reply: 'Oslo',
}
const FAIL = { ...PASS, passed: 0 }

function golden(id: string, changes: Partial<PairedGolden>): PairedGolden {
  return {
    set: 'capitals',
    id,
    trait: 'geography',
    change: 'unchanged',
    reasons: [],
    before: PASS,
    after: PASS,
    latencyChange: 0,
    stale: false,
    words: [],
    messages: { before: null, after: null },
    misses: { before: null, after: null },
    ...changes,
  }
}

function because(kind: ChangeReason['kind'], text: string): ChangeReason[] {
  return [{ kind, text }]
}

const STALE: Partial<PairedGolden> = {
  change: 'unpaired',
  reasons: because('unpaired', 'question or expectation changed'),
  stale: true,
}
const goldens = [
  golden('same', {}),
  golden('slow', { change: 'regressed', reasons: because('latency', 'latency 1,000 ms → 3,000 ms (+200 %)') }),
  golden('broke', { change: 'regressed', reasons: because('pass_rate', 'pass rate 100 % → 0 %'), after: FAIL }),
  golden('still failing', { before: FAIL, after: FAIL }),
  golden('rewritten', STALE),
  golden('rewritten, fails', { ...STALE, before: FAIL, after: FAIL }),
  golden('new, fails', {
    change: 'unpaired',
    reasons: because('unpaired', 'new: not asked before'),
    before: null,
    after: FAIL,
  }),
  golden('gone', { change: 'unpaired', reasons: because('unpaired', 'not asked after'), before: FAIL, after: null }),
]

function idsOf(list: readonly PairedGolden[]) {
  return list.map(({ id }) => id)
}

describe('the lists of a comparison', () => {
  test('begin with what fails newly, paired or not', () => {
    const lists = goldenLists(goldens)
    expect(Object.keys(lists)[0]).toBe('newly failing')
    expect(idsOf(lists['newly failing'])).toEqual(['broke', 'rewritten, fails', 'new, fails'])
  })

  test('have failures and changed verdicts first', () => {
    const worse = golden('worse', { change: 'regressed', reasons: because('pass_rate', 'pass rate 50 % → 0 %') })
    const { regressed, changed, unpaired } = goldenLists([...goldens, { ...worse, before: FAIL, after: FAIL }])
    expect(idsOf(regressed)).toEqual(['worse', 'slow'])
    expect(idsOf(changed)).toEqual(['rewritten'])
    expect(idsOf(unpaired)).toEqual(['gone'])
  })

  test('have each golden once', () => {
    const all = Object.values(goldenLists(goldens)).flatMap(idsOf)
    expect(all.toSorted()).toEqual(idsOf(goldens).toSorted())
  })

  test('have what differs before what does not', () => {
    const names = Object.keys(goldenLists([]))
    expect(names.indexOf('unpaired')).toBeLessThan(names.indexOf('unchanged'))
  })
})

test('counts the goldens that the metrics leave out by reason', () => {
  expect(leftOutOf(goldens)).toEqual([
    { reason: 'question or expectation changed', goldens: 2, lists: ['changed', 'newly failing'] },
    { reason: 'new: not asked before', goldens: 1, lists: ['newly failing'] },
    { reason: 'not asked after', goldens: 1, lists: ['unpaired'] },
  ])
})
