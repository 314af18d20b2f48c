import { describe, expect, test } from 'vitest'
import { askedGolden } from '../../../../../plugin/worker/hypothesis/asked-golden.ts'
import { type Prompt, type VariantPair, variantPair } from '../../../../../plugin/worker/hypothesis/variant.ts'
import type { SuiteGolden } from '../../../../../plugin/worker/suite/suite-golden.ts'
import { fingerprint } from '../../../../../src/goldens/fingerprint.ts'
import { conversationOf, type Golden } from '../../../../../src/goldens/sets/golden-set.ts'

const short: Prompt = ({ question }) => question
const long: Prompt = ({ question }) => `At length: ${question}`

function suiteGolden(golden: Golden): SuiteGolden {
  const conversation = conversationOf(golden)
  return { ...golden, set: 'facts', fingerprint: fingerprint(golden), conversation, tolerated: false }
}

const plain = suiteGolden({ id: 'capital', question: 'And of Spain?', trait: 'facts' })
const inTurns = suiteGolden({
  id: 'follow-up',
  messages: [
    { role: 'user', content: 'What is the capital of Portugal?' },
    { role: 'assistant', content: 'Lisbon.' },
  ],
  question: 'And of Spain?',
  trait: 'facts',
})

describe('a pair of variants', () => {
  test('are named after the models, the functions, or the configurations', () => {
    const names = (ways: VariantPair) => variantPair(ways).map(({ variant }) => variant)
    expect(names({ source: ['embedder', 'main_model'] })).toEqual(['embedder', 'main_model'])
    expect(names({ prompt: [short, long] })).toEqual(['short', 'long'])
    expect(names({ prompt: [(golden) => golden.question, () => 'Hello!'] })).toEqual(['prompt 1', 'prompt 2'])
    expect(names({ configuration: [{ name: 'now' }, { name: 'next' }] })).toEqual(['now', 'next'])
  })

  test('ask the named model in both, or the routed one', () => {
    expect(variantPair({ prompt: [short, long] }).map(({ source }) => source)).toEqual([null, null])
    const fixed = variantPair({ prompt: [short, long], source: 'embedder' })
    expect(fixed.map(({ source }) => source)).toEqual(['embedder', 'embedder'])
  })

  test.for([
    [{}, 'paired needs two variants'],
    [{ source: 'embedder' }, 'paired needs two variants'],
    [{ source: ['embedder', 'embedder'] }, 'both variants are "embedder"'],
    [{ source: ['embedder', 'main'] }, 'paired({ source[1] }) must be "main_model" or "embedder", got "main"'],
    [{ prompt: [short] }, 'compares two variants, got 1'],
    [{ configuration: [{ name: 'a' }, { name: 'a' }] }, 'both variants are "a"'],
    [
      { configuration: [{ name: 'a', sampling: { temprature: 1 } }, { name: 'b' }] },
      'unknown option "sampling.temprature"; did you mean "temperature"?',
    ],
  ] as const)('are refused where they are not two: %o', ([ways, message]) => {
    expect(() => variantPair(ways as never)).toThrow(message)
  })

  test('rejects an unknown source', () => {
    const ways = { prompt: [short, long], source: 'big' }
    expect(() => variantPair(ways as never)).toThrow(
      'paired({ source }) must be one of "main_model", "embedder", got "big"',
    )
  })

  test('rejects an unknown option and an invalid number of repeats', () => {
    const ways = { source: ['embedder', 'main_model'], repeat: 3, repeats: 0 }
    expect(() => variantPair(ways as never)).toThrow(
      new RangeError(
        'aios: paired({ ... }): unknown option "repeat"; did you mean "repeats"? Options: goldens, repeats, from; paired({ repeats }) must be an integer from 1 to 100000, got 0',
      ),
    )
  })
})

describe('a golden asked in one of them', () => {
  const way = (prompt: Prompt) => ({ variant: prompt.name, source: null, prompt })

  test('is returned where nothing about it changes', () => {
    expect(askedGolden(plain, { variant: 'embedder', source: 'embedder' }, 'H1')).toBe(plain)
    expect(askedGolden(inTurns, way(short), 'H1')).toBe(inTurns)
    expect(
      askedGolden(
        inTurns,
        way(({ conversation }) => conversation),
        'H1',
      ),
    ).toBe(inTurns)
  })

  test('keeps its earlier messages with another question, and has a set and a fingerprint of its own', () => {
    const asked = askedGolden(inTurns, way(long), 'H1')
    expect(asked).toMatchObject({ id: 'follow-up', set: 'H1 long', question: 'At length: And of Spain?' })
    expect(asked.conversation).toEqual([
      ...inTurns.conversation.slice(0, 2),
      { role: 'user', content: 'At length: And of Spain?' },
    ])
    expect(asked.fingerprint).not.toBe(inTurns.fingerprint)
  })

  test('a list of messages is the whole conversation', () => {
    const alone: Prompt = ({ question }) => [{ role: 'user', content: question }]
    const asked = askedGolden(inTurns, way(alone), 'H1')
    expect(asked.messages).toBeUndefined()
    // It is now the same question as that of the golden without earlier messages.
    expect(asked.fingerprint).toBe(plain.fingerprint)
  })

  test('records another configuration apart', () => {
    const asked = askedGolden(plain, { variant: 'next', source: null, configuration: { name: 'next' } }, 'H1')
    expect(asked).toMatchObject({ set: 'H1 next', fingerprint: plain.fingerprint })
  })

  test.for([[() => ''], [() => []], [() => [{ role: 'assistant', content: 'Hello.' }]], [() => undefined], [() => 7]])(
    'rejects an empty prompt: %o',
    ([prompt]) => {
      expect(() => askedGolden(plain, way(prompt as never), 'H1')).toThrow(
        'the prompt of golden "capital" must be a string, or a list of messages that ends with the user\'s',
      )
    },
  )
})
