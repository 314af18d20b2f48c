import { describe, expect, test } from 'vitest'
import { evidencePolicy, type Policy, type RouterState, thresholdPolicy } from '../../../../src/router/index.ts'
import { conditionsOf, escapeConditions } from '../../../../src/router/policies/evidence/conditions.ts'
import { freshCell, freshState } from '../../../../src/router/state.ts'

/** A state with this many outcomes in each bucket, and effects in the cell below the boundary. */
function stateWith({
  n = 40,
  conversations = 0,
  mean = 0.2,
  slow = 0,
  slowSmall = 0,
  quality = 0.6,
  latencyS = 1,
  control = true,
  boundary = 0.5,
}) {
  const state = freshState('2026-01-01T00:00:00.000Z')
  const arm = (count: number, share: number, seconds: number) => ({
    ...state.buckets.control,
    sample_count: count,
    quality_sum: count * share,
    latency_sum_s: count * seconds,
  })
  const buckets = { control: arm(control ? n : 0, 0.6, 1), treatment: arm(n, quality, latencyS) }
  const cell = {
    ...freshCell(),
    n: conversations,
    conversations,
    effect_sum: conversations * mean,
    effect_squares: conversations * (mean * mean + 1.2),
    main_model: { n: conversations / 2, utility_sum: 0, slow },
    embedder: { n: conversations / 2, utility_sum: 0, slow: slowSmall },
  }
  const epochs: RouterState['since_move']['epochs'] = conversations === 0 ? {} : { 0: { 2: cell } }
  return { ...state, boundary, buckets, since_move: { buckets, epochs } }
}

/** The conditions as lines. */
function linesOf(policy: Policy, state: RouterState): string[] {
  const { conditions = [] } = policy.evaluateMove(state)
  return conditions.map(({ name, value, direction, threshold, met }) => {
    const shown = [value, threshold].map((each) => (each === null ? 'unknown' : Number(each.toFixed(3))))
    return `${met ? 'met' : 'not met'}: ${name} ${shown[0]}, ${direction} ${shown[1]}`
  })
}

describe('the conditions of the evidence policy', () => {
  const policy = evidencePolicy()
  const unmet = (state: RouterState) => linesOf(policy, state).filter((line) => line.startsWith('not met'))

  test('name the outcomes and conversations that it waits for, and what few outcomes leave open', () => {
    const state = stateWith({ n: 9 })
    expect(policy.evaluateMove(state).move).toBeNull()
    expect(linesOf(policy, state)).toEqual([
      'not met: outcomes of each bucket since the last move 9, at least 10',
      'not met: conversations with messages near the boundary 0, at least 60',
      'not met: evidence for 0.42 0, at least 80',
      'not met: gain per message at 0.42 0, above 0',
      'met: possible share of slow replies at 0.42 0, at most 0.05',
    ])
  })

  test('have one that is not met whenever it stays, and the one that its reason names', () => {
    const waiting = stateWith({ conversations: 59 })
    expect(policy.evaluateMove(waiting).reason).toContain('evidence needs 60 conversations')
    expect(unmet(waiting)[0]).toBe('not met: conversations with messages near the boundary 59, at least 60')

    const enough = stateWith({ conversations: 60 })
    expect(policy.evaluateMove(enough).reason).toMatch(/evidence [\d.]+ of 80/)
    expect(unmet(enough)[0]).toMatch(/^not met: evidence for 0\.4[26] /)

    const slow = stateWith({ conversations: 3_000, slow: 300 })
    expect(policy.evaluateMove(slow).reason).toContain('of its replies may be slow')
    expect(unmet(slow)).toEqual([expect.stringMatching(/^not met: possible share of slow replies at 0\.4[26] /)])
  })

  test('are all met when it moves', () => {
    const state = stateWith({ conversations: 3_000 })
    expect(policy.evaluateMove(state).move).not.toBeNull()
    expect(unmet(state)).toEqual([])
    expect(linesOf(policy, state)).toHaveLength(5)
  })

  test('are those of an escape from slow replies, which requires no evidence of a gain', () => {
    const state = stateWith({ conversations: 3_000, mean: 0, slow: 900, slowSmall: 10, boundary: 0.42 })
    expect(policy.evaluateMove(state)).toMatchObject({ move: { evidence: null }, reason: /replies are slow/ })
    expect(linesOf(policy, state)).toEqual([
      'met: outcomes of each bucket since the last move 40, at least 10',
      'met: outcomes behind the share of slow replies 3000, at least 60',
      expect.stringMatching(/^met: least possible share of slow replies at 0\.42 0\.5\d*, above 0\.05$/),
      expect.stringMatching(/^met: share of slow replies at 0\.\d+, against now 0\.0\d*, below 0\.6\d*$/),
    ])
  })

  test('name the drift where it allows no other boundary, and the outcomes still', () => {
    const fixed = evidencePolicy({ maxDrift: 0 })
    expect(linesOf(fixed, stateWith({ n: 3 }))).toEqual([
      'not met: outcomes of each bucket since the last move 3, at least 10',
      'not met: other boundaries that maxDrift allows 0, at least 1',
    ])
    expect(linesOf(fixed, stateWith({}))[0]).toMatch(/^met: /)
  })

  test('allow a slow candidate that is faster than now', () => {
    const state = stateWith({ conversations: 3_000, mean: -0.2, slow: 1_000, slowSmall: 300, boundary: 0.42 })
    expect(policy.evaluateMove(state).move?.evidence).toBeGreaterThan(80)
    expect(unmet(state)).toEqual([])
    const line = linesOf(policy, state).find((each) => each.includes('slow replies'))
    expect(line).toMatch(/^met: share of slow replies at 0\.[45]\d*, against now 0\.\d+, below 0\.\d+$/)
  })

  test('count the outcomes of the bucket with fewer', () => {
    const state = stateWith({ n: 40 })
    const { control, treatment } = state.since_move.buckets
    for (const buckets of [
      { control: { ...control, sample_count: 9 }, treatment },
      { control, treatment: { ...treatment, sample_count: 9 } },
    ])
      expect(linesOf(policy, { ...state, since_move: { ...state.since_move, buckets } })[0]).toBe(
        'not met: outcomes of each bucket since the last move 9, at least 10',
      )
  })

  test('require no outcomes of a bucket without traffic', () => {
    expect(linesOf(policy, stateWith({ control: false }))[0]).toBe(
      'met: outcomes of treatment since the last move 40, at least 10',
    )
  })
})

