import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/statistics/distributions/random.ts'
import {
  evidencePolicy,
  type Feedback,
  type Policy,
  type RouterState,
  thresholdPolicy,
} from '../../../src/router/index.ts'
import type { Decision, Experiment } from '../../../src/router/decision.ts'
import { CANDIDATES, cellOf } from '../../../src/router/policies/evidence/cells.ts'
import { POLICY_DEFAULTS, utility } from '../../../src/router/policy.ts'
import { addIncrement, freshCell, freshState, noIncrement } from '../../../src/router/state.ts'

const NOW = '2026-01-01T00:00:00.000Z'
const arm = (n: number, quality: number, latencyS = 1) => ({
  ...freshState(NOW).buckets.control,
  sample_count: n,
  quality_sum: n * quality,
  latency_sum_s: n * latencyS,
})

/** A state at a boundary, with outcomes since the last move. */
function stateAt(boundary: number, cells: Record<number, Partial<ReturnType<typeof freshCell>>>, n = 500): RouterState {
  const state = freshState(NOW)
  const buckets = { control: arm(n, 0.6), treatment: arm(n, 0.6) }
  const epoch = Object.fromEntries(Object.entries(cells).map(([cell, sums]) => [cell, { ...freshCell(), ...sums }]))
  return { ...state, boundary, buckets, since_move: { buckets, epochs: { 0: epoch } } }
}

/** Effects with this mean and a variance of 1.2; all replies are fast by default. */
const effects = (n: number, mean: number, slow = 0) => ({
  n,
  conversations: n,
  effect_sum: n * mean,
  effect_squares: n * (mean * mean + 1.2),
  effect_products: 0,
  main_model: { n: n / 2, utility_sum: n / 4, slow },
  embedder: { n: n / 2, utility_sum: n / 4, slow: 0 },
})

describe('cells', () => {
  test('lie between the candidates and include their upper ends', () => {
    const weights = [0, 0.42, 0.421, 0.46, 0.461, 0.5, 0.501, 0.54, 0.58, 0.581, 1]
    expect(weights.map(cellOf)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 5])
  })
})

