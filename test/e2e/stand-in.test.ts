import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import OpenAI from 'openai'
import { beforeAll, expect, test, vi } from 'vitest'
import { findModelFiles } from '../../src/models/embedded/install/model-files.ts'
import { startStandIn } from '../../src/models/embedded/server/server.ts'
import type { StandInOptions } from '../../src/models/embedded/server/server.ts'
import { AIOS_DIR, requires } from '../support/requires.ts'

// Models are loaded and asked for real, on machines that do other things at the same time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const MAIN = 'smollm2-135m-instruct'
const EMBEDDER = 'gemma-3-270m'
const COPY = 'copy'
const KEY = 'sk-lm-test'
const JSON_TYPE = { 'content-type': 'application/json' }

interface Server {
  baseUrl: string
  /** Without `/v1`. */
  root: string
  openai: OpenAI
  close(): Promise<void>
}

async function serve(options: Partial<StandInOptions> = {}): Promise<Server> {
  const standIn = await startStandIn({ dir: AIOS_DIR, ...options })
  const { baseUrl } = standIn
  const openai = new OpenAI({ baseURL: baseUrl, apiKey: options.apiKey ?? 'any', maxRetries: 0 })
  return { baseUrl, root: baseUrl.replace(/\/v1$/, ''), openai, close: () => standIn.close() }
}

/** A folder with the engine and two models: `MAIN`, and its copy, which loads in half of the time of `EMBEDDER`. */
function withCopy(): string {
  const dir = mkdtempSync(join(tmpdir(), 'aios-test-'))
  const { path = '' } = findModelFiles(AIOS_DIR).find(({ id }) => id === MAIN) ?? {}
  mkdirSync(join(dir, 'models'))
  symlinkSync(join(AIOS_DIR, 'engine'), join(dir, 'engine'))
  for (const name of [basename(path), `${COPY}.gguf`]) symlinkSync(path, join(dir, 'models', name))
  return dir
}

/** A question to a model; `repeat_penalty` and `top_k` are not in OpenAI's API, LM Studio takes them. */
function chat(model: string, content: string, more: { temperature?: number; seed?: number; max_tokens?: number } = {}) {
  const sampling = { temperature: 0, seed: 1, max_tokens: 24, ...more }
  return { model, messages: [{ role: 'user' as const, content }], ...sampling, repeat_penalty: 1, top_k: 0, top_p: 1 }
}

/** The whole reply of a server to such a question. */
const ask = ({ openai }: Server, ...asked: Parameters<typeof chat>) => openai.chat.completions.create(chat(...asked))

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } })
  return { status: response.status, body: await response.json() }
}

async function states({ root }: Server, key = 'any'): Promise<Record<string, string>> {
  const response = await fetch(`${root}/api/v0/models`, { headers: { authorization: `Bearer ${key}` } })
  const { data } = (await response.json()) as { data: { id: string; state: string }[] }
  return Object.fromEntries(data.map(({ id, state }) => [id, state]))
}

