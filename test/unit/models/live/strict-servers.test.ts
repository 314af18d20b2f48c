import { describe, expect, onTestFinished, test } from 'vitest'
import { retryAfterMs } from '../../../../src/models/live/retry-after.ts'
import type { ModelNote } from '../../../../src/models/models.ts'
import { liveModels, openSlots, question } from '../../../support/live-models.ts'
import { chunk, type Script, scriptedServer, streamed } from '../../../support/scripted-server.ts'

const CHAT = 'POST /v1/chat/completions'

async function open(chat: Script, limits: Parameters<typeof liveModels>[1] = {}) {
  const server = await scriptedServer({ [CHAT]: chat })
  const models = liveModels(server.url, limits)
  onTestFinished(async () => {
    await models.close()
    await server.close()
  })
  return { server, models }
}

const say = (text: string): Script => ({ type: 'text/event-stream', body: streamed([text]) })

/** Refuses one field after the other, as servers do that look at one at a time. */
const strict =
  (fields: readonly string[], refusal: (field: string) => object, status = 400): Script =>
  (response, { body }) => {
    const refused = fields.find((field) => field in body)
    if (refused === undefined) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamed(['Paris.']))
    } else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(refusal(refused)))
  }

describe('a server that refuses fields', () => {
  test('is asked without them from then on, and the reply says so', async () => {
    const refusal = (field: string) => ({ error: { message: `Unrecognized request argument supplied: ${field}` } })
    const { server, models } = await open(strict(['repeat_penalty', 'stream_options', 'seed'], refusal))
    const first = await models.complete(question())
    const second = await models.complete(question({ repeat: 1 }))
    const quirks = ['omitted_repeat_penalty', 'omitted_stream_options', 'omitted_seed']
    for (const reply of [first, second])
      expect(reply).toMatchObject({ kind: 'reply', text: 'Paris.', tries: 1, quirks: expect.arrayContaining(quirks) })
    // Three refusals, the warm-up and the two questions.
    expect(server.to('/v1/chat/completions')).toHaveLength(6)
    expect(server.requests.at(-1)?.body).toMatchObject({ top_k: 1, temperature: 0, max_tokens: 256 })
  })

  test('gets max_tokens under the name that it wants', async () => {
    const { server, models } = await open(
      strict(['max_tokens'], () => ({
        error: { message: "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead." },
      })),
    )
    expect(await models.complete(question())).toMatchObject({ quirks: ['renamed_max_tokens'] })
    expect(server.requests.at(-1)?.body).toMatchObject({ max_completion_tokens: 256 })
  })

  test('that limits max_tokens is a failure that names it, and max_tokens is not dropped', async () => {
    const { server, models } = await open(
      strict(['max_tokens'], () => ({ error: { message: 'max_tokens 256 is not allowed to exceed 50' } })),
    )
    expect(await models.complete(question())).toMatchObject({
      cause: 'invalid_request',
      evidence: 'HTTP 400: max_tokens 256 is not allowed to exceed 50',
      remedy: expect.stringContaining('aios({ sampling: { max_tokens: ... } })'),
    })
    expect(server.to('/v1/chat/completions').every(({ body }) => 'max_tokens' in body)).toBe(true)
  })

  test('that refuses a needed field is a failure with its words', async () => {
    const { models } = await open({ status: 400, body: '{"error":"Unrecognized request argument supplied: messages"}' })
    expect(await models.complete(question())).toMatchObject({ cause: 'invalid_request', tries: 1 })
  })
})

describe('a server that asks to wait', () => {
  const busy = (after: string, status = 429, name = 'retry-after'): Script => {
    let count = 0
    return (response) => {
      count += 1
      if (count > 1) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamed(['Paris.']))
      else response.writeHead(status, { [name]: after }).end('{"error":{"message":"slow down"}}')
    }
  }

  test.each([
    ['1', 429, 'retry-after'],
    ['0.9', 503, 'retry-after'],
    ['900', 529, 'retry-after-ms'],
  ])('is asked again after that: %s, HTTP %i', async (after, status, name) => {
    const startedAt = performance.now()
    const { models } = await open(busy(after, status, name))
    expect(await models.complete(question())).toMatchObject({ kind: 'reply', text: 'Paris.' })
    expect(performance.now() - startedAt).toBeGreaterThan(800)
  })

  test('is asked as often as it says when to come back', async () => {
    let count = 0
    const { models } = await open(
      (response) => {
        count += 1
        if (count > 5) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamed(['Paris.']))
        else response.writeHead(429, { 'retry-after-ms': '1' }).end('{"error":"wait"}')
      },
      { limits: { total: 60_000 } },
    )
    expect(await models.complete(question())).toMatchObject({ kind: 'reply', tries: 6 })
  })

  test.each([
    ['seconds', '3600', /asks to wait 3600 s, but \S+ s of the limit of 5 s remain/],
    ['a date', new Date(Date.now() + 7_200_000).toUTCString(), /asks to wait 7\d\d\d(?:\.\d)? s/],
  ])('longer than the limit allows is a failure at once: %s', async (_name, after, evidence) => {
    const { models, server } = await open(busy(after))
    expect(await models.complete(question())).toMatchObject({
      kind: 'failure',
      cause: 'overloaded',
      evidence: expect.stringMatching(evidence),
      remedy: expect.stringContaining('AIOS_TIMEOUT_MS'),
      tries: 1,
    })
    expect(server.to('/v1/chat/completions')).toHaveLength(1)
  })
})

