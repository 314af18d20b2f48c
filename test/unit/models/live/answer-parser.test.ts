import { get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { AnswerParser } from '../../../../src/models/live/answer-parser.ts'

/** What a client makes of the bytes of an answer and the end of their connection. */
interface Parsed {
  status: number | null
  headers: Record<string, unknown>
  body: string
  /** The answer is complete, and its connection can be used again; else why it is not complete. */
  end: 'kept' | 'closed' | 'cut' | 'malformed'
}

/** Feeds the pieces, each in memory of its own, and ends the connection. */
function parsed(pieces: readonly Buffer[]): Parsed {
  const result: Parsed = { status: null, headers: {}, body: '', end: 'cut' }
  let rest = 0
  const parser = new AnswerParser({
    head: ({ status, headers }) => Object.assign(result, { status, headers: { ...headers } }),
    bytes: (bytes) => (result.body += bytes.toString('latin1')),
    end: () => (result.end = 'closed'),
  })
  try {
    for (const piece of pieces) rest += piece.length - parser.feed(Buffer.from(piece))
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^HPE_/) })
    return { ...result, end: 'malformed' }
  }
  if (parser.keepsAlive && rest === 0) return { ...result, end: 'kept' }
  parser.close()
  return result
}

const inPieces = (bytes: Buffer, cuts: readonly number[]): Buffer[] =>
  [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index] ?? bytes.length))

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`

const ANSWERS: [name: string, answer: string, expected: Partial<Parsed>][] = [
  ['a length', `${OK}Content-Length: 5\r\nX-A: 1\r\n\r\nhello`, { status: 200, body: 'hello', end: 'kept' }],
  ['no body', `${OK}content-length: 0\r\n\r\n`, { body: '', end: 'kept' }],
  ['no body by its status', 'HTTP/1.1 204 No Content\r\n\r\n', { status: 204, body: '', end: 'kept' }],
  ['no reason', 'HTTP/1.1 404\r\ncontent-length: 2\r\n\r\nno', { status: 404, body: 'no', end: 'kept' }],
  ['an empty reason', 'HTTP/1.1 500 \r\ncontent-length: 2\r\n\r\nno', { status: 500, body: 'no', end: 'kept' }],
  ['chunks', `${CHUNKED}5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n`, { body: 'hello, world', end: 'kept' }],
  ['chunks of many digits', `${CHUNKED}00000005\r\nhello\r\nC\r\n, big world!\r\n00\r\n\r\n`, { end: 'kept' }],
  ['no chunks', `${CHUNKED}0\r\n\r\n`, { body: '', end: 'kept' }],
  ['an extension', `${CHUNKED}5;a=b;c="d"\r\nhello\r\n0;e\r\n\r\n`, { body: 'hello', end: 'kept' }],
  ['a trailer', `${CHUNKED}5\r\nhello\r\n0\r\nx-a: 1\r\nx-b: 2\r\n\r\n`, { body: 'hello', end: 'kept' }],
  ['an end with the connection', `${OK}content-type: text/plain\r\n\r\nhello`, { body: 'hello', end: 'closed' }],
  ['another transfer encoding', `${OK}transfer-encoding: gzip\r\n\r\nhello`, { body: 'hello', end: 'closed' }],
  ['a connection that closes', `${OK}connection: close\r\ncontent-length: 1\r\n\r\na`, { body: 'a', end: 'closed' }],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\na', { body: 'a', end: 'closed' }],
  ['HTTP/1.0, kept', 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\ncontent-length: 1\r\n\r\na', { end: 'kept' }],
  ['an interim answer', `HTTP/1.1 100 Continue\r\n\r\n${OK}content-length: 1\r\n\r\na`, { status: 200, body: 'a' }],
  [
    'interim answers with headers',
    `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n${OK}content-length: 1\r\n\r\na`,
    { status: 200, headers: { 'content-length': '1' }, body: 'a', end: 'kept' },
  ],
  [
    'headers several times, and with spaces',
    `${OK}X-A:1\r\nx-a:  2\t\r\nContent-Type: a/b\r\ncontent-type: c/d\r\nx-empty:\r\nx-latin: caf\xe9\r\ncontent-length: 1\r\n\r\na`,
    {
      headers: { 'x-a': '1, 2', 'content-type': 'a/b', 'x-empty': '', 'x-latin': 'caf\xe9', 'content-length': '1' },
      end: 'kept',
    },
  ],
  [
    'more than one answer',
    `${OK}content-length: 1\r\n\r\na${OK}content-length: 1\r\n\r\nb`,
    { body: 'a', end: 'closed' },
  ],
  ['nothing', '', { status: null, end: 'cut' }],
  ['half a head', `${OK}content-le`, { status: null, end: 'cut' }],
  ['half a body', `${OK}content-length: 9\r\n\r\nhello`, { body: 'hello', end: 'cut' }],
  ['half a chunk', `${CHUNKED}9\r\nhello`, { body: 'hello', end: 'cut' }],
  ['no last chunk', `${CHUNKED}5\r\nhello\r\n`, { body: 'hello', end: 'cut' }],
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', { status: null, end: 'malformed' }],
  ['a page without a head', '<html></html>', { end: 'malformed' }],
  ['an odd status', 'HTTP/1.1 2x0 OK\r\n\r\n', { end: 'malformed' }],
  ['a line that is not a header', `${OK}no header\r\n\r\n`, { status: null, end: 'malformed' }],
  ['a space in a name', `${OK}x a: 1\r\ncontent-length: 1\r\n\r\na`, { end: 'malformed' }],
  ['a zero in a value', `${OK}x-a: \0\r\ncontent-length: 1\r\n\r\na`, { end: 'malformed' }],
  ['line feeds alone', 'HTTP/1.1 200 OK\ncontent-length: 1\n\na', { end: 'malformed' }],
  ['an invalid length', `${OK}content-length: -1\r\n\r\na`, { end: 'malformed' }],
  ['two lengths', `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\naa`, { end: 'malformed' }],
  [
    'a length and chunks',
    `${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    { end: 'malformed' },
  ],
  ['an invalid size', `${CHUNKED}x\r\nhello\r\n`, { body: '', end: 'malformed' }],
  ['an invalid size after a chunk', `${CHUNKED}5\r\nhello\r\nx\r\n`, { body: 'hello', end: 'malformed' }],
  ['a chunk that is too long', `${CHUNKED}4\r\nhello\r\n0\r\n\r\n`, { body: 'hell', end: 'malformed' }],
  ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n', { end: 'malformed' }],
]

