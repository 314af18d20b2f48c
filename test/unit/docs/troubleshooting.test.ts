import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { classify } from '../../../src/models/live/classify.ts'
import type { Fault } from '../../../src/models/live/fault.ts'
import type { FailureCause } from '../../../src/models/models.ts'
import { EMPTY_REPLY } from '../../../src/verdicts/empty-replies.ts'
import { type ReplyEnd, type ShortfallCause, shortfallOf } from '../../../src/verdicts/shortfall.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/troubleshooting.md'), 'utf8')
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

/** The section of a cause, by its heading. */
function sectionOf(cause: string): string {
  return oneLine(page.split(/^### /m).find((section) => section.startsWith(`\`${cause}\``)) ?? '')
}

const answer = (status: number, message: string): Fault => ({
  kind: 'answer',
  status,
  contentType: 'application/json',
  text: JSON.stringify({ error: message }),
})
const network = (code: string, message: string): Fault => ({ kind: 'network', code, message, answering: false })
const page200: Fault = { kind: 'answer', status: 200, contentType: 'text/html', text: '<title>Welcome</title>' }
const whole: Fault = { kind: 'answer', status: 200, contentType: 'application/json', text: '{"choices": []}' }
const stream = (fault: (Fault & { kind: 'stream' })['fault'], evidence: string): Fault => ({
  kind: 'stream',
  fault,
  evidence,
})

/** A fault of each cause; the compiler demands every cause. Those of a replay come from no server. */
const FAULTS: Record<Exclude<FailureCause, 'not_recorded'>, Fault> = {
  unreachable: network('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1234'),
  connect_timeout: { kind: 'limit', limit: 'connect', ms: 2_000 },
  load_timeout: { kind: 'limit', limit: 'load', ms: 600_000 },
  first_token_timeout: { kind: 'limit', limit: 'firstToken', ms: 120_000 },
  idle_timeout: { kind: 'limit', limit: 'idle', ms: 30_000 },
  total_timeout: { kind: 'limit', limit: 'total', ms: 120_000 },
  aborted: { kind: 'aborted' },
  connection_lost: network('ECONNRESET', 'read ECONNRESET'),
  wrong_endpoint: answer(404, 'Not Found'),
  not_a_model_server: page200,
  unauthorized: answer(401, 'invalid api key'),
  unknown_model: answer(404, 'The model "big" does not exist'),
  wrong_model: { kind: 'other_model', answered: 'small' },
  no_model_loaded: answer(400, 'No models loaded'),
  load_failed: answer(400, 'Failed to load model "big"'),
  model_crashed: answer(400, 'The model has crashed without additional information'),
  model_unloaded: answer(400, 'Model unloaded'),
  template_error: answer(400, 'Error rendering prompt with jinja template'),
  context_overflow: answer(400, 'request exceeds the available context size'),
  invalid_request: answer(400, 'temperature must be positive'),
  payment_required: answer(402, 'insufficient credits'),
  request_too_large: answer(413, 'Payload Too Large'),
  refused: answer(451, 'blocked by policy'),
  overloaded: answer(429, 'rate limit reached'),
  server_error: answer(500, 'internal server error'),
  stream_error: { kind: 'error_event', error: 'out of memory', begun: true },
  stream_cut: stream(
    'stream_cut',
    'the stream ended after 12 events and 40 characters, with neither a finish reason nor [DONE]',
  ),
  empty_stream: stream('empty_stream', 'the stream ended before its first event'),
  not_streamed: whole,
  malformed_reply: stream('malformed_reply', 'the reply does not say which model answered'),
}

describe('docs/troubleshooting.md', () => {
  test.each(Object.entries(FAULTS))('explains %s with evidence that has this cause', (cause, fault) => {
    const asked = { model: 'big', url: 'http://127.0.0.1:1234/v1', keySent: true, source: 'main_model' } as const
    const found = classify(fault, asked)
    expect(found.cause).toBe(cause)
    expect(sectionOf(cause)).toContain(`\`${found.evidence}\``)
  })

  test('explains the causes that come from no server', () => {
    for (const cause of ['not_recorded', EMPTY_REPLY, 'not_asked']) expect(sectionOf(cause)).not.toBe('')
  })

  test('has no section for a cause that does not exist', () => {
    const named = [...page.matchAll(/^### `(\w+)`/gm)].map(([, cause]) => cause)
    expect(new Set(named)).toEqual(new Set([...Object.keys(FAULTS), 'not_recorded', EMPTY_REPLY, 'not_asked']))
  })

  test('explains every reason for an empty or cut reply in the words of the failure', () => {
    const tokens = { prompt: 4_000, completion: 256 }
    const ended: Record<ShortfallCause, ReplyEnd> = {
      reasoning: { text: '', reasoning: 'Hmm', finish: 'length', tokens },
      max_tokens: { text: 'The', finish: 'length', tokens },
      context_full: { text: '', finish: 'length', quirks: ['context_full'], tokens },
      content_filter: { text: '', finish: 'content_filter', tokens },
      tool_call: { text: '', finish: 'tool_calls', tokens },
      nothing_sent: { text: '', finish: 'stop', tokens: { prompt: 4_000, completion: null } },
    }
    for (const [cause, reply] of Object.entries(ended)) {
      const shortfall = shortfallOf(reply)
      expect(shortfall?.cause).toBe(cause)
      const row = oneLine(page.split('\n').find((line) => line.startsWith(`| \`${cause}\``)) ?? '')
      expect(row).toContain(`\`${shortfall?.description}\``)
    }
  })
})
