import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import fc from 'fast-check'
import type { ModelFailure, Models, Reply } from '../../../../src/models/models.ts'
import type { Limits } from '../../../../src/settings/settings.ts'
import { liveModels, openSlots, question } from '../../../support/live-models.ts'
import { chunk, DONE, events, scriptedServer, streamed, usage } from '../../../support/scripted-server.ts'
import type { Script, ScriptedServer } from '../../../support/scripted-server.ts'

const CHAT = 'POST /v1/chat/completions'
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

/** A server whose one loaded model `m` answers with this script. */
async function lmStudio(chat: Script, more: Record<string, Script> = {}): Promise<ScriptedServer> {
  const server = await scriptedServer({
    'GET /api/v0/models': { body: listing({ m: 'loaded', e: 'loaded' }) },
    [CHAT]: chat,
    ...more,
  })
  open.push(() => server.close())
  return server
}

function listing(states: Record<string, string>): string {
  const data = Object.entries(states).map(([id, state]) => ({
    id,
    object: 'model',
    type: 'llm',
    publisher: 'p',
    arch: 'llama',
    compatibility_type: 'gguf',
    quantization: 'Q4_K_M',
    state,
    max_context_length: 32_768,
    ...(state === 'loaded' ? { loaded_context_length: 4_096 } : {}),
  }))
  return JSON.stringify({ data, object: 'list' })
}

function client(server: ScriptedServer, options: Parameters<typeof liveModels>[1] = {}): Models {
  const models = liveModels(server.url, options)
  open.push(() => models.close())
  return models
}

async function reply(chat: Script, options?: Parameters<typeof liveModels>[1]): Promise<Reply> {
  const result = await client(await lmStudio(chat), options).complete(question())
  if (result.kind === 'failure') throw new Error(`${result.cause}: ${result.evidence}`)
  return result
}

async function failure(chat: Script, options?: Parameters<typeof liveModels>[1]): Promise<ModelFailure> {
  const result = await client(await lmStudio(chat), options).complete(question())
  if (result.kind === 'reply') throw new Error(`replied: ${result.text}`)
  return result
}

