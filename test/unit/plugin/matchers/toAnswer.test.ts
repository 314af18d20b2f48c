import { describe, test } from 'vitest'
import { expect, type Golden, type Reply, type SuiteGolden } from 'vitest-aios'
import { messageOf } from '../../../fixtures/message-of.ts'

const golden: Golden = {
  id: 'capital',
  question: 'What is the capital of France?',
  trait: 'facts',
  expect: { contains: 'Paris', maxLength: 40 },
}

/** The golden as `describeGoldens` passes it to `each`. */
const inSuite: SuiteGolden = { ...golden, set: 'sample set', fingerprint: 'f', conversation: [], tolerated: false }

const reply = (text: string, change: Partial<Reply> = {}): Reply => ({
  kind: 'reply',
  source: 'embedder',
  text,
  finish: 'stop',
  model: { asked: 'small', answered: 'small' },
  timings: { queue_ms: 0, load_ms: 0, first_token_ms: 10, total_ms: 100, tokens_per_second: 40 },
  tokens: { prompt: 10, completion: 5 },
  tries: 1,
  quirks: [],
  origin: { kind: 'measured' },
  ...change,
})

test('passes where the reply meets the expectation, and negated where it does not', () => {
  expect('Paris.').toAnswer(golden)
  expect(reply('It is Paris.')).toAnswer(golden)
  expect('London.').not.toAnswer(golden)
})

test('passes for a known failure, except negated', () => {
  const knownFailure: SuiteGolden = { ...inSuite, tolerated: true }
  expect('London.').toAnswer(knownFailure)
  expect(() => expect('Paris.').not.toAnswer(knownFailure)).toThrow('not.toAnswer')
})

describe('prints', () => {
  test('a reply that misses the expectation', () => {
    const text = 'The capital of France is London, a city on the Thames.'
    expect(messageOf(() => expect(text).toAnswer(golden))).toMatchInlineSnapshot(`
      "expect(reply).toAnswer(golden)

      Golden:   capital (facts)
      Question: What is the capital of France?
      Expected: to contain "Paris", found "The capital of France is London, a city on the Thames."
                to have at most 40 characters, found 54 characters: "The capital of France is London, a city on the Thames."
      Received: The capital of France is London, a city on the Thames.

      Look closer: npx vitest test/unit/plugin/matchers/toAnswer.test.ts --ui"
    `)
  })

  test('how to record a known failure of a golden set', () => {
    expect(messageOf(() => expect('London.').toAnswer(inSuite))).toMatchInlineSnapshot(`
      "expect(reply).toAnswer(golden)

      Golden:   capital (facts)
      Question: What is the capital of France?
      Expected: to contain "Paris", found "London."
      Received: London.

      Look closer: npx vitest test/unit/plugin/matchers/toAnswer.test.ts --ui
      If the reply is right, correct the expectation
      To record all replies of the run, with this one as a known failure: npx vitest run goldens -u"
    `)
  })

  test('that the baseline has the golden with another question or expectation', () => {
    const reworded = { ...inSuite, changed: true }
    const message = messageOf(() => expect('London.').toAnswer(reworded))
    expect(message).toContain('Baseline: has this golden with another question or expectation')
    expect(messageOf(() => expect('London.').toAnswer(inSuite))).not.toContain('Baseline:')
  })

  test('a reply that meets the expectation, negated', () => {
    expect(messageOf(() => expect('Paris.').not.toAnswer(inSuite))).toMatchInlineSnapshot(`
      "expect(reply).not.toAnswer(golden)

      Golden:   capital (facts)
      Question: What is the capital of France?
      Expected: a reply that misses the expectation
      Received: Paris.

      Look closer: npx vitest test/unit/plugin/matchers/toAnswer.test.ts --ui"
    `)
  })

  test('a reply that was cut, and an empty one, with their remedies', () => {
    expect(messageOf(() => expect(reply('It is Par', { finish: 'length' })).toAnswer(golden))).toMatchInlineSnapshot(`
      "expect(reply).toAnswer(golden)

      Golden:   capital (facts)
      Question: What is the capital of France?
      Expected: to contain "Paris", found "It is Par"
                to be complete, but the reply was cut at max_tokens (5 tokens), found only the beginning of a reply
      Received: It is Par
      Remedy:   Raise aios({ sampling: { max_tokens } }), or ask for a shorter answer.

      Look closer: npx vitest test/unit/plugin/matchers/toAnswer.test.ts --ui"
    `)
    expect(messageOf(() => expect(reply('')).toAnswer(golden))).toMatchInlineSnapshot(`
      "expect(reply).toAnswer(golden)

      Golden:   capital (facts)
      Question: What is the capital of France?
      Expected: to say something, found a blank reply
                to be complete, but the model ended its reply without any text (5 tokens), found no text
      Received: 
      Remedy:   Check the model's prompt template and aios({ sampling: { stop } }).

      Look closer: npx vitest test/unit/plugin/matchers/toAnswer.test.ts --ui"
    `)
  })

  test('a reply from another source than expected', () => {
    const expected: Golden = { ...golden, expected_source: 'main_model' }
    expect(messageOf(() => expect(reply('Paris.')).toAnswer(expected))).toMatchInlineSnapshot(`
      "expect(reply).toAnswer(golden)

      Golden:   capital (facts)
      Question: What is the capital of France?
      Expected: a reply of main_model (expected_source), found embedder
      Received: Paris.

      Look closer: npx vitest test/unit/plugin/matchers/toAnswer.test.ts --ui"
    `)
  })

  test('no secrets and no control characters', () => {
    const text = 'Bearer sk-abcdefghijklmnopqrstuvwxyz0123456789\u001b[31m'
    expect(messageOf(() => expect(text).toAnswer(golden))).not.toMatch(/sk-abc|\u001b/)
  })
})

test('rejects other values than replies', () => {
  expect(messageOf(() => expect(Promise.resolve('Paris.')).toAnswer(golden))).toMatchInlineSnapshot(
    `"toAnswer: expected a reply, such as \`await ask(golden)\`, or a string; received a promise. Is an await missing?"`,
  )
})

test('rejects a misspelt expectation, which would pass for every reply', () => {
  const misspelt = { ...golden, expect: { contians: 'Paris' } } as Golden
  for (const judge of [() => expect('London.').toAnswer(misspelt), () => expect('London.').not.toAnswer(misspelt)])
    expect(messageOf(judge)).toBe(
      'aios: toAnswer(golden): expect has an unknown key "contians"; did you mean "contains"?',
    )
})
