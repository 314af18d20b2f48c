import { describe, expect, test } from 'vitest'
import { refusedFields } from '../../../../src/models/live/refused-fields.ts'

const SENT = [
  'model',
  'messages',
  'stream',
  'stream_options',
  'temperature',
  'top_p',
  'top_k',
  'repeat_penalty',
  'seed',
  'max_tokens',
  'stop',
]
const answer = (body: unknown, status = 400) => ({
  kind: 'answer' as const,
  status,
  contentType: 'application/json',
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
const names = (body: unknown, status?: number) => refusedFields(answer(body, status), SENT).map(({ field }) => field)

describe('the fields that a server refuses are found in its error', () => {
  test.each<[string, unknown, number, string[]]>([
    [
      'OpenAI, one',
      { error: { message: 'Unrecognized request argument supplied: repeat_penalty', param: null, code: null } },
      400,
      ['repeat_penalty'],
    ],
    [
      'OpenAI, several',
      { error: { message: 'Unrecognized request arguments supplied: repeat_penalty, top_k' } },
      400,
      ['top_k', 'repeat_penalty'],
    ],
    [
      'OpenAI, by param',
      { error: { message: "Unknown parameter: 'top_k'.", param: 'top_k', code: 'unknown_parameter' } },
      400,
      ['top_k'],
    ],
    [
      'OpenAI, a value',
      {
        error: {
          message:
            "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
          param: 'temperature',
          code: 'unsupported_value',
        },
      },
      400,
      ['temperature'],
    ],
    [
      'pydantic 2',
      {
        detail: [
          { type: 'extra_forbidden', loc: ['body', 'top_k'], msg: 'Extra inputs are not permitted', input: 1 },
          { type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted', input: 1 },
        ],
      },
      422,
      ['top_k', 'seed'],
    ],
    [
      'pydantic 2, nested',
      {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'stream_options', 'include_usage'],
            msg: 'Extra inputs are not permitted',
          },
        ],
      },
      422,
      ['stream_options'],
    ],
    [
      'pydantic 1',
      { detail: [{ loc: ['body', 'repeat_penalty'], msg: 'extra fields not permitted', type: 'value_error.extra' }] },
      422,
      ['repeat_penalty'],
    ],
    [
      'vLLM, as text',
      {
        object: 'error',
        message: "[{'type': 'extra_forbidden', 'loc': ('body', 'top_k'), 'msg': 'Extra inputs are not permitted'}]",
        type: 'BadRequestError',
        code: 400,
      },
      400,
      ['top_k'],
    ],
    [
      'LM Studio',
      { error: "Unrecognized key(s) in object: 'seed', 'repeat_penalty'" },
      400,
      ['repeat_penalty', 'seed'],
    ],
    ['Groq', { error: { message: "property 'top_k' is unsupported" } }, 400, ['top_k']],
    ['Go', { error: { message: 'json: unknown field "repeat_penalty"' } }, 400, ['repeat_penalty']],
    [
      'serde',
      'Failed to deserialize the JSON body: unknown field `top_k`, expected one of `model`, `messages`, `temperature`, `seed`',
      422,
      ['top_k'],
    ],
    [
      'JSON Schema',
      { message: "Additional properties are not allowed ('repeat_penalty', 'top_k' were unexpected)" },
      400,
      ['top_k', 'repeat_penalty'],
    ],
    [
      'Gemini',
      [{ error: { code: 400, message: 'Invalid JSON payload received. Unknown name "top_k": Cannot find field.' } }],
      400,
      ['top_k'],
    ],
    ['Python', { error: "create() got an unexpected keyword argument 'seed'" }, 500, ['seed']],
    [
      'LiteLLM',
      {
        error: {
          message: "litellm.UnsupportedParamsError: azure does not support parameters: ['top_k'], for model=big",
        },
      },
      400,
      ['top_k'],
    ],
    ['plain text', 'seed is not supported', 400, ['seed']],
    ['plain text, another', 'Unsupported field: stop', 400, ['stop']],
    [
      'with advice',
      { error: { message: 'top_k is not supported. Please use top_p and temperature.' } },
      400,
      ['top_k'],
    ],
    ['stream options', { error: { message: "Unknown field 'stream_options'" } }, 400, ['stream_options']],
    ['no name', { error: { message: 'Extra inputs are not permitted' } }, 422, ['top_k', 'repeat_penalty']],
  ])('%s', (_name, body, status, fields) => {
    expect(names(body, status)).toEqual(fields)
  })

  test('max_tokens is renamed where the server says how', () => {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    expect(
      refusedFields(answer({ error: { message, param: 'max_tokens', code: 'unsupported_parameter' } }), SENT),
    ).toEqual([{ field: 'max_tokens', as: 'max_completion_tokens' }])
  })

  test('an error inside a stream that has not begun counts, a later one does not', () => {
    const error = { message: 'Unrecognized request argument supplied: top_k' }
    expect(refusedFields({ kind: 'error_event', error, begun: false }, SENT)).toEqual([{ field: 'top_k' }])
    expect(refusedFields({ kind: 'error_event', error, begun: true }, SENT)).toEqual([])
  })
})

