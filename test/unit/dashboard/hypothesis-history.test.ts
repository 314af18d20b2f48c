import { describe, expect, test } from 'vitest'
import type { HypothesisTestEvent, UnmeasuredHypothesisEvent } from '../../../schemas/generated/provenance.ts'
import { hypothesisOf } from '../../../src/dashboard/views/hypothesis-history.ts'

const TESTED: HypothesisTestEvent = {
  schema_version: '2.0',
  event_type: 'hypothesis_test',
  ts: '2026-11-01T10:00:00.000Z',
  run_id: 'r1',
  hypothesis: 'H1',
  claim: 'the small model is twice as fast',
  declaration: { alpha: 0.05, power: 0.8, margin: 2 },
  declaration_hash: '0123456789ab',
  outcome: 'supported',
  outcome_alone: 'supported',
  method: 'log ratio',
  effect: { name: 'ratio', value: 2.4, minimum: 2, claimed: 'at least' },
  interval: { lower: 2.1, upper: null, confidence: 0.95 },
  p: 0.01,
  p_adjusted: 0.02,
  n: 30,
  repeats: 3,
  basis: 'measured',
  unmeasured: [],
  backend: 'live',
  git_commit: null,
  version: '0.1.0',
}

describe('a hypothesis of the dashboard', () => {
  test('has the evidence of its last test and all outcomes in order', () => {
    const later = { ...TESTED, ts: '2026-11-02T10:00:00.000Z', run_id: 'r2', outcome: 'inconclusive' as const, p: 0.2 }
    const { outcome, p, run, interval, history, changes } = hypothesisOf([TESTED, later])
    expect({ outcome, p, run }).toEqual({ outcome: 'inconclusive', p: 0.2, run: 'r2' })
    expect(interval).toEqual({ lower: 2.1, upper: null, confidence: 0.95 })
    expect(history.map((each) => [each.run, each.outcome])).toEqual([
      ['r1', 'supported'],
      ['r2', 'inconclusive'],
    ])
    expect(changes).toEqual([])
  })

  test('names each field of the declaration that changed between two tests', () => {
    const moved: HypothesisTestEvent = {
      ...TESTED,
      ts: '2026-11-02T10:00:00.000Z',
      run_id: 'r2',
      claim: 'the small model is faster',
      declaration: { alpha: 0.05, power: 0.8, margin: 1.2, must: 'hold' },
      declaration_hash: 'ba9876543210',
    }
    expect(hypothesisOf([TESTED, moved, { ...moved, run_id: 'r3' }]).changes).toEqual([
      {
        time: Date.parse(moved.ts),
        run: 'r2',
        fields: [
          { field: 'claim', before: 'the small model is twice as fast', after: 'the small model is faster' },
          { field: 'margin', before: '2', after: '1.2' },
          { field: 'must', before: null, after: 'hold' },
        ],
      },
    ])
  })

  test('without a measurement has the reason and no numbers', () => {
    const { effect: _, interval: __, outcome: ___, ...rest } = TESTED
    const unmeasured: UnmeasuredHypothesisEvent = {
      schema_version: '2.0',
      event_type: 'hypothesis_test',
      ts: rest.ts,
      run_id: rest.run_id,
      hypothesis: rest.hypothesis,
      claim: rest.claim,
      declaration: rest.declaration,
      declaration_hash: rest.declaration_hash,
      outcome: 'unmeasured',
      why: 'the server did not answer',
      backend: 'live',
      git_commit: null,
      version: '0.1.0',
    }
    expect(hypothesisOf([unmeasured])).toMatchObject({
      outcome: 'unmeasured',
      effect: null,
      interval: null,
      p: null,
      reason: 'the server did not answer',
    })
  })
})
