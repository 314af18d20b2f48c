import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import '../../support/jest-extended.ts'
import { createRouter, memoryStore, type RouterState, type StateStore } from '../../../src/router/index.ts'
import { checked } from '../../../src/router/stores/checked.ts'
import {
  START,
  state,
  messages,
  user,
  answered,
  conversationIn,
  policyThatMoves,
  numbersIn,
} from '../../support/router-traffic.ts'

describe('concurrent routers on one state', () => {
  test('produce the same sums for any order of the conversations', async () => {
    const outcomes = fc.array(
      fc.record({
        router: fc.nat({ max: 2 }),
        conversation: fc.nat({ max: 30 }),
        messages,
        pass: fc.boolean(),
        ms: fc.nat({ max: 30_000 }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    await fc.assert(
      fc.asyncProperty(outcomes, fc.integer(), async (traffic, seed) => {
        const sums = async (order: (n: number) => number) => {
          const store = memoryStore(state())
          const routers = await Promise.all([0, 1, 2].map(() => createRouter({ store, random: () => 0.3 })))
          const made = traffic.map((each) => ({
            ...each,
            decision: routers[each.router]?.route({ conversation: `c${each.conversation}`, messages: each.messages }),
          }))
          // Learning depends on the earlier messages of a conversation, so these stay in order.
          const first = ({ conversation }: (typeof made)[number]) =>
            made.findIndex((each) => each.conversation === conversation)
          const sorted = made.map((each) => ({ each, at: order(first(each)) })).toSorted((a, b) => a.at - b.at)
          await Promise.all(
            sorted.map(async ({ each: { router, decision, pass, ms } }) => {
              if (decision !== undefined) await routers[router]?.observe(decision, answered(pass ? 1 : 0, ms))
            }),
          )
          return numbersIn(await store.load())
        }
        const inOrder = await sums(() => 0)
        const shuffled = await sums((n) => Math.sin(seed + n * 12.9898))
        expect(shuffled.size).toBe(inOrder.size)
        for (const [key, value] of inOrder) expect(shuffled.get(key)).toBeCloseTo(value, 8)
      }),
      { numRuns: 40 },
    )
  })
})

describe('routers that share a state', () => {
  test('follow a move of another router within two seconds', async () => {
    let now = 0
    const store = memoryStore(state())
    const router = await createRouter({ store, now: () => now })
    const boundary = () => router.route({ conversation: conversationIn('treatment'), messages: user('Hi!') }).boundary
    await store.commit({ ts: START, policy: 'x', from: 0.5, to: 0.46, evidence: null, gain: 0, reason: 'x' }, 0)
    now = 1_999
    boundary()
    await new Promise(setImmediate)
    expect(boundary()).toBe(0.5)
    now = 2_000
    // This message starts reading the state, without waiting for it.
    expect(boundary()).toBe(0.5)
    await new Promise(setImmediate)
    expect(boundary()).toBe(0.46)
  })

  test('keep a state that they wrote after a pending read started', async () => {
    let now = 0
    const store = memoryStore(state())
    const pending = Promise.withResolvers<RouterState>()
    const router = await createRouter({ store, now: () => now })
    const decision = router.route({ conversation: 'c1', messages: user('Hi!') })
    store.load = () => pending.promise
    now = 2_000
    router.route({ conversation: 'c1', messages: user('Hi!') })
    now = 2_001
    await router.observe(decision, answered(1))
    pending.resolve(state({ boundary: 0.42 }))
    await new Promise(setImmediate)
    expect(router.boundary).toBe(0.5)
    expect(router.state.buckets[decision.bucket].sample_count).toBe(1)
  })

  test('move it once, and only the router that moved it calls onMove', async () => {
    const store = memoryStore(state())
    const moves: string[] = []
    const routers = await Promise.all(
      ['a', 'b', 'c'].map((name, at) =>
        createRouter({ store, policy: policyThatMoves(0.46), onMove: () => moves.push(name), now: () => at }),
      ),
    )
    await Promise.all(
      routers.map((router) => router.observe(router.route({ conversation: 'c1', messages: user('Hi!') }), answered(1))),
    )
    expect(moves).toHaveLength(1)
    expect((await store.load()).generation).toBe(1)
    expect(routers.map(({ boundary }) => boundary)).toEqual([0.46, 0.46, 0.46])
  })

  test('count an outcome from before a move in its bucket, but not as evidence', async () => {
    const store = memoryStore(state())
    const router = await createRouter({ store, policy: policyThatMoves(0.46) })
    const [first, late] = [1, 2].map(() => router.route({ conversation: 'c1', messages: user('Hi!') }))
    if (first === undefined || late === undefined) throw new Error('no decisions')
    await router.observe(first, answered(1))
    await router.observe(late, answered(1))
    const { buckets, since_move: since } = router.state
    expect(buckets[late.bucket].sample_count).toBe(2)
    expect(since.buckets[late.bucket].sample_count).toBe(0)
    expect(since.epochs).toEqual({})
  })
})

/** Moves at every outcome. */

describe('a store that fails for a while', () => {
  test('loses no outcome, counts each once, and causes one warning', async () => {
    const store = memoryStore(state())
    let down = true
    const flaky: StateStore = {
      ...store,
      add: (increment, id) => (down ? Promise.reject(new Error('the disk is full')) : store.add(increment, id)),
    }
    const warnings: string[] = []
    const router = await createRouter({ store: flaky, warn: (warning) => warnings.push(warning) })
    const ask = () => router.observe(router.route({ conversation: 'c1', messages: user('Hi!') }), answered(1))
    expect(await ask()).toEqual({ counted: true, saved: false, why: 'the disk is full' })
    expect(await ask()).toMatchObject({ saved: false })
    expect(warnings).toEqual(['the disk is full; the router keeps outcomes and saves them with a later one'])
    down = false
    expect(await ask()).toEqual({ counted: true, saved: true })
    const { control, treatment } = (await store.load()).buckets
    expect(control.sample_count + treatment.sample_count).toBe(3)
  })

  test('makes close reject if outcomes are lost', async () => {
    const store = { ...memoryStore(), add: () => Promise.reject(new Error('the disk is full')) }
    const router = await createRouter({ store, warn: () => {} })
    await router.observe(router.route({ conversation: 'c1', messages: user('Hi!') }), answered(1))
    await expect(router.close()).rejects.toThrow('the disk is full')
  })
})

test('gives up waiting for a store that does not answer', async () => {
  const hanging = checked({ ...memoryStore(), add: () => new Promise(() => {}) }, 20)
  const router = await createRouter({ store: hanging, warn: () => {} })
  const decision = router.route({ conversation: 'c1', messages: user('Hi!') })
  expect(await router.observe(decision, answered(1))).toEqual({
    counted: true,
    saved: false,
    why: "the store of the router's state memory did not answer within 0.02 s",
  })
  await expect(router.close()).rejects.toThrow('did not answer')
})
