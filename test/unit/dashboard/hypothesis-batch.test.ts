import { expect, test } from 'vitest'
import type { HypothesisBatchEvent, HypothesisTestEvent } from '../../../schemas/generated/provenance.ts'
import { batchOf } from '../../../src/dashboard/views/hypothesis-batch.ts'
import { factsOf } from '../../../src/provenance/event-facts.ts'

const batch: HypothesisBatchEvent = {
  schema_version: '2.0',
  event_type: 'hypothesis_batch',
  ts: '2026-11-23T10:00:00.000Z',
  run_id: 'r',
  method: 'Holm',
  alpha: 0.05,
  counts: { family: 2, supported: 0, not_supported: 0, inconclusive: 2, unmeasured: 0, not_run: 0 },
  supported_share: 0,
  backend: 'replay',
  // By a golden of the same run.
  status: 'fail',
  git_commit: null,
  version: '0.1.0',
}

function tested(outcome: string, must?: 'hold') {
  const declaration = { alpha: 0.05, power: 0.8, ...(must !== undefined && { must }) }
  return { outcome, declaration } as HypothesisTestEvent
}

test('a batch has the status of its hypotheses, and that of the run apart', () => {
  const status = (...tests: HypothesisTestEvent[]) => batchOf(batch, tests).status
  expect(status(tested('inconclusive'), tested('not_supported'))).toBe('pass')
  expect(status(tested('supported', 'hold'), tested('supported'))).toBe('pass')
  expect(status(tested('supported'), tested('inconclusive', 'hold'))).toBe('fail')
  expect(status(tested('unmeasured'))).toBe('fail')
  expect(status()).toBeNull()
  expect(batchOf(batch, []).runStatus).toBe('fail')
})

test('the event of a batch has no verdict of its own, and names the status of the run', () => {
  expect(factsOf(batch)).toMatchObject({ verdict: null, texts: ['2 hypotheses, 0 supported', 'run: fail'] })
})
