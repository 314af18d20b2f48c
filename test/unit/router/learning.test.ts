import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import '../../support/jest-extended.ts'
import { seededRandom } from '../../../src/evidence.ts'
import { compareRouters } from '../../../src/verdicts/routing/compare-routers.ts'
import { ranked, recovery } from '../../../src/verdicts/routing/recovery.ts'
import type { Message } from '../../../src/message.ts'
import { estimatedGaps } from '../../../src/router/learning/estimated-gaps.ts'
import { dot, fit } from '../../../src/router/learning/fit.ts'
import { folds } from '../../../src/router/learning/folds.ts'
import { type LabelledMessage, learnCoefficients, type Learnt } from '../../../src/router/learning/learn.ts'
import { scaleTo } from '../../../src/router/learning/scale.ts'
import { solve } from '../../../src/router/learning/solve.ts'
import { DEFAULT_COEFFICIENTS } from '../../../src/router/weight/default-coefficients.ts'
import { FEATURES } from '../../../src/router/weight/feature-names.ts'
import { featuresOf } from '../../../src/router/weight/features.ts'
import { weigh } from '../../../src/router/weight/weigh.ts'

describe('recovery', () => {
  const gaps = [1, 1, 0, -1, 1, 0, -1, 1]
  const measure = (weights: readonly number[], of: readonly number[] = gaps) => recovery(ranked(of, weights))

  test('equals figures calculated by hand', () => {
    // By falling weight the gaps are 1, 1, 0, -1, with a total of 1: PGR is 0, 1, 2, 2, 1 at the shares 0, 1/4 ... 1.
    const { apgr, cpt50, ranking } = measure([0.9, 0.8, 0.5, 0.1], [1, 1, 0, -1])
    expect(apgr).toBeCloseTo((0.5 * 1 + 1.5 * 1 + 2 * 1 + 1.5 * 1) / 4, 12)
    expect(cpt50).toBeCloseTo(0.125, 12)
    expect(ranking).toBe(1)
  })

  test('of equal weights is 0.5, as by chance', () => {
    const { apgr, cpt50, ranking } = measure(gaps.map(() => 0.5))
    expect([apgr, cpt50, ranking]).toEqual([0.5, 0.5, 0.5])
  })

  test('of the reverse order is as far below 0.5 as that of the order is above', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.constantFrom(-1, 0, 1), weight: fc.nat(5) }), { minLength: 1 }),
        (all) => {
          const of: number[] = all.map(({ gap }) => gap)
          const forward = measure(
            all.map(({ weight }) => weight),
            of,
          )
          const reverse = measure(
            all.map(({ weight }) => -weight),
            of,
          )
          if (forward.ranking !== null) expect(forward.ranking + (reverse.ranking ?? NaN)).toBeCloseTo(1, 9)
          if (forward.apgr !== null) expect(forward.apgr + (reverse.apgr ?? NaN)).toBeCloseTo(1, 9)
          expect(forward.apgr === null).toBe(of.reduce((sum, gap) => sum + gap, 0) <= 0)
        },
      ),
    )
  })

  test('of a message with a count of 2 equals that of two messages', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.constantFrom(-1, 0, 1), weight: fc.nat(5), times: fc.nat(3) }), { minLength: 1 }),
        (all) => {
          const copies = all.flatMap((each) => Array.from({ length: each.times }, () => each))
          const counted = recovery(
            ranked(
              all.map(({ gap }) => gap),
              all.map(({ weight }) => weight),
            ),
            all.map(({ times }) => times),
          )
          const copied = measure(
            copies.map(({ weight }) => weight),
            copies.map(({ gap }) => gap),
          )
          expect(counted.n).toBe(copied.n)
          for (const key of ['apgr', 'ranking', 'cpt50'] as const)
            if (copied[key] === null) expect(counted[key]).toBeNull()
            else expect(counted[key]).toBeCloseTo(copied[key], 9)
        },
      ),
    )
  })

  test('is undefined if the large model is not better', () => {
    expect(measure([0.3, 0.2], [1, -1])).toMatchObject({ apgr: null, cpt50: null, ranking: 1 })
    expect(measure([], [])).toMatchObject({ n: 0, gap: 0, apgr: null, ranking: null })
  })
})

