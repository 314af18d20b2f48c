import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import '../../support/jest-extended.ts'
import {
  bucketOf,
  createRouter,
  type Decision,
  memoryStore,
  type Outcome,
  type Policy,
  type RouterOptions,
  type RouterState,
  type StateStore,
  thresholdPolicy,
} from '../../../src/router/index.ts'
import { freshState } from '../../../src/router/state.ts'
import { checked } from '../../../src/router/stores/checked.ts'

const START = '2026-01-01T00:00:00.000Z'
const user = (content: string) => [{ role: 'user' as const, content }]
const answered = (quality: number, latencyMs = 500): Outcome => ({ kind: 'answered', quality, latencyMs })
const state = (change: Partial<RouterState> = {}): RouterState => ({ ...freshState(START), ...change })
const conversationIn = (bucket: 'control' | 'treatment') =>
  Array.from({ length: 100 }, (_, n) => `conversation-${n}`).find((id) => bucketOf(id, 0.5) === bucket) ?? ''

/** Every fourth message is a greeting; the others are tasks of increasing length. */
const messages = fc
  .nat({ max: 40 })
  .map((n) => user(n % 4 === 0 ? 'Hi!' : 'Explain how bees find 3 flowers. '.repeat(n)))
const anyNumber = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.constantFrom(Number.NaN, Infinity, -1, 0, 1))
const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('answered' as const), quality: anyNumber, latencyMs: anyNumber }),
  fc.constant({ kind: 'failed' as const }),
)
const anyTraffic = fc.array(fc.record({ conversation: fc.nat({ max: 20 }), messages, outcome: anyOutcome }), {
  maxLength: 60,
})
const anyBoundary = fc.double({ min: 0, max: 1, noNaN: true })

function open(options: RouterOptions & { from?: RouterState } = {}) {
  const { from, ...rest } = options
  return createRouter({ store: memoryStore(from ?? state()), ...rest })
}

async function drive(
  router: Awaited<ReturnType<typeof open>>,
  traffic: typeof anyTraffic extends fc.Arbitrary<infer T> ? T : never,
) {
  const decisions: Decision[] = []
  for (const { conversation, messages, outcome } of traffic) {
    const decision = router.route({ conversation: `c${conversation}`, messages })
    decisions.push(decision)
    await router.observe(decision, outcome)
  }
  return decisions
}

beforeEach(() => {
  delete process.env['AIOS_ADAPTIVE_ENABLED']
})
afterEach(() => {
  delete process.env['AIOS_ADAPTIVE_ENABLED']
})

describe('turning adaptation off', () => {
  const switches: [string, RouterOptions, string | undefined, string][] = [
    ['the environment variable', {}, '0', 'AIOS_ADAPTIVE_ENABLED=0'],
    ['the environment variable, against the option', { adaptive: true }, '0', 'AIOS_ADAPTIVE_ENABLED=0'],
    ['a control share of 1', { controlShare: 1 }, undefined, 'controlShare is 1'],
    ['a control share of 1, against the environment variable', { controlShare: 1 }, '1', 'controlShare is 1'],
    ['the option', { adaptive: false }, undefined, 'adaptive is false'],
  ]

  test.each(switches)(
    'with %s routes every message by the control boundary and learns nothing',
    async (_, options, set, off) => {
      if (set !== undefined) process.env['AIOS_ADAPTIVE_ENABLED'] = set
      await fc.assert(
        fc.asyncProperty(anyTraffic, anyBoundary, async (traffic, boundary) => {
          const from = state({ boundary, generation: 3 })
          const router = await open({ ...options, from })
          for (const decision of await drive(router, traffic)) {
            expect(decision).toMatchObject({ bucket: 'control', boundary: 0.5, off, drawn: false, experiment: null })
            expect((decision.insteadOf ?? decision.source) === 'main_model').toBe(decision.weight > 0.5)
            expect(decision.reason).toContain(off)
          }
          expect(router.boundary).toBe(0.5)
          expect(router.state.buckets).toEqual(from.buckets)
          expect(router.state.generation).toBe(3)
        }),
        { numRuns: 30 },
      )
    },
  )

  test('takes effect immediately on an open router', async () => {
    const router = await open({ from: state({ boundary: 0.42 }) })
    const conversation = conversationIn('treatment')
    expect(router.route({ conversation, messages: user('Hi!') }).boundary).toBe(0.42)
    process.env['AIOS_ADAPTIVE_ENABLED'] = '0'
    expect(router.route({ conversation, messages: user('Hi!') })).toMatchObject({ bucket: 'control', boundary: 0.5 })
  })

  test('rejects an invalid value when the router is created', async () => {
    process.env['AIOS_ADAPTIVE_ENABLED'] = 'off'
    await expect(open()).rejects.toThrow('AIOS_ADAPTIVE_ENABLED must be 1 or 0, got "off"')
  })

  test('treats a value that becomes invalid on an open router as off', async () => {
    const router = await open({ from: state({ boundary: 0.42 }) })
    const conversation = conversationIn('treatment')
    const before = router.route({ conversation, messages: user('Hi!') })
    process.env['AIOS_ADAPTIVE_ENABLED'] = 'off'
    const decision = router.route({ conversation, messages: user('Hi!') })
    expect(decision).toMatchObject({ bucket: 'control', boundary: 0.5 })
    expect(decision.reason).toContain('AIOS_ADAPTIVE_ENABLED must be 1 or 0, got "off"')
    expect(await router.observe(before, answered(1))).toMatchObject({ counted: false })
  })
})