requires('engine', 'weights')('the stand-in server', () => {
  let server: Server
  beforeAll(async () => {
    server = await serve({ oneResident: true })
    return () => server.close()
  })

  test('identifies itself', async () => {
    const response = await fetch(`${server.root}/lmstudio-greeting`)
    expect(await response.json()).toEqual({ lmstudio: true, stand_in: expect.stringMatching(/^vitest-aios /) })
    expect(response.headers.get('x-powered-by')).toMatch(/^vitest-aios/)
  })

  test('lists its models', async () => {
    const { data } = await server.openai.models.list()
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining([MAIN, EMBEDDER]))
  })

  // The tests that ask the smaller model come first: to load another one takes longer than most replies.
  test('a base model is prompted by a transcript and stopped at its end', async () => {
    const reply = await ask(server, EMBEDDER, 'What is the capital of France?')
    expect(reply.choices[0]).toMatchObject({ message: { content: 'Paris.' }, finish_reason: 'stop' })
  })

  test('continues bare text', async () => {
    const reply = await server.openai.completions.create({
      model: EMBEDDER,
      prompt: 'Monday, Tuesday, Wednesday,',
      max_tokens: 3,
      temperature: 0,
    })
    expect(reply).toMatchObject({ object: 'text_completion', choices: [{ text: ' Thursday, Friday' }] })
  })

  test('stops the reply of a client that disconnects; loads on demand, and keeps one model in memory', async () => {
    const abort = new AbortController()
    const stream = await server.openai.completions.create(
      { model: EMBEDDER, prompt: 'Once upon a time', stream: true, max_tokens: 4_000, temperature: 1 },
      { signal: abort.signal },
    )
    for await (const chunk of stream) if (chunk.choices[0]?.text !== '') abort.abort()
    expect(await states(server)).toMatchObject({ [EMBEDDER]: 'loaded', [MAIN]: 'not-loaded' })
    const long = chat(MAIN, 'Count to a thousand.', { max_tokens: 4_000, temperature: 1.5 })
    const alsoGone = server.openai.chat.completions.create(long, { signal: AbortSignal.timeout(50) })
    await expect(alsoGone).rejects.toThrow(/abort/i)
    const next = await ask(server, MAIN, 'What is the capital of France?')
    expect(next.choices[0]?.message.content).toBe('The capital of France is Paris.')
    expect(await states(server)).toMatchObject({ [EMBEDDER]: 'not-loaded', [MAIN]: 'loaded' })
    const row: unknown = await (await fetch(`${server.root}/api/v0/models/${MAIN}`)).json()
    expect(row).toMatchObject({
      arch: 'llama',
      compatibility_type: 'gguf',
      quantization: 'Q4_1',
      state: 'loaded',
      max_context_length: 8192,
      loaded_context_length: 4096,
    })
  })

  test('returns a whole reply', async () => {
    const reply = await ask(server, MAIN, 'What is the capital of France?')
    expect(reply).toMatchObject({
      object: 'chat.completion',
      model: MAIN,
      system_fingerprint: MAIN,
      choices: [{ message: { role: 'assistant', content: 'The capital of France is Paris.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 17, completion_tokens: 7, total_tokens: 24 },
      stats: {},
    })
  })

  test('streams the same reply: a role on every piece, usage after the end, then [DONE]', async () => {
    const question = chat(MAIN, 'What is the capital of Japan?')
    const plain = await server.openai.chat.completions.create(question)
    const options = { stream: true, stream_options: { include_usage: true } } as const
    const response = await fetch(`${server.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ ...question, ...options }),
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const events = (await response.text()).split('\n\n').filter((event) => event !== '')
    expect(events.pop()).toBe('data: [DONE]')
    const chunks = events.map((event) => JSON.parse(event.slice('data: '.length)) as OpenAI.ChatCompletionChunk)
    const usage = chunks.pop()
    const finish = chunks.pop()
    expect(usage).toMatchObject({ choices: [], usage: plain.usage })
    expect(finish?.choices).toEqual([{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }])
    expect(chunks.length).toBeGreaterThan(1)
    expect(chunks.every(({ choices }) => choices[0]?.delta.role === 'assistant')).toBe(true)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content).join('')).toBe(plain.choices[0]?.message.content)

    const stream = await server.openai.chat.completions.create({ ...question, ...options })
    const seen: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) seen.push(chunk)
    expect(seen.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(plain.choices[0]?.message.content)
  })

  test('greedy replies repeat themselves, sampled ones follow their seed', async () => {
    const sampled = async (temperature: number, seed: number) =>
      (await ask(server, MAIN, 'Name three animals.', { temperature, seed, max_tokens: 6 })).choices[0]?.message.content
    expect(await sampled(0, 1)).toBe(await sampled(0, 2))
    expect(await sampled(1, 1)).toBe(await sampled(1, 1))
    expect(await sampled(1, 1)).not.toBe(await sampled(1, 2))
  })

  test('max_tokens and stop end a reply', async () => {
    const short = await ask(server, MAIN, 'Tell me a story.', { max_tokens: 5 })
    expect(short).toMatchObject({ choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 5 } })
    const question = chat(MAIN, 'What is the capital of France?')
    const stopped = await server.openai.chat.completions.create({ ...question, stop: [' is Par'] })
    expect(stopped.choices[0]).toMatchObject({ message: { content: 'The capital of France' }, finish_reason: 'stop' })
  })

  test('the native endpoint adds its figures', async () => {
    const question = JSON.stringify(chat(MAIN, 'What is the capital of France?'))
    expect(await post(`${server.root}/api/v0/chat/completions`, question)).toMatchObject({
      status: 200,
      body: {
        stats: {
          stop_reason: 'eosFound',
          time_to_first_token: expect.any(Number),
          generation_time: expect.any(Number),
        },
        model_info: { arch: 'llama', quant: 'Q4_1', format: 'gguf', context_length: 4096 },
        runtime: { supported_formats: ['gguf'] },
      },
    })
  })

  test('prints errors in the format of LM Studio', async () => {
    const url = `${server.baseUrl}/chat/completions`
    expect(await post(url, JSON.stringify(chat('missing', 'Hi')))).toEqual({
      status: 400,
      body: {
        error: {
          message: expect.stringMatching(
            /^Invalid model identifier "missing"\. Please specify a valid downloaded model \(e\.g\., .*smollm2-135m-instruct/,
          ),
          type: 'invalid_request_error',
          param: 'model',
          code: 'model_not_found',
        },
      },
    })
    await expect(ask(server, 'missing', 'Hi')).rejects.toThrow(OpenAI.BadRequestError)
    expect(await post(`${server.root}/chat/completions`, '{}')).toEqual({
      status: 200,
      body: { error: 'Unexpected endpoint or method. (POST /chat/completions)' },
    })
    expect(await post(url, '{ "model"')).toMatchObject({ status: 400, body: { error: expect.stringMatching(/JSON/) } })
    expect(await post(url, JSON.stringify({ ...chat(MAIN, 'Hi'), temperature: 'hot' }))).toEqual({
      status: 400,
      body: { error: `'temperature' field must be a number of at least 0` },
    })
  })

  test('rejects a prompt that is too long, in a stream with an event', async () => {
    const question = chat(MAIN, 'word '.repeat(5_000))
    expect(await post(`${server.baseUrl}/chat/completions`, JSON.stringify(question))).toEqual({
      status: 400,
      body: { error: expect.stringMatching(/greater than the context length \(n_keep: \d+>= n_ctx: 4096\)/) },
    })
    const response = await fetch(`${server.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ ...question, stream: true }),
    })
    expect(response.status).toBe(200)
    expect(await response.text()).toMatch(/^event: error\ndata: \{"error":\{"message":"Input does not fit in context/)
  })

  test('requests at the same time wait for each other', async () => {
    const questions = ['What is the capital of France?', 'What is the capital of Japan?']
    const replies = await Promise.all(questions.map((question) => ask(server, MAIN, question)))
    expect(replies.map(({ choices }) => choices[0]?.message.content)).toEqual([
      'The capital of France is Paris.',
      'The capital of Japan is Tokyo.',
    ])
  })
})

requires('engine', 'weights')('settings of the stand-in server', () => {
  let server: Server
  beforeAll(async () => {
    const dir = withCopy()
    server = await serve({ dir, apiKey: KEY, slots: 2 })
    return async () => {
      await server.close()
      rmSync(dir, { recursive: true })
    }
  })

  test('requires the key', async () => {
    const none = await fetch(`${server.baseUrl}/models`)
    expect(none.status).toBe(401)
    expect(await none.json()).toEqual({
      error: {
        type: 'invalid_request',
        code: 'invalid_api_key',
        message: expect.stringMatching(/^An LM Studio API token is required .* none was provided/),
      },
    })
    const wrong = new OpenAI({ baseURL: server.baseUrl, apiKey: 'wrong', maxRetries: 0 })
    await expect(wrong.models.list()).rejects.toThrow(OpenAI.AuthenticationError)
    expect((await server.openai.models.list()).data).not.toHaveLength(0)
    expect((await fetch(`${server.root}/lmstudio-greeting`)).status).toBe(200)
  })

  test('two slots answer at the same time, both models stay in memory', async () => {
    const replies = await Promise.all(
      [MAIN, MAIN, COPY].map((model) => ask(server, model, 'Say hello.', { max_tokens: 4 })),
    )
    expect(replies.map(({ model }) => model)).toEqual([MAIN, MAIN, COPY])
    expect(replies.every(({ choices }) => choices[0]?.message.content !== '')).toBe(true)
    expect(await states(server, KEY)).toMatchObject({ [COPY]: 'loaded', [MAIN]: 'loaded' })
  })

  test('unloads an idle model, and loads it again; stops a running reply at its end', async () => {
    const server = await serve({ ttlSeconds: 0.2 })
    await ask(server, MAIN, 'Hi', { max_tokens: 1 })
    await expect.poll(() => states(server), { timeout: 10_000 }).toMatchObject({ [MAIN]: 'not-loaded' })
    const long = chat(MAIN, 'Hi', { max_tokens: 4_000, temperature: 1 })
    const stream = await server.openai.chat.completions.create({ ...long, stream: true })
    let closed: Promise<void> | undefined
    const read = async () => {
      for await (const _ of stream) closed ??= server.close()
    }
    await expect(read()).rejects.toThrow(OpenAI.APIError)
    await closed
    await expect(fetch(`${server.baseUrl}/models`)).rejects.toThrow('fetch failed')
  })

  test('rejects a taken port, a host open to others without a key, and missing model files', async () => {
    const port = Number(new URL(server.baseUrl).port)
    await expect(serve({ port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use. Choose another with --port`)
    await expect(serve({ host: '0.0.0.0' })).rejects.toThrow(/Set a key with --api-key or AIOS_API_KEY/)
    await expect(serve({ dir: '/nonexistent' })).rejects.toThrow('Run: npx aios models pull')
  })
})
