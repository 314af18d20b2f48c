import { describe, expect, test } from 'vitest'
import { classify } from '../../../../src/models/live/classify.ts'
import type { RequestTarget, Fault } from '../../../../src/models/live/fault.ts'
import type { FailureCause } from '../../../../src/models/models.ts'

const asked: RequestTarget = {
  model: 'm',
  url: 'http://127.0.0.1:1234/v1',
  keySent: true,
  source: 'main_model',
  software: 'lmstudio',
}
const json = (status: number, text: string): Fault => ({
  kind: 'answer',
  status,
  contentType: 'application/json',
  text,
})
const html = (status: number): Fault => ({
  kind: 'answer',
  status,
  contentType: 'text/html',
  text: `<html><head><title>${status} of nginx</title></head></html>`,
})

/** Every body of the reference that LM Studio was seen to answer with, then those of proxies and other servers. */
const ANSWERS: [string, Fault, FailureCause, 0 | 1 | 2, string][] = [
  [
    'unknown id, 0.3.31 on',
    json(
      400,
      '{"error":{"message":"Invalid model identifier \\"x\\". Please specify a valid downloaded model (e.g., a, b, c).","type":"invalid_request_error","param":"model","code":"model_not_found"}}',
    ),
    'unknown_model',
    0,
    'AIOS_MAIN_MODEL',
  ],
  [
    'unknown id, 0.3.5 to 0.3.16',
    json(
      404,
      '{"error":{"message":"Model \\"x\\" not found. Please specify a valid model.\\n\\nYour models:\\n\\na","code":"model_not_found"}}',
    ),
    'unknown_model',
    0,
    'lms ls',
  ],
  [
    'nothing loaded, as an object',
    json(
      404,
      '{"error":{"message":"No models loaded. Please load a model in the developer page or use the \'lms load\' command.","type":"invalid_request_error","param":"model","code":"model_not_found"}}',
    ),
    'no_model_loaded',
    0,
    'lms load m',
  ],
  [
    'nothing loaded, code null',
    json(
      400,
      '{"error":{"message":"No models loaded. Please load a model in the developer page or use the \'lms load\' command.","code":null}}',
    ),
    'no_model_loaded',
    0,
    'lms load m',
  ],
  [
    'nothing loaded, as a bare string',
    json(
      400,
      '{"error":"No models loaded. Please load a model in the developer page or use the \'lms load\' command."}',
    ),
    'no_model_loaded',
    0,
    'lms load m',
  ],
  [
    'load failed for want of memory',
    json(
      400,
      '{"error":{"message":"Failed to load model \\"x\\". Error: Model loading was stopped due to insufficient system resources. Continuing to load the model would likely overload your system.","type":"invalid_request_error","param":"model","code":"model_not_found"}}',
    ),
    'load_failed',
    0,
    '--estimate-only',
  ],
  [
    'load cancelled',
    json(
      400,
      '{"error":{"message":"Failed to load model \\"x\\". Error: Operation canceled.","code":"model_not_found"}}',
    ),
    'load_failed',
    1,
    'lms load m',
  ],
  [
    'engine startup aborted',
    json(404, '{"error":"Failed to load model \\"x\\". Error: Engine protocol startup was aborted."}'),
    'load_failed',
    1,
    'lms load m',
  ],
  [
    'no runtime for the format',
    json(
      404,
      '{"error":{"message":"Failed to load model \\"x\\". Error: No LM Runtime found for model format \'gguf\'!","code":"model_not_found"}}',
    ),
    'load_failed',
    0,
    'lms runtime get',
  ],
  [
    'crash',
    json(400, '{"error":"The model has crashed without additional information. (Exit code: 18446744072635812000)"}'),
    'model_crashed',
    1,
    'lms unload m',
  ],
  ['model unloaded', json(400, '{"error":"Model unloaded."}'), 'model_unloaded', 1, 'lms load m'],
  [
    'prompt template',
    json(
      400,
      '{"error":"Error rendering prompt with jinja template: \\"Cannot apply filter\\".\\n\\nThis is usually an issue with the model\'s prompt template."}',
    ),
    'template_error',
    0,
    'prompt template',
  ],
  [
    'context overflow, 0.3',
    json(
      400,
      '{"error":"Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough."}',
    ),
    'context_overflow',
    0,
    '--context-length',
  ],
  [
    'context overflow, 0.4',
    json(
      400,
      '{"error":"The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input."}',
    ),
    'context_overflow',
    0,
    '--context-length',
  ],
  [
    'context overflow, MLX',
    json(400, '{"error":"Context size has been exceeded"}'),
    'context_overflow',
    0,
    '--context-length',
  ],
  [
    'token missing',
    json(
      401,
      '{"error":{"type":"invalid_request","code":"invalid_api_key","message":"An LM Studio API token is required to make requests to this server, but none was provided using the Authorization header using the \'Bearer\' scheme"}}',
    ),
    'unauthorized',
    0,
    'LM_API_TOKEN',
  ],
  [
    'token unknown',
    json(
      401,
      '{"error":{"type":"invalid_request","code":"invalid_api_key","message":"Malformed LM Studio API token provided"}}',
    ),
    'unauthorized',
    0,
    'refuses the key',
  ],
  [
    'wrong path',
    json(200, '{"error":"Unexpected endpoint or method. (POST /chat/completions)"}'),
    'wrong_endpoint',
    0,
    'AIOS_BASE_URL',
  ],
  [
    'malformed messages',
    json(400, '{"error":"_0x48eeaf is not iterable"}'),
    'invalid_request',
    0,
    'aios({ sampling })',
  ],
  [
    'native, bad field',
    json(400, '{"error":{"message":"Unrecognized key(s) in object: \'ttl\'","type":"invalid_request"}}'),
    'invalid_request',
    0,
    'aios({ sampling })',
  ],
  [
    'native, generic',
    json(
      400,
      '{"error":{"type":"invalid_request","message":"\\"model\\" is required","code":"missing_required_parameter","param":"model"}}',
    ),
    'invalid_request',
    0,
    'aios({ sampling })',
  ],
  [
    'llama-server still loading',
    json(503, '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}'),
    'overloaded',
    2,
    'Wait',
  ],
  [
    'llama-server overflow',
    json(
      400,
      '{"error":{"code":400,"message":"the request exceeds what is available","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}',
    ),
    'context_overflow',
    0,
    '--context-length',
  ],
  [
    'ollama unknown model',
    json(
      404,
      '{"error":{"message":"model \\"x\\" not found, try pulling it first","type":"api_error","param":null,"code":null}}',
    ),
    'unknown_model',
    0,
    'ollama pull m',
  ],
  [
    'vllm unknown model, flat',
    json(
      404,
      '{"object":"error","message":"The model x does not exist.","type":"NotFoundError","param":null,"code":404}',
    ),
    'unknown_model',
    0,
    'AIOS_MAIN_MODEL',
  ],
  ['too many requests', json(429, '{"error":{"message":"slow down"}}'), 'overloaded', 2, 'slots'],
  ['server error', json(500, '{"error":{"message":"boom"}}'), 'server_error', 2, 'lms log stream'],
  ['bare 404', json(404, 'Not Found'), 'wrong_endpoint', 0, 'AIOS_BASE_URL'],
  ['redirect', json(302, ''), 'wrong_endpoint', 0, 'redirects'],
  ['web page', html(200), 'not_a_model_server', 0, 'Another program answers'],
  ['web page for a wrong path', html(404), 'not_a_model_server', 0, 'Another program answers'],
  ['proxy without its server', html(502), 'server_error', 2, 'proxy'],
  ['proxy, overloaded', html(503), 'overloaded', 2, 'Wait'],
  [
    'text',
    { kind: 'answer', status: 200, contentType: 'text/plain', text: 'Ollama is running' },
    'not_a_model_server',
    0,
    'Another program',
  ],
  ['empty', { kind: 'answer', status: 200, contentType: '', text: '' }, 'not_a_model_server', 0, 'Another program'],
  [
    'not streamed',
    json(200, '{"id":"x","choices":[{"index":0,"message":{"content":"Hi."},"finish_reason":"stop"}]}'),
    'not_streamed',
    0,
    'does not stream',
  ],
]

