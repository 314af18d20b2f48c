import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/statistics/distributions/random.ts'
import { clusteredMean } from '../../../src/router/evaluation/clustered.ts'
import { evaluate } from '../../../src/router/evaluation/evaluate.ts'
import { type LoggedMessage, usable } from '../../../src/router/evaluation/samples.ts'

const message = (change: Partial<LoggedMessage>): LoggedMessage => ({
  conversation: 'c',
  weight: 0.48,
  source: 'embedder',
  propensity: 0.5,
  quality: 1,
  latencyS: 0,
  ...change,
})
const at = (messages: readonly LoggedMessage[], boundary: number, latencyCost = 0) => {
  const found = evaluate(messages, { latencyCost }).boundaries.find((each) => each.boundary === boundary)
  if (found === undefined) throw new Error(String(boundary))
  return found
}

describe('by hand', () => {
  // Three messages of weight 0.48: below 0.46 they are the main model's, above it the embedder's.
  const log = [
    message({ conversation: 'a', source: 'main_model', propensity: 0.25, quality: 1 }),
    message({ conversation: 'b', source: 'embedder', propensity: 0.75, quality: 1 }),
    message({ conversation: 'c', source: 'embedder', propensity: 0.75, quality: 0 }),
  ]

  test('IPS weighs by one over the propensity', () => {
    expect(at(log, 0.46).ips.value).toBeCloseTo(4 / 3, 12)
    expect(at(log, 0.5).ips.value).toBeCloseTo(4 / 3 / 3, 12)
  })

  test('SNIPS divides by the weights', () => {
    expect(at(log, 0.46).snips.value).toBeCloseTo(1, 12)
    expect(at(log, 0.5).snips.value).toBeCloseTo(0.5, 12)
  })

  test('doubly robust corrects what the other conversations let expect', () => {
    // At 0.50: expected of the embedder is 0.5 for a, 0 for b (of c) and 1 for c (of b), plus the weighted surprises.
    expect(at(log, 0.5).quality.value).toBeCloseTo((0.5 + (0 + 4 / 3) + (1 - 4 / 3)) / 3, 12)
  })

  test('the effective size is that of the weights', () => {
    expect(at(log, 0.5).effective).toBeCloseTo((8 / 3) ** 2 / (2 * (4 / 3) ** 2), 12)
    expect(at(log, 0.46).effective).toBeCloseTo(1, 12)
    expect(at(log, 0.46).refused).toBe('too_few')
  })

  test('a second costs what it costs', () => {
    const slow = [message({ conversation: 'a', latencyS: 4 }), message({ conversation: 'b', latencyS: 4 })]
    expect(at(slow, 0.5, 0.05).snips.value).toBeCloseTo(1 - 0.2, 12)
    expect(at(slow, 0.5).latencyS.value).toBeCloseTo(4, 12)
  })

  test('what was certain near the boundary says nothing about the other route; far from it, it is the same for all', () => {
    const log = [message({ propensity: 1 }), message({ weight: 0.9, source: 'main_model', propensity: 1 }), message({})]
    expect(usable(log)).toMatchObject({ drawn: 1, certain: 1 })
    expect(usable(log).messages).toHaveLength(2)
  })

  test('an interval goes by conversations, however many messages they have', () => {
    const terms = (n: number) =>
      ['a', 'b', 'c', 'd'].flatMap((cluster, k) => Array.from({ length: n }, () => ({ cluster, term: k })))
    expect(clusteredMean(terms(50)).upper).toBeCloseTo(clusteredMean(terms(1)).upper, 10)
    // t(0.975, 3) = 3.18245, error sqrt(5 / 3) / 2.
    expect(clusteredMean(terms(1)).upper).toBeCloseTo(1.5 + 3.182446 * Math.sqrt(5 / 3 / 4), 5)
    expect(clusteredMean([{ cluster: 'a', term: 1 }])).toEqual({ value: 1, lower: -Infinity, upper: Infinity })
  })
})