test.each(ANSWERS)('parses %s', (_, answer, expected) => {
  expect(parsed([Buffer.from(answer, 'latin1')])).toMatchObject(expected)
})

test.each(ANSWERS)('parses %s, however it is split', (_, answer) => {
  const bytes = Buffer.from(answer, 'latin1')
  const whole = parsed([bytes])
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(bytes.length), { maxLength: bytes.length }), (places) => {
      expect(
        parsed(
          inPieces(
            bytes,
            places.sort((a, b) => a - b),
          ),
        ),
      ).toEqual(whole)
    }),
    { numRuns: 40 },
  )
})

test('joins the chunks of any body', () => {
  const chunk = fc.uint8Array({ minLength: 1, maxLength: 300 })
  const cut = fc.nat(10_000)
  fc.assert(
    fc.property(fc.array(chunk), fc.array(cut), (chunks, places) => {
      const framed = chunks.map((bytes) => [
        Buffer.from(`${bytes.length.toString(16)}\r\n`),
        bytes,
        Buffer.from('\r\n'),
      ])
      const answer = Buffer.concat([Buffer.from(CHUNKED), ...framed.flat(), Buffer.from('0\r\n\r\n')])
      const cuts = places.filter((place) => place < answer.length).sort((a, b) => a - b)
      const body = Buffer.concat(chunks).toString('latin1')
      expect(parsed(inPieces(answer, cuts))).toMatchObject({ body, end: 'kept' })
    }),
  )
})

test('refuses a head without end', () => {
  const lines = Array.from({ length: 200 }, (_, index) => `x-${index}: ${'a'.repeat(100)}\r\n`).join('')
  expect(parsed([Buffer.from(OK), Buffer.from(lines)])).toMatchObject({ status: null, end: 'malformed' })
})

/** What Node's own client makes of the same bytes. */
async function parsedByNode(answer: string): Promise<Parsed> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.end(Buffer.from(answer, 'latin1')))
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const result: Parsed = { status: null, headers: {}, body: '', end: 'cut' }
  const failed = (error: Error) => {
    if ('code' in error && String(error.code).startsWith('HPE_')) result.end = 'malformed'
  }
  await new Promise<void>((resolve) => {
    const request = get({ port: (server.address() as AddressInfo).port, agent: false }, (response) => {
      Object.assign(result, { status: response.statusCode, headers: { ...response.headers } })
      response
        .on('data', (bytes: Buffer) => (result.body += bytes.toString('latin1')))
        .on('error', failed)
        .on('close', () => {
          if (response.complete && result.end !== 'malformed') result.end = 'closed'
        })
    })
    request.on('error', failed).on('close', resolve)
  })
  return result
}

/** Where this client is stricter, or fails later than Node's. */
const OTHERWISE = ['an upgrade', 'more than one answer']

test.each(ANSWERS.filter(([name]) => !OTHERWISE.includes(name)))(
  "agrees with Node's own client on %s",
  async (_, answer) => {
    const own = parsed([Buffer.from(answer, 'latin1')])
    const { status, body, end } = await parsedByNode(answer)
    expect({ status, body, end }).toEqual({
      status: own.status,
      body: own.body,
      end: own.end === 'kept' ? 'closed' : own.end,
    })
  },
)
