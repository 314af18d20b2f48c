import { describe, expect, test } from 'vitest'
import type { UnmeasuredEvent } from '../../../../schemas/generated/provenance.ts'
import {
  AIOS,
  CONVENTIONS_VERSION,
  EVALUATION_EVENT,
  GEN_AI,
} from '../../../../src/provenance/telemetry/conventions.ts'
import { capturesMessages, replySpan } from '../../../../src/provenance/telemetry/reply-span.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { readPage } from '../../../support/page.ts'

const NOTHING = { server: null, messages: false }

const replied = sampleEvent({
  ts: '2026-11-23T10:00:05.000Z',
  conv_id: 'c1',
  msg_id: 'm1',
  golden: { set: 'facts', id: 'capital', trait: 'geography', fingerprint: '0123456789ab' },
  model: { asked: 'small', answered: 'small-q4' },
  timings: { queue_ms: 500, load_ms: 2_000, first_token_ms: 250, total_ms: 1_500, tokens_per_second: 20 },
  tokens: { prompt: 12, completion: 30, reasoning: 5, cached: 0 },
  finish: 'length',
  verdict: 'fail',
  judged_by: 'toAnswer',
  why: 'contains "Paris"',
})

describe('the span of a reply', () => {
  test('has the names and units of the conventions', () => {
    expect(replySpan(replied, NOTHING)).toEqual({
      name: 'chat small',
      start: Date.parse('2026-11-23T10:00:03.500Z'),
      end: Date.parse('2026-11-23T10:00:05.000Z'),
      error: null,
      evaluation: {
        judge: 'toAnswer',
        time: Date.parse('2026-11-23T10:00:05.000Z'),
        attributes: {
          'gen_ai.evaluation.name': 'toAnswer',
          'gen_ai.evaluation.score.value': 0,
          'gen_ai.evaluation.score.label': 'fail',
          'gen_ai.evaluation.explanation': 'contains "Paris"',
          'gen_ai.response.id': 'm1',
        },
      },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.conversation.id': 'c1',
        'gen_ai.request.model': 'small',
        'gen_ai.request.stream': true,
        'gen_ai.response.id': 'm1',
        'gen_ai.response.model': 'small-q4',
        'gen_ai.response.finish_reasons': ['length'],
        'gen_ai.response.time_to_first_chunk': 0.25,
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 30,
        'gen_ai.usage.cache_read.input_tokens': 0,
        'gen_ai.usage.reasoning.output_tokens': 5,
        'aios.run.id': 'run',
        'aios.origin': 'measured',
        'aios.source': 'embedder',
        'aios.route.bucket': 'control',
        'aios.route.weight': 0.1,
        'aios.route.boundary': 0.5,
        'aios.golden.set': 'facts',
        'aios.golden.id': 'capital',
        'aios.golden.trait': 'geography',
        'aios.repeat': 0,
        'aios.retry': 0,
        'aios.tries': 1,
        'aios.queue.duration': 0.5,
        'aios.load.duration': 2,
      },
    })
  })

  test('leaves out what the server did not report', () => {
    const { attributes } = replySpan(
      sampleEvent({
        model: { asked: 'small' },
        timings: { queue_ms: 0, load_ms: 0, first_token_ms: null, total_ms: 70, tokens_per_second: null },
        tokens: { prompt: null, completion: null },
        finish: 'unknown',
      }),
      NOTHING,
    )
    const unreported = [GEN_AI.timeToFirstChunk, GEN_AI.inputTokens, GEN_AI.outputTokens, GEN_AI.finishReasons]
    for (const name of [...unreported, GEN_AI.cachedTokens, GEN_AI.reasoningTokens, AIOS.golden, AIOS.hypothesis])
      expect(attributes).not.toHaveProperty([name])
    expect(attributes[GEN_AI.responseModel]).toBe('small')
  })

  test.for([
    ['http://127.0.0.1:1234/v1', 'lmstudio', { address: '127.0.0.1', port: 1234, provider: 'lmstudio' }],
    ['https://models.example/v1', 'unknown', { address: 'models.example', port: 443, provider: 'openai' }],
    ['http://models.example/v1', 'vllm', { address: 'models.example', port: 80, provider: 'vllm' }],
  ] as const)('names the server at %s', ([baseUrl, software, { address, port, provider }]) => {
    const { attributes } = replySpan(replied, { server: { baseUrl, software }, messages: false })
    expect(attributes).toMatchObject({
      'server.address': address,
      'server.port': port,
      'gen_ai.provider.name': provider,
    })
  })

  test('contains question and reply only when asked to', () => {
    const event = sampleEvent({ question: 'Where is "it"?', reply: 'Over there.' })
    expect(JSON.stringify(replySpan(event, NOTHING))).not.toMatch(/Where is|Over there/)
    const { attributes } = replySpan(event, { server: null, messages: true })
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Where is "it"?' }] },
    ])
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Over there.' }] },
    ])
  })

  test('has no evaluation before the first verdict', () => {
    expect(replySpan(sampleEvent({ verdict: 'unjudged' }), NOTHING).evaluation).toBeNull()
  })
})

describe('the span of a question without a reply', () => {
  const { reply: _, timings: __, tokens: ___, finish: ____, ...asked } = sampleEvent()
  const unmeasured: UnmeasuredEvent = {
    ...asked,
    model: { asked: 'small' },
    verdict: 'unmeasured',
    failure: { cause: 'first_token_timeout', evidence: 'no token within 5 s', remedy: 'raise limits.firstToken' },
  }

  test('is a failed point in time with the cause as error.type', () => {
    const { start, end, error, evaluation, attributes } = replySpan(unmeasured, NOTHING)
    expect(start).toBe(end)
    expect({ error, evaluation }).toEqual({ error: 'no token within 5 s', evaluation: null })
    expect(attributes['error.type']).toBe('first_token_timeout')
    expect(attributes).not.toHaveProperty(['gen_ai.response.model'])
  })
})

describe('the variable for messages', () => {
  test.for(['true', 'TRUE', 'SPAN_ONLY', 'span_and_event', ' true '])('%s: they are captured', (value) => {
    expect(capturesMessages(value)).toBe(true)
  })

  test.for([undefined, '', 'false', 'NO_CONTENT', 'EVENT_ONLY', '1'])('%s: they are not', (value) => {
    expect(capturesMessages(value)).toBe(false)
  })
})

test('docs/opentelemetry.md lists every name and the version of the conventions', () => {
  const page = readPage('docs/opentelemetry.md')
  for (const name of [...Object.values(GEN_AI), ...Object.values(AIOS), EVALUATION_EVENT])
    expect(page).toContain(`\`${name}\``)
  expect(page).toContain(`version ${CONVENTIONS_VERSION}`)
})