describe('the evidence policy', () => {
  const policy = evidencePolicy()

  test('randomizes only near the boundary, with a probability from 0.2 to 0.8, and 0.5 before 20 effects', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...CANDIDATES),
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.nat({ max: 5_000 }),
        (weight, boundary, mean, n) => {
          const state = stateAt(boundary, Object.fromEntries([1, 2, 3, 4].map((cell) => [cell, effects(n, mean)])))
          const { treatmentMain, explored, experiment } = policy.plan(state, {
            weight,
            explore: true,
            controlShare: 0.5,
          })
          expect(explored).toBe(weight > 0.42 && weight <= 0.58)
          if (!explored) expect(treatmentMain).toBe(Number(weight > boundary))
          else if (n < 20) expect(treatmentMain).toBe(0.5)
          else {
            expect(treatmentMain).toBeGreaterThanOrEqual(0.2 - 1e-12)
            expect(treatmentMain).toBeLessThanOrEqual(0.8 + 1e-12)
          }
          expect(experiment.mainPropensity).toBeCloseTo(0.5 * Number(weight > 0.5) + 0.5 * treatmentMain, 12)
        },
      ),
    )
  })

  test('routes a message with explore: false by the boundary alone', () => {
    const plan = policy.plan(stateAt(0.42, {}), { weight: 0.45, explore: false, controlShare: 0.5 })
    expect(plan).toMatchObject({ treatmentMain: 1, explored: false, experiment: { mainPropensity: 0.5 } })
  })

  test('treats a boundary between two candidates as the nearer one for randomized messages', () => {
    const cells = { 2: effects(3_000, 1) }
    // The main model is clearly better; 0.4731 counts as 0.46, which sends the cell to the main model.
    for (const boundary of [0.46, 0.4731])
      expect(
        policy.plan(stateAt(boundary, cells), { weight: 0.465, explore: true, controlShare: 0.5 }).treatmentMain,
      ).toBe(0.8)
    expect(policy.plan(stateAt(0.4731, {}), { weight: 0.465, explore: false, controlShare: 0.5 }).treatmentMain).toBe(0)
  })

  test.each([0.1, 0.3, 0.9])('estimates the effect without bias if main_model has a probability of %d', (e) => {
    const random = seededRandom(7)
    const [main, small] = [0.8, 0.5]
    // Wrong expectations increase the variance of the estimate, but do not bias it.
    const experiment: Experiment = {
      generation: 0,
      epoch: 0,
      cell: 2,
      committedToMain: false,
      mainPropensity: e,
      expected: { main_model: 0.2, embedder: 0.9 },
    }
    const ROUNDS = 60_000
    let sum = 0
    for (let n = 0; n < ROUNDS; n++) {
      const source = random.uniform() < e ? 'main_model' : 'embedder'
      const quality = Number(random.uniform() < (source === 'main_model' ? main : small))
      const decision = { source, conversation: String(n) } as Decision
      sum += policy.learn(decision, experiment, { quality, latencyMs: 0 })[0]?.[2]?.effect_sum ?? NaN
    }
    expect(sum / ROUNDS).toBeCloseTo(main - small, 1)
  })

  test('adds no effect for a message that was not randomized', () => {
    const experiment = {
      generation: 0,
      epoch: 3,
      cell: 5,
      committedToMain: true,
      mainPropensity: 1,
      expected: { main_model: 0.5, embedder: 0.5 },
    }
    expect(policy.learn({ source: 'main_model' } as Decision, experiment, { quality: 1, latencyMs: 30_000 })).toEqual({
      3: { 5: { main_model: { n: 1, utility_sum: 0, slow: 1 } } },
    })
  })

  test('counts the messages of a conversation together until the boundary moves', () => {
    const policy = evidencePolicy({ latencyCost: 0 })
    const learn = (conversation: string, generation: number, cell: number, source: Decision['source']) => {
      const expected = { main_model: 0.5, embedder: 0.5 }
      const experiment = { generation, epoch: 4, cell, committedToMain: false, mainPropensity: 0.25, expected }
      return policy.learn({ source, conversation } as Decision, experiment, { quality: 1, latencyMs: 0 })
    }
    const side = { n: 1, utility_sum: 1, slow: 0 }
    const first = { n: 1, conversations: 1, effect_sum: 2, effect_squares: 4 }
    expect(learn('a', 0, 2, 'main_model')).toEqual({ 4: { 2: { ...first, main_model: side } } })
    // 0.5 above expectation, of which the first message predicts 0.5 / 11; the product belongs to the outer cell.
    const effect = -(0.5 - 0.5 / 11) / 0.75
    const second = { n: 1, conversations: 0, effect_sum: effect, effect_squares: effect ** 2, embedder: side }
    expect(learn('a', 0, 1, 'embedder')).toEqual({ 4: { 1: { ...second, effect_products: 2 * 2 * effect } } })
    expect(learn('b', 0, 2, 'main_model')).toEqual({ 4: { 2: { ...first, main_model: side } } })
    expect(learn('a', 1, 2, 'main_model')).toEqual({ 4: { 2: { ...first, main_model: side } } })
  })

  test('with explore: false learns nothing near the boundary, and only latency elsewhere', () => {
    const learn = (cell: number) => {
      const expected = { main_model: 0.5, embedder: 0.5 }
      const experiment = { generation: 0, epoch: 0, cell, committedToMain: true, mainPropensity: 1, expected }
      const decision = { source: 'main_model', conversation: 'a' } as Decision
      return policy.learn(decision, experiment, { quality: 1, latencyMs: 30_000 })
    }
    expect(learn(4)).toEqual({})
    expect(learn(5)).toEqual({ 0: { 5: { main_model: { n: 1, utility_sum: 0, slow: 1 } } } })
  })

  test('moves if moving helps, with the reason', () => {
    const down = policy.evaluateMove(stateAt(0.5, { 2: effects(3_000, 0.12), 1: effects(3_000, 0.12) }))
    expect(down.move).toMatchObject({ to: 0.42 })
    expect(down.reason).toMatch(/^0\.42 gains about \+0\.\d+ a message over 0\.5: evidence [\d.e+]+ of 80$/)
    const up = policy.evaluateMove(stateAt(0.5, { 3: effects(3_000, -0.12), 4: effects(3_000, -0.12) }))
    expect(up.move).toMatchObject({ to: 0.58 })
    const half = policy.evaluateMove(stateAt(0.5, { 2: effects(3_000, 0.12), 1: effects(3_000, -0.12) }))
    expect(half.move).toMatchObject({ to: 0.46 })
  })

  test('stays if nothing helps, with what would change that', () => {
    const { move, reason, wouldChange } = policy.evaluateMove(stateAt(0.5, { 2: effects(200, 0.12) }))
    expect(move).toBeNull()
    expect(reason).toMatch(/^stays at 0\.5: 0\.4\d would change \+0\.\d+ a message, evidence [\d.]+ of 80$/)
    expect(wouldChange).toMatch(/^about \d+ more messages near the boundary like these would move it to 0\.4\d$/)
    expect(policy.evaluateMove(stateAt(0.5, { 2: effects(3_000, -0.1) })).move).toBeNull()
  })

  test('needs less evidence to return to 0.5 than to leave it', () => {
    const away = { 1: effects(300, -0.14), 2: effects(300, -0.14) }
    expect(policy.evaluateMove(stateAt(0.42, away)).move).toMatchObject({ to: 0.5 })
    const asFar = { 3: effects(300, -0.14), 4: effects(300, -0.14) }
    expect(policy.evaluateMove(stateAt(0.5, asFar)).move).toBeNull()
  })

  test('refuses a boundary with too many slow replies, whatever its gain', () => {
    const cells = { 0: effects(100, 0), 1: effects(3_000, 0.3, 300), 2: effects(3_000, 0.3, 300), 5: effects(500, 0) }
    const { move, candidates, reason } = policy.evaluateMove(stateAt(0.5, cells))
    expect(move).toBeNull()
    expect(reason).toMatch(/but up to \d+\.\d % of its replies may be slow, and the limit is 5\.0 %/)
    expect(candidates.find(({ boundary }) => boundary === 0.42)?.refused).not.toBeNull()
  })

  test('leaves a boundary with too many slow replies', () => {
    const cells = { 1: effects(2_000, 0, 400), 2: effects(2_000, 0, 400), 3: effects(500, 0) }
    const { move, reason } = policy.evaluateMove(stateAt(0.42, cells))
    expect(move?.to).toBe(0.5)
    expect(reason).toMatch(/of the replies are slow/)
  })

  test('leaves it for 0.5, not for the other side, although that has even fewer slow replies', () => {
    const cells = Object.fromEntries([0, 1, 2, 3, 4, 5].map((cell) => [cell, effects(2_000, 0, 90)]))
    expect(policy.evaluateMove(stateAt(0.42, cells)).move).toMatchObject({ to: 0.5, evidence: null })
  })

  test('does not treat replies as too slow before there are enough of them', () => {
    const one = { ...freshCell(), embedder: { n: 2, utility_sum: 1, slow: 0 } }
    expect(policy.evaluateMove(stateAt(0.42, { 1: one, 2: one, 3: one, 4: one }, 10)).move).toBeNull()
  })

  test('requires the full evidence for a step past 0.5', () => {
    const needed = (from: number) =>
      policy.evaluateMove(stateAt(from, {})).candidates.map(({ boundary, needed }) => [boundary, needed])
    expect(needed(0.42)).toEqual([
      [0.46, 16],
      [0.5, 16],
      [0.54, 80],
      [0.58, 80],
    ])
    expect(needed(0.54)).toEqual([
      [0.42, 80],
      [0.46, 80],
      [0.5, 16],
      [0.58, 80],
    ])
  })

  test.each([
    [0, []],
    [0.04, [0.47, 0.53]],
    [0.08, [0.43, 0.47, 0.53, 0.57]],
  ])(
    'with a maxDrift of %d randomizes only messages whose route an allowed boundary could change',
    (maxDrift, drawn) => {
      const bounded = evidencePolicy({ maxDrift })
      const weights = [0.4, 0.43, 0.47, 0.53, 0.57, 0.6]
      const isDrawn = (weight: number) =>
        bounded.plan(stateAt(0.5, {}), { weight, explore: true, controlShare: 0.5 }).explored
      expect(weights.filter(isDrawn)).toEqual(drawn)
    },
  )

  test('ignores implausible cells and epochs of a state', () => {
    const cells = { 1: effects(3_000, 0.12), 2: effects(3_000, 0.12) }
    const state = stateAt(0.5, cells)
    const huge = { ...effects(40, 0), effect_sum: 1e308, effect_squares: 1e308 }
    const epochs = { ...state.since_move.epochs, abc: cells, 1: { 1: huge }, 2: { 2: huge } }
    const implausible = { ...state, since_move: { ...state.since_move, epochs } }
    expect(policy.evaluateMove(implausible).move).toMatchObject({ to: 0.42 })
    expect(policy.plan(implausible, { weight: 0.45, explore: true, controlShare: 0.5 }).experiment.epoch).toBe(2)
  })

  test('orders epochs by their numbers, however large those are', () => {
    // Keys from 2^32 on are in the order of insertion.
    const state = stateAt(0.5, { 2: effects(3, 0.1) })
    const { 0: cells = {} } = state.since_move.epochs
    const large = {
      ...state,
      since_move: { ...state.since_move, epochs: { 5_000_000_000: cells, 4_294_967_296: cells } },
    }
    expect(policy.plan(large, { weight: 0.45, explore: true, controlShare: 0.5 }).experiment.epoch).toBe(5_000_000_000)
  })

  test('ignores an outcome whose utility is not finite', () => {
    const extreme = evidencePolicy({ latencyCost: Number.MAX_VALUE, latencyLimitMs: Number.MAX_VALUE })
    const { experiment } = extreme.plan(stateAt(0.5, {}), { weight: 0.45, explore: true, controlShare: 0.5 })
    expect(extreme.learn({ source: 'embedder' } as Decision, experiment, { quality: 1, latencyMs: 1e9 })).toEqual({})
  })

  test('waits for enough outcomes in each bucket', () => {
    const state = stateAt(0.5, { 2: effects(3_000, 0.2) }, 9)
    expect(policy.evaluateMove(state)).toMatchObject({
      move: null,
      wouldChange:
        '1 more outcome in control and 1 in treatment would allow it to evaluate the evidence; new conversations go to both buckets, and a repeated golden always to the same one',
    })
  })

  test('waits only for treatment if the control bucket has no traffic', () => {
    const state = stateAt(0.5, { 2: effects(3_000, 0.2) }, 9)
    const none = arm(0, 0)
    const alone = { control: none, treatment: state.buckets.treatment }
    const waiting = { ...state, buckets: alone, since_move: { ...state.since_move, buckets: alone } }
    expect(policy.evaluateMove(waiting).reason).toMatch(/: treatment has 9 outcomes since .* and needs 10$/)
    const enough = { control: none, treatment: arm(10, 0.6) }
    const moving = { ...state, buckets: enough, since_move: { ...state.since_move, buckets: enough } }
    expect(policy.evaluateMove(moving).move).toMatchObject({ to: 0.46 })
  })

  test('stays within maxDrift and never returns NaN for any state', () => {
    // Likely sums, and all numbers of a JSON file.
    const most = Number.MAX_VALUE
    const amount = fc.oneof(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.double({ min: 0, max: most, noNaN: true, noDefaultInfinity: true }),
    )
    const sum = fc.oneof(
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.double({ min: -most, max: most, noNaN: true, noDefaultInfinity: true }),
    )
    const side = fc.record({ n: amount, utility_sum: sum, slow: amount })
    const cell = fc.record({
      n: amount,
      conversations: amount,
      effect_sum: sum,
      effect_squares: amount,
      effect_products: sum,
      main_model: side,
      embedder: side,
    })
    const cells = fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4', '5', '9'), cell)
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.nat({ max: 90 }).map(String), fc.string()), cells),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(0, 0.03, 0.04, 0.08),
        (epochs, boundary, maxDrift) => {
          const state = { ...stateAt(boundary, {}), since_move: { ...stateAt(boundary, {}).since_move, epochs } }
          const bounded = evidencePolicy({ maxDrift })
          const evaluation = bounded.evaluateMove(state)
          if (evaluation.move !== null) expect(Math.abs(evaluation.move.to - 0.5)).toBeLessThanOrEqual(maxDrift + 1e-9)
          expect(JSON.stringify(evaluation)).not.toMatch(/NaN|null,"needed"/)
          for (const weight of [0.1, 0.45, 0.55, 0.9]) {
            const { treatmentMain, experiment } = bounded.plan(state, { weight, explore: true, controlShare: 0.5 })
            expect(treatmentMain).toBeGreaterThanOrEqual(0)
            expect(treatmentMain).toBeLessThanOrEqual(1)
            expect(Number.isInteger(experiment.epoch)).toBe(true)
          }
        },
      ),
    )
  })
})

