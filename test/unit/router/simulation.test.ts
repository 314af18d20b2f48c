import { describe, expect, test } from 'vitest'
import { evidencePolicy, thresholdPolicy } from '../../../src/router/index.ts'
import { bestOf, truthOf } from '../../../src/router/simulation/oracle.ts'
import { simulate } from '../../../src/router/simulation/run.ts'
import { summarizeTrials } from '../../../src/router/simulation/summary.ts'
import { shareUpTo } from '../../../src/router/simulation/traffic.ts'
import { expectedUtility, type WorldName, worlds } from '../../../src/router/simulation/worlds.ts'

const world = (name: WorldName) => {
  const found = worlds(0.1).find((each) => each.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

describe('the worlds match their descriptions', () => {
  test.each([
    ['nothing', 0],
    ['up', -0.1],
    ['down', 0.1],
    ['trap', 0.1],
  ] as const)('%s: main_model has %d more utility near the boundary', (name, difference) => {
    const { main_model, embedder } = world(name).models(1)
    for (const weight of [0.43, 0.5, 0.57])
      expect(expectedUtility(main_model, weight) - expectedUtility(embedder, weight)).toBeCloseTo(difference, 6)
  })

  test.each([
    ['up', 0.58],
    ['down', 0.42],
    ['hurts', 0.5],
    // The boundary with the largest gain is too slow.
    ['trap', 0.5],
  ] as const)('%s: %d is the best boundary', (name, boundary) => {
    expect(bestOf(world(name)).boundary).toBe(boundary)
  })

  test('in trap, any lower boundary has too many slow replies', () => {
    expect(truthOf(world('trap'), 0.5).slow).toBeLessThan(0.05)
    expect(truthOf(world('trap'), 0.46).slow).toBeGreaterThan(0.05)
  })

  test('40 % of the messages are near the boundary', () => {
    expect(shareUpTo(0.58) - shareUpTo(0.42)).toBeCloseTo(0.4, 1)
  })
})

describe('in a few trials', () => {
  const run = (name: WorldName, policy = evidencePolicy) =>
    summarizeTrials(
      world(name),
      [1, 2, 3].map((seed) => simulate(world(name), policy(), { seed, messages: 12_000 })),
    )

  test('the same seed gives the same trial', () => {
    const once = () => simulate(world('up'), evidencePolicy(), { seed: 3, messages: 3_000 })
    expect(once()).toEqual(once())
  })

  test('evidence moves only if moving helps', () => {
    expect(run('up').gainHeld).toBeGreaterThan(0.6)
    expect(run('down').gainHeld).toBeGreaterThan(0.6)
    expect(run('nothing').everMoved).toBe(0)
    const hurts = run('hurts')
    expect(hurts.everMoved).toBe(0)
    expect(hurts.lostPer1000).toBeLessThan(8)
    expect(run('trap').breaches).toBe(0)
  })

  test('evidence does not move because of long conversations of different difficulty', () => {
    const conversations = { turns: 40, spread: 0.25 }
    // With messages treated as independent, both of these moved.
    for (const seed of [0, 2]) {
      const { path } = simulate(world('nothing'), evidencePolicy(), {
        seed,
        messages: 12_000,
        conversations,
      })
      expect(path).toEqual([{ message: 0, boundary: 0.5 }])
    }
  })

  test('evidence does not move because sixteen processes share long conversations', () => {
    const conversations = { turns: 40, spread: 0.25 }
    // If each process counts conversations separately, both of these move.
    for (const seed of [0, 4]) {
      const others = Array.from({ length: 15 }, () => evidencePolicy())
      const options = { seed, messages: 12_000, conversations, others }
      const { path } = simulate(world('nothing'), evidencePolicy(), options)
      expect(path).toEqual([{ message: 0, boundary: 0.5 }])
    }
  })

  test('threshold moves even if nothing helps', () => {
    expect(run('nothing', thresholdPolicy).everMoved).toBeGreaterThan(0)
  })
})
