// A model server for benchmarks: answers every question with the same 60 tokens after a fixed time, streamed or not.
// `node bench/server.ts PORT LATENCY_MS` in a process of its own, so that it does not affect the measurement.
import { createServer, type Socket } from 'node:net'

// Node's HTTP server takes 0.4 ms to write 62 events. Eight replies that are due together would wait for each other, and a
// run without latency would measure the server. So the answers are prepared, as the bytes that it would write.

const [port = '0', latency = '0'] = process.argv.slice(2)
const models = ['bench-main', 'bench-embedder']
const sentence = ['The', ' answer', ' to', ' this', ' is', ' 42.']
const words = Array.from({ length: 60 }, (_, index) =>
  index < sentence.length ? (sentence[index] ?? '') : ` word${index}`,
)
const usage = { prompt_tokens: 12, completion_tokens: words.length, total_tokens: 12 + words.length }

const streamed = new Map(models.map((model) => [model, streamedAnswer(model)]))
const whole = new Map(models.map((model) => [model, wholeAnswer(model)]))
// Like LM Studio: the second list says which models are loaded, so that clients need no warm-up.
const lists = ['/v1/models', '/api/v0/models']
const list = jsonAnswer({
  object: 'list',
  data: models.map((id) => ({ id, object: 'model', owned_by: 'bench', state: 'loaded' })),
})

const server = createServer({ noDelay: true }, (socket) => {
  let request = ''
  // A client that was stopped.
  socket.on('error', () => {})
  socket.setEncoding('utf8').on('data', (more: string) => {
    request += more
    const end = request.indexOf('\r\n\r\n')
    if (end === -1) return
    const body = request.slice(end + 4)
    const [, length = '0'] = /^content-length: (\d+)/im.exec(request.slice(0, end)) ?? []
    if (Buffer.byteLength(body) < Number(length)) return
    const [method, url = ''] = request.split(' ', 2)
    request = ''
    if (url === '/v1/phase') socket.write(phase())
    else if (method === 'GET') socket.write(lists.includes(url) ? list : unexpected(`GET ${url}`))
    else answer(socket, body)
  })
})
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/v1`)
})

let [firstQuestion, lastAnswer] = [Infinity, 0]

/** Milliseconds from the first question since the last call to the last answer. */
function phase(): Buffer {
  const ms = lastAnswer - firstQuestion
  firstQuestion = Infinity
  return jsonAnswer({ ms })
}

function answer(socket: Socket, body: string): void {
  const { model, stream } = JSON.parse(body) as { model: string; stream?: boolean }
  const bytes = (stream === true ? streamed : whole).get(model) ?? unexpected(model)
  firstQuestion = Math.min(firstQuestion, performance.now())
  setTimeout(() => {
    socket.write(bytes)
    lastAnswer = performance.now()
  }, Number(latency))
}

function streamedAnswer(model: string): Buffer {
  const event = (rest: object) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model, ...rest })}\n\n`
  const delta = (content: string) =>
    event({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] })
  const events = [
    ...words.map(delta),
    event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    event({ choices: [], usage }),
    'data: [DONE]\n\n',
  ]
  const chunks = events.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`)
  return withHead(['content-type: text/event-stream', 'transfer-encoding: chunked'], `${chunks.join('')}0\r\n\r\n`)
}

function wholeAnswer(model: string): Buffer {
  const message = { role: 'assistant', content: words.join('') }
  const choices = [{ index: 0, message, finish_reason: 'stop' }]
  return jsonAnswer({ id: 'chatcmpl-bench', object: 'chat.completion', created: 1, model, choices, usage })
}

function unexpected(what: string): Buffer {
  return jsonAnswer({ error: `Unexpected endpoint or method. (${what})` })
}

function jsonAnswer(value: object): Buffer {
  const text = JSON.stringify(value)
  return withHead(['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`], text)
}

function withHead(headers: readonly string[], body: string): Buffer {
  const lines = ['HTTP/1.1 200 OK', ...headers, 'connection: keep-alive', 'keep-alive: timeout=5']
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
