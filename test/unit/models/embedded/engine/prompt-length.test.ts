import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fewestTokens } from '../../../../../src/models/embedded/engine/prompt-length.ts'

/** A tokenizer that makes one token of each run of letters, and of each other character. */
const words = (text: string) => text.match(/\p{L}+|\P{L}/gu)?.length ?? 0
const ask = (...contents: string[]) => ({ messages: contents.map((content) => ({ role: 'user' as const, content })) })

test('never exceeds the number of tokens', () => {
  const texts = fc.array(fc.string({ maxLength: 40_000, size: 'max' }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 2_000 }), (contents, context) => {
      const whole = contents.reduce((sum, text) => sum + Math.max(1, words(text)), 0)
      expect(Math.min(fewestTokens(ask(...contents), context, words), context)).toBeLessThanOrEqual(whole)
    }),
    { numRuns: 50 },
  )
})

test('reaches the context for a prompt that is much longer, after reading a small part of it', () => {
  let read = 0
  const count = (text: string) => {
    read += text.length
    return words(text)
  }
  expect(fewestTokens(ask('word '.repeat(1_000_000)), 4_096, count)).toBeGreaterThanOrEqual(4_096)
  expect(read).toBeLessThan(50_000)
})

test('counts a bare text, and each message', () => {
  expect(fewestTokens({ text: ', '.repeat(20_000) }, 4_096, words)).toBeGreaterThanOrEqual(4_096)
  expect(fewestTokens(ask(...Array.from({ length: 5_000 }, () => '')), 4_096, words)).toBe(5_000)
})

test('does not tokenize what fits by its length', () => {
  const count = () => expect.unreachable('nothing is to be counted')
  expect(fewestTokens(ask('short'), 4_096, count)).toBe(1)
})