describe('compareRouters', () => {
  const random = seededRandom(7)
  const messages = Array.from({ length: 300 }, (_, n) => ({
    conversation: `c${n % 100}`,
    gap: random.uniform() < 0.6 ? 1 : -1,
  }))
  const right = messages.map(({ gap }) => gap + random.normal())
  const chance = messages.map(() => random.uniform())

  test('distinguishes a good router from chance, with the same result for the same seed', () => {
    const compared = compareRouters(messages, chance, right, { rounds: 300 })
    expect(compared.difference.ranking?.lower).toBeGreaterThan(0)
    expect(compared.second.ranking?.value).toBeGreaterThan(0.8)
    expect(compareRouters(messages, chance, right, { rounds: 300 })).toEqual(compared)
  })

  test('resamples whole conversations: copies of messages do not make the interval narrower', () => {
    const copies = [...messages, ...messages, ...messages, ...messages]
    const four = (weights: readonly number[]) => [...weights, ...weights, ...weights, ...weights]
    const width = ({ difference: { ranking } }: ReturnType<typeof compareRouters>) =>
      (ranking?.upper ?? NaN) - (ranking?.lower ?? NaN)
    const once = width(compareRouters(messages, chance, right, { rounds: 300 }))
    expect(width(compareRouters(copies, four(chance), four(right), { rounds: 300 }))).toBeCloseTo(once, 9)
  })

  test('returns no APGR interval if many resamples have no gap', () => {
    const hardly = [...Array.from({ length: 11 }, () => 1), ...Array.from({ length: 10 }, () => -1)]
    const few = hardly.map((gap, n) => ({ conversation: String(n), gap }))
    const { first, difference } = compareRouters(few, hardly, hardly, { rounds: 300 })
    expect(first.recovery.apgr).not.toBeNull()
    expect([first.apgr, difference.apgr]).toEqual([null, null])
    expect(difference.ranking).toEqual({ value: 0, lower: 0, upper: 0 })
  })
})

describe('fitting', () => {
  test('solve solves symmetric systems', () => {
    const square = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }), {
      minLength: 4,
      maxLength: 4,
    })
    fc.assert(
      fc.property(square, fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }), (root, right) => {
        const matrix = root.map((row, i) => root.map((other, j) => dot(row, other) + (i === j ? 1 : 0)))
        const solution = solve(matrix, right)
        for (const [at, row] of matrix.entries()) expect(dot(row, solution)).toBeCloseTo(right[at] ?? NaN, 6)
      }),
    )
    expect(() => solve([[0]], [1])).toThrow('not positive definite')
  })

  test('fit finds the coefficients that generated the data', () => {
    const random = seededRandom(3)
    const truth = [-0.4, 1.2, -0.8, 0]
    const rows = Array.from({ length: 20_000 }, () =>
      Float64Array.of(1, random.normal(), random.normal(), random.normal()),
    )
    const targets = rows.map((row) => (random.uniform() < 1 / (1 + Math.exp(-dot(row, truth))) ? 1 : 0))
    const found = fit(rows, targets, [0, 0, 0, 0])
    for (const [at, value] of truth.entries()) expect(Math.abs((found[at] ?? NaN) - value)).toBeLessThan(0.06)
  })

  test('fit shrinks coefficients by the penalty, and is finite for separable data', () => {
    const rows = [-2, -1, 1, 2].map((x) => Float64Array.of(1, x))
    const [, free = NaN] = fit(rows, [0, 0, 1, 1], [0, 0])
    const [, penalized = NaN] = fit(rows, [0, 0, 1, 1], [0, 10])
    expect(free).toBeFinite()
    expect(penalized).toBeWithin(0.01, free / 2)
  })

  test('folds holds out whole conversations, in folds of equal size', () => {
    const messages = Array.from({ length: 200 }, (_, n) => ({ conversation: `c${n % 50}` }))
    const part = folds(messages, 5, 1)
    for (const [at, { conversation }] of messages.entries())
      expect(part[at]).toBe(part[messages.findIndex((other) => other.conversation === conversation)])
    expect([0, 1, 2, 3, 4].map((each) => part.filter((other) => other === each).length)).toEqual([40, 40, 40, 40, 40])
  })

  test('scaleTo keeps the number of weights above 0.5 and near it', () => {
    const random = seededRandom(5)
    const weights = Array.from({ length: 500 }, () => random.uniform())
    const scores = weights.map(() => 3 + 7 * random.normal())
    const { slope, offset } = scaleTo(scores, weights)
    const scaled = scores.map((score) => slope * score + offset)
    const above = (list: readonly number[]) => list.filter((value) => value > 0.5).length
    const near = (list: readonly number[]) => list.filter((value) => value > 0.42 && value <= 0.58).length
    expect(slope).toBeGreaterThan(0)
    expect(above(scaled)).toBe(above(weights))
    expect(near(scaled)).toBe(near(weights))
  })

  test('estimatedGaps is unbiased with unequal propensities', () => {
    const random = seededRandom(11)
    const replies = Array.from({ length: 40_000 }, () => {
      const main = random.uniform() < 0.5 ? 0.9 : 0.2
      const source = random.uniform() < main ? ('main_model' as const) : ('embedder' as const)
      const right = source === 'main_model' ? 0.8 : 0.5
      const outcome = random.uniform() < right ? 1 : 0
      return { source, outcome, propensity: source === 'main_model' ? main : 1 - main }
    })
    const gaps = estimatedGaps(replies)
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeWithin(0.28, 0.32)
  })
})