describe('a reply', () => {
  test('has text, finish, tokens, identity and what the server lists of the model', async () => {
    const { timings, ...rest } = await reply(events(streamed(['Pa', 'ris', '.'])))
    expect(rest).toEqual({
      kind: 'reply',
      source: 'main_model',
      text: 'Paris.',
      finish: 'stop',
      model: { asked: 'm', answered: 'm', quantization: 'Q4_K_M', format: 'gguf', context_length: 4_096 },
      tokens: { prompt: 12, completion: 3 },
      tries: 1,
      quirks: [],
      origin: { kind: 'measured' },
    })
    expect(timings.load_ms).toBe(0)
    expect(timings.first_token_ms).toBeLessThanOrEqual(timings.total_ms)
  })

  test('every sampling setting is sent, the seed moves with the repeat, and there is no key unless one is set', async () => {
    const server = await lmStudio(events(streamed(['Hi'])))
    await client(server).complete(question({ repeat: 3 }))
    const [asked] = server.to('/v1/chat/completions')
    expect(asked?.body).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'What is the capital of France?' }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      top_p: 1,
      top_k: 1,
      repeat_penalty: 1,
      seed: 4,
      max_tokens: 256,
    })
    expect(asked?.headers).not.toHaveProperty('authorization')
    await client(server, { apiKey: 'sk-lm-abcdefgh:12345678901234567890' }).complete(question())
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer sk-lm-abcdefgh:12345678901234567890')
  })

  test.each<[string, string, Partial<Reply>]>([
    [
      'reasoning_content',
      chunk({ reasoning_content: 'hm' }) + chunk({ content: 'yes' }),
      { text: 'yes', reasoning: 'hm', quirks: [] },
    ],
    ['reasoning', chunk({ reasoning: 'hm' }) + chunk({ content: 'yes' }), { text: 'yes', reasoning: 'hm' }],
    [
      'think tags',
      chunk({ content: '<think>\nhm\n</think>\n\nyes' }),
      { text: 'yes', reasoning: 'hm', quirks: ['think_tags'] },
    ],
    [
      'a closing tag alone',
      chunk({ content: 'hm\n</think>\nyes' }),
      { text: 'yes', reasoning: 'hm', quirks: ['think_tags'] },
    ],
    [
      'an opening tag alone',
      chunk({ content: '<think>hm' }),
      { text: '', reasoning: 'hm', quirks: ['think_tags', 'only_reasoning'] },
    ],
    [
      'reasoning alone',
      chunk({ reasoning_content: '{"a":1}' }),
      { text: '', reasoning: '{"a":1}', quirks: ['only_reasoning'] },
    ],
    [
      'tags in the text',
      chunk({ content: 'The tag <think> is odd.' }),
      { text: 'The tag <think> is odd.', quirks: [] },
    ],
  ])('thinking: %s', async (_name, deltas, expected) => {
    expect(await reply(events(deltas + chunk({}, 'm', 'stop') + usage(5, 3) + DONE))).toMatchObject(expected)
  })

  test.each<[string, string, Partial<Reply>]>([
    ['no [DONE]', chunk({ content: 'a' }) + chunk({}, 'm', 'stop') + usage(5, 1), { quirks: ['no_done'] }],
    [
      'no usage',
      chunk({ content: 'a' }) + chunk({}, 'm', 'length') + DONE,
      { finish: 'length', tokens: { prompt: null, completion: null }, quirks: ['no_usage'] },
    ],
    [
      "another server's word for a finish",
      chunk({ content: 'a' }) + chunk({}, 'm', 'end_turn') + usage(5, 1) + DONE,
      { finish: 'stop', quirks: ['odd_finish'] },
    ],
    [
      'a tool call',
      chunk({ tool_calls: [{ index: 0, id: '1', function: { name: 'f', arguments: '' } }] }) +
        chunk({}, 'm', 'tool_calls') +
        usage(5, 1) +
        DONE,
      { text: '', finish: 'tool_calls' },
    ],
    [
      'a tool call that ends with stop',
      chunk({ tool_calls: [{ index: 0, id: '1', function: { name: 'f', arguments: '' } }] }) +
        chunk({}, 'm', 'stop') +
        usage(5, 1) +
        DONE,
      { text: '', finish: 'stop', quirks: ['tool_called'] },
    ],
    [
      'comments between',
      ': ping\n\n' + chunk({ content: 'a' }) + ': ping\n\n' + chunk({}, 'm', 'stop') + usage(5, 1) + DONE,
      { text: 'a', quirks: [] },
    ],
    ['nothing', chunk({}, 'm', 'stop') + usage(5, 1) + DONE, { text: '', quirks: ['empty'] }],
    ['nothing, and no usage', chunk({}, 'm', 'stop') + DONE, { text: '', quirks: ['no_usage', 'empty'] }],
    [
      'nothing, because the prompt fills the context',
      chunk({}, 'm', 'stop') + usage(4_096, 0) + DONE,
      { text: '', quirks: ['empty', 'context_full'] },
    ],
    ['odd chunks', 'data: null\n\ndata: 7\n\ndata: {"choices":{}}\n\n' + streamed(['a']), { text: 'a' }],
  ])('oddities: %s', async (_name, body, expected) => {
    expect(await reply(events(body))).toMatchObject(expected)
  })

  test('the connection serves again after [DONE], also when the end of the body comes late', async () => {
    const ports = new Set<number | undefined>()
    const server = await lmStudio((response) => {
      ports.add(response.socket?.remotePort)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(streamed(['a']))
      setTimeout(() => response.end(), 5)
    })
    const models = client(server)
    for (let index = 0; index < 6; index += 1) expect(await models.complete(question())).toMatchObject({ text: 'a' })
    expect(ports.size).toBeLessThanOrEqual(2)
  })

  test('a long text is cut with a mark, never within a pair of surrogates', async () => {
    const { text, cutFrom } = await reply(events(streamed([`x${'😀'.repeat(600_000)}`, 'end'])))
    expect(cutFrom).toBe(1_200_004)
    expect(text).toHaveLength(1024 * 1024 - 1)
    expect(text.isWellFormed()).toBe(true)
  })

  test('where the bytes are split changes nothing', async () => {
    const bytes = Buffer.from(streamed(['Zürich ', '😀 ', '<b>', '\u0000\u001b[31m', '東京']))
    let cuts: number[] = []
    const server = await lmStudio(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      let from = 0
      for (const to of [...cuts, bytes.length]) {
        response.write(bytes.subarray(from, to))
        await new Promise((resolve) => setImmediate(resolve))
        from = to
      }
      response.end()
    })
    const models = client(server)
    const places = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(places, async (drawn) => {
        cuts = drawn.sort((a, b) => a - b)
        expect(await models.complete(question())).toMatchObject({
          text: 'Zürich 😀 <b>\u0000\u001b[31m東京',
          finish: 'stop',
          tokens: { prompt: 12, completion: 5 },
          quirks: [],
        })
      }),
      { numRuns: 60 },
    )
  })
})

