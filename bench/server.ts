// A model server for benchmarks: answers every question with the same 60 tokens after a fixed time, streamed or not.
// `node bench/server.ts PORT LATENCY_MS` in a process of its own, so that it does not affect the measurement.
import { createServer } from 'node:http'

const [port = '0', latency = '0'] = process.argv.slice(2)
const models = ['bench-main', 'bench-embedder']
const sentence = ['The', ' answer', ' to', ' this', ' is', ' 42.']
const words = Array.from({ length: 60 }, (_, index) =>
  index < sentence.length ? (sentence[index] ?? '') : ` word${index}`,
)
const usage = { prompt_tokens: 12, completion_tokens: words.length, total_tokens: 12 + words.length }

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    // Like LM Studio: the second list says which models are loaded, so that clients need no warm-up.
    const known = request.url === '/v1/models' || request.url === '/api/v0/models'
    const data = models.map((id) => ({ id, object: 'model', owned_by: 'bench', state: 'loaded' }))
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify(
        known ? { object: 'list', data } : { error: `Unexpected endpoint or method. (GET ${request.url})` },
      ),
    )
    return
  }
  let body = ''
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    const { model, stream } = JSON.parse(body) as { model: string; stream?: boolean }
    setTimeout(() => (stream === true ? answer(model) : answerWhole(model)), Number(latency))
  })

  function answerWhole(model: string): void {
    const message = { role: 'assistant', content: words.join('') }
    const choices = [{ index: 0, message, finish_reason: 'stop' }]
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion', created: 1, model, choices, usage }))
  }

  function answer(model: string): void {
    const chunk = (rest: object) =>
      `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model, ...rest })}\n\n`
    const delta = (content: string) =>
      chunk({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] })
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const word of words) response.write(delta(word))
    response.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }))
    response.write(chunk({ choices: [], usage }))
    response.end('data: [DONE]\n\n')
  }
})
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/v1`)
})
