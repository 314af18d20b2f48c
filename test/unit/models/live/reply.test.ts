import { expect, test } from 'vitest'
import { StreamAccumulator } from '../../../../src/models/live/stream-accumulator.ts'
import { replyOf } from '../../../../src/models/live/reply.ts'
import type { Call } from '../../../../src/models/live/reply.ts'

const call: Call = { source: 'embedder', asked: 'm', listed: undefined, queueMs: 7.5, loadMs: 0, tries: 2 }

/** Chunks of model `m`, each with the millisecond at which it came. */
function heard(...chunks: [now: number, delta: object, rest?: object][]): StreamAccumulator {
  const accumulator = new StreamAccumulator()
  for (const [now, delta, rest] of chunks) accumulator.add({ model: 'm', choices: [{ delta, ...rest }] }, now)
  return accumulator
}

test('the first token is the first delta that says something; it and its time do not count as speed', () => {
  const accumulator = heard(
    [1_050, { role: 'assistant', content: '' }],
    [1_200, { role: 'assistant', content: 'one' }],
    [1_300, { role: 'assistant', content: ' two' }],
    [1_400, { role: 'assistant', content: ' three' }],
    [1_410, {}, { finish_reason: 'stop' }],
  )
  accumulator.add({ choices: [], usage: { prompt_tokens: 4, completion_tokens: 9 } }, 1_420)
  const reply = replyOf({ kind: 'heard', accumulator, done: true, sentAt: 1_000, endedAt: 1_420 }, call)
  expect(reply).toMatchObject({
    text: 'one two three',
    tries: 2,
    timings: { queue_ms: 7.5, load_ms: 0, first_token_ms: 200, total_ms: 420, tokens_per_second: 40 },
  })
})

test('returns no speed for a few tokens in one burst', () => {
  const accumulator = heard([1_100, { content: 'a' }], [1_100.3, { content: ' b' }, { finish_reason: 'stop' }])
  accumulator.add({ choices: [], usage: { prompt_tokens: 4, completion_tokens: 4 } }, 1_200)
  const reply = replyOf({ kind: 'heard', accumulator, done: true, sentAt: 1_000, endedAt: 1_200 }, call)
  expect(reply).toMatchObject({ timings: { first_token_ms: 100, tokens_per_second: null } })
})

test.each(['reasoning_content', 'reasoning'])('thinking in %s counts as the first token', (field) => {
  const accumulator = heard([1_100, { [field]: 'hm' }], [1_500, { content: 'yes' }, { finish_reason: 'stop' }])
  const reply = replyOf({ kind: 'heard', accumulator, done: true, sentAt: 1_000, endedAt: 1_500 }, call)
  expect(reply).toMatchObject({
    text: 'yes',
    reasoning: 'hm',
    timings: { first_token_ms: 100, tokens_per_second: null },
  })
})

test('token counts are what the server says: missing is null, nonsense is missing, 0 is 0', () => {
  const accumulator = heard([1_100, { content: 'yes' }, { finish_reason: 'stop' }])
  accumulator.add(
    {
      usage: {
        prompt_tokens: 0,
        completion_tokens: -1,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 3 },
      },
    },
    1_200,
  )
  const reply = replyOf({ kind: 'heard', accumulator, done: true, sentAt: 1_000, endedAt: 1_200 }, call)
  expect(reply).toMatchObject({ tokens: { prompt: 0, completion: null, reasoning: 3, cached: 0 } })
})

test.for<[server: string, chunk: Record<string, unknown>, cached: number | undefined]>([
  ['OpenAI, vLLM', { usage: { prompt_tokens: 50, prompt_tokens_details: { cached_tokens: 48 } } }, 48],
  ['DeepSeek', { usage: { prompt_tokens: 50, prompt_cache_hit_tokens: 48, prompt_cache_miss_tokens: 2 } }, 48],
  ['a gateway to Anthropic', { usage: { prompt_tokens: 50, cache_read_input_tokens: 0 } }, 0],
  ['Moonshot', { usage: { prompt_tokens: 50, cached_tokens: 48 } }, 48],
  ['llama.cpp', { usage: { prompt_tokens: 50 }, timings: { cache_n: 48, prompt_n: 2, predicted_n: 3 } }, 48],
  ['LM Studio, which does not say', { usage: { prompt_tokens: 50 }, timings: { cache_n: null } }, undefined],
])('reads the tokens that %s took from its cache', ([, chunk, cached]) => {
  const accumulator = heard([1_100, { content: 'yes' }, { finish_reason: 'stop' }])
  accumulator.add(chunk, 1_200)
  const reply = replyOf({ kind: 'heard', accumulator, done: true, sentAt: 1_000, endedAt: 1_200 }, call)
  if (reply.kind !== 'reply') throw new Error(reply.kind)
  expect(reply.tokens.cached).toBe(cached)
})
