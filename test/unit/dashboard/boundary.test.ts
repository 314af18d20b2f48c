import { describe, expect, test } from 'vitest'
import { boundaryOverTime, type CurrentBoundary } from '../../../src/dashboard/views/boundary.ts'

const MOVES = [
  { time: 300, from: 0.54, to: 0.58 },
  { time: 100, from: 0.5, to: 0.54 },
]

describe('the boundary over time', () => {
  test('goes through its moves in order of time', () => {
    const points = boundaryOverTime(MOVES, { from: 0, to: 400, current: { boundary: 0.58, since: 50 } })
    expect(points.map(({ time, boundary }) => [time, boundary])).toEqual([
      [0, 0.5],
      [100, 0.54],
      [300, 0.58],
      [400, 0.58],
    ])
  })

  test('starts with the boundary that held when the window began', () => {
    const points = boundaryOverTime(MOVES, { from: 200, to: 250, current: { boundary: 0.58, since: 50 } })
    expect(points.map(({ boundary }) => boundary)).toEqual([0.54, 0.54])
  })

  test('starts with the boundary before the first move that is known', () => {
    const [first] = boundaryOverTime([{ time: 300, from: 0.54, to: 0.58 }], {
      from: 200,
      to: 400,
      current: { boundary: 0.58, since: 50 },
    })
    expect(first?.boundary).toBe(0.54)
  })

  test('stays where the state has it, or at 0.5 without a state', () => {
    const boundaries = (current: CurrentBoundary | null) =>
      boundaryOverTime([], { from: 0, to: 1, current }).map(({ boundary }) => boundary)
    expect(boundaries({ boundary: 0.46, since: -1 })).toEqual([0.46, 0.46])
    expect(boundaries({ boundary: 0.5, since: null })).toEqual([0.5, 0.5])
    expect(boundaries(null)).toEqual([0.5, 0.5])
  })

  test('returns to 0.5 when a new state begins, and goes on from there', () => {
    const moves = [...MOVES, { time: 450, from: 0.5, to: 0.48 }]
    expect(shown(moves, { from: 0, to: 500, current: { boundary: 0.48, since: 400 } })).toEqual([
      [0, 0.5, 'start'],
      [100, 0.54, 'adaptation'],
      [300, 0.58, 'adaptation'],
      [400, 0.5, 'reset'],
      [450, 0.48, 'adaptation'],
      [500, 0.48, 'state'],
    ])
  })

  test('is at 0.5 in a window between a reset and the next move', () => {
    const moves = [...MOVES, { time: 450, from: 0.5, to: 0.48 }]
    expect(shown(moves, { from: 410, to: 440, current: { boundary: 0.48, since: 400 } })).toEqual([
      [410, 0.5, 'start'],
      [440, 0.5, 'start'],
    ])
  })

  test('shows an earlier reset at the first move after it', () => {
    const moves = [...MOVES, { time: 450, from: 0.5, to: 0.52 }]
    expect(shown(moves, { from: 200, to: 460, current: null })).toEqual([
      [200, 0.54, 'start'],
      [300, 0.58, 'adaptation'],
      [450, 0.5, 'reset'],
      [450, 0.52, 'adaptation'],
      [460, 0.52, 'start'],
    ])
  })

  test('ends at 0.5 after the state was deleted, but not in a window before the last move', () => {
    const deleted = { boundary: 0.5, since: null }
    expect(shown(MOVES, { from: 350, to: 400, current: deleted })).toEqual([
      [350, 0.58, 'start'],
      [400, 0.58, 'state'],
      [400, 0.5, 'reset'],
    ])
    expect(shown(MOVES, { from: 150, to: 200, current: deleted }).map(([, boundary]) => boundary)).toEqual([0.54, 0.54])
  })
})

function shown(...args: Parameters<typeof boundaryOverTime>) {
  return boundaryOverTime(...args).map(({ time, boundary, origin }) => [time, boundary, origin])
}
