import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { ModelFailure, Reply } from '../../../../src/models/models.ts'
import { liveModels, question } from '../../../support/live-models.ts'
import { chunk, DONE, events, type Script, scriptedServer, streamed, usage } from '../../../support/scripted-server.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

/** What the client makes of this answer to a chat request. */
async function answer(chat: Script): Promise<Reply | ModelFailure> {
  const server = await scriptedServer({
    'POST /v1/chat/completions': (response, request) => {
      // The model is warmed up first.
      if (request.body['max_tokens'] === 1) return void events200(response).end(streamed(['Hi']))
      if (typeof chat === 'function') return chat(response, request)
      response.writeHead(chat.status ?? 200, { 'content-type': chat.type ?? 'application/json' })
      response.end(chat.body)
    },
  })
  const models = liveModels(server.url)
  open.push(
    () => server.close(),
    () => models.close(),
  )
  return models.complete(question())
}

function events200(response: Parameters<Extract<Script, (...args: never[]) => unknown>>[0]) {
  return response.writeHead(200, { 'content-type': 'text/event-stream' })
}

const end = (finish: string) => chunk({}, 'm', finish)
const lyon = chunk({ content: 'Lyon ' })
const more = chunk({ content: 'lies on the Rhône.' })
const WORDS = 'the request needs 9001 tokens, which exceeds the context size of 4096'

describe('finish reasons', () => {
  test.each(['stop', 'eos', 'EOS_TOKEN', 'end_turn', 'stop_sequence', 'FinishReason.STOP', 'endTurn', 'COMPLETE'])(
    '"%s" ends a reply',
    async (finish) => {
      expect(await answer(events(lyon + more + end(finish) + usage(9, 5) + DONE))).toMatchObject({
        kind: 'reply',
        text: 'Lyon lies on the Rhône.',
        finish: 'stop',
      })
    },
  )

  test.each(['length', 'max_tokens', 'MAX_TOKENS', 'model_length', 'max_new_tokens'])(
    '"%s" ends a reply that is cut',
    async (finish) => {
      expect(await answer(events(lyon + end(finish) + DONE))).toMatchObject({ kind: 'reply', finish: 'length' })
    },
  )

  test.each([
    ['tool_use', 'tool_calls'],
    ['function_call', 'tool_calls'],
    ['SAFETY', 'content_filter'],
    ['refusal', 'content_filter'],
  ])('"%s" means %s', async (word, finish) => {
    expect(await answer(events(lyon + end(word) + DONE))).toMatchObject({ kind: 'reply', finish })
  })

  test.each(['abort', 'aborted', 'cancelled', 'canceled', 'timeout', 'preempted', 'shutdown', 'banana'])(
    '"%s" breaks a reply off',
    async (finish) => {
      expect(await answer(events(lyon + end(finish) + usage(9, 2) + DONE))).toMatchObject({
        kind: 'failure',
        cause: 'stream_cut',
        evidence: `the server ended the reply with the finish reason "${finish}", after 3 events and 5 characters`,
      })
    },
  )

  test('"error" is an error of the server', async () => {
    expect(await answer(events(lyon + end('error') + DONE))).toMatchObject({ kind: 'failure', cause: 'stream_error' })
  })

  test('a reply that is broken off stays so, whatever comes later', async () => {
    expect(await answer(events(lyon + end('abort') + end('stop') + DONE))).toMatchObject({ cause: 'stream_cut' })
  })

  test.each(['', 'null', 'None', 'FINISH_REASON_UNSPECIFIED'])('"%s" on each piece says nothing', async (unset) => {
    const pieces = [lyon, more].map((piece) => piece.replace('"finish_reason":null', `"finish_reason":"${unset}"`))
    expect(await answer(events(pieces.join('') + DONE))).toMatchObject({ kind: 'failure', cause: 'stream_cut' })
    expect(await answer(events(pieces.join('') + end('stop') + DONE))).toMatchObject({ kind: 'reply', finish: 'stop' })
  })

  test.each([
    ['text', more],
    ['reasoning', chunk({ reasoning: 'wait' })],
    ['a second reply', more + end('stop')],
  ])('rejects %s after the finish reason', async (_name, late) => {
    expect(await answer(events(lyon + end('stop') + late + DONE))).toMatchObject({
      cause: 'malformed_reply',
      evidence: 'the reply went on after its finish reason "stop"',
    })
  })

  test('an empty piece and the usage may follow the finish reason', async () => {
    const after = chunk({ content: '' }) + usage(9, 2)
    expect(await answer(events(lyon + end('stop') + after + DONE))).toMatchObject({ kind: 'reply', text: 'Lyon ' })
  })

  test('of "length" and "stop" the cut counts', async () => {
    expect(await answer(events(lyon + end('length') + end('stop') + DONE))).toMatchObject({ finish: 'length' })
  })
})

