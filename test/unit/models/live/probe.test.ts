import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { probeServer } from '../../../../src/models/live/probe.ts'
import { scriptedServer } from '../../../support/scripted-server.ts'
import type { Script, ScriptedServer } from '../../../support/scripted-server.ts'

const OPENAI = {
  body: '{"data":[{"id":"a","object":"model","owned_by":"organization_owner"},{"id":"b","object":"model","owned_by":"organization_owner"}],"object":"list"}',
}
const GREETING = { body: '{"lmstudio":true}' }
const V0 = {
  body: '{"data":[{"id":"a","object":"model","type":"llm","publisher":"p","arch":"llama","compatibility_type":"gguf","quantization":"Q4_K_M","state":"loaded","max_context_length":8192,"loaded_context_length":4096},{"id":"b","object":"model","type":"llm","compatibility_type":"gguf","quantization":"Q8_0","state":"not-loaded","max_context_length":8192}],"object":"list"}',
}
const V1 = {
  body: '{"models":[{"type":"llm","key":"a","quantization":{"name":"4bit","bits_per_weight":4},"loaded_instances":[{"id":"a","config":{"context_length":8192,"parallel":4}}],"format":"mlx"},{"type":"llm","key":"c","quantization":null,"loaded_instances":[],"format":"gguf"}]}',
}
const NGINX = { status: 404, type: 'text/html', body: '<html><head><title>404 Not Found</title></head></html>' }

async function server(scripts: Record<string, Script>): Promise<ScriptedServer> {
  const started = await scriptedServer(scripts)
  onTestFinished(() => started.close())
  return started
}

test('LM Studio 0.3: load states from /api/v0', async () => {
  const { url } = await server({
    'GET /v1/models': OPENAI,
    'GET /lmstudio-greeting': GREETING,
    'GET /api/v0/models': V0,
  })
  expect(await probeServer(`${url}/chat/completions`, null, 1_000)).toEqual({
    asked: `${url}/chat/completions`,
    baseUrl: url,
    kind: 'reachable',
    software: 'lmstudio',
    models: [
      { id: 'a', loaded: true, quantization: 'Q4_K_M', format: 'gguf', context_length: 4_096 },
      { id: 'b', loaded: false, quantization: 'Q8_0', format: 'gguf' },
    ],
    downloaded: [],
  })
})

test('LM Studio 0.4: instances from /api/v1, and what would not be loaded when asked', async () => {
  const { url } = await server({
    'GET /v1/models': OPENAI,
    'GET /lmstudio-greeting': GREETING,
    'GET /api/v1/models': V1,
  })
  expect(await probeServer(url, null, 1_000)).toMatchObject({
    kind: 'reachable',
    models: [
      { id: 'a', loaded: true, quantization: '4bit', format: 'mlx', context_length: 8_192, instances: ['a'] },
      { id: 'b', loaded: null },
    ],
    downloaded: ['c'],
  })
})

test.each([
  ['llama.cpp', 'llamacpp'],
  ['ollama', 'library'],
  ['vllm', 'vllm'],
  ['unknown', 'me'],
])('%s by owner', async (software, owner) => {
  const { url } = await server({
    'GET /v1/models': {
      body: JSON.stringify({ object: 'list', data: [{ id: 'x', object: 'model', created: 1, owned_by: owner }] }),
    },
    'GET /lmstudio-greeting': NGINX,
    'GET /api/v0/models': NGINX,
    'GET /api/v1/models': NGINX,
  })
  expect(await probeServer(url, null, 1_000)).toMatchObject({
    kind: 'reachable',
    software,
    models: [{ id: 'x', loaded: null }],
  })
})

test('a token is asked for', async () => {
  const refusal = {
    status: 401,
    body: '{"error":{"type":"invalid_request","code":"invalid_api_key","message":"An LM Studio API token is required to make requests to this server, but none was provided"}}',
  }
  const { url, requests } = await server({ 'GET /v1/models': refusal, 'GET /lmstudio-greeting': GREETING })
  expect(await probeServer(url, null, 1_000)).toMatchObject({ kind: 'unauthorized', keySent: false })
  expect(await probeServer(url, 'some-key-1', 1_000)).toMatchObject({ kind: 'unauthorized', keySent: true })
  expect(requests.at(-1)?.headers.authorization).toBe('Bearer some-key-1')
})

test('early 0.4 asks for a token by saying "Unexpected endpoint"', async () => {
  const { url } = await server({ 'GET /lmstudio-greeting': GREETING })
  expect(await probeServer(url, null, 1_000)).toMatchObject({ kind: 'unauthorized', keySent: false })
})

