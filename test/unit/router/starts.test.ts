import { expect, test } from 'vitest'
import { evidencePolicy, type RouterState } from '../../../src/router/index.ts'
import { currentEpoch, epochsOf } from '../../../src/router/policies/evidence/effects.ts'
import { startsOf } from '../../../src/router/policies/evidence/starts.ts'
import { freshCell, freshState } from '../../../src/router/state.ts'

/** Effects in a cell with this mean and a variance of 1.2. */
const effects = (n: number, mean: number, conversations = n, products = 0) => ({
  n,
  conversations,
  effect_sum: n * mean,
  effect_squares: n * (mean * mean + 1.2),
  effect_products: products,
  main_model: { n: n / 2, utility_sum: n / 4, slow: 0 },
  embedder: { n: n / 2, utility_sum: n / 4, slow: 0 },
})

/** A state at 0.5 whose epochs, from 0 on, have these effects in the cell below the boundary. */
function stateOf(epochs: readonly ReturnType<typeof effects>[]): RouterState {
  const state = freshState('2026-01-01T00:00:00.000Z')
  const arm = { ...state.buckets.control, sample_count: 1_000 }
  const buckets = { control: arm, treatment: arm }
  const cells = Object.fromEntries(epochs.map((cell, epoch) => [epoch, { 2: cell }]))
  return { ...state, buckets, since_move: { buckets, epochs: cells } }
}

test('the evidence has a start every five epochs, with weights that add up to at most 1', () => {
  // With so few effects each e-value is 1, so the evidence of a start is its weight.
  const starts = startsOf(epochsOf(stateOf(Array.from({ length: 13 }, () => effects(2, 0.3)))), [2], 1)
  expect(starts.map(({ n, evidence }) => [n, evidence])).toEqual([
    [6, 1 / 12],
    [16, 1 / 6],
    [26, 1 / 2],
  ])
})

test('a later start detects a change that all effects together hide', () => {
  const [hurts, helps] = [effects(100, -0.3), effects(100, 0.35)]
  const changed = [...Array.from({ length: 10 }, () => hurts), ...Array.from({ length: 5 }, () => helps)]
  const policy = evidencePolicy()
  expect(policy.evaluateMove(stateOf(changed)).move).toMatchObject({ to: 0.46 })
  expect(policy.evaluateMove(stateOf([effects(1_500, (-300 * 10 + 350 * 5) / 15_000)])).move).toBeNull()
})

test('correlation within conversations reduces the evidence, and fewer than 60 conversations give none', () => {
  const policy = evidencePolicy()
  const evidence = (epoch: ReturnType<typeof effects>) =>
    policy.evaluateMove(stateOf([epoch])).candidates.find(({ boundary }) => boundary === 0.46)?.evidence ?? NaN
  // A hundred conversations of ten messages, independent and correlated.
  const [independent, correlated] = [effects(1_000, 0.3, 100), effects(1_000, 0.3, 100, 9_000)]
  expect(evidence(independent)).toBeGreaterThan(1_000)
  expect(evidence(correlated)).toBeLessThan(10)
  expect(evidence(effects(1_000, 0.3, 60))).toBe(evidence(independent))
  expect(evidence(effects(1_000, 0.3, 59))).toBe(0.5)
  expect(policy.evaluateMove(stateOf([effects(590, 0.3, 59)]))).toMatchObject({
    reason: 'stays at 0.5: evidence needs 60 conversations with messages near the boundary (59 so far)',
    wouldChange: '1 more of them would allow it to evaluate the evidence; repeated goldens do not add any',
  })
})

test('an epoch ends with its hundredth effect; outcomes without an effect do not count', () => {
  const golden = { ...freshCell(), embedder: { n: 500, utility_sum: 250, slow: 0 } }
  const at = (...cells: ReturnType<typeof effects>[]) => currentEpoch(epochsOf(stateOf(cells)))
  expect(at()).toBe(0)
  expect(at(golden)).toBe(0)
  expect(at(effects(99, 0))).toBe(0)
  expect(at(effects(100, 0))).toBe(1)
  expect(at(effects(100, 0), effects(40, 0))).toBe(1)
})
