import { describe, expect, test } from 'vitest'
import { mixtureEValue } from '../../../src/statistics/sequential/e-value.ts'
import { normalCdf } from '../../../src/statistics/distributions/normal.ts'
import { evidencePolicy, type RouterState, thresholdPolicy } from '../../../src/router/index.ts'
import type { Decision, Experiment } from '../../../src/router/decision.ts'
import {
  candidatesWithin,
  CELLS,
  leadsToControl,
  nearestCandidate,
  sendsToMain,
} from '../../../src/router/policies/evidence/cells.ts'
import {
  type EpochCells,
  epochsOf,
  expectedIn,
  exploration,
  summed,
} from '../../../src/router/policies/evidence/effects.ts'
import { evidenceText } from '../../../src/router/policies/evidence/evaluate-move.ts'
import { isInBreach, refusal, slowShares } from '../../../src/router/policies/evidence/guard.ts'
import { moreNeeded, startsOf } from '../../../src/router/policies/evidence/starts.ts'
import { policyNamed } from '../../../src/router/policies/named.ts'
import { POLICY_DEFAULTS } from '../../../src/router/policy.ts'
import { freshCell, freshState, MAX_SUM } from '../../../src/router/state.ts'

const NOW = '2026-01-01T00:00:00.000Z'

type Cell = ReturnType<typeof freshCell>

/** Effects with this mean and a variance of 1.2; all replies are fast by default. */
const effects = (n: number, mean: number, more: Partial<Cell> = {}): Cell => ({
  n,
  conversations: n,
  effect_sum: n * mean,
  effect_squares: n * (mean * mean + 1.2),
  effect_products: 0,
  main_model: { n: n / 2, utility_sum: n / 4, slow: 0 },
  embedder: { n: n / 2, utility_sum: n / 4, slow: 0 },
  ...more,
})

const arm = (n: number, quality: number, latencyS = 1) => ({
  ...freshState(NOW).buckets.control,
  sample_count: n,
  quality_sum: n * quality,
  latency_sum_s: n * latencyS,
})

/** A state at a boundary whose epochs have these cells. */
function stateOf(boundary: number, epochs: Record<string, Record<number, Cell>>, n = 500): RouterState {
  const buckets = { control: arm(n, 0.6), treatment: arm(n, 0.6) }
  return { ...freshState(NOW), boundary, buckets, since_move: { buckets, epochs } }
}

const epoch = (number: number, cell: Cell): EpochCells => ({
  epoch: number,
  cells: CELLS.map((each) => (each === 2 ? cell : undefined)),
  messages: cell.main_model.n + cell.embedder.n,
})

describe('cells and candidates', () => {
  test('are limited by maxDrift, inclusive', () => {
    expect([0, 0.039, 0.04, 0.079, 0.08, 0.5].map(candidatesWithin)).toEqual([
      [2],
      [2],
      [1, 2, 3],
      [1, 2, 3],
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ])
  })

  test('a boundary counts as the nearest candidate, the lower of two equally near ones, or 0.5 without candidates', () => {
    expect([0, 0.43, 0.45, 0.5, 0.53, 0.9].map((at) => nearestCandidate(at))).toEqual([0, 0, 1, 2, 3, 4])
    expect(nearestCandidate(0.9, [1, 2])).toBe(2)
    expect(nearestCandidate(0.9, [])).toBe(2)
    expect(nearestCandidate(0.48, [1, 2])).toBe(nearestCandidate(0.48, [1]))
    expect([1, 2, 3].map((cell) => sendsToMain(0.5, cell))).toEqual([false, false, true])
    expect([2, 3, 4].map((cell) => sendsToMain(0.54, cell))).toEqual([false, false, true])
  })

  test('a step leads to control if it goes towards 0.5 and not past it', () => {
    const towardsControl = (from: number) => [0, 1, 2, 3, 4].filter((to) => leadsToControl(from, to))
    expect([0, 1, 2, 3, 4].map(towardsControl)).toEqual([[1, 2], [2], [], [2], [2, 3]])
  })
})