describe('errors inside a stream', () => {
  const json = JSON.stringify
  const FORMS: [string, string][] = [
    ['an error event with an object', `event: error\ndata: ${json({ error: { message: WORDS } })}\n\n`],
    ['an error event with a text', `event: error\ndata: ${WORDS}\n\n`],
    ['an error event with a flat object', `event: server_error\ndata: ${json({ message: WORDS })}\n\n`],
    ['an error line', `error: ${json({ code: 400, message: WORDS, type: 'exceed_context_size_error' })}\n\n`],
    ['an error line in words', `error: ${WORDS}\n\n`],
    ['a nested object', `data: ${json({ error: { code: 400, message: WORDS } })}\n\n`],
    ['a text', `data: ${json({ error: WORDS })}\n\n`],
    ['a flat object', `data: ${json({ object: 'error', message: WORDS, code: 400 })}\n\n`],
    ['a typed object', `data: ${json({ type: 'error', error: { type: 'overflow', message: WORDS } })}\n\n`],
    ['a detail', `data: ${json({ detail: WORDS })}\n\n`],
    ['a message with a status', `data: ${json({ status: 400, message: WORDS })}\n\n`],
    [
      'an error beside choices',
      `data: ${json({ model: 'm', choices: [{ index: 0, delta: {} }], error: { message: WORDS } })}\n\n`,
    ],
    [
      'an error in a choice',
      `data: ${json({ model: 'm', choices: [{ index: 0, delta: {}, error: { message: WORDS } }] })}\n\n`,
    ],
    ['words that are not JSON', `data: Error: ${WORDS}\n\n`],
    ['bare JSON', `${json({ error: { message: WORDS } })}\n`],
    ['bare JSON over several lines', `${JSON.stringify({ error: { message: WORDS } }, null, 2)}\n`],
  ]

  test.each(FORMS)('%s: at the start, after text, after the finish reason', async (_name, error) => {
    for (const before of ['', lyon + more, lyon + end('stop')]) {
      for (const after of [DONE, '']) {
        expect(await answer(events(before + error + after))).toMatchObject({
          kind: 'failure',
          cause: 'context_overflow',
          evidence: expect.stringContaining(WORDS),
        })
      }
    }
  })

  test('bare words in place of events', async () => {
    expect(await answer(events('upstream connect error or disconnect before headers\n'))).toMatchObject({
      cause: 'stream_error',
      evidence: 'error inside the stream: upstream connect error or disconnect before headers',
    })
  })

  test.each([
    [429, 'overloaded'],
    [401, 'unauthorized'],
    [502, 'server_error'],
    [7, 'stream_error'],
    [418, 'refused'],
  ])('a code of %i is %s', async (code, cause) => {
    const error = `data: ${json({ error: { code, message: 'not now' } })}\n\n`
    expect(await answer(events(lyon + error))).toMatchObject({
      cause,
      tries: 1,
      evidence: expect.stringContaining('not now'),
    })
  })

  test('a web page after the text', async () => {
    const page = '<html><head><title>504 Gateway Time-out</title></head>\n<body></body></html>\n'
    expect(await answer(events(lyon + page))).toMatchObject({
      cause: 'stream_cut',
      evidence: expect.stringContaining('a web page, "504 Gateway Time-out"'),
    })
  })

  test.each(['null', 'false', '""', '{}'])('accepts error: %s', async (none) => {
    const polite = streamed(['Lyon']).replaceAll('"model":"m"', `"model":"m","error":${none}`)
    expect(await answer(events(polite))).toMatchObject({ kind: 'reply', text: 'Lyon' })
  })

  test('the words of an error do not carry the key', async () => {
    const server = await scriptedServer({
      'POST /v1/chat/completions': events(`data: {"choices":[\n\n${'x'.repeat(90)} top-secret-9c41\n\n`),
    })
    const models = liveModels(server.url, { apiKey: 'top-secret-9c41' })
    open.push(
      () => server.close(),
      () => models.close(),
    )
    expect(JSON.stringify(await models.complete(question()))).not.toContain('9c41')
  })
})

