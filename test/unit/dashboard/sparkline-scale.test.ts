import { describe, expect, test } from 'vitest'
import { sparklineScale } from '../../../src/dashboard/page/views/golden-history/sparkline-scale.ts'

describe('sparklineScale', () => {
  const places = (values: number[]) => values.map(sparklineScale(values))

  test('fills the box with values that differ', () => {
    expect(places([1_000, 3_000, 5_000])).toEqual([0, 0.5, 1])
  })

  test('puts values that hardly differ into the middle', () => {
    const [first = NaN, second = NaN] = places([2_000, 2_040])
    expect(first).toBeCloseTo(0.48, 2)
    expect(second).toBeCloseTo(0.52, 2)
    expect(places([2_000])).toEqual([0.5])
    expect(places([0, 0])).toEqual([0.5, 0.5])
  })

  test('has a place for the largest numbers', () => {
    expect(places([1e308, 1e308])).toEqual([0.5, 0.5])
    expect(places([0, Number.MAX_VALUE])).toEqual([0, 1])
  })

  test('has a place without values', () => {
    expect(sparklineScale([])(7)).toBe(0.5)
  })
})
