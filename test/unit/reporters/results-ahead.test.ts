import { expect, test } from 'vitest'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { prepareResults, resultsOf } from '../../../reporters/results-ahead.ts'
import { eventOf } from '../../../reporters/sent-event.ts'

const EVENT: ResponseEvent = {
  schema_version: '2.0',
  event_type: 'response',
  ts: '2026-11-23T10:00:00.000Z',
  run_id: 'run',
  conv_id: 'c',
  msg_id: 'm',
  question: 'q',
  source: 'embedder',
  route: { weight: 0.1, parts: {}, bucket: 'control', boundary: 0.5, propensity: 1 },
  tries: 1,
  origin: 'measured',
  git_commit: null,
  version: '0.1.0',
  golden: { set: 's', id: 'a', trait: 'fact', fingerprint: 'print' },
  repeat: 0,
  retry: 0,
  reply: 'r',
  model: { asked: 'small', answered: 'small' },
  timings: { queue_ms: 9, load_ms: 9, first_token_ms: 3, total_ms: 70, tokens_per_second: null },
  tokens: { prompt: 1, completion: 2 },
  finish: 'stop',
  verdict: 'pass',
}

const sent = (line: string) => ({ line, message: 'm', test: 't', ofHypothesis: false })

test.each(['model', 'timings', 'tokens', 'reply'])('leaves out an event without %s, and no later one', (field) => {
  const valid = sent(JSON.stringify(EVENT))
  prepareResults([sent('{'), sent(JSON.stringify({ ...EVENT, [field]: undefined })), valid])
  const event = eventOf(valid) as ResponseEvent
  const [result] = resultsOf([event])
  expect(result).toMatchObject({ id: 'a', replies: [{ passed: true, latencyMs: 70 }] })
  // A result that was made ahead is used again.
  expect(resultsOf([event])[0]).toBe(result)
})