describe('the boundary', () => {
  test.each(['evidence', 'threshold'] as const)('of the %s policy never drifts beyond maxDrift', async (policy) => {
    await fc.assert(
      fc.asyncProperty(anyTraffic, anyBoundary, fc.constantFrom(0, 0.04, 0.08), async (traffic, boundary, maxDrift) => {
        const router = await open({
          policy,
          maxDrift,
          minSamplesBeforeAdapt: 1,
          adaptationStrength: 1,
          from: state({ boundary }),
        })
        for (const decision of await drive(router, traffic)) {
          expect(Math.abs(decision.boundary - 0.5)).toBeLessThanOrEqual(maxDrift + 1e-12)
          if (decision.bucket === 'control') expect(decision.boundary).toBe(0.5)
        }
        expect(Math.abs(router.boundary - 0.5)).toBeLessThanOrEqual(maxDrift + 1e-12)
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    [0.9, 0.58],
    [0.1, 0.42],
    [Number.NaN, 0.5],
  ])('of a custom policy is limited too: %d', async (to, boundary) => {
    const moves: number[] = []
    const router = await open({ policy: policyThatMoves(to), onMove: (move) => moves.push(move.to) })
    for (let n = 0; n < 3; n++)
      await router.observe(router.route({ conversation: 'c1', messages: user('Hi!') }), answered(1))
    expect(router.boundary).toBe(boundary)
    // A second move to the same boundary is not made.
    expect(moves).toEqual(boundary === 0.5 ? [] : [boundary])
    expect(router.state.moves.map((move) => move.to)).toEqual(moves)
  })

  test('of control stays at 0.5 and alone decides the routes of control', async () => {
    const router = await open({ from: state({ boundary: 0.42, generation: 1 }) })
    const conversation = conversationIn('control')
    for (let n = 1; n < 40; n++) {
      const decision = router.route({ conversation, messages: user('Compare the two bridges. '.repeat(n)) })
      expect(decision).toMatchObject({ bucket: 'control', boundary: 0.5, drawn: false })
      expect(decision.source === 'main_model').toBe(decision.weight > 0.5)
    }
  })
})

describe('an outcome', () => {
  test('counts only in its own bucket', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTraffic,
        fc.constantFrom('control' as const, 'treatment' as const),
        async (traffic, bucket) => {
          const router = await open()
          const other = bucket === 'control' ? 'treatment' : 'control'
          const before = router.state.buckets[other]
          await drive(
            router,
            traffic.filter(({ conversation }) => bucketOf(`c${conversation}`, 0.5) === bucket),
          )
          expect(router.state.buckets[other]).toEqual(before)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('is added to the sums of its bucket', async () => {
    const router = await open()
    const conversation = conversationIn('treatment')
    const first = router.route({ conversation, messages: user('Hi!') })
    const later = router.route({
      conversation,
      messages: [...user('Hi!'), { role: 'assistant', content: 'Hello.' }, ...user('Thanks')],
    })
    const failing = router.route({ conversation, messages: user('Hi!') })
    await router.observe(first, answered(1, 250))
    await router.observe(later, answered(0.5, 30_000))
    expect(await router.observe(failing, { kind: 'failed' })).toEqual({ counted: true, saved: true })
    expect(router.state.buckets.treatment).toEqual({
      sample_count: 2,
      conversations: 1,
      failures: 1,
      main_count: 0,
      quality_sum: 1.5,
      quality_squares: 1.25,
      latency_sum_s: 30.25,
      latency_squares: 900.0625,
      slow_count: 1,
    })
  })

  const invalid: [string, (decision: Decision) => [Decision, Outcome], string][] = [
    ['quality NaN', (made) => [made, answered(Number.NaN)], '"quality" must be a number from 0 to 1, got NaN'],
    ['quality above 1', (made) => [made, answered(1.1)], '"quality" must be a number from 0 to 1, got 1.1'],
    [
      'latency infinite',
      (made) => [made, answered(1, Infinity)],
      '"latencyMs" must be a number of milliseconds from 0 to one hour, got Infinity',
    ],
    ['latency negative', (made) => [made, answered(1, -5)], 'milliseconds up to one hour, got -5'],
    // Its square is infinite.
    ['latency huge', (made) => [made, answered(1, 1e200)], 'milliseconds up to one hour, got 1e+200'],
    [
      'replayed',
      (made) => [made, { kind: 'answered', quality: 1, latencyMs: 5, origin: 'replayed' }],
      'a replayed reply does not count',
    ],
    [
      'of another conversation',
      (made) => [{ ...made, conversation: 'other' }, answered(1)],
      'the outcome belongs to another conversation',
    ],
    ['of an unknown decision', (made) => [{ ...made, id: 'x-1' }, answered(1)], 'no pending decision for this outcome'],
  ]

  test.each(invalid)(
    'that is invalid (%s) does not count, and a valid one still counts afterwards',
    async (_, change, why) => {
      const router = await open()
      const decision = router.route({ conversation: 'c1', messages: user('Hi!') })
      const before = structuredClone(router.state)
      const seen = await router.observe(...change(decision))
      expect(seen).toMatchObject({ counted: false })
      expect(seen.counted ? '' : seen.why).toContain(why)
      expect(router.state).toEqual(before)
      expect(await router.observe(decision, answered(1))).toEqual({ counted: true, saved: true })
    },
  )

  test('counts once, and only within one hour', async () => {
    let now = 0
    const router = await open({ now: () => now })
    const [once, late] = [1, 2].map(() => router.route({ conversation: 'c1', messages: user('Hi!') })) as [
      Decision,
      Decision,
    ]
    expect(await router.observe(once, answered(1))).toEqual({ counted: true, saved: true })
    expect(await router.observe(once, answered(1))).toMatchObject({ counted: false })
    now = 3_600_001
    expect(await router.observe(late, answered(1))).toEqual({
      counted: false,
      why: 'the outcome came after more than an hour',
    })
    const { control, treatment } = router.state.buckets
    expect(control.sample_count + treatment.sample_count).toBe(1)
  })

  test.each([
    ['forwards', 7 * 86_400_000],
    ['backwards', -7 * 86_400_000],
  ])('counts if the system clock is set %s before it arrives', async (_, jump) => {
    const router = await open()
    const real = Date.now
    const decision = router.route({ conversation: 'c1', messages: user('Hi!') })
    try {
      Date.now = () => real() + jump
      expect(await router.observe(decision, answered(1))).toEqual({ counted: true, saved: true })
      const later = router.route({ conversation: 'c1', messages: user('Hi!') })
      Date.now = real
      expect(await router.observe(later, answered(1))).toEqual({ counted: true, saved: true })
    } finally {
      Date.now = real
    }
  })

  test('counts its conversation once, although the first message is sent several times', async () => {
    const router = await open()
    const bucket = bucketOf('c1', 0.5)
    const greeted = [{ role: 'assistant' as const, content: 'How can I help?' }, ...user('Hi!')]
    for (const messages of [greeted, user('Hi!'), user('What is the time?')])
      await router.observe(router.route({ conversation: 'c1', messages }), answered(1))
    expect(router.state.buckets[bucket]).toMatchObject({ sample_count: 3, conversations: 1 })
  })

  test('counts for the original decision if the application changes the decision object', async () => {
    const router = await open()
    const decision = router.route({ conversation: conversationIn('control'), messages: user('Hi!') })
    decision.bucket = 'treatment'
    if (decision.experiment !== null) decision.experiment.mainPropensity = 1e-9
    await router.observe(decision, answered(1))
    expect(router.state.buckets).toMatchObject({ control: { sample_count: 1 }, treatment: { sample_count: 0 } })
  })

  test.each([
    null,
    5,
    'good',
    { kind: 'answered', quality: '1', latencyMs: 5 },
    { kind: 'answered', quality: [1], latencyMs: 5 },
  ])('of the wrong type (%j) does not count and does not throw', async (outcome) => {
    const router = await open()
    const decision = router.route({ conversation: 'c1', messages: user('Hi!') })
    expect(await router.observe(decision, outcome as unknown as Outcome)).toMatchObject({ counted: false })
    expect(await router.observe(null as unknown as Decision, answered(1))).toMatchObject({ counted: false })
  })

  test('counts for the original decision if the application passes a changed copy', async () => {
    const router = await open()
    const decision = router.route({ conversation: conversationIn('control'), messages: user('Hi!') })
    await router.observe({ ...decision, bucket: 'treatment', source: 'main_model' }, answered(1))
    expect(router.state.buckets.treatment.sample_count).toBe(0)
    expect(router.state.buckets.control).toMatchObject({ sample_count: 1, main_count: 0 })
  })
})

describe('a conversation', () => {
  const near = 'Explain how bees find 3 flowers.'
  const turns = (count: number) =>
    Array.from({ length: count }, (_, n) => [
      ...(n === 0 ? [] : [{ role: 'assistant' as const, content: 'So.' }]),
      ...user(near),
    ]).flat()
  const cells = (router: { state: RouterState }) =>
    Object.values(router.state.since_move.epochs).flatMap((epoch) => Object.values(epoch))
  const effects = (router: { state: RouterState }) => cells(router).reduce((sum, { n }) => sum + n, 0)
  const replies = (router: { state: RouterState }) =>
    cells(router).reduce((sum, { main_model, embedder }) => sum + main_model.n + embedder.n, 0)

  test('with earlier turns that another router served adds effects of its own draws only', async () => {
    const router = await open({ random: () => 0.9 })
    const ask = async (bucket: 'control' | 'treatment', count: number) => {
      const decision = router.route({ conversation: conversationIn(bucket), messages: turns(count) })
      await router.observe(decision, answered(1))
      return decision
    }
    const drawn = await ask('treatment', 3)
    expect(drawn).toMatchObject({ drawn: true, experiment: { ownPropensity: 0.5 } })
    // The logged propensity is still the probability over both buckets.
    const toMain = Number(drawn.weight > 0.5) * 0.5 + 0.25
    expect(drawn.propensity).toBeCloseTo(drawn.source === 'main_model' ? toMain : 1 - toMain)
    expect([effects(router), replies(router)]).toEqual([1, 1])
    const fixed = await ask('control', 2)
    expect(fixed.experiment?.ownPropensity).toBe(Number(fixed.source === 'main_model'))
    // The reply in control has no effect, but its latency counts.
    expect([effects(router), replies(router)]).toEqual([1, 2])
  })

  test('that one router serves from its first turn adds effects in both buckets', async () => {
    const router = await open()
    for (const bucket of ['control', 'treatment'] as const)
      for (const count of [1, 2, 2, 3]) {
        const decision = router.route({ conversation: conversationIn(bucket), messages: turns(count) })
        expect(decision.experiment).not.toHaveProperty('ownPropensity')
        await router.observe(decision, answered(1))
      }
    expect([effects(router), replies(router)]).toEqual([8, 8])
  })

  test('with a turn that another router served stays incomplete for this router', async () => {
    const router = await open()
    const own = [1, 2, 4, 5, 6].map((count) => {
      const { experiment } = router.route({ conversation: conversationIn('treatment'), messages: turns(count) })
      return experiment !== null && 'ownPropensity' in experiment
    })
    expect(own).toEqual([false, false, true, true, true])
  })

  test('stays in the bucket that an older router assigned', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `older ${n}`)
    const other = (name: string) => (bucketOf(name, 0.5) === 'control' ? ('treatment' as const) : ('control' as const))
    const kept = Object.fromEntries(names.map((name) => [name, other(name)]))
    const router = await open({ from: state({ boundary: 0.46, conversation_buckets: kept }) })
    for (const conversation of names) {
      const decision = router.route({ conversation, messages: user('Hi!') })
      expect(decision.bucket).toBe(other(conversation))
      await router.observe(decision, answered(1))
    }
    const newer = ['toString', '__proto__', 'newer']
    for (const conversation of newer)
      expect(router.route({ conversation, messages: user('Hi!') }).bucket).toBe(bucketOf(conversation, 0.5))
    expect(router.state.conversation_buckets).toEqual(kept)
  })
})

describe('a message with explore: false', () => {
  test('follows the boundary of its bucket and counts only in the sums of the buckets', async () => {
    const router = await open({ from: state({ boundary: 0.42, generation: 1 }) })
    for (const conversation of [conversationIn('control'), conversationIn('treatment')]) {
      for (let n = 1; n < 30; n++) {
        const messages = user('Compare the two bridges. '.repeat(n))
        const decision = router.route({ conversation, messages, explore: false })
        expect(decision).toMatchObject({ drawn: false, propensity: 1, begins: false })
        expect(decision.source === 'main_model').toBe(decision.weight > decision.boundary)
        await router.observe(decision, answered(1))
      }
    }
    const { buckets, since_move: since } = router.state
    expect(buckets).toMatchObject({ control: { sample_count: 29, conversations: 0 }, treatment: { sample_count: 29 } })
    const effects = Object.values(since.epochs).flatMap((cells) => Object.values(cells).map((cell) => cell.n))
    expect(effects.every((n) => n === 0)).toBe(true)
  })
})

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
function policyThatMoves(to: number): Policy {
  const evaluateMove = () => ({
    move: { to, evidence: null, gain: 0 },
    reason: 'it always moves',
    wouldChange: null,
    candidates: [],
  })
  return { ...thresholdPolicy(), name: 'restless', evaluateMove }
}

/** Every number of a state, by its path. */
function numbersIn(value: object, path = ''): Map<string, number> {
  return new Map(
    Object.entries(value).flatMap(([key, part]): [string, number][] => {
      if (typeof part === 'number') return [[`${path}/${key}`, part]]
      return typeof part === 'object' && part !== null ? [...numbersIn(part as object, `${path}/${key}`)] : []
    }),
  )
}

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

describe('a source that fails', () => {
  const work = user(
    'Compare three bridges in exactly 5 steps, then write Python code for each and explain why. '.repeat(3),
  )

  test('is replaced by the embedder, and probed after a wait', async () => {
    let now = 0
    const router = await open({ now: () => now })
    const route = () => router.route({ conversation: 'c1', messages: work })
    for (let failure = 0; failure < 3; failure++) {
      const decision = route()
      expect(decision.source).toBe('main_model')
      await router.observe(decision, { kind: 'failed' })
      expect(router.fallbackFor(decision)).toMatchObject({ source: 'embedder', insteadOf: 'main_model' })
    }
    expect(route()).toMatchObject({ source: 'embedder', insteadOf: 'main_model' })
    expect(route().reason).toContain('main_model keeps failing: embedder answers in its place')
    now = 10_000
    const probe = route()
    expect(probe).not.toHaveProperty('insteadOf')
    expect(route()).toMatchObject({ insteadOf: 'main_model' })
    await router.observe(probe, { kind: 'failed' })
    now = 29_999
    expect(route()).toMatchObject({ insteadOf: 'main_model' })
    now = 30_000
    await router.observe(route(), answered(1))
    expect(route()).not.toHaveProperty('insteadOf')
  })

  test('stays on probation with an unchanged wait when older requests fail late', async () => {
    let now = 50
    const router = await open({ now: () => now })
    const route = () => router.route({ conversation: 'c1', messages: work })
    const hanging = Array.from({ length: 6 }, route)
    for (const decision of hanging.slice(0, 3)) await router.observe(decision, { kind: 'failed' })
    now += 10_000
    const probe = route()
    expect(probe).not.toHaveProperty('insteadOf')
    for (const decision of hanging.slice(3)) await router.observe(decision, { kind: 'failed' })
    // Each of them may still get a fallback.
    expect(router.fallbackFor(hanging[5] as Decision)).toMatchObject({ source: 'embedder' })
    await router.observe(probe, { kind: 'arrived' })
    expect(route()).not.toHaveProperty('insteadOf')
  })

  test('is not replaced if replies without a judgement arrive between its failures', async () => {
    const router = await open()
    for (let n = 0; n < 30; n++) {
      const decision = router.route({ conversation: 'c1', messages: work })
      expect(decision).not.toHaveProperty('insteadOf')
      const seen = await router.observe(decision, n % 10 === 0 ? { kind: 'failed' } : { kind: 'arrived' })
      expect(seen.counted).toBe(n % 10 === 0)
    }
    const judged = router.route({ conversation: 'c1', messages: work })
    await router.observe(judged, { kind: 'arrived' })
    expect(await router.observe(judged, answered(1))).toEqual({ counted: true, saved: true })
  })

  test('is replaced although older replies are judged between its failures', async () => {
    let now = 0
    const router = await open({ now: () => now })
    const route = () => router.route({ conversation: 'c1', messages: work })
    const older = [route(), route()]
    for (const judged of older) {
      now += 5_000
      await router.observe(route(), { kind: 'failed' })
      await router.observe(judged, answered(1, 700))
    }
    await router.observe(route(), { kind: 'failed' })
    expect(route()).toMatchObject({ insteadOf: 'main_model' })
  })

  test('is used again after a reply, even if the clock was set back', async () => {
    let now = 3_600_000
    const router = await open({ now: () => now })
    const route = () => router.route({ conversation: 'c1', messages: work })
    for (let failure = 0; failure < 3; failure++) await router.observe(route(), { kind: 'failed' })
    now = 0
    await router.observe(route(), answered(1))
    expect(route()).not.toHaveProperty('insteadOf')
  })

  test('is not replaced for a message with explore: false', async () => {
    const router = await open()
    for (let failure = 0; failure < 5; failure++)
      await router.observe(router.route({ conversation: 'c1', messages: work }), { kind: 'failed' })
    expect(router.route({ conversation: 'c1', messages: work, explore: false })).not.toHaveProperty('insteadOf')
  })

  test.each([
    ['embedder', 'main_model'],
    ['both', 'main_model'],
    ['none', null],
  ] as const)('with the fallback %s is replaced by an allowed source only', async (fallback, forMain) => {
    const router = await open({ fallback })
    const main = router.route({ conversation: 'c1', messages: work })
    const small = router.route({ conversation: 'c1', messages: user('Hi!') })
    // A source that has not failed gets no fallback.
    expect(router.fallbackFor(main)).toBeNull()
    for (const decision of [main, small]) await router.observe(decision, { kind: 'failed' })
    const replacement = router.fallbackFor(main)
    expect(replacement?.insteadOf ?? null).toBe(forMain)
    expect(router.fallbackFor(small)?.source ?? null).toBe(fallback === 'both' ? 'main_model' : null)
    // Each decision gets one fallback, and a fallback gets none.
    expect(router.fallbackFor(main)).toBeNull()
    if (replacement !== null) {
      await router.observe(replacement, { kind: 'failed' })
      expect(router.fallbackFor(replacement)).toBeNull()
    }
  })

  test('has a fallback that counts in the sums of the buckets, but not as evidence', async () => {
    const router = await open()
    const decision = router.route({ conversation: 'c1', messages: work })
    await router.observe(decision, { kind: 'failed' })
    const replacement = router.fallbackFor(decision)
    if (replacement === null) throw new Error('no fallback')
    await router.observe(replacement, answered(1))
    expect(router.state.since_move.epochs).toEqual({})
    expect(router.state.buckets[decision.bucket]).toMatchObject({ failures: 1, sample_count: 1, conversations: 1 })
  })
})

test('weighs messages with content parts by their text', async () => {
  const router = await open()
  const parts = [{ type: 'text', text: 'Plan a day in Rome in 4 steps' }, { type: 'image_url' }]
  const messages = [
    { role: 'assistant', content: null },
    { role: 'user', content: parts },
  ] as unknown as Parameters<typeof router.route>[0]['messages']
  const asText = [{ role: 'assistant' as const, content: '' }, ...user('Plan a day in Rome in 4 steps')]
  const weight = (list: typeof messages) => router.route({ conversation: 'c1', messages: list }).weight
  expect(weight(messages)).toBe(weight(asText))
})

test('rejects all invalid options in one error', async () => {
  const invalid = { controlShare: Number.NaN, maxDrift: 2, minSamplesBeforeAdapt: 1.5, latencyLimitMs: 0 }
  await expect(open(invalid)).rejects.toThrow(
    'router: "controlShare" must be a number from 0 to 1, got NaN; "minSamplesBeforeAdapt" must be an integer from 0, got 1.5; "maxDrift" must be a number from 0 to 0.5, got 2; "latencyLimitMs" must be a number of milliseconds above 0, got 0',
  )
})

test.each([
  [
    { controlshare: 1 },
    'unknown option "controlshare"; did you mean "controlShare"? Options: store, policy, adaptive, controlShare, minSamplesBeforeAdapt, adaptationStrength, maxDrift, latencyLimitMs, latencyCost, weights, fallback, saveAfterMs, onMove, warn, random, now',
  ],
  [
    { colour: 'red' },
    'unknown option "colour". Options: store, policy, adaptive, controlShare, minSamplesBeforeAdapt, adaptationStrength, maxDrift, latencyLimitMs, latencyCost, weights, fallback, saveAfterMs, onMove, warn, random, now',
  ],
  [{ adaptive: 'false' }, '"adaptive" must be true or false, got "false"'],
  [{ policy: () => ({}) }, '"policy" must be "evidence", "threshold" or a policy of your own, got [Function: policy]'],
  [
    { policy: { plan() {} } },
    '"policy" must be "evidence", "threshold" or a policy of your own, got { plan: [Function: plan] }',
  ],
  [
    { weights: { base: 'x', features: null } },
    `"weights" must be the result of readCoefficients, or null, got { base: 'x', features: null }`,
  ],
  [{ fallback: ['embedder'] }, `"fallback" must be one of "embedder", "both", "none", got [ 'embedder' ]`],
  [
    { weights: 'router-weights.json' },
    '"weights" must be the result of readCoefficients, or null, got "router-weights.json"',
  ],
  [{ store: './state.json' }, '"store" must be the result of fileStore, redisStore or memoryStore, got "./state.json"'],
  [{ random: 0.5 }, '"random" must be a function, got 0.5'],
  [{ fallback: 'main_model' }, '"fallback" must be one of "embedder", "both", "none", got "main_model"'],
])('rejects the option %o', async (options, problem) => {
  await expect(createRouter({ store: memoryStore(), ...(options as RouterOptions) })).rejects.toThrow(
    new RangeError(`router: ${problem}`),
  )
})

describe('a failing part of the application', () => {
  const fail = () => {
    throw new Error('oh no')
  }

  test.each([
    ['a policy that throws in plan', { policy: { ...thresholdPolicy(), plan: fail } }],
    ['a random function that throws', { random: fail }],
  ])('%s: the message follows the control boundary, and the router learns nothing', async (_, options) => {
    const warnings: string[] = []
    const router = await open({ ...options, warn: (warning) => warnings.push(warning) })
    const decision = router.route({
      conversation: conversationIn('treatment'),
      messages: user('Explain how bees find 3 flowers.'),
    })
    expect(decision).toMatchObject({
      bucket: 'control',
      boundary: 0.5,
      off: 'planning failed: oh no',
      experiment: null,
    })
    expect(await router.observe(decision, answered(1))).toEqual({
      counted: false,
      why: 'adaptation is off (planning failed: oh no)',
    })
    router.route({ conversation: conversationIn('treatment'), messages: user('Explain how bees find 3 flowers.') })
    expect(warnings).toEqual(['planning failed: oh no; messages follow control'])
  })

  test('a store that throws synchronously in load: the boundary stays', async () => {
    let now = 0
    const warnings: string[] = []
    const warn = (warning: string) => {
      warnings.push(warning)
      fail()
    }
    const store = { ...memoryStore(), load: fail }
    const router = await createRouter({ store, warn, now: () => now })
    expect(warnings).toEqual(['oh no; the router starts at 0.5'])
    for (now of [3_000, 6_000, 9_000]) {
      router.route({ conversation: 'c1', messages: user('Hi!') })
      await new Promise(setImmediate)
    }
    expect(warnings.slice(1)).toEqual(['oh no; the boundary stays at 0.5'])
  })

  test.each([
    ['throws', fail],
    ['returns undefined', () => undefined],
    ['returns invalid cells', () => ({ 0: { 2: null } })],
    ['returns NaN', () => ({ 0: { 2: { n: Number.NaN } } })],
    ['returns a bigint', () => ({ 0: { 2: { n: 1n } } })],
  ])('a policy that %s in learn: this outcome and later ones count in their buckets', async (_, learn) => {
    const warnings: string[] = []
    const policy = { ...thresholdPolicy(), learn } as unknown as Policy
    const router = await open({ policy, warn: (warning) => warnings.push(warning) })
    for (const conversation of ['c1', 'c2']) {
      const decision = router.route({ conversation, messages: user('Hi!') })
      expect(await router.observe(decision, answered(1))).toEqual({ counted: true, saved: true })
    }
    const { control, treatment } = router.state.buckets
    expect(control.sample_count + treatment.sample_count).toBe(2)
    expect(warnings).toEqual([expect.stringMatching(/^the policy cannot learn: .*; the router still counts outcomes$/)])
  })

  test.each([
    ['NaN as a probability', { treatmentMain: Number.NaN }],
    ['a probability above 1', { treatmentMain: 2 }],
    ['no experiment', { experiment: {} }],
  ])('a plan with %s: the message follows the control boundary', async (_, change) => {
    const valid = thresholdPolicy()
    const plan: Policy['plan'] = (...args) => ({ ...valid.plan(...args), ...change }) as ReturnType<Policy['plan']>
    const policy: Policy = { ...valid, plan }
    const router = await open({ policy, warn: () => {} })
    const decision = router.route({ conversation: conversationIn('treatment'), messages: user('Hi!') })
    expect(decision).toMatchObject({
      bucket: 'control',
      off: 'planning failed: probabilities of a plan must be from 0 to 1',
    })
  })

  test('a conversation id that is not a string: adaptation is off for the message', async () => {
    const router = await open({ warn: () => {} })
    const decision = router.route({ conversation: 42 as unknown as string, messages: user('Hi!') })
    expect(decision.off).toBe('planning failed: router: "conversation" must be a string, got 42')
  })

  test('a clock that throws or returns NaN: outcomes still count', async () => {
    for (const now of [fail, () => Number.NaN]) {
      const router = await open({ now })
      const decision = router.route({ conversation: 'c1', messages: user('Hi!') })
      expect(await router.observe(decision, answered(1))).toEqual({ counted: true, saved: true })
    }
  })

  test('callbacks that reject: one warning, no unhandled rejection', async () => {
    const warnings: string[] = []
    const move = { to: 0.54, evidence: null, gain: 0 }
    const evaluateMove: Policy['evaluateMove'] = () => ({ move, reason: '', wouldChange: null, candidates: [] })
    const router = await open({
      policy: { ...thresholdPolicy(), evaluateMove },
      onMove: async () => fail(),
      warn: async (warning) => {
        warnings.push(warning)
        fail()
      },
    })
    await router.observe(router.route({ conversation: 'c1', messages: user('Hi!') }), answered(1))
    await new Promise(setImmediate)
    expect(warnings).toEqual(['aios: onMove failed: oh no'])
  })

  test('a store that returns an invalid state: the boundary stays', async () => {
    let now = 0
    const warnings: string[] = []
    const load = () => Promise.resolve({} as RouterState)
    const router = await createRouter({
      store: { ...memoryStore(), load },
      warn: (warning) => warnings.push(warning),
      now: () => now,
    })
    for (now of [3_000, 6_000]) {
      expect(router.route({ conversation: 'c1', messages: user('Hi!') }).boundary).toBe(0.5)
      await new Promise(setImmediate)
    }
    expect(warnings).toEqual([
      "the store of the router's state memory returned an invalid state; the router starts at 0.5",
      "the store of the router's state memory returned an invalid state; the boundary stays at 0.5",
    ])
  })

  test('code that changes the state of the router: the state is frozen', async () => {
    const router = await open()
    expect(() => Object.assign(router.state, { boundary: 0.99 })).toThrow(TypeError)
    expect(router.boundary).toBe(0.5)
  })

  test('a policy that throws in evaluateMove: the outcome is saved, and the boundary stays', async () => {
    const warnings: string[] = []
    const policy: Policy = { ...thresholdPolicy(), evaluateMove: fail }
    const router = await open({ policy, warn: (warning) => warnings.push(warning) })
    const decision = router.route({ conversation: 'c1', messages: user('Hi!') })
    expect(await router.observe(decision, answered(1))).toEqual({ counted: true, saved: true })
    await router.observe(router.route({ conversation: 'c2', messages: user('Hi!') }), answered(1))
    expect(warnings).toEqual(['oh no; the boundary stays at 0.5 for now'])
  })

  test('an onMove that throws: the boundary has moved', async () => {
    const warnings: string[] = []
    const move = { to: 0.54, evidence: null, gain: 0 }
    const policy: Policy = {
      ...thresholdPolicy(),
      evaluateMove: () => ({ move, reason: '', wouldChange: null, candidates: [] }),
    }
    const router = await open({ policy, onMove: fail, warn: (warning) => warnings.push(warning) })
    const decision = router.route({ conversation: 'c1', messages: user('Hi!') })
    expect(await router.observe(decision, answered(1))).toEqual({ counted: true, saved: true })
    expect(router.boundary).toBe(0.54)
    expect(warnings).toEqual(['aios: onMove failed: oh no'])
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
