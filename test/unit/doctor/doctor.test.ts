import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { doctorCommand, render } from '../../../src/cli/doctor.ts'
import type { Check } from '../../../src/doctor/check.ts'
import { diagnose } from '../../../src/doctor/doctor.ts'
import type { EngineStatus } from '../../../src/models/embedded/install/status.ts'
import { explainUnavailable } from '../../../src/models/explain-unavailable.ts'
import { probeServer } from '../../../src/models/live/probe.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import type { Settings } from '../../../src/settings/settings.ts'
import { scriptedServer, streamed } from '../../support/scripted-server.ts'
import type { Script } from '../../support/scripted-server.ts'

const NO_ENGINE: EngineStatus = { kind: 'missing', engine: null, models: [], missing: ['node-llama-cpp'] }

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aios-doctor-'))
  return () => rmSync(root, { recursive: true })
})

const settingsFor = (env: Record<string, string>): Settings =>
  resolveSettings({}, { root, env: { AIOS_MAIN_MODEL: 'big', AIOS_EMBEDDER: 'small', ...env } })

/** LM Studio with `big` and `small` loaded; the model named in the request answers. */
async function lmStudio(more: Record<string, Script> = {}): Promise<string> {
  const rows = ['big', 'small'].map((id) => ({ id, object: 'model', owned_by: 'organization_owner' }))
  const states = ['big', 'small'].map((id) => ({
    id,
    state: 'loaded',
    quantization: 'Q4_K_M',
    compatibility_type: 'gguf',
  }))
  const server = await scriptedServer({
    'GET /lmstudio-greeting': { body: '{"lmstudio":true}' },
    'GET /v1/models': { body: JSON.stringify({ data: rows, object: 'list' }) },
    'GET /api/v0/models': { body: JSON.stringify({ data: states, object: 'list' }) },
    'POST /v1/chat/completions': (response, { body }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(streamed(['Hello'], String(body['model'])))
    },
    ...more,
  })
  onTestFinished(() => server.close())
  return server.url
}

async function deadAddress(): Promise<string> {
  const gone = await scriptedServer({})
  await gone.close()
  return gone.url
}

const named = (checks: readonly Check[], name: string): Check | undefined => checks.find((check) => check.name === name)
const statuses = (checks: readonly Check[]) => Object.fromEntries(checks.map(({ name, status }) => [name, status]))

test('all is well with a server that has both models', async () => {
  const url = await lmStudio()
  const checks = await diagnose(settingsFor({ AIOS_BASE_URL: url }))
  expect(statuses(checks)).toEqual({
    settings: 'ok',
    endpoint: 'ok',
    server: 'ok',
    main_model: 'ok',
    embedder: 'ok',
    engine: 'ok',
    'golden sets': 'warning',
    cassettes: 'warning',
    baseline: 'warning',
    replies: 'ok',
  })
  expect(named(checks, 'endpoint')?.evidence).toBe(`${url} (AIOS_BASE_URL)`)
  expect(named(checks, 'server')?.evidence).toBe('lmstudio lists 2 models')
  expect(named(checks, 'main_model')?.evidence).toMatch(/^big: listed, loaded, answers as big in \d+ ms$/)
  expect(named(checks, 'baseline')?.remedy).toContain('npx vitest run goldens -u')
})

test('another model answers in the place of the one asked for', async () => {
  const url = await lmStudio({
    'POST /v1/chat/completions': (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(streamed(['Hello'], 'big'))
    },
  })
  const checks = await diagnose(settingsFor({ AIOS_BASE_URL: url }))
  expect(named(checks, 'embedder')).toMatchObject({
    status: 'failed',
    evidence: 'small: listed, loaded; wrong_model: asked for "small", answered by "big"',
  })
  expect(named(checks, 'replies')?.status).toBe('failed')
})