describe('answers other than replies', () => {
  test.each(ANSWERS)('%s', (_name, fault, cause, retries, remedy) => {
    const found = classify(fault, asked)
    expect(found).toMatchObject({ cause, retries })
    expect(found.evidence).toMatch(/^HTTP \d+: ./)
    expect(found.remedy).toContain(remedy)
  })

  test('early 0.4 with authentication on says "Unexpected endpoint" on the right path', () => {
    const fault = json(200, '{"error":"Unexpected endpoint or method. (POST /v1/chat/completions)"}')
    expect(classify(fault, { ...asked, keySent: false })).toMatchObject({ cause: 'unauthorized' })
    expect(classify(fault, asked)).toMatchObject({ cause: 'wrong_endpoint' })
  })

  test("the server's words are the evidence", () => {
    expect(classify(json(400, '{"error":"The model has crashed."}'), asked).evidence).toBe(
      'HTTP 400: The model has crashed.',
    )
    expect(classify(json(400, '{"error":{"odd":1}}'), asked).evidence).toBe('HTTP 400: {"odd":1}')
    expect(classify(html(502), asked).evidence).toBe('HTTP 502: a web page, "502 of nginx"')
  })
})

describe('statuses', () => {
  test.each<[number, FailureCause, 0 | 1 | 2, string]>([
    [402, 'payment_required', 0, 'credit'],
    [407, 'unauthorized', 0, 'key'],
    [408, 'overloaded', 2, 'Wait'],
    [410, 'wrong_endpoint', 0, 'AIOS_BASE_URL'],
    [413, 'request_too_large', 0, 'Shorten'],
    [418, 'refused', 0, 'firewall'],
    [425, 'overloaded', 2, 'Wait'],
    [431, 'request_too_large', 0, 'Shorten'],
    [451, 'refused', 0, 'operator'],
    [501, 'wrong_endpoint', 0, 'AIOS_BASE_URL'],
    [529, 'overloaded', 2, 'Wait'],
    [507, 'server_error', 0, 'log'],
    [422, 'invalid_request', 0, 'field'],
  ])('%i', (status, cause, retries, remedy) => {
    const bare = classify({ kind: 'answer', status, contentType: '', text: '' }, asked)
    expect(bare).toMatchObject({ cause, retries, remedy: expect.stringContaining(remedy) })
    expect(bare.evidence).toMatch(new RegExp(`^HTTP ${status}: \\S`))
    expect(classify(json(status, '{"message":"because"}'), asked)).toMatchObject({
      cause,
      evidence: `HTTP ${status}: because`,
    })
  })

  test('without an account that can pay, 429 is not asked again', () => {
    const body = '{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}'
    expect(classify(json(429, body), asked)).toMatchObject({ cause: 'payment_required', retries: 0 })
  })

  test.each([
    '{"error":{"code":400,"message":"model not found","type":"invalid_request_error"}}',
    '{"detail":"Model not found"}',
    '{"error":"model \'big\' not found"}',
    '{"error":{"message":"Invalid model name passed in model=big. Call `/v1/models`"}}',
    '{"object":"error","message":"The model `big` does not exist."}',
    '{"message":"Invalid model: big"}',
    '{"error":{"message":"big is not a valid model ID","code":400}}',
    '{"error":"Unknown model: big"}',
    '{"error":{"message":"The model \'big\' was not found"}}',
  ])('an unknown model: %s', (body) => {
    for (const status of [400, 404]) expect(classify(json(status, body), asked).cause).toBe('unknown_model')
  })

  test('a refused value is named with the setting that changes it', () => {
    const body = '{"error":{"message":"top_p must be greater than 1","param":"top_p"}}'
    expect(classify(json(400, body), asked).remedy).toContain('aios({ sampling: { top_p: ... } })')
  })
})

