import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { compareRouters } from '../../../../src/verdicts/routing/compare-routers.ts'
import { ranked, recovery } from '../../../../src/verdicts/routing/recovery.ts'

const falling = (size: number) => Array.from({ length: size }, (_, index) => 1 - index / 10)
const of = (gaps: number[], weights = falling(gaps.length), times?: number[]) => recovery(ranked(gaps, weights), times)
const near = (value: number) => expect.closeTo(value, 12) as number

describe('the share that a router recovers', () => {
  // By hand: the area under the recovered gap, over the gap; where half of it is recovered; ordered pairs of a gain and a loss.
  test.each<[string, number[], number[], object]>([
    [
      'a loss between two gains',
      [1, -1, 0, 1],
      falling(4),
      { n: 4, discordant: 3, gap: 0.25, apgr: 0.375, cpt50: 0.125, ranking: 0.5 },
    ],
    ['the gains first', [1, 1, -1, 0], falling(4), { apgr: 1.125, cpt50: 0.125, ranking: 1 }],
    ['the gains last', [0, 1], falling(2), { gap: 0.5, apgr: 0.25, cpt50: 0.75, ranking: null }],
    ['half of the gap exactly at the second', [1, 1, 2], falling(3), { apgr: near(5 / 12), cpt50: near(2 / 3) }],
    ['half of the gap between the first and the second', [2, 1, 2], falling(3), { cpt50: near(0.5) }],
    ['half of the gap exactly at the first, then a loss', [1, -1, 2], falling(3), { cpt50: near(1 / 3) }],
    ['weights that are all equal', [1, -1, 1], [0.5, 0.5, 0.5], { apgr: 0.5, cpt50: 0.5, ranking: 0.5 }],
    ['the order of the weights, not of the messages', [1, 0], [0.1, 0.9], { apgr: 0.25, cpt50: 0.75 }],
    [
      'gaps of any size',
      [3, -1, 0.5, 0],
      falling(4),
      { discordant: 3, gap: 0.625, apgr: near(0.875), ranking: near(3 / 3.5) },
    ],
    ['no gap', [1, -1], falling(2), { gap: 0, apgr: null, cpt50: null, ranking: 1 }],
    ['a small model that is better', [-1, 0], falling(2), { gap: -0.5, apgr: null, cpt50: null, ranking: null }],
    ['decimals that cancel but for a hair', [0.1, 0.2, -0.3], falling(3), { apgr: null, cpt50: null }],
    ['gaps that cancel but for a hair', [1.0000000001, -1], falling(2), { apgr: null }],
    ['tiny gaps', [1e-12, 0], falling(2), { apgr: 0.75 }],
    ['no messages', [], [], { n: 0, discordant: 0, gap: 0, apgr: null, cpt50: null, ranking: null }],
  ])('%s', (_, gaps, weights, expected) => {
    expect(of(gaps, weights)).toMatchObject(expected)
  })

  test('counts a message as often as it was drawn', () => {
    expect(of([1, -1, 0, 1], falling(4), [2, 0, 1, 1])).toEqual({
      n: 4,
      discordant: 3,
      gap: 0.75,
      apgr: near(1.625 / 3),
      cpt50: 0.375,
      ranking: null,
    })
    expect(of([1, -2, 0], falling(3), [3, 1, 0])).toEqual(of([1, 1, 1, -2], [1, 1, 1, 0.9]))
    expect(of([1], [1], [0])).toMatchObject({ n: 0, gap: 0, apgr: null })
  })
})

