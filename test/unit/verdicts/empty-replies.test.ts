import { describe, expect, test } from 'vitest'
import { judge, type ExpectationResult } from '../../../src/goldens/expectation.ts'
import { explainShortfall } from '../../../src/goldens/explain-shortfall.ts'
import { type ReplyEnd, shortfallOf } from '../../../src/verdicts/shortfall.ts'
import type { GoldenResult, MeasuredReply } from '../../../src/verdicts/results.ts'
import { withoutSilentSources, withoutSystematicEmpties } from '../../../src/verdicts/empty-replies.ts'
import type { Source } from '../../../src/source.ts'

const ended = (more: Partial<ReplyEnd>): ReplyEnd => ({
  text: '',
  finish: 'stop',
  tokens: { prompt: 12, completion: 300 },
  ...more,
})

describe('shortfallOf', () => {
  test.each<[string, Partial<ReplyEnd>, string, string]>([
    [
      'reasoning, cut',
      { reasoning: 'hm', finish: 'length' },
      'reasoning',
      'all 300 tokens up to max_tokens were spent on reasoning',
    ],
    [
      'reasoning, ended',
      { reasoning: 'hm' },
      'reasoning',
      'the model ended its reply after its reasoning (300 tokens)',
    ],
    [
      'reasoning that is only counted',
      { tokens: { prompt: 1, completion: 40, reasoning: 40 } },
      'reasoning',
      'the model ended its reply after its reasoning (40 tokens)',
    ],
    ['cut', { finish: 'length' }, 'max_tokens', 'the reply was cut at max_tokens (300 tokens), before any text'],
    [
      'no token counts',
      { finish: 'length', tokens: { prompt: null, completion: null } },
      'max_tokens',
      'the reply was cut at max_tokens, before any text',
    ],
    ['a full context', { quirks: ['context_full'] }, 'context_full', 'the context was full (12 tokens of prompt)'],
    ['a filter', { finish: 'content_filter' }, 'content_filter', "the server's content filter blocked the reply"],
    ['a tool call', { finish: 'tool_calls' }, 'tool_call', 'the model called a tool instead of answering'],
    [
      'nothing',
      { tokens: { prompt: 1, completion: 1 } },
      'nothing_sent',
      'the model ended its reply without any text (1 token)',
    ],
    ['white space', { text: ' \n\t' }, 'nothing_sent', 'the model ended its reply without any text (300 tokens)'],
    [
      'characters that are not seen',
      { text: '\u200b\u00ad\ufeff\u2800\u0000' },
      'nothing_sent',
      'the model ended its reply without any text (300 tokens)',
    ],
    [
      'a tool call that ends with stop',
      { quirks: ['tool_called'] },
      'tool_call',
      'the model called a tool instead of answering',
    ],
  ])('returns the cause of an empty reply: %s', (_name, more, cause, description) => {
    expect(shortfallOf(ended(more))).toMatchObject({ kind: 'empty', cause, description })
  })

  test('distinguishes a cut text from a complete one', () => {
    expect(shortfallOf(ended({ text: 'Ly', finish: 'length' }))).toMatchObject({
      kind: 'cut',
      cause: 'max_tokens',
      description: 'the reply was cut at max_tokens (300 tokens)',
      remedy: expect.stringContaining('max_tokens'),
    })
    expect(shortfallOf(ended({ text: 'Ly', finish: 'length', quirks: ['context_full'] }))?.cause).toBe('context_full')
    expect(shortfallOf(ended({ text: 'Ly', finish: 'content_filter' }))).toMatchObject({
      kind: 'cut',
      cause: 'content_filter',
      description: "the server's content filter cut the reply off",
    })
    expect(shortfallOf(ended({ text: 'Lyon' }))).toBeNull()
    expect(shortfallOf(ended({ text: 'Lyon', finish: 'tool_calls' }))).toMatchObject({
      kind: 'cut',
      cause: 'tool_call',
      description: 'the model called a tool instead of ending its answer',
    })
    expect(shortfallOf(ended({ text: 'Lyon', quirks: ['tool_called'] }))?.cause).toBe('tool_call')
  })
})

describe('a reply whose text fits', () => {
  const fits: ExpectationResult = { passed: true }
  const judged = (more: Partial<ReplyEnd>) => explainShortfall(fits, shortfallOf(ended({ text: 'Lyon', ...more })))

  test.each<[Partial<ReplyEnd>, string]>([
    [{ finish: 'content_filter' }, "to be complete, but the server's content filter cut the reply off"],
    [{ finish: 'tool_calls' }, 'to be complete, but the model called a tool instead of ending its answer'],
    [{ quirks: ['tool_called'] }, 'to be complete, but the model called a tool instead of ending its answer'],
    [{ text: '<|im_end|>' }, 'to be complete, but the reply contains only special tokens: <|im_end|>'],
  ])('fails when it ended by %j', (more, expected) => {
    expect(judged(more)).toMatchObject({ passed: false, misses: [{ expectation: 'reply', expected }] })
  })

  test.each([{}, { finish: 'length' }, { finish: 'length', quirks: ['context_full'] }])(
    'passes when it ended by %j',
    (more) => {
      expect(judged(more)).toEqual(fits)
    },
  )
})