describe('remedies name the tool of the server', () => {
  test.each<[RequestTarget['software'], string, string]>([
    ['lmstudio', 'lms get m', 'lms server start --port 1234'],
    ['ollama', 'ollama pull m', 'ollama serve'],
    ['llama.cpp', 'llama-server -hf', 'llama-server -m MODEL.gguf --port 1234'],
    ['vllm', 'vllm serve m', 'vllm serve MODEL --port 1234'],
    ['vitest-aios', 'npx aios models pull m', 'npx aios serve --port 1234'],
  ])('%s', (software, fetch, start) => {
    const to = { ...asked, software } as RequestTarget
    expect(classify(json(404, '{"error":"model not found"}'), to).remedy).toContain(fetch)
    const gone = classify({ kind: 'network', code: 'ECONNREFUSED', message: 'words', answering: false }, to)
    expect(gone.remedy).toContain(start)
    if (software !== 'lmstudio') expect(gone.remedy).not.toContain('lms')
  })

  test('an unknown server gets no tool of another one', () => {
    const { software: _, ...to } = asked
    const own = /lms|pulling|LM Studio|Runtime|system resources/
    const remedies = ANSWERS.filter(([, fault]) => !own.test(JSON.stringify(fault))).map(
      ([, fault]) => classify(fault, to).remedy,
    )
    expect(remedies.filter((remedy) => /\blms\b|ollama/.test(remedy))).toEqual([])
  })
})

describe('errors inside a stream', () => {
  test.each<[unknown, FailureCause]>([
    [
      {
        message:
          'Input does not fit in context length. The input has 31430 tokens, but the context length only supports 30000 tokens.',
      },
      'context_overflow',
    ],
    ['The model has crashed without additional information. (Exit code: null)', 'model_crashed'],
    [{ message: 'Model unloaded' }, 'model_unloaded'],
    [{ message: 'something new' }, 'stream_error'],
    [null, 'stream_error'],
  ])('%j', (error, cause) => {
    expect(classify({ kind: 'error_event', error, begun: true }, asked)).toMatchObject({ cause, retries: 0 })
  })

  test('before the first token a crash may be asked again', () => {
    const error = 'The model has crashed without additional information. (Exit code: null)'
    expect(classify({ kind: 'error_event', error, begun: false }, asked)).toMatchObject({
      cause: 'model_crashed',
      retries: 1,
    })
  })
})

describe('the connection', () => {
  test.each<[string, boolean, FailureCause, number]>([
    ['ECONNREFUSED', false, 'unreachable', 0],
    ['ENOTFOUND', false, 'unreachable', 0],
    ['CONNECT_TIMEOUT', false, 'connect_timeout', 0],
    ['ECONNRESET', false, 'connection_lost', 2],
    ['EPIPE', false, 'connection_lost', 2],
    ['ECONNRESET', true, 'connection_lost', 0],
    ['HPE_INVALID_CONSTANT', false, 'not_a_model_server', 0],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', false, 'unreachable', 0],
    ['CLIENT_CLOSED', false, 'aborted', 0],
  ])('%s, answering: %s', (code, answering, cause, retries) => {
    expect(classify({ kind: 'network', code, message: 'words', answering }, asked)).toMatchObject({ cause, retries })
  })
})