describe('the exploration', () => {
  const probability = (list: EpochCells[], committedToMain = false) => exploration(list, 2, committedToMain)
  /** The probability that main_model is better, from the effects of one epoch. */
  const phi = (n: number, mean: number, variance = 1.2) => normalCdf(mean / Math.sqrt(variance / n))

  test('is 0.5 below 20 effects, then the probability that the other route is better', () => {
    expect(probability([])).toBe(0.5)
    expect(probability([epoch(0, effects(19, 0.1))])).toBe(0.5)
    expect(probability([epoch(0, effects(20, 0.1))])).toBeCloseTo(phi(20, 0.1), 12)
    expect(probability([epoch(0, effects(20, 0.1))], true)).toBeCloseTo(1 - phi(20, 0.1), 12)
    expect(probability([epoch(0, effects(22, 0.1))])).toBeCloseTo(phi(22, 0.1), 12)
    expect(probability([epoch(7, effects(40, -0.05))])).toBeCloseTo(phi(40, -0.05), 12)
  })

  test('stays between 20 and 80 %', () => {
    expect(probability([epoch(0, effects(500, 0.5))])).toBe(0.8)
    expect(probability([epoch(0, effects(500, -0.5))])).toBe(0.2)
    expect(probability([epoch(0, effects(500, 0.5))], true)).toBe(0.2)
    // Effects without variance.
    expect(probability([epoch(0, effects(50, 0.5, { effect_squares: 50 * 0.25 }))])).toBe(0.8)
  })

  test('includes the products of effects of a conversation in the variance', () => {
    expect(probability([epoch(0, effects(50, 0.1, { effect_products: 60 }))])).toBeCloseTo(phi(50, 0.1, 2.4), 12)
  })

  test('discounts older epochs by 0.99 for each of 25 messages, and ignores those of 37 epochs ago', () => {
    const discounted = (age: number) => {
      const weight = 0.99 ** (25 * age)
      const [n, sum, squares] = [
        30 + 400 * weight,
        30 * 0.02 + 400 * 0.03 * weight,
        30 * 1.2004 + 400 * 1.2009 * weight,
      ]
      return normalCdf(sum / n / Math.sqrt((squares / n - (sum / n) ** 2) / n))
    }
    for (const age of [1, 4, 36])
      expect(probability([epoch(3, effects(400, 0.03)), epoch(3 + age, effects(30, 0.02))])).toBeCloseTo(
        discounted(age),
        12,
      )
    expect(probability([epoch(3, effects(400, 0.03)), epoch(40, effects(30, 0.02))])).toBeCloseTo(phi(30, 0.02), 12)
  })

  test('shrinks the expected utility of a source towards 0.5 with the weight of two messages', () => {
    expect(expectedIn(freshCell())).toEqual({ main_model: 0.5, embedder: 0.5 })
    const sides = { main_model: { n: 2, utility_sum: 2, slow: 0 }, embedder: { n: 6, utility_sum: 0, slow: 0 } }
    expect(expectedIn(sides)).toEqual({ main_model: 0.75, embedder: 0.125 })
    const one = effects(4, 0, { main_model: { n: 3, utility_sum: 2, slow: 1 } })
    expect(summed([epoch(0, one), epoch(1, one)], 2).main_model).toEqual({ n: 6, utility_sum: 4, slow: 2 })
  })
})

describe('the epochs of a state', () => {
  test('are sorted by number, without invalid ones', () => {
    const cell = { 2: effects(4, 0) }
    const keys = ['10', '9', 'x1', '1x', '', '123456789012345', '1234567890123456']
    const epochs = epochsOf(stateOf(0.5, Object.fromEntries(keys.map((key) => [key, cell]))))
    expect(epochs.map(({ epoch }) => epoch)).toEqual([9, 10, 123456789012345])
    expect(epochs.map(({ messages }) => messages)).toEqual([4, 4, 4])
  })

  test('leave out a cell with implausible sums', () => {
    const isKept = (more: Partial<Cell>) =>
      epochsOf(stateOf(0.5, { 0: { 2: effects(4, 0, more) } }))[0]?.cells[2] !== undefined
    expect(isKept({ effect_sum: MAX_SUM })).toBe(true)
    expect(isKept({ effect_sum: 1.1 * MAX_SUM })).toBe(false)
    expect(isKept({ effect_sum: -1.1 * MAX_SUM })).toBe(false)
  })
})