describe('on logs of a known world', () => {
  const QUALITY = { main_model: 0.8, embedder: 0.6 }
  /** A log in which the main model is right more often by 0.2, everywhere. */
  const draw = (seed: number): LoggedMessage[] => {
    const random = seededRandom(seed)
    return Array.from({ length: 1_200 }, (_, n) => {
      const weight = 0.38 + 0.24 * random.uniform()
      const main = weight <= 0.42 ? 0 : weight > 0.58 ? 1 : weight > 0.5 ? 0.75 : 0.25
      const source = random.uniform() < main ? ('main_model' as const) : ('embedder' as const)
      const quality = Number(random.uniform() < QUALITY[source])
      const propensity = source === 'main_model' ? main : 1 - main
      return { conversation: `c${Math.floor(n / 3)}`, weight, source, propensity, quality, latencyS: 0 }
    })
  }
  const LOGS = 150
  const evaluations = Array.from({ length: LOGS }, (_, seed) => at(draw(seed), 0.42))
  // A third of the messages go elsewhere at 0.42, and gain 0.2 each.
  const truth = (0.08 / 0.24) * 0.2

  test('doubly robust is unbiased, and its interval covers the truth about as often as it says', () => {
    const gains = evaluations.map(({ gain }) => gain)
    const values = gains.map(({ value }) => value)
    expect(values.reduce((sum, value) => sum + value, 0) / LOGS).toBeCloseTo(truth, 2)
    const covered = gains.filter(({ lower, upper }) => lower <= truth && truth <= upper).length
    // 95 % of 150 is 142.5, give or take three standard deviations.
    expect(covered).toBeGreaterThanOrEqual(134)
    expect(covered).toBeLessThanOrEqual(149)
  })

  test('IPS and SNIPS agree with it on average', () => {
    const mean = (of: 'ips' | 'snips' | 'quality') => evaluations.reduce((sum, each) => sum + each[of].value, 0) / LOGS
    const value = 0.6 + 0.2 * (0.2 / 0.24)
    expect(mean('ips')).toBeCloseTo(value, 1)
    expect(mean('snips')).toBeCloseTo(value, 2)
    expect(mean('quality')).toBeCloseTo(value, 2)
  })
})

describe('what the log does not tell is refused', () => {
  const refusals = (messages: readonly LoggedMessage[]) =>
    evaluate(messages).boundaries.map(({ refused }) => refused ?? 'told')
  const drawn = (count: number, weight: number): LoggedMessage[] =>
    Array.from({ length: count }, (_, n) =>
      message({ conversation: `c${n}`, weight, source: n % 2 === 0 ? 'main_model' : 'embedder' }),
    )
  const certain = (count: number, weight: number): LoggedMessage[] =>
    Array.from({ length: count }, (_, n) => message({ conversation: `d${n}`, weight, propensity: 1 }))

  test('a boundary that would change messages without a chance to go elsewhere', () => {
    // Two buckets, at 0.50 and 0.54: between them the bucket is the draw, below 0.50 nothing is.
    const log = [...drawn(300, 0.52), ...certain(80, 0.44), ...certain(80, 0.48), ...certain(80, 0.56)]
    expect(refusals(log)).toEqual(['not_drawn', 'not_drawn', 'told', 'told', 'told'])
    expect(refusals([...drawn(60, 0.52), ...drawn(240, 0.48), ...certain(80, 0.56)])).toEqual([
      'told',
      'told',
      'told',
      'told',
      'not_drawn',
    ])
  })

  test('where nobody asks, nothing is known of what moving would change', () => {
    const nothing = 'nothing_between'
    expect(refusals(drawn(300, 0.44))).toEqual(['told', nothing, 'told', nothing, nothing])
    expect(at(drawn(300, 0.44), 0.5).gain).toEqual({ value: 0, lower: 0, upper: 0 })
  })

  test('99 messages on a side, and one conversation', () => {
    expect(refusals(drawn(200, 0.44))).not.toContain('too_few')
    expect(new Set(refusals(drawn(198, 0.44)))).toEqual(new Set(['too_few']))
    const alone = drawn(400, 0.44).map((each) => ({ ...each, conversation: 'c' }))
    expect(new Set(refusals(alone))).toEqual(new Set(['one_conversation']))
  })

  test('what a model answered in one conversation alone', () => {
    const apart = drawn(600, 0.44).map((each) => {
      const isMain = each.source === 'main_model'
      return { ...each, conversation: each.source, quality: isMain ? 1 : 0.25 }
    })
    expect(at(apart, 0.42).refused).toBe('one_conversation')
    // No outcome explains itself: the interval of what is told has a width.
    const { quality } = at(apart, 0.5)
    expect(quality.upper - quality.lower).toBeGreaterThan(0.1)
  })

  test('a gain is over 0.50, which needs its own hundred', () => {
    const log = drawn(300, 0.44).map((each, n) => ({
      ...each,
      source: n < 250 ? ('main_model' as const) : each.source,
    }))
    expect(at(log, 0.42).effective).toBeGreaterThan(200)
    expect(refusals(log)).toEqual(Array.from({ length: 5 }, () => 'too_few'))
  })
})

test('nothing logged is nothing, and no NaN is in the way', () => {
  const { messages, drawn, boundaries } = evaluate([])
  expect({ messages, drawn }).toEqual({ messages: 0, drawn: 0 })
  expect(boundaries.map(({ refused }) => refused)).toEqual(Array.from({ length: 5 }, () => 'too_few'))
})
