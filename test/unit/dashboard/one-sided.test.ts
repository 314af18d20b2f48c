import { describe, expect, test } from 'vitest'
import { oneSidedRouting } from '../../../src/dashboard/views/one-sided.ts'

function points(...parts: [main: number, embedder: number][]) {
  return parts.flatMap(([main, embedder], time) => [
    { time, value: 'main_model', count: main },
    ...(embedder === 0 ? [] : [{ time, value: 'embedder', count: embedder }]),
  ])
}

describe('routing to one source only', () => {
  test('is named with the share that the other source had before', () => {
    expect(oneSidedRouting(points([60, 40], [50, 50], [40, 0], [30, 0]))).toBe(
      'all of the last 70 replies to users came from main_model; before, 45 % came from embedder',
    )
  })

  test.each([
    ['both sources answer', points([60, 40], [59, 1])],
    ['too few replies came from one source', points([60, 40], [49, 0])],
    ['the other source was always rare', points([95, 5], [95, 0])],
    ['only one source ever answered', points([100, 0], [100, 0])],
    ['too few replies came before', points([10, 10], [200, 0])],
    ['there are no replies', []],
  ])('is not concluded where %s', (_, series) => {
    expect(oneSidedRouting(series)).toBeNull()
  })
})
