import { expect, test } from 'vitest'
import { splitOf } from '../../../src/router/health.ts'
import { freshState } from '../../../src/router/state.ts'

const split = (control: number, treatment: number, share = 0.5) => {
  const state = freshState('2026-01-01T00:00:00.000Z')
  state.buckets.control.conversations = control
  state.buckets.treatment.conversations = treatment
  return splitOf(state, share)
}

test('does not warn of a split that is likely by chance', () => {
  expect(split(0, 0)).toMatchObject({ p: 1, warning: null })
  expect(split(54, 46).warning).toBeNull()
  // 2 P(X <= 2 of 10) = 112 / 1024.
  expect(split(2, 8).p).toBeCloseTo(0.109375, 10)
  expect(split(300, 700, 0.3).p).toBeGreaterThan(0.9)
})

test('warns of an unlikely split, with possible causes', () => {
  expect(split(600, 400).warning).toBe(
    '600 of 1000 conversations are in control, expected 500: outcomes of one bucket are lost, controlShare was changed, or ids do not identify conversations',
  )
  expect(split(0, 30).p).toBeCloseTo(2 * 0.5 ** 30, 15)
})

test('does not test the split without a treatment bucket', () => {
  expect(split(40, 0, 1)).toMatchObject({ p: 1, warning: null })
})