describe('the evidence of a start', () => {
  test('is the mixture e-value with a scale of 0.02, half of it for the first start', () => {
    const [start] = startsOf([epoch(0, effects(100, 0.3))], [2], 1)
    expect(start).toMatchObject({ n: 100, conversations: 100, sum: 30, messages: 100 })
    expect(start?.variance).toBeCloseTo(120, 9)
    expect(start?.evidence).toBeCloseTo(mixtureEValue({ sum: 30, variance: 120, r: 0.02 }) / 2, 9)
    const [other] = startsOf([epoch(0, effects(100, 0.3))], [2], -1)
    expect(other).toMatchObject({ sum: -30 })
  })

  test('is 0 without effects, and limits the variance to 0 or more', () => {
    expect(startsOf([epoch(0, effects(100, 0.3))], [1], 1)).toEqual([
      { n: 0, conversations: 0, sum: 0, variance: 0, messages: 100, evidence: 0 },
    ])
    expect(startsOf([epoch(0, effects(100, 0.3, { effect_squares: 1 }))], [2], 1)[0]?.variance).toBe(0)
  })

  test('estimates how many more effects are needed, in steps of a tenth', () => {
    const start = { n: 200, conversations: 200, sum: 20, variance: 240, messages: 200, evidence: 0 }
    const evidence = (n: number) => mixtureEValue({ sum: n / 10, variance: 1.2 * n, r: 0.02 }) / 2
    const more = moreNeeded(start, 80) ?? NaN
    expect(evidence(200 + more)).toBeGreaterThanOrEqual(80)
    let total = 200
    while (evidence(total) < 80) total = Math.ceil(1.1 * total)
    expect(more).toBe(total - 200)
    expect(moreNeeded(start, evidence(200))).toBe(0)
    expect(moreNeeded({ ...start, sum: 0 }, 80)).toBeNull()
    expect(moreNeeded({ ...start, sum: -20 }, 80)).toBeNull()
    expect(moreNeeded({ ...start, n: 1 }, 80)).toBeNull()
    expect(moreNeeded({ ...start, n: 2, conversations: 60, sum: 2, variance: 0 }, 80)).not.toBeNull()
    // This effect is so small that more than 100,000 are needed.
    expect(moreNeeded({ ...start, sum: 0.001 }, 80)).toBeNull()
  })
})

describe('the guard', () => {
  const side = (n: number, slow = 0) => ({ n, utility_sum: 0, slow })

  test('allows a share of exactly 5 % and does not treat it as a breach', () => {
    const now = { share: 0.01, error: 0, messages: 100 }
    expect(refusal({ share: 0.05, error: 0, messages: 100 }, now)).toBeNull()
    expect(refusal({ share: 0.0501, error: 0, messages: 100 }, now)).not.toBeNull()
    expect(isInBreach({ share: 0.05, error: 0, messages: 100 })).toBe(false)
    expect(isInBreach({ share: 0.0501, error: 0, messages: 100 })).toBe(true)
  })

  test('returns a share of 0 for a state without outcomes', () => {
    expect(slowShares(CELLS.map(() => ({ main_model: side(0), embedder: side(0) })))).toEqual(
      [0.42, 0.46, 0.5, 0.54, 0.58].map(() => ({ share: 0, error: 0, messages: 0 })),
    )
  })

  test('uses the embedder up to a boundary, and the main model above it', () => {
    // All replies of the main model are slow, and none of the embedder.
    const cells = CELLS.map(() => ({ main_model: side(1e9, 1e9), embedder: side(1e9) }))
    const shares = slowShares(cells).map(({ share }) => Math.round(6 * share))
    expect(shares).toEqual([5, 4, 3, 2, 1])
  })
})