test('a model that is not there, and one that would not be loaded', async () => {
  const native = { models: [{ key: 'sleepy', loaded_instances: [] }] }
  const refusal = JSON.stringify({ error: { message: 'Invalid model identifier', code: 'model_not_found' } })
  const url = await lmStudio({
    'GET /api/v1/models': { body: JSON.stringify(native) },
    'POST /v1/chat/completions': { status: 400, body: refusal },
  })
  const checks = await diagnose(settingsFor({ AIOS_BASE_URL: url, AIOS_MAIN_MODEL: 'bigg', AIOS_EMBEDDER: 'sleepy' }))
  expect(named(checks, 'main_model')).toMatchObject({
    status: 'failed',
    evidence: 'the server has no model bigg; it lists big, small',
  })
  expect(named(checks, 'embedder')).toMatchObject({ status: 'failed', remedy: 'Load it: `lms load sleepy`.' })
})

test('no server: a failure for a person who named one, a warning for one who did not', async () => {
  const named_ = await diagnose(settingsFor({ AIOS_BASE_URL: await deadAddress() }))
  expect(statuses(named_)).toMatchObject({ server: 'failed', main_model: 'failed', replies: 'failed' })
  const settings = settingsFor({})
  for (const source of ['main_model', 'embedder'] as const) settings.models[source].baseUrl = await deadAddress()
  expect(statuses(await diagnose(settings))).toMatchObject({
    server: 'warning',
    main_model: 'warning',
    replies: 'failed',
  })
})

test.each(['embedded', 'replay'])('asks no server with backend %s', async (backend) => {
  const requests: string[] = []
  const url = await lmStudio({
    'GET /v1/models': (response, { path }) => {
      requests.push(path)
      response.end('{}')
    },
  })
  const checks = await diagnose(settingsFor({ AIOS_BACKEND: backend, AIOS_BASE_URL: url }))
  expect(requests).toEqual([])
  expect(named(checks, 'server')).toEqual({
    name: 'server',
    status: 'ok',
    evidence: `not needed: backend ${backend}`,
    remedy: null,
  })
  expect(checks.map(({ name }) => name)).not.toContain('main_model')
  expect(named(checks, 'replies')).toMatchObject({ status: 'failed' })
})

test('with backend embedded and models that are missing, the remedies name no server', async () => {
  const checks = await diagnose(settingsFor({ AIOS_BACKEND: 'embedded' }))
  expect(named(checks, 'replies')?.remedy).toMatch(/^Run `npx aios models pull`, then `AIOS_BACKEND=embedded .*`\.$/)
})

test('a server that accepts and hangs does not hold the doctor up', { timeout: 15_000 }, async () => {
  const raw = createServer((socket) => void socket.on('error', () => {}))
  await new Promise<void>((resolve) => void raw.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void raw.close())
  const url = `http://127.0.0.1:${(raw.address() as AddressInfo).port}/v1`
  const checks = await diagnose(settingsFor({ AIOS_BASE_URL: url }))
  expect(named(checks, 'server')).toMatchObject({
    status: 'failed',
    evidence: `${url} accepts connections, but does not answer`,
  })
})

test('a server that lists its models but never answers does not hold the doctor up', { timeout: 15_000 }, async () => {
  const url = await lmStudio({ 'POST /v1/chat/completions': () => {} })
  const checks = await diagnose(settingsFor({ AIOS_BASE_URL: url, AIOS_TIMEOUT_MS: '300' }))
  expect(statuses(checks)).toMatchObject({ server: 'ok', main_model: 'failed', embedder: 'failed', replies: 'failed' })
  expect(named(checks, 'main_model')?.evidence).toBe(
    'big: listed, loaded; first_token_timeout: no first token within 300 ms',
  )
})

test('accepts a first reply as slow as a run allows', async () => {
  const slow: Script = async (response, { body }) => {
    if (body['model'] === 'big') await new Promise((resolve) => setTimeout(resolve, 4_200))
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(streamed(['Hello'], String(body['model'])))
  }
  const checks = await diagnose(settingsFor({ AIOS_BASE_URL: await lmStudio({ 'POST /v1/chat/completions': slow }) }))
  expect(statuses(checks)).toMatchObject({ main_model: 'ok', embedder: 'ok', replies: 'ok' })
}, 30_000)