test.each<[Record<string, string>, number | null]>([
  [{ 'retry-after': '2' }, 2_000],
  [{ 'retry-after': ' 1.5 ' }, 1_500],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }, 50_000],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:01 GMT' }, 0],
  [{ 'retry-after-ms': '7', 'retry-after': '9' }, 7],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '-1' }, null],
  [{}, null],
])('%j means %s ms', (headers, ms) => {
  expect(retryAfterMs(headers, 10_000)).toBe(ms)
})

test.each(['/api/v1', '/some/path', ''])(
  'a client finds the endpoint of an address that ends in "%s"',
  async (path) => {
    const server = await scriptedServer({ [`POST ${path}/chat/completions`]: say('Paris.') })
    const models = liveModels(new URL(server.url).origin + path)
    onTestFinished(async () => {
      await models.close()
      await server.close()
    })
    expect(await models.complete(question())).toMatchObject({ kind: 'reply', text: 'Paris.' })
  },
)

test('an address with a query keeps it in every request', async () => {
  const server = await scriptedServer({ 'POST /v1/chat/completions?api-version=7': say('Paris.') })
  const models = liveModels(`${server.url}?api-version=7`)
  onTestFinished(async () => {
    await models.close()
    await server.close()
  })
  expect(await models.complete(question())).toMatchObject({ kind: 'reply', text: 'Paris.' })
})

describe('a model that does not get ready', () => {
  const list = (state: string) => ({ body: JSON.stringify({ object: 'list', data: [{ id: 'm', state }] }) })
  const chats = (server: Awaited<ReturnType<typeof open>>['server']) => server.to('/v1/chat/completions').length

  test('is waited for once, and the second question fails at once with the same cause', async () => {
    const { server, models } = await open(() => {}, { limits: { load: 60_000, warmUp: 120 } })
    const first = await models.complete(question())
    expect(first).toMatchObject({
      cause: 'load_timeout',
      evidence: 'the model did not give its first reply within 120 ms',
    })
    expect(await models.complete(question({ repeat: 1 }))).toEqual(first)
    expect(chats(server)).toBe(1)
  })

  test.each<[string, string, Script]>([
    [
      'bytes without a token',
      'load_timeout',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        const timer = setInterval(() => response.write(': wait\n\n'), 20)
        response.once('close', () => clearInterval(timer))
      },
    ],
    [
      'tokens without end',
      'total_timeout',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        const timer = setInterval(() => response.write(chunk({ content: 'a' })), 20)
        response.once('close', () => clearInterval(timer))
      },
    ],
  ])('drips %s', async (_name, cause, script) => {
    const { server, models } = await open(script, { limits: { warmUp: 150, total: 150 } })
    for (const repeat of [0, 1]) expect(await models.complete(question({ repeat }))).toMatchObject({ cause })
    expect(chats(server)).toBe(1)
  })

  test('has its own limit while its server says that it is not loaded', async () => {
    const server = await scriptedServer({
      'GET /api/v0/models': list('not-loaded'),
      [CHAT]: async (response) => {
        await new Promise((resolve) => setTimeout(resolve, 400))
        server.script({ 'GET /api/v0/models': list('loaded'), [CHAT]: say('Paris.') })
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamed(['Hi']))
      },
    })
    const models = liveModels(server.url, { limits: { warmUp: 100, firstToken: 200, total: 200, load: 5_000 } })
    onTestFinished(async () => {
      await models.close()
      await server.close()
    })
    expect(await models.complete(question())).toMatchObject({ kind: 'reply', text: 'Paris.' })
  })

  test('is announced after a second, and what was found out is passed on', async () => {
    const notes: ModelNote[] = []
    const slots = { ...openSlots(), note: (_: string, __: string, note: ModelNote) => void notes.push(note) }
    const { models } = await open(() => {}, { limits: { warmUp: 1_300 }, slots })
    await models.complete(question())
    const fault = { kind: 'limit', limit: 'warmUp', ms: 1_300 }
    expect(notes).toEqual([
      { kind: 'loading', limitMs: 1_300 },
      { kind: 'not_loaded', fault },
    ])
    const other = await open(say('Paris.'), {
      slots: { acquire: () => Promise.resolve({ previous: null, notes, release: () => {} }) },
    })
    expect(await other.models.complete(question())).toMatchObject({ cause: 'load_timeout' })
    expect(chats(other.server)).toBe(0)
  })
})

describe('a reply that goes on under another name', () => {
  const stream = (...names: string[]): Script => ({
    type: 'text/event-stream',
    body: `${names.map((name, at) => chunk({ content: `${at} ` }, name)).join('')}${chunk({}, names.at(-1), 'stop')}data: [DONE]\n\n`,
  })

  test.each([
    [['m', 'm', 'another'], 'asked for "m", and the reply began as "m" and went on as "another"'],
    [['m', 'another', 'm'], 'asked for "m", and the reply began as "m" and went on as "another"'],
    [['another', 'm'], 'asked for "m", answered by "another"'],
  ])('%j is not taken for the first one', async (names, evidence) => {
    const { models } = await open(stream(...names))
    expect(await models.complete(question())).toMatchObject({ kind: 'failure', cause: 'wrong_model', evidence })
  })

  test('is the same model under another spelling', async () => {
    const { models } = await open(stream('M', 'm:latest', 'm'))
    expect(await models.complete(question())).toMatchObject({ kind: 'reply', model: { answered: 'M' } })
  })
})