describe('special tokens', () => {
  test.each([
    '<|im_end|>',
    ' <|eot_id|>\n<|end_of_text|>',
    '<|im_start|>assistant\n<|im_end|>',
    '<|start_header_id|>assistant<|end_header_id|>\n\n',
    '</s>',
    '<s> </s>',
    '<start_of_turn>model\n<end_of_turn>',
    '<\uff5cend\u2581of\u2581sentence\uff5c>',
    '<pad><pad><pad>',
    '<|END_OF_TURN_TOKEN|>\u200b',
    '[INST][/INST]',
    '<0x0A><0x0A>',
  ])('%j is empty', (text) => {
    expect(shortfallOf(ended({ text }))).toMatchObject({ kind: 'empty', cause: 'nothing_sent' })
    expect(judge(text, undefined).passed).toBe(false)
  })

  test.each(['Lyon<|im_end|>', '<s>', '<b></b>', '<|im_start|>assistants', '[1]', '<|>', '|', '<eosin>', 'assistant'])(
    '%j is a text',
    (text) => {
      expect(shortfallOf(ended({ text }))).toBeNull()
      expect(judge(text, undefined).passed).toBe(true)
    },
  )
})

describe('empty replies of a set', () => {
  const nothing = shortfallOf(ended({ tokens: { prompt: 1, completion: 1 } }))
  const reply = (said: boolean, source: Source = 'main_model', repeat = 0): MeasuredReply => ({
    repeat,
    source,
    model: source,
    passed: said,
    latencyMs: 9,
    firstTokenMs: 1,
    completionTokens: 1,
    ...(said || nothing === null ? {} : { shortfall: nothing }),
    origin: 'measured',
  })
  const golden = (id: string, ...replies: MeasuredReply[]): GoldenResult => ({
    id,
    trait: 't',
    fingerprint: 'f',
    replies,
    unmeasured: [],
  })
  const set = (empty: number, said: number) => [
    ...Array.from({ length: empty }, (_, index) => golden(`e${index}`, reply(false))),
    ...Array.from({ length: said }, (_, index) => golden(`s${index}`, reply(true))),
  ]
  const aside = (goldens: GoldenResult[]) =>
    withoutSystematicEmpties(goldens).flatMap(({ id, unmeasured }) => unmeasured.map(({ repeat }) => `${id} ${repeat}`))

  test.each([
    [0, 5, 0],
    [1, 0, 0],
    [1, 1, 0],
    [1, 5, 0],
    [2, 0, 2],
    [4, 0, 4],
    [2, 3, 2],
    [2, 17, 2],
    [2, 18, 0],
    [3, 27, 0],
    [4, 35, 4],
  ])('%i empty and %i others: %i are unmeasured', (empty, said, expected) => {
    expect(aside(set(empty, said))).toHaveLength(expected)
  })

  test('marks all replies of a source, although they are few of the set', () => {
    const others = Array.from({ length: 30 }, (_, index) => golden(`s${index}`, reply(true, 'embedder')))
    const [first] = withoutSystematicEmpties([...set(2, 0), ...others])
    expect(first).toMatchObject({ replies: [], unmeasured: [{ repeat: 0, cause: 'empty_reply' }] })
    expect(first?.unmeasured[0]?.evidence).toBe(
      'every reply of main_model was empty: the model ended its reply without any text (1 token)',
    )
    expect(first?.unmeasured[0]?.remedy).toContain('prompt template')
    expect(aside([...set(2, 1), ...others])).toEqual([])
    expect(aside([...set(1, 0), ...others])).toEqual([])
  })

  test('a golden with an empty repeat counts with its share', () => {
    const mixed = (id: string) => golden(id, reply(false), reply(true, 'main_model', 1), reply(true, 'main_model', 2))
    const said = ['c', 'd', 'e'].map((id) => golden(id, reply(true)))
    expect(aside([mixed('a'), mixed('b'), ...said])).toEqual(['a 0', 'b 0'])
    expect(aside([mixed('a'), mixed('b'), ...said, ...set(0, 2)])).toEqual([])
  })

  test('keeps the other replies measured', () => {
    const [first] = withoutSystematicEmpties([golden('a', reply(false), reply(true, 'main_model', 1)), ...set(3, 0)])
    expect(first).toMatchObject({ replies: [{ repeat: 1, passed: true }], unmeasured: [{ repeat: 0 }] })
  })

  test('marks a source that gave only empty replies in the whole run', () => {
    const one = set(1, 0)
    expect(withoutSilentSources(one, [...one, ...set(1, 0)])[0]?.unmeasured).toHaveLength(1)
    expect(withoutSilentSources(one, [...one, ...set(1, 1)])).toBe(one)
    expect(
      withoutSilentSources(one, [
        ...one,
        ...set(1, 0).map((golden) => ({ ...golden, replies: [reply(false, 'embedder')] })),
      ]),
    ).toBe(one)
    expect(withoutSilentSources(one, one)).toBe(one)
  })
})