describe('the model that answers', () => {
  test.each([['M'], ['m:2']])('%s is the model asked for', async (answered) => {
    expect(await reply(events(streamed(['a'], answered)))).toMatchObject({ model: { asked: 'm', answered } })
  })

  test('an instance that the server lists under the key is the model asked for', async () => {
    const native = {
      models: [
        {
          key: 'm',
          loaded_instances: [{ id: 'my-m', config: { context_length: 8_192 } }],
          quantization: { name: 'Q4' },
        },
      ],
    }
    const server = await lmStudio(events(streamed(['a'], 'my-m')), {
      'GET /api/v1/models': { body: JSON.stringify(native) },
    })
    expect(await client(server).complete(question())).toMatchObject({ kind: 'reply', model: { answered: 'my-m' } })
  })

  test.each([['other'], ['m:x'], ['m2']])('%s is another model', async (answered) => {
    const { cause, evidence, remedy } = await failure(events(streamed(['a'], answered)))
    expect({ cause, evidence }).toEqual({ cause: 'wrong_model', evidence: `asked for "m", answered by "${answered}"` })
    expect(remedy).toContain("aios({ aliases: { 'm': ['...'] } })")
  })

  test('a reply that names no model proves nothing', async () => {
    const anonymous = streamed(['a']).replaceAll('"model":"m",', '')
    expect(await failure(events(anonymous))).toMatchObject({ cause: 'malformed_reply' })
  })
})

describe('faults of a stream', () => {
  const OVERFLOW =
    'Input does not fit in context length. The input has 31430 tokens, but the context length only supports 30000 tokens.'

  test.each<[string, Script, Partial<ModelFailure>]>([
    [
      'error event at the start',
      events(`event: error\ndata: {"error":{"message":"${OVERFLOW}"},"message":"${OVERFLOW}"}\n\n`),
      { cause: 'context_overflow', evidence: `error inside the stream: ${OVERFLOW}` },
    ],
    [
      'error event in the middle',
      events(
        `${chunk({ content: 'a' })}event: error\ndata: {"error":"The model has crashed without additional information. (Exit code: null)"}\n\n`,
      ),
      { cause: 'model_crashed' },
    ],
    [
      'error without an event name',
      events(`${chunk({ content: 'a' })}data: {"error":{"message":"odd"}}\n\n`),
      { cause: 'stream_error', evidence: 'error inside the stream: odd' },
    ],
    ['empty stream', events(''), { cause: 'empty_stream' }],
    ['[DONE] alone', events(DONE), { cause: 'empty_stream' }],
    ['comments only', events(': ping\n\n: ping\n\n'), { cause: 'empty_stream' }],
    [
      'cut stream',
      events(chunk({ content: 'a' }) + chunk({ content: 'b' })),
      {
        cause: 'stream_cut',
        evidence: 'the stream ended after 2 events and 2 characters, with neither a finish reason nor [DONE]',
      },
    ],
    [
      'no finish reason',
      events(chunk({ content: 'a' }) + usage(5, 1) + DONE),
      {
        cause: 'stream_cut',
        evidence: 'the stream ended after 2 events and 1 characters with [DONE], but without a finish reason',
      },
    ],
    [
      'an event that is not valid JSON',
      events(`${chunk({ content: 'a' })}data: {"choices":[\n\n`),
      { cause: 'malformed_reply' },
    ],
    [
      'a whole reply instead of a stream',
      {
        body: '{"id":"x","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}]}',
      },
      { cause: 'not_streamed' },
    ],
    [
      'wrong endpoint with status 200',
      { body: '{"error":"Unexpected endpoint or method. (POST /v1/v1/chat/completions)"}' },
      { cause: 'wrong_endpoint' },
    ],
    [
      'web page',
      { type: 'text/html', body: '<!DOCTYPE html><title>Login</title>' },
      { cause: 'not_a_model_server', evidence: 'HTTP 200: a web page, "Login"' },
    ],
    [
      'string error',
      { status: 400, body: '{"error":"_0x48eeaf is not iterable"}' },
      { cause: 'invalid_request', evidence: 'HTTP 400: _0x48eeaf is not iterable' },
    ],
  ])('%s', async (_name, script, expected) => {
    expect(await failure(script)).toMatchObject({
      kind: 'failure',
      source: 'main_model',
      model: 'm',
      origin: 'measured',
      tries: 1,
      ...expected,
    })
  })

  test('a connection that breaks in the middle', async () => {
    const result = await failure((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk({ content: 'a' }))
      setTimeout(() => response.destroy(), 10)
    })
    expect(result).toMatchObject({ cause: 'connection_lost', tries: 1 })
  })

  test('a reply is complete once its finish reason came, however the connection ends', async () => {
    const result = await reply((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk({ content: 'a' }) + chunk({}, 'm', 'stop'))
      setTimeout(() => response.destroy(), 10)
    })
    expect(result).toMatchObject({ text: 'a', finish: 'stop', quirks: ['no_done', 'no_usage'] })
  })
})

