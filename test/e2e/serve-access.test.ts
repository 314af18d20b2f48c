import { request } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startStandIn } from '../../src/models/embedded/server/server.ts'
import { AIOS_DIR, requires } from '../support/requires.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const EMBEDDER = 'gemma-3-270m'
const JSON_TYPE = { 'content-type': 'application/json' }

interface Answered {
  status: number
  body: string
}

/** Sends a request as it is; `fetch` sets Host and Origin by itself. A list of chunks goes without a content length. */
function send(root: string, path: string, headers: Record<string, string>, body?: string | Iterable<string>) {
  return new Promise<Answered>((resolve, reject) => {
    const sent = request(`${root}${path}`, { method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    // A server that refuses a body closes the connection while the rest of it is under way: once there is an answer, this has no effect.
    sent.on('error', reject)
    if (typeof body === 'string') sent.end(body)
    else {
      for (const chunk of body ?? []) sent.write(chunk)
      sent.end()
    }
  })
}

const question = (content: string) =>
  JSON.stringify({ model: EMBEDDER, messages: [{ role: 'user', content }], temperature: 0, max_tokens: 8 })

requires('engine', 'weights')('access to the stand-in server', () => {
  let root: string
  let close: () => Promise<void>
  beforeAll(async () => {
    const server = await startStandIn({ dir: AIOS_DIR })
    root = server.baseUrl.replace(/\/v1$/, '')
    close = () => server.close()
  })
  afterAll(() => close())

  test.each(['rebound.example', 'rebound.example:1234', '192.168.1.7', '127.0.0.1.example', 'localhost.example'])(
    'rejects the host %s, also for its list of models',
    async (host) => {
      for (const path of ['/v1/models', '/api/v0/models', '/lmstudio-greeting']) {
        const { status, body } = await send(root, path, { host })
        expect(status).toBe(403)
        expect(body).toContain(`The Host \\"${host}\\" is not allowed`)
      }
    },
  )

  test.each(['localhost', 'localhost:9', '127.0.0.1', '127.1.2.3:1234', '[::1]:80'])(
    'accepts the host %s',
    async (host) => {
      expect(await send(root, '/v1/models', { host })).toMatchObject({ status: 200 })
    },
  )

  test.each(['https://page.example', 'null', 'http://localhost.page.example', 'chrome-extension://abc'])(
    'rejects a page of the origin %s',
    async (origin) => {
      const headers = { ...JSON_TYPE, origin }
      expect(await send(root, '/v1/chat/completions', headers, question('Hi'))).toMatchObject({ status: 403 })
    },
  )

  test('accepts a page of this machine', async () => {
    expect(await send(root, '/v1/models', { origin: 'http://localhost:5173' })).toMatchObject({ status: 200 })
  })

  test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'text/plain; x=application/json'])(
    'rejects the content type %s',
    async (type) => {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
      const { status, body } = await send(root, '/v1/chat/completions', headers, question('Hi'))
      expect(status).toBe(415)
      expect(body).toContain('Content-Type: application/json')
    },
  )

  test('rejects a body of more than 4 MiB, and goes on answering', async () => {
    const chunk = 'x'.repeat(1_000_000)
    const tooLarge = { status: 413, body: '{"error":"The request body is larger than 4 MiB."}' }
    const whole = question(chunk.repeat(20))
    expect(
      await send(root, '/v1/chat/completions', { ...JSON_TYPE, 'content-length': String(whole.length) }, whole),
    ).toEqual(tooLarge)
    expect(
      await send(
        root,
        '/v1/chat/completions',
        JSON_TYPE,
        Array.from({ length: 20 }, () => chunk),
      ),
    ).toEqual(tooLarge)
    expect(await send(root, '/v1/chat/completions', JSON_TYPE, question('Hi'))).toMatchObject({ status: 200 })
  })

  test.each([
    ['prose', 'The quick brown fox jumps over the lazy dog. '],
    ['blanks', ' '],
    ['letters without a space', '漢字'],
  ])('says that %s of 3 MiB do not fit in the context', async (_, unit) => {
    const text = unit.repeat(3_000_000 / Buffer.byteLength(unit))
    const { status, body } = await send(root, '/v1/chat/completions', JSON_TYPE, question(text))
    expect(status).toBe(400)
    expect(body).toContain('greater than the context length')
  })

  test('rejects more stop strings than it can look for', async () => {
    const many = JSON.stringify({ ...JSON.parse(question('Hi')), stop: Array.from({ length: 65 }, String) })
    expect(await send(root, '/v1/chat/completions', JSON_TYPE, many)).toMatchObject({ status: 400 })
  })
})

requires('engine', 'weights')('a stand-in server with a key', () => {
  test('answers to any host that knows the key', async () => {
    const server = await startStandIn({ dir: AIOS_DIR, apiKey: 'a-key-for-tests' })
    try {
      const root = server.baseUrl.replace(/\/v1$/, '')
      const headers = { host: 'models.internal', authorization: 'Bearer a-key-for-tests' }
      expect(await send(root, '/v1/models', headers)).toMatchObject({ status: 200 })
      expect(await send(root, '/v1/models', { host: 'models.internal' })).toMatchObject({ status: 401 })
    } finally {
      await server.close()
    }
  })
})
