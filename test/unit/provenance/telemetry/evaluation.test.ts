import { describe, expect, test } from 'vitest'
import type { JudgementEvent } from '../../../../schemas/generated/provenance.ts'
import { evaluationOf } from '../../../../src/provenance/telemetry/evaluation.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'

const judgement: JudgementEvent = {
  schema_version: '2.0',
  event_type: 'judgement',
  ts: '2026-11-23T10:00:00.000Z',
  run_id: 'run',
  msg_id: 'm1',
  verdict: 'pass',
  judged_by: 'a person',
  version: '0.1.0',
}

describe('the evaluation of a reply', () => {
  test.for([
    ['pass', { 'gen_ai.evaluation.score.value': 1, 'gen_ai.evaluation.score.label': 'pass' }],
    ['fail', { 'gen_ai.evaluation.score.value': 0, 'gen_ai.evaluation.score.label': 'fail' }],
    ['unjudged', { 'gen_ai.evaluation.score.label': 'unjudged' }],
  ] as const)('a later verdict %s has its score and label', ([verdict, score]) => {
    expect(evaluationOf({ ...judgement, verdict })).toEqual({
      judge: 'a person',
      time: Date.parse('2026-11-23T10:00:00.000Z'),
      attributes: { 'gen_ai.evaluation.name': 'a person', 'gen_ai.response.id': 'm1', ...score },
    })
  })

  test('has a name where the event does not say who judged', () => {
    expect(evaluationOf(sampleEvent({ verdict: 'pass' }))?.attributes['gen_ai.evaluation.name']).toBe('verdict')
  })

  test('explains a failure', () => {
    const why = 'contains "Paris"'
    const found = evaluationOf({ ...judgement, verdict: 'fail', why })
    expect(found?.attributes['gen_ai.evaluation.explanation']).toBe(why)
  })
})