describe('limits', () => {
  const after =
    (head: string): Script =>
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      if (head !== '') response.write(head)
    }
  const dripping: Script = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const timer = setInterval(() => response.write(chunk({ content: 'a' })), 10)
    response.on('close', () => clearInterval(timer))
  }

  test.each<[string, Script, Partial<Limits>, Partial<ModelFailure>]>([
    [
      'no headers',
      () => {},
      { firstToken: 80 },
      { cause: 'first_token_timeout', evidence: 'no first token within 80 ms' },
    ],
    [
      'headers, but no token',
      after(chunk({ role: 'assistant', content: '' })),
      { firstToken: 80 },
      { cause: 'first_token_timeout' },
    ],
    [
      'silence after the first token',
      after(chunk({ content: 'a' })),
      { idle: 80 },
      { cause: 'idle_timeout', evidence: 'no further token within 80 ms' },
    ],
    [
      'tokens without end',
      dripping,
      { total: 200, firstToken: 200 },
      { cause: 'total_timeout', evidence: 'the reply was not complete within 200 ms' },
    ],
  ])('%s', async (_name, script, limits, expected) => {
    expect(await failure(script, { limits })).toMatchObject({ tries: 1, ...expected })
  })

  test('a model that does not get loaded', async () => {
    const server = await lmStudio(() => {}, { 'GET /api/v0/models': { body: listing({ m: 'not-loaded' }) } })
    const result = await client(server, { limits: { load: 80 } }).complete(question())
    expect(result).toMatchObject({ cause: 'load_timeout', evidence: 'the model was not loaded within 80 ms' })
  })

  test('the caller gives up: while waiting for a token, for a slot, and before it asked', async () => {
    const server = await lmStudio(() => {})
    const waiting = client(server).complete(question({ signal: AbortSignal.timeout(60) }))
    expect(await waiting).toMatchObject({ kind: 'failure', cause: 'aborted' })
    expect(await client(server).complete(question({ signal: AbortSignal.abort() }))).toMatchObject({ cause: 'aborted' })
    let returned = 0
    const late = Promise.withResolvers<{ previous: null; release(): void }>()
    const queued = client(server, { slots: { acquire: () => late.promise } })
    expect(await queued.complete(question({ signal: AbortSignal.timeout(30) }))).toMatchObject({ cause: 'aborted' })
    late.resolve({ previous: null, release: () => (returned += 1) })
    await late.promise
    expect(returned).toBe(1)
  })

  test('nothing listens there', async () => {
    const gone = await scriptedServer({})
    await gone.close()
    const result = await client(gone).complete(question())
    expect(result).toMatchObject({ cause: 'unreachable', tries: 1, evidence: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('retries', () => {
  test('a connection that breaks before any byte is asked again, and counted', async () => {
    let calls = 0
    const result = await reply((response) => {
      calls += 1
      if (calls < 3) return void response.destroy()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(streamed(['a']))
    })
    expect(result).toMatchObject({ text: 'a', tries: 3 })
  })

  test.each<[string, Script, number]>([
    [
      'a crash: once',
      { status: 400, body: '{"error":"The model has crashed without additional information. (Exit code: null)"}' },
      2,
    ],
    [
      'still loading: twice',
      { status: 503, body: '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}' },
      3,
    ],
    [
      'an unknown model: never',
      { status: 400, body: '{"error":{"message":"Invalid model identifier \\"m\\".","code":"model_not_found"}}' },
      1,
    ],
    [
      'a missing key: never',
      { status: 401, body: '{"error":{"code":"invalid_api_key","message":"An LM Studio API token is required"}}' },
      1,
    ],
  ])('%s', async (_name, script, tries) => {
    const server = await lmStudio(script)
    expect(await client(server).complete(question())).toMatchObject({ kind: 'failure', tries })
    expect(server.to('/v1/chat/completions')).toHaveLength(tries)
  })
})

describe('loading', () => {
  test('warms up a model that is not loaded; that time does not count as latency', async () => {
    let state = 'not-loaded'
    const server = await lmStudio(
      async (response, { body }) => {
        if (state === 'not-loaded') await new Promise((resolve) => setTimeout(resolve, 120))
        state = 'loaded'
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.end(streamed(['a'], String(body['model'])))
      },
      { 'GET /api/v0/models': (response) => void response.end(listing({ m: state })) },
    )
    const models = client(server)
    const first = await models.complete(question())
    const second = await models.complete(question())
    expect(server.to('/v1/chat/completions').map(({ body }) => body['max_tokens'])).toEqual([1, 256, 256])
    expect(first).toMatchObject({ kind: 'reply', model: { context_length: 4_096 } })
    expect((first as Reply).timings.load_ms).toBeGreaterThan(0)
    expect((second as Reply).timings.load_ms).toBe(0)
  })

  test('callers that come while it loads wait for the one load', async () => {
    let loaded = false
    const server = await lmStudio(
      async (response, { body }) => {
        if (body['max_tokens'] === 1) await new Promise((resolve) => setTimeout(resolve, 80))
        loaded = true
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.end(streamed(['a']))
      },
      { 'GET /api/v0/models': (response) => void response.end(listing({ m: loaded ? 'loaded' : 'not-loaded' })) },
    )
    const models = client(server)
    const replies = await Promise.all([1, 2, 3].map(() => models.complete(question())))
    expect(replies.map(({ kind }) => kind)).toEqual(['reply', 'reply', 'reply'])
    expect(server.to('/v1/chat/completions').filter(({ body }) => body['max_tokens'] === 1)).toHaveLength(1)
  })

  test('two models that are both loaded cost one look at the list', async () => {
    const server = await lmStudio((response, { body }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(streamed(['a'], String(body['model'])))
    })
    const models = client(server)
    for (const source of ['main_model', 'embedder', 'main_model', 'embedder'] as const) {
      expect(await models.complete(question({ source }))).toMatchObject({ kind: 'reply' })
    }
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/api/v0/models',
      ...Array<string>(4).fill('/v1/chat/completions'),
    ])
  })

  test('a server that keeps one model is looked at with every swap', async () => {
    let resident = ''
    const server = await lmStudio(
      (response, { body }) => {
        resident = String(body['model'])
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.end(streamed(['a'], resident))
      },
      {
        'GET /api/v0/models': (response) =>
          void response.end(
            listing({ m: resident === 'm' ? 'loaded' : 'not-loaded', e: resident === 'e' ? 'loaded' : 'not-loaded' }),
          ),
      },
    )
    const models = client(server)
    for (const source of ['main_model', 'main_model', 'embedder', 'main_model'] as const)
      await models.complete(question({ source }))
    const asked = server
      .to('/v1/chat/completions')
      .map(({ body }) => `${String(body['model'])} ${String(body['max_tokens'])}`)
    expect(asked).toEqual(['m 1', 'm 256', 'm 256', 'e 1', 'e 256', 'm 1', 'm 256'])
  })

  test('a server without load states is asked for them once, and each model warmed up once', async () => {
    const server = await scriptedServer({
      [CHAT]: (response, { body }) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.end(streamed(['a'], String(body['model'])))
      },
    })
    open.push(() => server.close())
    const models = client(server)
    for (const source of ['main_model', 'embedder', 'main_model'] as const) await models.complete(question({ source }))
    expect(server.to('/api/v0/models')).toHaveLength(1)
    const asked = server
      .to('/v1/chat/completions')
      .map(({ body }) => `${String(body['model'])} ${String(body['max_tokens'])}`)
    expect(asked).toEqual(['m 1', 'm 256', 'e 1', 'e 256', 'm 256'])
  })

  test('a model that the list leaves out, as an alias, is warmed up once and the list not asked for again', async () => {
    const server = await lmStudio(events(streamed(['a'])), {
      'GET /api/v0/models': { body: listing({ other: 'loaded' }) },
    })
    const models = client(server)
    for (let index = 0; index < 3; index += 1) await models.complete(question())
    expect(server.to('/api/v0/models').length).toBeLessThanOrEqual(2)
    expect(server.to('/v1/chat/completions').map(({ body }) => body['max_tokens'])).toEqual([1, 256, 256, 256])
  })

  test('a failed load is the failure, not a slow answer', async () => {
    const body =
      '{"error":{"message":"Failed to load model \\"m\\". Error: Model loading was stopped due to insufficient system resources.","code":"model_not_found"}}'
    const server = await lmStudio(
      { status: 400, body },
      { 'GET /api/v0/models': { body: listing({ m: 'not-loaded' }) } },
    )
    expect(await client(server).complete(question())).toMatchObject({ cause: 'load_failed', tries: 1 })
    expect(server.to('/v1/chat/completions')).toHaveLength(1)
  })
})

describe('secrets and slots', () => {
  test('neither the key nor anything like one is in a failure, nor are control characters', async () => {
    const apiKey = 'top-secret-7f3a'
    const body = JSON.stringify({
      error: `\u001b[31mbad key ${apiKey}, Bearer abcdef123456, sk-lm-abcdefgh:12345678901234567890`,
    })
    const result = await failure({ status: 400, body }, { apiKey })
    expect(result.evidence).toBe(String.raw`HTTP 400: \x1b[31mbad key [redacted], Bearer [redacted], [redacted]`)
    expect(JSON.stringify(result)).not.toContain('7f3a')
  })

  test('the slot is given back after a reply and after a failure, and is asked for by server and model', async () => {
    const seen: string[] = []
    const slots = openSlots()
    const counted = {
      acquire: async (baseUrl: string, model: string) => {
        const slot = await slots.acquire(baseUrl, model)
        seen.push(`in ${model}`)
        return { ...slot, release: () => void seen.push(`out ${model}`) }
      },
    }
    const server = await lmStudio(events(streamed(['a'])))
    const models = client(server, { slots: counted })
    await models.complete(question())
    await models.complete(question({ source: 'embedder' }))
    expect(seen).toEqual(['in m', 'out m', 'in e', 'out e'])
  })

  test('a model that is not set is a failure without a request', async () => {
    const server = await lmStudio(events(streamed(['a'])))
    const result = await client(server, { models: { main_model: '' } }).complete(question())
    expect(result).toMatchObject({ cause: 'unknown_model', remedy: expect.stringContaining('AIOS_MAIN_MODEL') })
    expect(server.requests).toHaveLength(0)
  })

  test('closing ends what is under way', async () => {
    const server = await lmStudio(() => {})
    const models = liveModels(server.url)
    onTestFinished(() => models.close())
    const waiting = models.complete(question())
    await expect.poll(() => server.to('/v1/chat/completions').length).toBe(1)
    await models.close()
    expect(await waiting).toMatchObject({ kind: 'failure', cause: 'aborted' })
  })
})