test('rejects an invalid baseline', async () => {
  const settings = settingsFor({ AIOS_BASE_URL: await deadAddress() })
  settings.baseline = join(root, 'baseline.json')
  writeFileSync(settings.baseline, '{"schema_version":"2.0"}')
  expect(named(await diagnose(settings), 'baseline')).toMatchObject({
    status: 'failed',
    evidence: expect.stringContaining("must have required property 'sets'"),
  })
})

test('neither the key nor terminal escapes of a server are in the checks', async () => {
  const url = await lmStudio({
    'GET /v1/models': {
      body: JSON.stringify({ data: [{ id: '\u001b]0;owned\u0007hush-hush-1\u009b31m' }], object: 'list' }),
    },
  })
  const text = JSON.stringify(await diagnose(settingsFor({ AIOS_BASE_URL: url, AIOS_API_KEY: 'hush-hush-1' })))
  expect(text).toContain('API key set (AIOS_API_KEY)')
  expect(text).not.toMatch(/hush-hush|\\u001b|\u009b/)
})

test('the command prints marks and remedies, or JSON, and sets the exit code', async () => {
  const printed: string[] = []
  const log = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  const before = process.exitCode
  onTestFinished(() => {
    log.mockRestore()
    process.exitCode = before
  })
  const url = await lmStudio()
  await doctorCommand(() => Promise.resolve(settingsFor({ AIOS_BASE_URL: url }))).parseAsync(['--json'], {
    from: 'user',
  })
  expect(process.exitCode).toBe(0)
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({
    ok: true,
    checks: expect.arrayContaining([expect.objectContaining({ name: 'server', status: 'ok', remedy: null })]),
  })
  const dead = await deadAddress()
  await doctorCommand(() => Promise.resolve(settingsFor({ AIOS_BASE_URL: dead }))).parseAsync([], { from: 'user' })
  expect(process.exitCode).toBe(1)
  expect(stripVTControlCharacters(printed[1] ?? '')).toContain('failed   server')
})

test('the text: mark, name, evidence, and the remedy beneath', () => {
  const checks: Check[] = [
    { name: 'server', status: 'ok', evidence: 'lmstudio lists 2 models', remedy: null },
    { name: 'main_model', status: 'failed', evidence: 'the server has no model x', remedy: 'Set AIOS_MAIN_MODEL.' },
  ]
  expect(stripVTControlCharacters(render(checks))).toBe(
    [
      'ok       server      lmstudio lists 2 models',
      'failed   main_model  the server has no model x',
      '                     -> Set AIOS_MAIN_MODEL.',
      '',
      '1 ok, 0 warnings, 1 failed',
    ].join('\n'),
  )
})

test('why no backend can answer: the three causes, the one that applies, and the fix', async () => {
  const dead = await deadAddress()
  const settings = settingsFor({ AIOS_BASE_URL: dead })
  const port = new URL(dead).port
  expect(
    explainUnavailable(settings, [await probeServer(dead, null, 500)], ['no cassette in goldens/cassettes'], NO_ENGINE),
  ).toBe(
    `aios: no backend can answer.

Usual causes; > marks those that apply here:
  > server not running: ${dead}: connect ECONNREFUSED 127.0.0.1:${port}
        with LM Studio:
          lms server start --port ${port}
        with the embedded engine:
          npx aios models pull
          AIOS_BACKEND=embedded AIOS_MAIN_MODEL=qwen2.5-coder-1.5b-instruct AIOS_EMBEDDER=qwen2.5-coder-0.5b-instruct npx vitest run goldens
    models not loaded
        lms load big
        lms load small
        or name others: AIOS_MAIN_MODEL=... AIOS_EMBEDDER=...; see \`lms ls\`
    wrong endpoint
        AIOS_BASE_URL=http://HOST:PORT/v1 npx vitest run goldens
        (now ${dead}, from AIOS_BASE_URL)

What was tried:
    no cassette in goldens/cassettes

To run without a model, record once with a live server or the embedded engine:
  AIOS_RECORD=5 npx vitest run goldens
then replay:
  AIOS_BACKEND=replay npx vitest run goldens
\`npx aios doctor\` checks each of these.`,
  )
})