describe('the conditions of the threshold policy', () => {
  const policy = thresholdPolicy()

  test('are outcomes, difference of quality, latency and drift', () => {
    const moving = stateWith({ n: 10, quality: 0.5, latencyS: 1.9 })
    expect(policy.evaluateMove(moving).move).not.toBeNull()
    expect(linesOf(policy, moving)).toEqual([
      'met: outcomes of each bucket since the last move 10, at least 10',
      "met: difference of treatment's quality from control's, either way 0.1, above 0.05",
      "met: treatment's mean latency beyond control's 0.9, below 1",
      'met: change of the boundary that maxDrift allows 0.01, above 0',
    ])
  })

  test.for([
    [stateWith({ n: 9, quality: 0.5 }), 'outcomes of each bucket'],
    [stateWith({ quality: 0.56 }), "difference of treatment's quality"],
    [stateWith({ quality: 0.5, latencyS: 2 }), "treatment's mean latency"],
    [stateWith({ quality: 0.9, boundary: 0.42 }), 'change of the boundary that maxDrift allows'],
    [stateWith({ quality: 0.3, boundary: 0.58 }), 'change of the boundary that maxDrift allows'],
  ] as const)('name the one that it waits for: %#', ([state, name]) => {
    expect(policy.evaluateMove(state).move).toBeNull()
    expect(linesOf(policy, state).filter((line) => line.startsWith('not met'))).toEqual([expect.stringContaining(name)])
  })

  test('have the size of a change towards main_model too', () => {
    const towardsMain = policy.evaluateMove(stateWith({ quality: 0.7 }))
    expect(towardsMain.move?.to).toBe(0.49)
    expect(towardsMain.conditions?.[3]).toMatchObject({ value: expect.closeTo(0.01) as number, met: true })
  })

  test('are unknown without outcomes', () => {
    expect(linesOf(policy, stateWith({ n: 0 }))).toEqual([
      'not met: outcomes of each bucket since the last move 0, at least 10',
      "not met: difference of treatment's quality from control's, either way unknown, above 0.05",
      "not met: treatment's mean latency beyond control's unknown, below 1",
      'not met: change of the boundary that maxDrift allows unknown, above 0',
    ])
  })

  test('have the threshold as it is documented, and a difference that only rounding makes larger is too small', () => {
    const conditions = policy.evaluateMove(stateWith({ quality: 0.65 })).conditions ?? []
    expect(0.65 - 0.6).toBeGreaterThan(0.05)
    expect(conditions[1]).toMatchObject({ threshold: 0.05, met: false })
  })
})

describe('conditionsOf', () => {
  const { control } = freshState('2026-01-01T00:00:00.000Z').buckets
  const conditions = ({ evidence = 80, share = 0.01, now = 0.02 }) =>
    conditionsOf(
      { boundary: 0.46, gain: 0.1, evidence, needed: 80, conversations: 60, slow: { share, error: 0, messages: 100 } },
      { arms: { control }, samples: 0, now: { share: now, error: 0, messages: 100 } },
    )

  test.for([
    { evidence: 80, met: true },
    { evidence: 79.9, met: false },
    { evidence: 90, met: true },
  ])('compares the evidence $evidence with 80', ({ evidence, met }) => {
    expect(conditions({ evidence })[2]).toMatchObject({ value: evidence, threshold: 80, met })
  })

  test.for([
    { share: 0.05, now: 0.06, threshold: 0.05, met: true },
    { share: 0.055, now: 0.06, threshold: 0.06, met: true },
    { share: 0.055, now: 0.02, threshold: 0.05, met: false },
  ])(
    'compares a share of slow replies of $share with the limit, or with $now now',
    ({ share, now, threshold, met }) => {
      expect(conditions({ share, now })[4]).toMatchObject({ value: share, threshold, met })
    },
  )
})

describe('escapeConditions', () => {
  const { control } = freshState('2026-01-01T00:00:00.000Z').buckets
  const slowNow = { share: 0.2, error: 0, messages: 100 }

  test.for([
    { index: 1, met: true, now: { messages: 60 } },
    { index: 1, met: false, now: { messages: 59 } },
    { index: 2, met: true, now: { share: 0.051 } },
    { index: 2, met: false, now: { share: 0.05 } },
    { index: 2, met: false, now: { share: 0.2, error: 0.1 } },
    { index: 3, met: true, now: { share: 0.02 } },
    { index: 3, met: false, now: { share: 0.01 } },
  ])('condition $index is met with $now now: $met', ({ index, met, now }) => {
    const conditions = escapeConditions(
      { boundary: 0.46, slow: { share: 0.01, error: 0, messages: 100 } },
      { arms: { control }, samples: 0, now: { ...slowNow, ...now }, at: 0.42 },
    )
    expect(conditions[index]?.met).toBe(met)
  })
})