describe('the evidence policy', () => {
  const policy = evidencePolicy()
  const plan = (boundary: number, weight: number, explore = true, controlShare = 0.5, state = stateOf(boundary, {})) =>
    policy.plan(state, { weight, explore, controlShare })

  test('sends a weight equal to the boundary to the embedder, in both buckets', () => {
    expect(plan(0.5, 0.5, false)).toMatchObject({ treatmentMain: 0, experiment: { mainPropensity: 0 } })
    expect(plan(0.5, 0.5001, false)).toMatchObject({ treatmentMain: 1, experiment: { mainPropensity: 1 } })
    expect(plan(0.46, 0.48, false, 0.3)).toMatchObject({ treatmentMain: 1, experiment: { mainPropensity: 0.7 } })
    expect(plan(0.54, 0.52, false, 0.3)).toMatchObject({ treatmentMain: 0, experiment: { mainPropensity: 0.3 } })
    expect(plan(0.3, 0.35, false)).toMatchObject({ treatmentMain: 1, explored: false })
  })

  test('randomizes between the outermost candidates, by the probability of the opposite of the committed route', () => {
    expect([0.42, 0.421, 0.58, 0.581].map((weight) => plan(0.5, weight).explored)).toEqual([false, true, true, false])
    const helps = stateOf(0.5, { 0: { 2: effects(200, 0.1), 3: effects(200, 0.1) } })
    const toMain = 1 - Math.max(0.2, 1 - normalCdf(0.1 / Math.sqrt(1.2 / 200)))
    // The opposite is the main model below the boundary, and the embedder above it.
    expect(plan(0.5, 0.48, true, 0.5, helps).treatmentMain).toBeCloseTo(toMain, 12)
    expect(plan(0.5, 0.52, true, 0.5, helps).treatmentMain).toBeCloseTo(0.8, 12)
    expect(plan(0.5, 0.52, true, 0.25, helps).experiment.mainPropensity).toBeCloseTo(0.25 + 0.75 * 0.8, 12)
    expect(plan(0.5, 0.52, true, 0.5, helps).experiment).toMatchObject({ cell: 3, committedToMain: true, epoch: 4 - 3 })
  })

  const experiment: Experiment = {
    generation: 0,
    epoch: 0,
    cell: 2,
    committedToMain: false,
    mainPropensity: 0.25,
    expected: { main_model: 0.5, embedder: 0.5 },
  }
  const decision = (source: Decision['source'], conversation: string) => ({ source, conversation }) as Decision

  test('uses ownPropensity for a conversation that another process started', () => {
    const policy = evidencePolicy()
    const learnt = policy.learn(
      decision('main_model', 'own'),
      { ...experiment, ownPropensity: 0.5 },
      { quality: 1, latencyMs: 0 },
    )
    expect(learnt[0]?.[2]?.effect_sum).toBeCloseTo(0.5 / 0.5, 12)
    const complete = policy.learn(decision('main_model', 'complete'), experiment, { quality: 1, latencyMs: 0 })
    expect(complete[0]?.[2]?.effect_sum).toBeCloseTo(0.5 / 0.25, 12)
  })

  test('counts a reply as slow above 20 s, not at 20 s', () => {
    const policy = evidencePolicy()
    const slow = (latencyMs: number) =>
      policy.learn(decision('embedder', `slow ${latencyMs}`), experiment, { quality: 1, latencyMs })[0]?.[2]?.embedder
        ?.slow
    expect([20_000, 20_001].map(slow)).toEqual([0, 1])
    expect(POLICY_DEFAULTS.latencyLimitMs).toBe(20_000)
  })

  test('ignores a utility whose square is infinite, and an effect whose square is infinite', () => {
    const learn = (latencyCost: number, mainPropensity: number, cell = 2) =>
      evidencePolicy({ latencyCost }).learn(
        decision('main_model', 'a'),
        { ...experiment, mainPropensity, cell },
        { quality: 1, latencyMs: 20_000 },
      )
    // The utility is -1e155, with an infinite square; -1e153 has a finite one, but not divided by a propensity of 0.001.
    expect(learn(5e153, 0.5)).toEqual({})
    expect(learn(5e151, 0.5)[0]?.[2]).toHaveProperty('effect_sum')
    expect(learn(5e151, 1e-3)[0]?.[2]).toEqual({
      main_model: { n: 1, utility_sum: expect.any(Number) as number, slow: 0 },
    })
    // Replies to goldens and hypotheses are left out near the boundary, for both sources.
    expect(learn(0, 0)).toEqual({})
    expect(learn(0, 1)).toEqual({})
    expect(learn(0, 0, 5)).not.toEqual({})
  })

  test('evaluates the evidence from 10 outcomes on, and needs 80 to move away', () => {
    const cells = { 0: { 2: effects(3_000, 0.2) } }
    expect(policy.evaluateMove(stateOf(0.5, cells, 9))).toMatchObject({ move: null, isEarly: true })
    expect(policy.evaluateMove(stateOf(0.5, cells, 10)).move).toMatchObject({ to: 0.46 })
    const [below] = policy.evaluateMove(stateOf(0.5, cells)).candidates.filter(({ boundary }) => boundary === 0.46)
    expect(below).toMatchObject({ needed: 80, refused: null })
    // The effects add up to 600 in 3,000 messages.
    expect(below?.gain).toBeCloseTo(0.2, 12)
  })

  test('waits for 60 conversations at each boundary', () => {
    const evaluation = (below: number, above: number) =>
      policy.evaluateMove(
        stateOf(0.5, {
          0: { 2: effects(600, 0.01, { conversations: below }), 3: effects(600, 0.01, { conversations: above }) },
        }),
      )
    const early = evaluation(59, 59)
    expect(early).toMatchObject({
      isEarly: true,
      wouldChange: '1 more of them would allow it to evaluate the evidence; repeated goldens do not add any',
    })
    expect(evaluation(60, 60)).not.toHaveProperty('isEarly')
    expect(evaluation(60, 60).reason).toMatch(/would change/)
    expect(evaluation(66, 66).reason).toMatch(/would change/)
    // One side has enough conversations, so the result is not early.
    expect(evaluation(59, 400)).not.toHaveProperty('isEarly')
  })

  test('reports that no number of outcomes would move it', () => {
    const evaluation = policy.evaluateMove(stateOf(0.5, { 0: { 2: effects(600, -0.001), 3: effects(600, 0.001) } }))
    expect(evaluation.wouldChange).toBe('no number of outcomes like these would move it')
    expect(evaluation.reason).toMatch(/^stays at 0\.5: 0\.\d+ would change -0\.00\d+ a message, evidence 0\.\d of 80$/)
  })

  test('prints evidence from 1,000 on with an exponent', () => {
    expect([999.94, 999.96, 1000, 12_345].map(evidenceText)).toEqual(['999.9', '1000.0', '1.0e+3', '1.2e+4'])
  })

  test('names the bucket with too few outcomes', () => {
    const waiting = (control: number, treatment: number) => {
      const state = stateOf(0.5, {})
      const buckets = { control: arm(control, 0.6), treatment: arm(treatment, 0.6) }
      return policy.evaluateMove({ ...state, since_move: { ...state.since_move, buckets } }).reason
    }
    expect(waiting(3, 10)).toMatch(/: control has 3 outcomes since/)
    expect(waiting(10, 3)).toMatch(/: treatment has 3 outcomes since/)
  })

  test('stays if no other boundary is allowed, and if the best one needs more evidence', () => {
    expect(evidencePolicy({ maxDrift: 0 }).evaluateMove(stateOf(0.5, {}))).toMatchObject({
      move: null,
      reason: 'stays at 0.5: maxDrift 0 allows no other boundary',
      wouldChange: null,
      candidates: [],
    })
    const evaluation = policy.evaluateMove(stateOf(0.5, { 0: { 2: effects(300, -0.05), 3: effects(300, -0.1) } }))
    expect(evaluation.reason).toMatch(/^stays at 0\.5: 0\.54 would change \+0\.0500 a message, evidence \d\.\d of 80$/)
  })

  test('does not leave a slow boundary for one that is equally slow', () => {
    const slow = {
      main_model: { n: 500, utility_sum: 250, slow: 100 },
      embedder: { n: 500, utility_sum: 250, slow: 100 },
    }
    const all = Object.fromEntries(CELLS.map((cell) => [cell, effects(1_000, 0, slow)]))
    expect(policy.evaluateMove(stateOf(0.42, { 0: all })).move).toBeNull()
    const less = { ...slow, main_model: { n: 500, utility_sum: 250, slow: 120 } }
    const some = { ...all, 1: effects(1_000, 0, less), 2: effects(1_000, 0, less) }
    const left = policy.evaluateMove(stateOf(0.42, { 0: some }))
    expect(left).toMatchObject({ move: { to: 0.5, evidence: null } })
    expect(left.reason).toMatch(/^at 0\.42 about 21\.\d % of the replies are slow, and fewer would be at 0\.5$/)
  })
})