describe('the threshold policy', () => {
  const policy = thresholdPolicy()
  const evaluateMove = (
    control: ReturnType<typeof arm>,
    treatment: ReturnType<typeof arm>,
    boundary = 0.5,
    p: Policy = policy,
  ) => {
    const buckets = { control, treatment }
    return p.evaluateMove({ ...freshState(NOW), boundary, buckets, since_move: { buckets, epochs: {} } })
  }

  test.each([
    [
      'by a tenth of the difference, towards main_model if treatment does better',
      arm(10, 0.5),
      arm(10, 0.8),
      0.5,
      0.47,
    ],
    ['towards the embedder if treatment does worse', arm(10, 0.8), arm(10, 0.5), 0.5, 0.53],
    ['from the current boundary', arm(20, 0.5), arm(20, 0.6), 0.48, 0.47],
    ['to maxDrift at most', arm(10, 0), arm(10, 1), 0.45, 0.42],
  ] as const)('moves %s', (_, control, treatment, from, to) => {
    expect(evaluateMove(control, treatment, from).move?.to).toBeCloseTo(to, 10)
  })

  test.each([
    ['nine outcomes in a bucket', arm(9, 0), arm(50, 1), /control has 9 outcomes/],
    ['a difference of 5 points', arm(100, 0.5), arm(100, 0.55), /quality is \+5\.0 points/],
    ['a latency of 1 s more', arm(10, 0.5, 1), arm(10, 0.9, 2), /latency 1\.00 s/],
    ['the limit of the drift', arm(10, 0), arm(10, 1), /at the limit of the drift/],
    ['no outcomes at all', arm(0, 0), arm(0, 0), /treatment has 0 outcomes/],
  ] as const)('stays with %s', (what, control, treatment, reason) => {
    const evaluation = evaluateMove(control, treatment, what === 'the limit of the drift' ? 0.42 : 0.5)
    expect(evaluation.move).toBeNull()
    expect(evaluation.reason).toMatch(reason)
  })

  test('randomizes no message', () => {
    const plan = policy.plan({ ...freshState(NOW), boundary: 0.46 }, { weight: 0.48, explore: true, controlShare: 0.5 })
    expect(plan).toMatchObject({ treatmentMain: 1, explored: false })
  })
})

