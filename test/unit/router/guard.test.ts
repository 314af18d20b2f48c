import { expect, test } from 'vitest'
import { evidencePolicy } from '../../../src/router/policies/evidence.ts'
import { isInBreach, refusal, slowShares } from '../../../src/router/policies/evidence/guard.ts'
import { freshCell, freshState } from '../../../src/router/state.ts'

/** The number of replies of each model in a cell, and of slow ones. */
const sides = ([main = 0, mainSlow = 0]: number[], [small = 0, smallSlow = 0]: number[]) => ({
  main_model: { n: main, utility_sum: 0, slow: mainSlow },
  embedder: { n: small, utility_sum: 0, slow: smallSlow },
})

test('shrinks the share of a cell towards the share of its source in all cells', () => {
  const cells = [sides([], [9, 1]), sides([1, 1], [1]), sides([], []), sides([], []), sides([], []), sides([8], [])]
  // One of nine replies of main_model was slow, and one of ten of the embedder.
  const [main, embedder] = [1.5 / 10, 1.5 / 11]
  const [first, second] = [(1 + 2 * embedder) / 11, (0 + 2 * main) / 10]
  const middle = [(1 + 2 * main) / 3, (0 + 2 * embedder) / 3]
  const shares = middle.map((rate) => (9 * first + 2 * rate + 8 * second) / 19)
  const estimated = slowShares(cells)
  expect(estimated.map(({ share }) => share)).toEqual(
    [0, 1, 1, 1, 1].map((at) => expect.closeTo(shares[at] ?? NaN, 12)),
  )
  const variance = (part: number, rate: number, n: number) => ((part / 19) ** 2 * rate * (1 - rate)) / (n + 2)
  const squares = variance(9, first, 9) + variance(2, middle[0] ?? NaN, 1) + variance(8, second, 8)
  expect(estimated[0]?.error).toBeCloseTo(Math.sqrt(squares), 12)
  expect(estimated[0]?.messages).toBe(19)
})

test('does not refuse a boundary because of few replies between it and the current one', () => {
  const cells = [sides([], [20]), sides([2], [3]), sides([3], [2]), sides([9], []), sides([8], [1]), sides([20], [])]
  const [, , now, , far] = slowShares(cells)
  if (now === undefined || far === undefined) throw new Error('a candidate is missing')
  expect(refusal(far, now)).toBeNull()
  expect(isInBreach(far)).toBe(false)
  const epoch = Object.fromEntries(cells.map((cell, at) => [at, { ...freshCell(), ...cell }]))
  const state = freshState('2026-01-01T00:00:00.000Z')
  const buckets = { ...state.buckets }
  for (const bucket of ['control', 'treatment'] as const) buckets[bucket] = { ...buckets[bucket], sample_count: 34 }
  const { candidates } = evidencePolicy().evaluateMove({
    ...state,
    buckets,
    since_move: { buckets, epochs: { 0: epoch } },
  })
  expect(candidates.map(({ refused }) => refused)).toEqual([null, null, null, null])
})

test.each([
  { share: 0.0417, error: 0.005, refused: false },
  { share: 0.0418, error: 0.005, refused: true },
])('refuses a share above 5 % less 1.645 standard errors ($share: $refused)', ({ share, error, refused }) => {
  const now = { share: 0.01, error: 0.001, messages: 1_000 }
  expect(refusal({ share, error, messages: 1_000 }, now) !== null).toBe(refused)
})

test('accepts a boundary with fewer slow replies than now, even if they are still too many', () => {
  const now = { share: 0.2, error: 0.01, messages: 1_000 }
  expect(refusal({ ...now, share: 0.19 }, now)).toBeNull()
  expect(refusal(now, now)).toMatch(/^up to 21\.6 % of its replies may be slow/)
})

test.each([
  { share: 0.0583, messages: 60, breach: true },
  { share: 0.0582, messages: 60, breach: false },
  { share: 0.0583, messages: 59, breach: false },
])('treats a share of $share of $messages replies as a breach: $breach', ({ share, messages, breach }) => {
  expect(isInBreach({ share, error: 0.005, messages })).toBe(breach)
})

test.each([
  { share: 0.05, text: 'up to 6.6 % of its replies may be slow with so few outcomes, and the limit is 5.0 %' },
  { share: 0.051, text: 'up to 6.7 % of its replies may be slow, and the limit is 5.0 %' },
])('says that a share of $share may be lower with more outcomes, where it is within the limit', ({ share, text }) => {
  const now = { share: 0.01, error: 0.001, messages: 1_000 }
  expect(refusal({ share, error: 0.01, messages: 100 }, now)).toBe(text)
})