describe('the threshold policy', () => {
  const policy = thresholdPolicy()
  const evaluateMove = (control: ReturnType<typeof arm>, treatment: ReturnType<typeof arm>, options = {}) => {
    const buckets = { control, treatment }
    const state = { ...freshState(NOW), buckets, since_move: { buckets, epochs: {} } }
    return thresholdPolicy(options).evaluateMove(state)
  }

  test('moves for a difference of more than 5 points, by a tenth of it', () => {
    expect(evaluateMove(arm(1000, 0.5), arm(1000, 0.551)).move?.to).toBe(0.4949)
    expect(evaluateMove(arm(1000, 0.551), arm(1000, 0.5)).move?.to).toBe(0.5051)
    expect(evaluateMove(arm(1000, 0.5), arm(1000, 0.55)).move).toBeNull()
    // The move of 0.00506 is rounded to four decimals.
    expect(evaluateMove(arm(10_000, 0.5), arm(10_000, 0.5506)).move?.to).toBe(0.4949)
    expect(evaluateMove(arm(1000, 0.5), arm(1000, 0.6)).move).toEqual({ to: 0.49, evidence: null, gain: 0 })
  })

  test('reports the signed difference, and what would change the decision', () => {
    expect(evaluateMove(arm(100, 0.5), arm(100, 0.47)).reason).toMatch(/quality is -3\.0 points from control's/)
    expect(evaluateMove(arm(100, 0.5), arm(100, 0.5)).reason).toMatch(/quality is \+0\.0 points/)
    expect(evaluateMove(arm(7, 0.5), arm(50, 0.5))).toMatchObject({
      reason: 'stays at 0.5: control has 7 outcomes since the boundary last moved, and needs 10',
      wouldChange:
        '3 more outcomes in control; new conversations go to both buckets, and a repeated golden always to the same one',
    })
    expect(evaluateMove(arm(9, 0.5), arm(8, 0.5)).wouldChange).toBe(
      '1 more outcome in control and 2 in treatment; new conversations go to both buckets, and a repeated golden always to the same one',
    )
    expect(evaluateMove(arm(0, 0.5), arm(0, 0.5), { minSamplesBeforeAdapt: 0 }).wouldChange).toBe(
      '1 more outcome in control and 1 in treatment; new conversations go to both buckets, and a repeated golden always to the same one',
    )
    expect(evaluateMove(arm(1, 0.5), arm(1, 0.9), { minSamplesBeforeAdapt: 0 }).move).not.toBeNull()
  })

  test('plans routes by the boundary alone', () => {
    const plan = (boundary: number, weight: number) =>
      policy.plan({ ...freshState(NOW), boundary }, { weight, explore: true, controlShare: 0.25 })
    const planned = (treatmentMain: number, mainPropensity: number) => ({
      treatmentMain,
      explored: false,
      experiment: { epoch: 0, committedToMain: treatmentMain === 1, mainPropensity },
    })
    expect(plan(0.46, 0.46)).toMatchObject(planned(0, 0))
    expect(plan(0.46, 0.48)).toMatchObject(planned(1, 0.75))
    expect(plan(0.54, 0.52)).toMatchObject(planned(0, 0.25))
    expect(plan(0.54, 0.5)).toMatchObject(planned(0, 0))
    expect(plan(0.54, 0.6)).toMatchObject(planned(1, 1))
  })

  test('is selected by its name, like the evidence policy', () => {
    expect(policyNamed('threshold', POLICY_DEFAULTS).name).toBe('threshold')
    expect(policyNamed('evidence', POLICY_DEFAULTS).name).toBe('evidence')
  })
})
