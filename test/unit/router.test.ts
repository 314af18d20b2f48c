import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import '../support/jest-extended.ts'
import { bucketOf, createRouter, weigh } from '../../src/router/index.ts'

const user = (content: string) => [{ role: 'user' as const, content }]

describe('bucketOf', () => {
  test('is the first 32 bits of the SHA-256, so that every language can match it', () => {
    // sha256('conversation-1') begins with these eight digits; `printf conversation-1 | sha256sum` shows them.
    const ids = ['conversation-1', 'conversation-2', 'größe', '']
    expect(ids.map((id) => [id, bucketOf(id, 0.5)])).toMatchInlineSnapshot(`
      [
        [
          "conversation-1",
          "control",
        ],
        [
          "conversation-2",
          "control",
        ],
        [
          "größe",
          "treatment",
        ],
        [
          "",
          "treatment",
        ],
      ]
    `)
  })

  test('a share of 1 leaves nobody in treatment, a share of 0 everybody', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect([bucketOf(id, 1), bucketOf(id, 0)]).toEqual(['control', 'treatment'])
      }),
    )
  })

  test('splits by the share', () => {
    const control = Array.from({ length: 10_000 }, (_, n) => bucketOf(`c${n}`, 0.3)).filter(
      (bucket) => bucket === 'control',
    ).length
    expect(control).toBeWithin(2_800, 3_200)
  })
})

describe('weigh', () => {
  test('is between 0 and 1, and its parts add up to it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (text) => {
        const { value, parts } = weigh(user(text))
        const sum = Object.values(parts).reduce((total, part) => total + part, 0)
        expect(value).toBeCloseTo(Math.min(1, Math.max(0, sum)), 6)
      }),
    )
  })

  test('greetings weigh less than a question, work weighs more', () => {
    const weight = (text: string) => weigh(user(text)).value
    for (const greeting of ['Hi!', 'hello there', 'Thanks a lot!', 'Bonjour', '你好', 'ok'])
      expect(weight(greeting)).toBeLessThan(0.3)
    expect(weight('What is the capital of France?')).toBeLessThan(0.5)
    expect(
      weight(
        'Compare quicksort and mergesort in exactly 3 steps, then write a Python function for each and explain why it is stable.',
      ),
    ).toBeGreaterThan(0.7)
  })

  test('a long conversation weighs more than its last message alone', () => {
    const turns = [
      ...user('Tell me about bees.'),
      { role: 'assistant' as const, content: 'They fly.' },
      ...user('And wasps?'),
    ]
    expect(weigh(turns).value).toBeGreaterThan(weigh(user('And wasps?')).value)
  })
})

describe('createRouter', () => {
  test('sends what weighs more than the boundary to the main model', () => {
    const router = createRouter({ boundary: 0.5 })
    const decision = router.route({
      conversation: 'c1',
      messages: user('Explain in exactly 5 steps how to design a bridge without steel, and why.'),
    })
    expect(decision).toMatchObject({ source: 'main_model', boundary: 0.5, propensity: 1 })
    expect(
      createRouter({ boundary: 1 }).route({ conversation: 'c1', messages: user('Explain everything.') }).source,
    ).toBe('embedder')
  })

  test('refuses a boundary or a share that is none', () => {
    expect(() => createRouter({ boundary: 1.5 })).toThrow('router: boundary must be between 0 and 1, not 1.5')
    expect(() => createRouter({ controlShare: Number.NaN })).toThrow(
      'router: controlShare must be between 0 and 1, not NaN',
    )
  })
})