describe('other errors leave the request as it is', () => {
  test.each<[string, unknown, number]>([
    ['a model that is unknown', { error: { message: 'The model `seed` does not exist', param: 'model' } }, 400],
    ['an unsupported model', { error: { message: "The model 'big' is not supported" } }, 400],
    ['a needed field', { error: { message: 'Unrecognized request argument supplied: messages' } }, 400],
    ['a value out of range', { error: { message: 'max_tokens is too large: 256 > 128', param: 'max_tokens' } }, 400],
    ['too many requests', { error: { message: 'top_k is not supported in the free tier' } }, 429],
    ['no access', { error: { message: 'seed is not allowed for this key' } }, 403],
    ['a field that was not sent', { error: { message: "Unknown parameter: 'logit_bias'." } }, 400],
    ['a crash', { error: 'The model has crashed without additional information.' }, 400],
    ['a web page', '<html>top_k is not supported</html>', 404],
  ])('%s', (_name, body, status) => {
    expect(names(body, status)).toEqual([])
  })
})

test.each<[unknown, string[]]>([
  [
    { statusCode: 400, message: ['property repeat_penalty should not exist'], error: 'Bad Request' },
    ['repeat_penalty'],
  ],
  [{ message: 'body/stream_options must NOT be present' }, ['stream_options']],
  [{ error: { message: 'invalid temperature: only 1 is allowed for this model' } }, ['temperature']],
  [{ error: { message: 'the answer should not exist twice in model' } }, []],
])('validators that say which fields there must not be: %j', (body, fields) => {
  expect(names(body)).toEqual(fields)
})

describe('a field whose value is limited', () => {
  test.each<[string, unknown]>([
    ['not allowed to exceed', { error: { message: 'max_tokens 100 is not allowed to exceed 50' } }],
    ['in quotes', { error: { message: "'max_tokens': 256 not allowed, must be at most 128", param: 'max_tokens' } }],
    ['above', { error: 'temperature above 1.5 is not supported' }],
    ['between', { message: 'Invalid parameter top_p: must be between 0 and 1', code: 'invalid_value' }],
    ['greater than', { error: { message: 'Unsupported value: top_k must not be greater than 40.', param: 'top_k' } }],
    ['pydantic', { detail: [{ type: 'less_than_equal', loc: ['body', 'seed'], msg: 'Input should be less than 10' }] }],
    ['out of range', 'invalid argument: repeat_penalty 9 is out of range'],
    ['a sign', { error: 'max_tokens not allowed: 256 > 64' }],
  ])('is kept: %s', (_name, body) => {
    expect(names(body)).toEqual([])
  })

  test('is kept beside one that the server does not know', () => {
    const detail = [
      { type: 'extra_forbidden', loc: ['body', 'top_k'], msg: 'Extra inputs are not permitted' },
      { type: 'less_than_equal', loc: ['body', 'max_tokens'], msg: 'Input should be less than or equal to 50' },
    ]
    expect(names({ detail }, 422)).toEqual(['top_k'])
  })

  test.each([
    "Unknown parameter 'max_tokens'. The context holds at most 4096 tokens.",
    'The parameter max_tokens is not supported; the maximum is 100.',
  ])('is left out where the server does not know it: %s', (message) => {
    expect(names({ error: { message } })).toEqual(['max_tokens'])
  })
})
