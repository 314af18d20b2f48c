import { describe, expect, test } from 'vitest'
import '../../support/jest-extended.ts'
import {
  createRouter,
  type Decision,
  memoryStore,
  type Policy,
  type RouterState,
  thresholdPolicy,
} from '../../../src/router/index.ts'
import { user, answered, conversationIn, open } from '../../support/router-traffic.ts'

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