describe('two routers', () => {
  const messages = [1, -1, 1, 0, 1, -1, 1, 1, 0, 1].map((gap, at) => ({ conversation: `c${Math.floor(at / 2)}`, gap }))
  const [first, second] = [falling(10), [3, 9, 1, 8, 2, 7, 6, 4, 5, 0]]
  const gaps = messages.map(({ gap }) => gap)

  /** The same draws of whole conversations, one message after the other. */
  function bootstrap(rounds: number, seed: number): [ReturnType<typeof recovery>, ReturnType<typeof recovery>][] {
    const random = seededRandom(seed)
    return Array.from({ length: rounds }, () => {
      const drawn = Array.from({ length: 5 }, () => `c${random.integer(5)}`)
      const times = messages.map(({ conversation }) => drawn.filter((name) => name === conversation).length)
      return [of(gaps, first, times), of(gaps, second, times)]
    })
  }

  const percentiles = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null).sort((a, b) => a - b)
    return [0.025, 0.975].map((share) => known[Math.round(share * (known.length - 1))])
  }

  test('have the percentiles of a bootstrap that draws whole conversations, and their paired difference', () => {
    const draws = bootstrap(200, 3)
    const compared = compareRouters(messages, first, second, { rounds: 200, seed: 3 })
    const [own, other] = [of(gaps, first), of(gaps, second)]
    const intervals = {
      first: percentiles(draws.map(([one]) => one.ranking)),
      second: percentiles(draws.map(([, two]) => two.ranking)),
      difference: percentiles(
        draws.map(([one, two]) => (one.ranking === null || two.ranking === null ? null : two.ranking - one.ranking)),
      ),
    }
    const known = draws.filter(([{ ranking }]) => ranking !== null).length
    expect(known).toBeGreaterThan(0)
    const estimate = (value: number | null, [lower, upper]: (number | undefined)[]) =>
      known < 190 ? null : { value: near(value ?? NaN), lower, upper }
    expect(compared.first.ranking).toEqual(estimate(own.ranking, intervals.first))
    expect(compared.second.ranking).toEqual(estimate(other.ranking, intervals.second))
    expect(compared.difference.ranking).toEqual(
      estimate((other.ranking ?? NaN) - (own.ranking ?? NaN), intervals.difference),
    )
    expect(compared.first.recovery).toEqual(own)
    expect(compared.second.recovery).toEqual(other)
  })

  test('have the percentiles of what they recover', () => {
    const better = messages.map(({ conversation, gap }) => ({ conversation, gap: gap === -1 ? 0 : gap + 0.1 }))
    const values = better.map(({ gap }) => gap)
    const random = seededRandom(1)
    const draws = Array.from({ length: 2_000 }, () => {
      const drawn = Array.from({ length: 5 }, () => `c${random.integer(5)}`)
      const times = better.map(({ conversation }) => drawn.filter((name) => name === conversation).length)
      return [of(values, first, times).apgr, of(values, second, times).apgr] as const
    })
    // By default 2,000 draws with the seed 1.
    const { first: one, second: two, difference } = compareRouters(better, first, second)
    expect([one.apgr?.lower, one.apgr?.upper]).toEqual(percentiles(draws.map(([apgr]) => apgr)))
    expect([two.apgr?.lower, two.apgr?.upper]).toEqual(percentiles(draws.map(([, apgr]) => apgr)))
    expect([difference.apgr?.lower, difference.apgr?.upper]).toEqual(
      percentiles(draws.map(([a, b]) => (b ?? NaN) - (a ?? NaN))),
    )
    expect(difference.apgr?.value).toBeCloseTo((two.apgr?.value ?? NaN) - (one.apgr?.value ?? NaN), 12)
    expect(compareRouters(better, first, second, { seed: 2 }).first.apgr).not.toEqual(one.apgr)
  })

  test('have the nearest draws as percentiles, of gaps that all differ', () => {
    const apart = messages.map(({ conversation }, at) => ({
      conversation,
      gap: at % 2 === 0 ? Math.sqrt(at + 0.5) : -0.1 - at / 13,
    }))
    const values = apart.map(({ gap }) => gap)
    for (const rounds of [60, 75]) {
      const random = seededRandom(4)
      const draws = Array.from({ length: rounds }, () => {
        const drawn = Array.from({ length: 5 }, () => `c${random.integer(5)}`)
        const times = apart.map(({ conversation }) => drawn.filter((name) => name === conversation).length)
        return of(values, first, times).ranking
      })
      const compared = compareRouters(apart, first, second, { rounds, seed: 4 })
      expect(draws).not.toContain(null)
      expect([compared.first.ranking?.lower, compared.first.ranking?.upper]).toEqual(percentiles(draws))
    }
  })

  test('have no interval where the gap exists in fewer than 95 % of the draws', () => {
    // Of two conversations one has the gap: a quarter of the draws misses it.
    const pair = [
      { conversation: 'a', gap: 1 },
      { conversation: 'b', gap: 0 },
    ]
    const compared = compareRouters(pair, [1, 0], [0, 1], { rounds: 400, seed: 1 })
    expect(compared.first).toMatchObject({ apgr: null, ranking: null, recovery: { apgr: 0.75 } })
    expect(compared.difference).toEqual({ apgr: null, ranking: null })
    // Of one in five, a third; of all in five, none.
    const five = (gap: (index: number) => number) =>
      Array.from({ length: 5 }, (_, index) => ({ conversation: `c${index}`, gap: gap(index) }))
    expect(
      compareRouters(
        five((index) => Number(index === 0)),
        falling(5),
        falling(5),
      ).first.apgr,
    ).toBeNull()
    expect(
      compareRouters(
        five(() => 1),
        falling(5),
        falling(5),
      ).first.apgr,
    ).not.toBeNull()
    expect(compareRouters([], [], []).first.apgr).toBeNull()
    expect(
      compareRouters(
        five(() => 1),
        falling(5),
        falling(5),
        { rounds: 0 },
      ).first.apgr,
    ).toBeNull()
  })
})
