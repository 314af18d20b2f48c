import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/statistics/distributions/random.ts'
import { Clusters } from '../../../src/router/evaluation/clustered.ts'
import { evaluate } from '../../../src/router/evaluation/evaluate.ts'
import { tableOf } from '../../../src/router/evaluation/message-table.ts'
import { type LoggedMessage, usableMessages } from '../../../src/router/evaluation/samples.ts'

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

function clusteredMean(terms: readonly { cluster: string; term: number }[]) {
  const names = [...new Set(terms.map(({ cluster }) => cluster))]
  const of = terms.map(({ cluster }) => names.indexOf(cluster))
  return new Clusters(of, names.length).mean((at) => terms[at]?.term ?? 0)
}

describe('compared with figures calculated by hand', () => {
  // Three messages of weight 0.48, which a boundary of 0.46 sends to the main model, and one of 0.5 to the embedder.
  const log = [
    message({ conversation: 'a', source: 'main_model', propensity: 0.25, quality: 1 }),
    message({ conversation: 'b', source: 'embedder', propensity: 0.75, quality: 1 }),
    message({ conversation: 'c', source: 'embedder', propensity: 0.75, quality: 0 }),
  ]

  test('IPS weights each outcome by the inverse of its propensity', () => {
    expect(at(log, 0.46).ips.value).toBeCloseTo(4 / 3, 12)
    expect(at(log, 0.5).ips.value).toBeCloseTo(4 / 3 / 3, 12)
  })

  test('SNIPS divides by the sum of the weights', () => {
    expect(at(log, 0.46).snips.value).toBeCloseTo(1, 12)
    expect(at(log, 0.5).snips.value).toBeCloseTo(0.5, 12)
  })

  test('the doubly robust estimate corrects the mean of the other conversations', () => {
    // At 0.50 the expectation of the embedder is 0.5 for a, 0 for b (from c) and 1 for c (from b), plus weighted residuals.
    expect(at(log, 0.5).quality.value).toBeCloseTo((0.5 + (0 + 4 / 3) + (1 - 4 / 3)) / 3, 12)
  })

  test('the effective sample size follows from the weights', () => {
    expect(at(log, 0.5).effective).toBeCloseTo((8 / 3) ** 2 / (2 * (4 / 3) ** 2), 12)
    expect(at(log, 0.46).effective).toBeCloseTo(1, 12)
    expect(at(log, 0.46).refused).toBe('too_few')
  })

  test('utility is reduced by latencyCost for each second', () => {
    const slow = [message({ conversation: 'a', latencyS: 4 }), message({ conversation: 'b', latencyS: 4 })]
    expect(at(slow, 0.5, 0.05).snips.value).toBeCloseTo(1 - 0.2, 12)
    expect(at(slow, 0.5).latencyS.value).toBeCloseTo(4, 12)
  })

  test('leaves out messages near the boundary that were not randomized, but keeps those far from it', () => {
    const log = [message({ propensity: 1 }), message({ weight: 0.9, source: 'main_model', propensity: 1 }), message({})]
    expect(usableMessages(tableOf(log))).toMatchObject({ drawn: 1, certain: 1 })
    expect(usableMessages(tableOf(log)).messages).toHaveLength(2)
  })

  test('the width of an interval depends on the number of conversations, not of messages', () => {
    const terms = (n: number) =>
      ['a', 'b', 'c', 'd'].flatMap((cluster, k) => Array.from({ length: n }, () => ({ cluster, term: k })))
    expect(clusteredMean(terms(50)).upper).toBeCloseTo(clusteredMean(terms(1)).upper, 10)
    // t(0.975, 3) = 3.18245, error sqrt(5 / 3) / 2.
    expect(clusteredMean(terms(1)).upper).toBeCloseTo(1.5 + 3.182446 * Math.sqrt(5 / 3 / 4), 5)
    expect(clusteredMean([{ cluster: 'a', term: 1 }])).toEqual({ value: 1, lower: -Infinity, upper: Infinity })
  })
})