test('a path too much: the right base URL is found', async () => {
  const { url } = await server({ 'GET /v1/models': OPENAI, 'GET /lmstudio-greeting': GREETING })
  const origin = url.replace('/v1', '')
  expect(await probeServer(`${origin}/openai/v1`, null, 1_000)).toMatchObject({
    kind: 'wrong_endpoint',
    right: url,
    evidence: `GET ${origin}/openai/v1/models: HTTP 200: Unexpected endpoint or method. (GET /openai/v1/models)`,
  })
})

test('another web server', async () => {
  const page: Script = { type: 'text/html', body: '<!DOCTYPE html><title>My router</title>' }
  const { url } = await server({
    'GET /v1/models': page,
    'GET /lmstudio-greeting': page,
    'GET /api/v0/models': page,
    'GET /api/v1/models': page,
  })
  expect(await probeServer(url, null, 1_000)).toMatchObject({
    kind: 'not_a_model_server',
    evidence: expect.stringContaining('My router'),
  })
})

test('a server that is not ready', async () => {
  const loading = { status: 503, body: '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}' }
  const { url } = await server({ 'GET /v1/models': loading })
  expect(await probeServer(url, null, 1_000)).toMatchObject({ kind: 'unreachable', why: 'not_ready' })
})

test('nothing listens', async () => {
  const gone = await scriptedServer({})
  await gone.close()
  const found = await probeServer(gone.url, null, 1_000)
  expect(found).toMatchObject({
    kind: 'unreachable',
    why: 'refused',
    evidence: expect.stringContaining('ECONNREFUSED'),
  })
})

test('it accepts the connection and says nothing, or nothing of HTTP', async () => {
  for (const [greeting, expected] of [
    ['', { kind: 'unreachable', why: 'silent' }],
    ['220 mail.example ESMTP\r\n', { kind: 'not_a_model_server' }],
  ] as const) {
    const raw = createServer((socket) => {
      socket.on('error', () => {})
      if (greeting !== '') socket.write(greeting)
    })
    await new Promise<void>((resolve) => void raw.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void raw.close())
    const url = `http://127.0.0.1:${(raw.address() as AddressInfo).port}/v1`
    expect(await probeServer(url, null, 150)).toMatchObject(expected)
  }
})

test('localhost finds a server that listens on IPv4 only', async () => {
  const { url } = await server({ 'GET /v1/models': OPENAI })
  expect(await probeServer(url.replace('127.0.0.1', 'localhost'), null, 1_000)).toMatchObject({ kind: 'reachable' })
})

test('the key is not in the evidence, even when the server repeats it', async () => {
  const { url } = await server({
    'GET /v1/models': (response, { headers }) =>
      void response.writeHead(400).end(`{"error":"bad ${headers.authorization}"}`),
  })
  expect(JSON.stringify(await probeServer(url, 'hush-hush', 1_000))).not.toContain('hush')
})

const listOf = (ids: readonly string[], more: object = {}) => ({
  body: JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model', owned_by: 'x', ...more })) }),
})

test('a list of several MiB is read whole', async () => {
  const ids = Array.from({ length: 3_000 }, (_, index) => `vendor/model-${index}`)
  const { url } = await server({ 'GET /v1/models': listOf(ids, { description: 'Long words. '.repeat(150) }) })
  expect(await probeServer(url, null, 5_000)).toMatchObject({
    kind: 'reachable',
    models: expect.arrayContaining([{ id: 'vendor/model-2999', loaded: null }]),
  })
})

test.each([
  ['/gateway/api/v1', '/gateway/api/v1'],
  ['/openai/v1/', '/openai/v1'],
  ['/some/path', '/some/path'],
  ['/v1beta/openai', '/v1beta/openai'],
  ['/some/path', '/some/path/v1'],
  ['', ''],
  ['/v1/chat/completions?key=1', '/v1'],
])('an address that ends in "%s" is found with its list under "%s"', async (given, base) => {
  const query = given.includes('?') ? given.slice(given.indexOf('?')) : ''
  const { url } = await server({ [`GET ${base}/models${query}`]: listOf(['a']) })
  const origin = new URL(url).origin
  expect(await probeServer(origin + given, null, 1_000)).toMatchObject({
    kind: 'reachable',
    baseUrl: origin + base,
    models: [{ id: 'a' }],
  })
})

test.each(['/api/v0', '/api/v1', '/api'])("LM Studio's own %s is not taken for the address", async (path) => {
  const { url } = await server({
    'GET /v1/models': OPENAI,
    'GET /api/v0/models': V0,
    'GET /api/v1/models': V1,
    'GET /lmstudio-greeting': GREETING,
  })
  expect(await probeServer(new URL(path, url).href, null, 1_000)).toMatchObject({ kind: 'reachable', baseUrl: url })
})

test('an address that lacks the path of the gateway is told the right one', async () => {
  const { url } = await server({ 'GET /api/v1/models': listOf(['a']) })
  const { origin } = new URL(url)
  expect(await probeServer(url, null, 1_000)).toMatchObject({ kind: 'wrong_endpoint', right: `${origin}/api/v1` })
})
