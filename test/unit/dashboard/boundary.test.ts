import { describe, expect, test } from 'vitest'
import { boundaryOverTime } from '../../../src/dashboard/views/boundary.ts'

const MOVES = [
  { time: 300, from: 0.54, to: 0.58 },
  { time: 100, from: 0.5, to: 0.54 },
]

describe('the boundary over time', () => {
  test('goes through its moves in order of time', () => {
    const points = boundaryOverTime(MOVES, { from: 0, to: 400, current: 0.58 })
    expect(points.map(({ time, boundary }) => [time, boundary])).toEqual([
      [0, 0.5],
      [100, 0.54],
      [300, 0.58],
      [400, 0.58],
    ])
  })

  test('starts with the boundary that held when the window began', () => {
    const points = boundaryOverTime(MOVES, { from: 200, to: 250, current: 0.58 })
    expect(points.map(({ boundary }) => boundary)).toEqual([0.54, 0.54])
  })

  test('starts with the boundary before the first move that is known', () => {
    const [first] = boundaryOverTime([{ time: 300, from: 0.54, to: 0.58 }], { from: 200, to: 400, current: 0.58 })
    expect(first?.boundary).toBe(0.54)
  })

  test('stays where the state has it, or at 0.5 without a state', () => {
    expect(boundaryOverTime([], { from: 0, to: 1, current: 0.46 }).map(({ boundary }) => boundary)).toEqual([
      0.46, 0.46,
    ])
    expect(boundaryOverTime([], { from: 0, to: 1, current: null }).map(({ boundary }) => boundary)).toEqual([0.5, 0.5])
  })
})