describe('on simulated logs with a known effect', () => {
  const QUALITY = { main_model: 0.8, embedder: 0.6 }
  /** A log in which the main model is right with a probability that is 0.2 higher, for all weights. */
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
  // A boundary of 0.42 changes the route of a third of the messages, which gain 0.2 each.
  const truth = (0.08 / 0.24) * 0.2

  test('the doubly robust estimate is unbiased, and its interval has the nominal coverage', () => {
    const gains = evaluations.map(({ gain }) => gain)
    const values = gains.map(({ value }) => value)
    expect(values.reduce((sum, value) => sum + value, 0) / LOGS).toBeCloseTo(truth, 2)
    const covered = gains.filter(({ lower, upper }) => lower <= truth && truth <= upper).length
    // 95 % of 150 is 142.5, within three standard deviations.
    expect(covered).toBeGreaterThanOrEqual(134)
    expect(covered).toBeLessThanOrEqual(149)
  })

  test('IPS and SNIPS agree on average with the doubly robust estimate', () => {
    const mean = (of: 'ips' | 'snips' | 'quality') => evaluations.reduce((sum, each) => sum + each[of].value, 0) / LOGS
    const value = 0.6 + 0.2 * (0.2 / 0.24)
    expect(mean('ips')).toBeCloseTo(value, 1)
    expect(mean('snips')).toBeCloseTo(value, 2)
    expect(mean('quality')).toBeCloseTo(value, 2)
  })
})

describe('refuses an estimate', () => {
  const refusals = (messages: readonly LoggedMessage[]) =>
    evaluate(messages).boundaries.map(({ refused }) => refused ?? 'estimated')
  const drawn = (count: number, weight: number): LoggedMessage[] =>
    Array.from({ length: count }, (_, n) =>
      message({ conversation: `c${n}`, weight, source: n % 2 === 0 ? 'main_model' : 'embedder' }),
    )
  const certain = (count: number, weight: number): LoggedMessage[] =>
    Array.from({ length: count }, (_, n) => message({ conversation: `d${n}`, weight, propensity: 1 }))

  test('for a boundary that would mostly change messages without randomization', () => {
    // Buckets at 0.50 and 0.54: between them the bucket randomizes the route, below 0.50 nothing does.
    const log = [...drawn(300, 0.52), ...certain(80, 0.44), ...certain(80, 0.48), ...certain(80, 0.56)]
    expect(refusals(log)).toEqual(['not_drawn', 'not_drawn', 'estimated', 'estimated', 'estimated'])
    expect(refusals([...drawn(60, 0.52), ...drawn(240, 0.48), ...certain(80, 0.56)])).toEqual([
      'estimated',
      'estimated',
      'estimated',
      'estimated',
      'not_drawn',
    ])
  })

  test('for a boundary that would change the route of no message', () => {
    const nothing = 'nothing_between'
    expect(refusals(drawn(300, 0.44))).toEqual(['estimated', nothing, 'estimated', nothing, nothing])
    expect(at(drawn(300, 0.44), 0.5).gain).toEqual({ value: 0, lower: 0, upper: 0 })
  })

  test('for an effective sample of 99, and for one conversation', () => {
    expect(refusals(drawn(200, 0.44))).not.toContain('too_few')
    expect(new Set(refusals(drawn(198, 0.44)))).toEqual(new Set(['too_few']))
    const alone = drawn(400, 0.44).map((each) => ({ ...each, conversation: 'c' }))
    expect(new Set(refusals(alone))).toEqual(new Set(['one_conversation']))
  })

  test('for messages that a model answered in one conversation only', () => {
    const apart = drawn(600, 0.44).map((each) => {
      const isMain = each.source === 'main_model'
      return { ...each, conversation: each.source, quality: isMain ? 1 : 0.25 }
    })
    expect(at(apart, 0.42).refused).toBe('one_conversation')
    // No outcome is part of its own expectation, so the interval has a width.
    const { quality } = at(apart, 0.5)
    expect(quality.upper - quality.lower).toBeGreaterThan(0.1)
  })

  test('if the effective sample for 0.50 is too small, because gains compare with it', () => {
    const log = drawn(300, 0.44).map((each, n) => ({
      ...each,
      source: n < 250 ? ('main_model' as const) : each.source,
    }))
    expect(at(log, 0.42).effective).toBeGreaterThan(200)
    expect(refusals(log)).toEqual(Array.from({ length: 5 }, () => 'too_few'))
  })
})

test('returns 0 messages and refuses all boundaries for an empty log', () => {
  const { messages, drawn, boundaries } = evaluate([])
  expect({ messages, drawn }).toEqual({ messages: 0, drawn: 0 })
  expect(boundaries.map(({ refused }) => refused)).toEqual(Array.from({ length: 5 }, () => 'too_few'))
})
