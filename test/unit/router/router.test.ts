import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import '../../support/jest-extended.ts'
import {
  bucketOf,
  createRouter,
  type Decision,
  memoryStore,
  type Outcome,
  type RouterOptions,
  type RouterState,
} from '../../../src/router/index.ts'
import {
  user,
  answered,
  state,
  conversationIn,
  anyTraffic,
  anyBoundary,
  open,
  drive,
  policyThatMoves,
} from '../../support/router-traffic.ts'

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
    ['latency negative', (made) => [made, answered(1, -5)], 'milliseconds from 0 to one hour, got -5'],
    // Its square is infinite.
    ['latency huge', (made) => [made, answered(1, 1e200)], 'milliseconds from 0 to one hour, got 1e+200'],
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
    'router: "controlShare" must be a number from 0 to 1, got NaN; "minSamplesBeforeAdapt" must be an integer from 0 to 1000000000, got 1.5; "maxDrift" must be a number from 0 to 0.5, got 2; "latencyLimitMs" must be a number of milliseconds above 0 and at most 86400000, got 0',
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
