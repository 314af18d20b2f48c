import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { Agent, requestHead } from '../../../../src/models/live/http.ts'
import { openAgent, readBody } from '../../../../src/models/live/transport.ts'

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

/** A server that answers each request with what `answer` does to its socket, and the sockets that it has seen. */
async function server(answer: (socket: Socket) => void): Promise<{ url: string; sockets: Socket[] }> {
  const sockets: Socket[] = []
  const listening = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {}).on('data', () => answer(socket))
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    listening.close()
  })
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`, sockets }
}

function client(keepAliveMs = 4_000): Agent {
  const agent = new Agent({ connectMs: 1_000, keepAliveMs })
  onTestFinished(() => agent.destroy())
  return agent
}

async function textOf(agent: Agent, url: string): Promise<string> {
  const { body } = await agent.request(requestHead('GET', url, {}))
  return readBody(body)
}

test('uses a connection again, and opens more for requests at the same time', async () => {
  const { url, sockets } = await server((socket) => socket.write(OK))
  const agent = client()
  for (let index = 0; index < 5; index += 1) expect(await textOf(agent, url)).toBe('ok')
  expect(sockets).toHaveLength(1)
  expect(await Promise.all([1, 2, 3].map(() => textOf(agent, url)))).toEqual(['ok', 'ok', 'ok'])
  expect(sockets).toHaveLength(3)
})

test.each<[string, (socket: Socket) => void]>([
  ['closes the connection', (socket) => socket.end(OK)],
  [
    'says that it closes the connection',
    (socket) => socket.write(OK.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')),
  ],
  [
    'keeps it for a second only',
    (socket) => socket.write(OK.replace('\r\n\r\n', '\r\nkeep-alive: timeout=1, max=9\r\n\r\n')),
  ],
  ['sends more than its answer', (socket) => socket.write(`${OK}and more`)],
  ['sends more after its answer', (socket) => void (socket.write(OK), setTimeout(() => socket.write('more'), 5))],
])('opens a new connection when a server %s', async (name, answer) => {
  const kept = name.startsWith('keeps')
  const { url, sockets } = await server(answer)
  const agent = client()
  for (let index = 0; index < 3; index += 1) {
    expect(await textOf(agent, url)).toBe('ok')
    const last = sockets.at(-1)
    if (!kept && last?.destroyed === false) await once(last, 'close')
  }
  expect(sockets).toHaveLength(3)
})

test('closes connections that are idle', async () => {
  const { url, sockets } = await server((socket) => socket.write(OK))
  expect(await textOf(client(30), url)).toBe('ok')
  const [socket] = sockets
  if (socket !== undefined && !socket.destroyed) await once(socket, 'close')
  expect(socket?.destroyed).toBe(true)
})

test('rejects requests after it is closed, and those under way', async () => {
  const { url } = await server(() => {})
  const agent = client()
  const waiting = textOf(agent, url)
  agent.destroy()
  await expect(waiting).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
  await expect(textOf(agent, url)).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
})

test('finds a server on IPv4 by the name localhost', async () => {
  const { url } = await server((socket) => socket.write(OK))
  const agent = openAgent(1_000)
  onTestFinished(() => agent.destroy())
  expect(await textOf(agent, url.replace('127.0.0.1', 'localhost'))).toBe('ok')
})

test('sends the user of an address, and refuses headers with line breaks', () => {
  const { text, origin } = requestHead('POST', 'http://me:p%40ss@[::1]:8080/v1?a=b', { 'x-a': '1' })
  expect(text).toBe(
    `POST /v1?a=b HTTP/1.1\r\nhost: [::1]:8080\r\nconnection: keep-alive\r\nauthorization: Basic ${Buffer.from('me:p@ss').toString('base64')}\r\nx-a: 1\r\n`,
  )
  expect(origin).toEqual({ isTls: false, host: '::1', port: 8080 })
  expect(requestHead('GET', 'https://host/', {}).origin).toEqual({ isTls: true, host: 'host', port: 443 })
  expect(() => requestHead('GET', 'http://host/', { authorization: 'Bearer a\r\nx: y' })).toThrow(TypeError)
})
