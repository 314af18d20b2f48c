import fc from 'fast-check'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import validate from '../../../schemas/generated/router-state.validate.js'
import type { RouterState } from '../../../src/router/state.ts'
import type { StateStore } from '../../../src/router/store.ts'
import { fileStore, memoryStore, redisStore } from '../../../src/router/stores/index.ts'
import { oneOutcome } from '../../fixtures/one-outcome.ts'
import { aMove, anyIncrement } from '../../fixtures/router-increments.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { type RedisServer, startRedis } from '../../support/redis.ts'
import { requires } from '../../support/requires.ts'

/** A kind of store. `place` creates a new location, and returns a function that opens stores there. */
interface Backend {
  place: () => () => StateStore
  runs: number
}

let places = 0

const memory: Backend = {
  place() {
    const store = memoryStore()
    return () => store
  },
  runs: 50,
}

const file: Backend = {
  place() {
    const path = join(temporaryFolder(), 'deep', `${++places}.json`)
    return () => fileStore(path, { warn: unexpected })
  },
  runs: 50,
}

let server: RedisServer

const redis: Backend = {
  place() {
    const name = `test:${++places}`
    return () => redisStore(server.url, { name, warn: unexpected })
  },
  runs: 50,
}

describe('memory', () => {
  contract(memory)
})

describe('file', () => {
  contract(file)
})

requires('redis')('redis', () => {
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.close())
  contract(redis)

  test('counts the same increment once, from several stores too', async () => {
    const open = redis.place()
    const [one, other] = [open(), open()]
    await Promise.all([one.add(oneOutcome(), 'a'), one.add(oneOutcome(), 'a'), other.add(oneOutcome(), 'a')])
    const before = await one.add(oneOutcome(), 'b')
    expect(before.buckets.treatment.sample_count).toBe(2)
    expect(await other.add(oneOutcome(), 'b')).toStrictEqual(before)
    await Promise.all([one.close(), other.close()])
  })
})

function contract({ place, runs }: Backend): void {
  test('loads a fresh state by default', async () => {
    const open = place()
    const state = await open().load()
    expect(withoutTimes(state)).toStrictEqual(withoutTimes(await memoryStore().load()))
    expect(validate(state)).toBe(true)
    expect(Math.abs(Date.now() - Date.parse(state.started_at))).toBeLessThan(10_000)
  })

  test('adds concurrent increments of several stores in any order to the same sums', async () => {
    const split = fc.array(
      fc.record({ increment: anyIncrement(fc.constantFrom(0, 0, 0, 1)), store: fc.nat(2), rank: fc.nat() }),
      { maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(split, async (adds) => {
        const open = place()
        const stores = [open(), open(), open()]
        const plain = memoryStore()
        for (const { increment } of adds) await plain.add(increment, '')
        const shuffled = adds.toSorted((a, b) => a.rank - b.rank)
        await Promise.all(
          shuffled.map(({ increment, store }, id) => (stores[store] ?? plain).add(increment, String(id))),
        )
        for (const store of stores) expect(differences(await store.load(), await plain.load())).toStrictEqual([])
        await Promise.all(stores.map((store) => store.close()))
      }),
      { numRuns: runs },
    )
  })

  test('add returns a state that includes the increment, with many concurrent ones', async () => {
    const open = place()
    const [one, other] = [open(), open()]
    const states = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : other).add(oneOutcome(), String(index))),
    )
    const counts = states.map(({ buckets }) => buckets.treatment.sample_count)
    for (const [index, count] of counts.entries()) {
      // Includes all earlier increments of the same store.
      expect(count).toBeGreaterThanOrEqual(Math.floor(index / 2) + 1)
      expect(count).toBeLessThanOrEqual(40)
    }
    expect((await one.load()).buckets.treatment.sample_count).toBe(40)
    await Promise.all([one.close(), other.close()])
  })

  test('commit clears the evidence and keeps the move, and ignores a move of another generation', async () => {
    const open = place()
    const store = open()
    await store.add(oneOutcome(), 'a')
    const move = aMove()
    const moved = await store.commit(move, 0)
    expect(moved).toMatchObject({ boundary: 0.54, generation: 1, moves: [move], updated_at: move.ts })
    expect(moved.buckets.treatment.sample_count).toBe(1)
    expect(withoutTimes(moved).since_move).toStrictEqual((await memoryStore().load()).since_move)
    for (const generation of [0, 2]) expect(await store.commit(aMove(0.46), generation)).toStrictEqual(moved)
    expect(await open().load()).toStrictEqual(moved)
    await store.close()
  })

  test('an increment of an older generation counts only in the buckets', async () => {
    const store = place()()
    await store.add(oneOutcome(), 'a')
    await store.commit(aMove(), 0)
    const state = await store.add(oneOutcome(0), 'b')
    expect(state.buckets.treatment.sample_count).toBe(2)
    expect(state.since_move.buckets.treatment.sample_count).toBe(0)
    expect(state.since_move.epochs).toStrictEqual({})
    expect((await store.add(oneOutcome(1), 'c')).since_move.epochs).toMatchObject({ 0: { 2: { n: 1 } } })
    await store.close()
  })

  test('accepts one of several moves of the same generation', async () => {
    const open = place()
    const stores = [open(), open(), open()]
    const states = await Promise.all(stores.map((store, index) => store.commit(aMove(0.45 + index / 100), 0)))
    const state = await open().load()
    expect(state.generation).toBe(1)
    expect(state.moves).toHaveLength(1)
    expect(state.boundary).toBe(state.moves[0]?.to)
    expect(states).toStrictEqual([state, state, state])
    await Promise.all(stores.map((store) => store.close()))
  })

  test('keeps the last 100 moves', async () => {
    const store = place()()
    for (let generation = 0; generation < 103; generation += 1)
      await store.commit({ ...aMove(), gain: generation }, generation)
    const { moves, generation } = await store.load()
    expect(generation).toBe(103)
    expect(moves.map(({ gain }) => gain)).toStrictEqual(Array.from({ length: 100 }, (_, index) => index + 3))
    await store.close()
  })

  test('reset starts a new experiment', async () => {
    const open = place()
    const store = open()
    await store.reset()
    await store.add(oneOutcome(), 'a')
    await store.commit(aMove(), 0)
    await store.reset()
    expect(withoutTimes(await open().load())).toStrictEqual(withoutTimes(await memoryStore().load()))
    expect((await store.add(oneOutcome(), 'b')).buckets.treatment.sample_count).toBe(1)
    await store.close()
  })
}

function unexpected(warning: string): void {
  throw new Error(`unexpected warning: ${warning}`)
}

function withoutTimes({
  started_at,
  updated_at,
  ...state
}: RouterState): Omit<RouterState, 'started_at' | 'updated_at'> {
  expect([started_at, updated_at].every((time) => !Number.isNaN(Date.parse(time)))).toBe(true)
  return state
}

/** Differences of two states except times; sums in another order may differ in their last digits. */
function differences(actual: RouterState, expected: RouterState): unknown[] {
  const [one, other] = [leaves(withoutTimes(actual)), leaves(withoutTimes(expected))]
  return [...new Set([...one.keys(), ...other.keys()])]
    .map((path) => ({ path, actual: one.get(path), expected: other.get(path) }))
    .filter(({ actual, expected }) => !(actual === expected || Math.abs(Number(actual) - Number(expected)) < 1e-9))
}

function leaves(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]])
  return new Map(Object.entries(value).flatMap(([key, below]) => [...leaves(below, `${path}/${key}`)]))
}