test.each<[string, string, (url: string) => string, Record<string, Script>]>([
  ['models not loaded', 'does not list absent; it lists big, small', (url) => url, {}],
  ['wrong endpoint', 'Unexpected endpoint or method', (url) => url.replace('/v1', '/openai/v1'), {}],
  [
    'API key missing or refused',
    'token is required',
    (url) => url,
    {
      'GET /v1/models': {
        status: 401,
        body: '{"error":{"code":"invalid_api_key","message":"An LM Studio API token is required"}}',
      },
    },
  ],
])('why no backend can answer: %s', async (cause, evidence, address, scripts) => {
  const url = address(await lmStudio(scripts))
  const settings = settingsFor({ AIOS_BASE_URL: url, AIOS_MAIN_MODEL: 'absent' })
  const marked = explainUnavailable(settings, [await probeServer(url, null, 500)], [], NO_ENGINE)
    .split('\n')
    .filter((line) => line.startsWith('  > '))
  expect(marked).toEqual([expect.stringContaining(`  > ${cause}: `)])
  expect(marked[0]).toContain(evidence)
})

test('a recording that no backend can answer is not advised to record', () => {
  const text = explainUnavailable(settingsFor({ AIOS_RECORD: '5' }), [], [], NO_ENGINE)
  expect(text).not.toContain('AIOS_RECORD')
})

test('the explanation holds no password of an address', () => {
  const settings = settingsFor({ AIOS_BASE_URL: 'http://ann:hush-hush@127.0.0.1:1/v1' })
  const probe = { kind: 'not_a_model_server', asked: '', baseUrl: 'http://127.0.0.1:1/v1', evidence: 'a page' } as const
  const text = explainUnavailable(settings, [probe], [], NO_ENGINE)
  expect(text).toContain('now http://[redacted]@127.0.0.1:1/v1')
  expect(text).not.toContain('hush')
})

test("the runbook's older baseline is a baseline for the doctor too", async () => {
  const test = { id: 'a', question: 'Why?', response: 'So.', latency_ms: 12, source: 'embedder_llm' }
  mkdirSync(join(root, 'goldens'))
  writeFileSync(join(root, 'goldens/baseline.json'), JSON.stringify({ golden_set: 'sample_set.json', tests: [test] }))
  const checks = await diagnose(settingsFor({ AIOS_BASE_URL: await deadAddress() }))
  expect(named(checks, 'baseline')).toMatchObject({
    status: 'ok',
    evidence: expect.stringContaining('1 golden in 1 set'),
  })
})

test('wraps lines to the terminal, and does not wrap without one', () => {
  const evidence = 'big: listed, not loaded; load_timeout: the model was not loaded within 600000 ms'
  const checks: Check[] = [
    { name: 'main_model', status: 'failed', evidence, remedy: 'Load it: `lms load big`; or wait.' },
  ]
  expect(stripVTControlCharacters(render(checks, 60)).split('\n').slice(0, -2)).toEqual([
    'failed   main_model  big: listed, not loaded; load_timeout:',
    '                     the model was not loaded within',
    '                     600000 ms',
    '                     -> Load it: `lms load big`; or wait.',
  ])
  expect(render(checks, Infinity)).toContain(evidence)
})

test('says which model it waits for, and how long at most', async () => {
  const slow: Script = async (response, { body }) => {
    await new Promise((resolve) => setTimeout(resolve, body['model'] === 'big' ? 1_500 : 0))
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(streamed(['Hello'], String(body['model'])))
  }
  const models = { body: JSON.stringify({ data: [{ id: 'big' }, { id: 'small' }] }) }
  const server = await scriptedServer({ 'GET /v1/models': models, 'POST /v1/chat/completions': slow })
  onTestFinished(() => server.close())
  const waits: [string, number][] = []
  await diagnose(settingsFor({ AIOS_BASE_URL: server.url, AIOS_TIMEOUT_MS: '61000' }), (model, limitMs) =>
    waits.push([model, limitMs]),
  )
  // More than a minute: the limit is that of a run.
  expect(waits).toEqual([['big', 61_000]])
}, 30_000)