test('increments add up in any order', () => {
  const policy = evidencePolicy()
  const outcome = fc.record({
    weight: fc.double({ min: 0, max: 1, noNaN: true }),
    quality: fc.double({ min: 0, max: 1, noNaN: true }),
    latencyMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
    main: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 30 }), (outcomes) => {
      const state = stateAt(0.46, { 1: effects(40, 0.1) })
      const increments = outcomes.map(({ weight, main, ...feedback }) => {
        const { experiment } = policy.plan(state, { weight, explore: true, controlShare: 0.5 })
        const decision = { source: main ? 'main_model' : 'embedder' } as Decision
        const epochs = policy.learn(decision, experiment, feedback)
        return { ...noIncrement(0), since_move: { buckets: {}, epochs } }
      })
      const sum = (list: typeof increments) =>
        list.reduce<RouterState>((sum, each) => addIncrement(sum, each, NOW), state).since_move
      const [forwards, backwards] = [sum(increments), sum(increments.toReversed())]
      const flat = (value: object) =>
        Object.entries(value)
          .flatMap(([key, part]): [string, number][] =>
            typeof part === 'number' ? [[key, part]] : flat(part as object).map(([more, n]) => [`${key}.${more}`, n]),
          )
          .sort(([a], [b]) => a.localeCompare(b))
      expect(flat(forwards).map(([key]) => key)).toEqual(flat(backwards).map(([key]) => key))
      for (const [index, [, n]] of flat(forwards).entries()) expect(flat(backwards)[index]?.[1]).toBeCloseTo(n, 8)
    }),
  )
})

test('utility is quality minus the cost of the latency, up to the limit', () => {
  const worth = (feedback: Feedback) => utility(feedback, POLICY_DEFAULTS)
  expect(worth({ quality: 1, latencyMs: 2_000 })).toBeCloseTo(0.9, 12)
  expect(worth({ quality: 1, latencyMs: 20_000 })).toBeCloseTo(0, 12)
  expect(worth({ quality: 0, latencyMs: 3_600_000 })).toBeCloseTo(-1, 12)
})