const LEXICON =
  'Paris 12 347 explain why list exactly three true false yes print(x) { } A) B) C) river, stone, passage text not Москва'.split(
    ' ',
  )

/** Messages whose gap follows a rule that the default coefficients do not express. */
function simulated(n: number, rule: (features: Record<string, number>) => number, seed = 1): LabelledMessage[] {
  const random = seededRandom(seed)
  return Array.from({ length: n }, (_, at) => {
    const words = Array.from({ length: 2 + random.integer(25) }, () => LEXICON[random.integer(LEXICON.length)])
    const messages: Message[] = [{ role: 'user', content: `${words.join(' ')}?` }]
    const values = featuresOf(messages)
    const score = rule(Object.fromEntries(FEATURES.map((feature, place) => [feature, values[place] ?? 0])))
    const main = random.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : 0
    const gap = random.uniform() < 0.5 ? 0 : 2 * main - 1
    return { conversation: `c${Math.floor(at / 2)}`, messages, gap, known: 'both' as const }
  })
}

describe('learnCoefficients', () => {
  const rule = ({ closed = 0, code = 0 }: Record<string, number>) => 6 * closed - 5 * code - 0.5
  const labelled = simulated(600, rule)
  let found: Learnt | undefined

  /** What is learnt from them; the rounds change the interval of its result alone. */
  function learntOnce(): Learnt {
    found ??= learntFrom(labelled)
    return found
  }

  function learntFrom(messages: readonly LabelledMessage[]): Learnt {
    const learnt = learnCoefficients(messages, { rounds: 300 })
    if (learnt.kind === 'refused') throw new Error(learnt.reason)
    return learnt
  }

  test('learns a rule that the default coefficients miss, and is better on held-out conversations', () => {
    const learnt = learntOnce()
    expect(learnt.better).toBeTrue()
    expect(learnt.difference.value).toBeGreaterThan(0.1)
    expect(learnt.coefficients.features.closed).toBeGreaterThan(0)
    expect(learnt.coefficients.features.code).toBeLessThan(0)
    expect(learntFrom(simulated(600, rule))).toEqual(learnt)
  })

  test('keeps the share of messages for the large model and in the experiment', () => {
    const learnt = learntOnce()
    const share = (weights: typeof DEFAULT_COEFFICIENTS, is: (value: number) => boolean) =>
      labelled.filter(({ messages }) => is(weigh(messages, weights).value)).length / labelled.length
    for (const is of [(value: number) => value > 0.5, (value: number) => value > 0.42 && value <= 0.58])
      expect(Math.abs(share(learnt.coefficients, is) - share(DEFAULT_COEFFICIENTS, is))).toBeLessThan(0.02)
  })

  test('keeps greetings with the embedder', () => {
    for (const learnt of [learntOnce(), learntFrom(simulated(600, (features) => -rule(features)))])
      for (const greeting of ['Hi!', 'Thanks a lot!', 'Guten Morgen!', '谢谢你'])
        expect(weigh([{ role: 'user', content: greeting }], learnt.coefficients).value).toBeLessThan(0.42)
  })

  test('reports an improvement for at most one of 8 logs without a rule', () => {
    const better = Array.from({ length: 8 }, (_, seed) =>
      learnCoefficients(
        simulated(300, () => 0, seed),
        { rounds: 200 },
      ),
    ).filter((learnt) => learnt.kind === 'learnt' && learnt.better)
    expect(better.length).toBeLessThanOrEqual(1)
  })

  test.for([
    ['few messages', simulated(150, rule), '150 messages can be used; at least 200 are needed.'],
    [
      'one conversation',
      simulated(300, rule).map((each) => ({ ...each, conversation: 'one' })),
      'The messages belong to 1 conversations; at least 10 are needed.',
    ],
    [
      'models without a difference',
      simulated(300, rule).map((each) => ({ ...each, gap: 0 })),
      'The two models differ on 0 messages; at least 30 are needed.',
    ],
    [
      'one model always better',
      simulated(300, rule).map((each) => ({ ...each, gap: 1 })),
      'One model is never better than the other: there is nothing to rank.',
    ],
    [
      'gaps of NaN',
      simulated(300, rule).map((each) => ({ ...each, gap: NaN })),
      '0 messages can be used; at least 200 are needed.',
    ],
  ] as const)('refuses to learn from %s', ([, labelled, reason]) => {
    expect(learnCoefficients(labelled)).toMatchObject({ kind: 'refused', reason })
  })
})
