import { expect, test } from 'vitest'
import { decodingSpeed, tokensPerSecond } from '../../../src/verdicts/decoding-speed.ts'

test.each([
  [8, 50, 140],
  [101, 1_000, 100],
  [7, 5_000, null],
  [1_000, 49.9, null],
  [4, 0.3, null],
  [0, 0, null],
  [8, Infinity, null],
  [8, NaN, null],
  [null, 100, null],
  [100, null, null],
])('%d tokens in %d ms: %d tokens/s', (tokens, decodingMs, speed) => {
  expect(tokensPerSecond(tokens, decodingMs)).toBe(speed)
})

test('leaves out the time to the first token', () => {
  const reply = { completionTokens: 11, firstTokenMs: 900, latencyMs: 1_000 }
  expect(decodingSpeed(reply)).toBe(100)
  expect(decodingSpeed({ ...reply, firstTokenMs: null })).toBeNull()
  expect(decodingSpeed({ ...reply, firstTokenMs: 960 })).toBeNull()
})