describe('streams that end early', () => {
  test.each<[string, string]>([
    ['the pieces alone', lyon + more],
    ['an event that is cut', lyon + more.slice(0, 40)],
    ['usage, and no finish reason', lyon + usage(9, 2)],
  ])('%s', async (_name, body) => {
    expect(await answer(events(body))).toMatchObject({ kind: 'failure', cause: 'stream_cut' })
  })

  test('the connection breaks before the finish reason', async () => {
    const result = await answer(async (response) => {
      events200(response).write(lyon)
      await wait(20)
      response.destroy()
    })
    expect(result).toMatchObject({ kind: 'failure', cause: 'connection_lost' })
  })

  test('the last event may lack its blank line', async () => {
    expect(await answer(events(lyon + end('stop').trimEnd()))).toMatchObject({ kind: 'reply', text: 'Lyon ' })
  })
})

describe('how events are written', () => {
  const plain = { kind: 'reply', text: 'Lyon lies on the Rhône.', finish: 'stop', tokens: { prompt: 9, completion: 5 } }
  const body = lyon + more + end('stop') + usage(9, 5) + DONE

  test.each<[string, string]>([
    ['carriage returns and line feeds', body.replaceAll('\n', '\r\n')],
    ['carriage returns', body.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${body}`],
    [
      'comments and pings',
      `: open\n\n${body.replaceAll('\n\n', '\n\n: ping\n\nevent: ping\ndata: {"type":"ping"}\n\n')}`,
    ],
    ['names, ids and retry times', body.replaceAll('data: ', 'event: message\nid: 7\nretry: 50\ndata: ')],
    ['no space after the colon', body.replaceAll('data: ', 'data:')],
    ['data of several lines', body.replaceAll('"choices"', '\ndata: "choices"')],
    ['no blank lines between', body.replaceAll('\n\n', '\n')],
    ['JSON lines without a field', body.replaceAll('data: ', '').replace('[DONE]', '')],
  ])('%s', async (_name, written) => {
    expect(await answer(events(written))).toMatchObject(plain)
  })

  test.each(['application/json', 'text/plain; charset=utf-8', 'application/octet-stream', 'application/x-ndjson', ''])(
    'content type "%s"',
    async (type) => {
      expect(await answer({ type, body })).toMatchObject(plain)
    },
  )

  test('one byte at a time', async () => {
    const result = await answer(async (response) => {
      events200(response)
      for (const byte of Buffer.from(body.replaceAll('\n', '\r\n'))) {
        response.write(Buffer.of(byte))
        await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    })
    expect(result).toMatchObject(plain)
  })

  const whole = {
    object: 'chat.completion',
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Lyon' }, finish_reason: 'stop' }],
  }
  test.each<[string, Script]>([
    ['as text/event-stream', events(JSON.stringify(whole))],
    ['over several lines', events(JSON.stringify(whole, null, 2))],
    ['in one event', events(`data: ${JSON.stringify(whole)}\n\n${DONE}`)],
    ['as application/json', { body: JSON.stringify(whole) }],
  ])('a whole completion is not streamed: %s', async (_name, script) => {
    expect(await answer(script)).toMatchObject({ kind: 'failure', cause: 'not_streamed' })
  })

  test('accepts a message beside the deltas', async () => {
    const both = body.replaceAll('"logprobs":null', '"message":{"role":"assistant","content":"Lyon lies"}')
    expect(await answer(events(both))).toMatchObject(plain)
  })
})

describe('content as parts', () => {
  const text = (words: string) => ({ type: 'text', text: words })

  test.each<[string, unknown[], Partial<Reply>]>([
    ['text', [[text('Ly')], [text('o'), text('n')]], { text: 'Lyon' }],
    ['output text', [[{ type: 'output_text', text: 'Lyon' }]], { text: 'Lyon' }],
    ['one part', [text('Lyon')], { text: 'Lyon' }],
    ['texts in a list', [['Ly', 'on']], { text: 'Lyon' }],
    ['a text in an object', [[{ type: 'text', text: { value: 'Lyon' } }]], { text: 'Lyon' }],
    ['thinking', [[{ type: 'thinking', thinking: 'Paris?' }], [text('Lyon')]], { text: 'Lyon', reasoning: 'Paris?' }],
    [
      'thinking in parts',
      [[{ type: 'thinking', thinking: [text('Par'), text('is?')] }], [text('Lyon')]],
      { text: 'Lyon', reasoning: 'Paris?' },
    ],
    ['reasoning', [[{ type: 'reasoning', text: 'Paris?' }, text('Lyon')]], { text: 'Lyon', reasoning: 'Paris?' }],
    [
      'a summary',
      [[{ type: 'reasoning', summary: [text('Paris?')] }, text('Lyon')]],
      { text: 'Lyon', reasoning: 'Paris?' },
    ],
    ['a thought', [[{ thought: true, text: 'Paris?' }, { text: 'Lyon' }]], { text: 'Lyon', reasoning: 'Paris?' }],
  ])('%s', async (_name, contents, expected) => {
    const deltas = contents.map((content) => chunk({ content })).join('')
    expect(await answer(events(deltas + end('stop') + DONE))).toMatchObject({ kind: 'reply', ...expected })
  })

  test.each<[string, Record<string, unknown>]>([
    ['reasoning_content', { reasoning_content: 'Paris?' }],
    ['reasoning', { reasoning: 'Paris?' }],
    ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'Paris?' }] }],
    ['a summary in reasoning_details', { reasoning_details: [{ type: 'reasoning.summary', summary: 'Paris?' }] }],
    [
      'the same in two fields',
      { reasoning: 'Paris?', reasoning_details: [{ type: 'reasoning.text', text: 'Paris?' }] },
    ],
    ['thinking', { thinking: 'Paris?' }],
    ['thinking_blocks', { thinking_blocks: [{ type: 'thinking', thinking: 'Paris?' }] }],
    ['an object', { reasoning: { content: 'Paris?' } }],
  ])('the reasoning in %s is not the answer', async (_name, delta) => {
    const reply = await answer(
      events(chunk({ ...delta, content: null }) + chunk({ content: 'Lyon' }) + end('stop') + DONE),
    )
    expect(reply).toMatchObject({ kind: 'reply', text: 'Lyon', reasoning: 'Paris?' })
  })

  test('parts without words are named', async () => {
    const image = chunk({ content: [{ type: 'image_url', image_url: { url: 'data:,' } }] })
    expect(await answer(events(image + end('stop') + DONE))).toMatchObject({
      cause: 'malformed_reply',
      evidence: 'the reply consists of content parts without text: image_url',
    })
  })
})
