import { stripVTControlCharacters } from 'node:util'
import { describe, test } from 'vitest'
import { expect } from 'vitest-aios'
import type { PairedSample, RelationSample, SeriesSample } from '../../../../src/verdicts/hypothesis/sample.ts'

/** Latencies of two ways, the second `factor` times the first, with a little noise that is the same in each run. */
const latencies = (factor: number, goldens = 20): PairedSample => ({
  kind: 'paired',
  metric: 'latency',
  labels: ['small', 'big'],
  pairs: Array.from({ length: goldens }, (_, index) => ({
    id: `g${index}`,
    first: [100 + (index % 5)],
    second: [factor * (100 + (index % 7))],
    copies: [false, false],
  })),
  basis: 'measured',
  unmeasured: [],
})

const relation: RelationSample = {
  kind: 'relation',
  metrics: ['weight', 'tokens'],
  points: Array.from({ length: 40 }, (_, index) => ({
    x: index / 40,
    y: 10 + index + (index % 3),
    cluster: `g${index}`,
  })),
  basis: 'measured',
  unmeasured: [],
}

const series = (level: number): SeriesSample => ({
  kind: 'series',
  metric: 'weight',
  values: Array.from({ length: 200 }, (_, index) => level + (((index * 7) % 11) - 5) / 1_000),
  basis: 'measured',
  unmeasured: [],
})

const messageOf = (expectation: () => void): string => {
  try {
    expectation()
  } catch (error) {
    return stripVTControlCharacters(error instanceof Error ? error.message : String(error))
  }
  return 'nothing thrown'
}

describe('outcome matchers on a sample that no hypothesis took', () => {
  test('pass where the claim is supported', () => {
    expect(latencies(3)).toBeFasterBy(2)
    expect(latencies(1)).toBeNoWorseThan(0.25)
    expect(latencies(3)).toDifferBy(0.5, { direction: 'positive' })
    expect(relation).toCorrelate({ atLeast: 0.3, direction: 'positive' })
    expect(series(0.495)).toConvergeTo(0.495, { margin: 0.02 })
  })

  test('fail where it is not, and say what was found', () => {
    expect(messageOf(() => expect(latencies(1.5)).toBeFasterBy(2))).toMatchInlineSnapshot(`
      "expect(sample).toBeFasterBy(2)

      Expected:   supported
      Received:   not supported
                  ratio 1.51 (95 %: 1.5 to 1.53, claimed at least 2), p 1, n 20 (measured)
      Method:     exact signed-rank"
    `)
    expect(messageOf(() => expect(series(0.6)).toConvergeTo(0.495, { margin: 0.02 }))).toMatchInlineSnapshot(`
      "expect(sample).toConvergeTo(0.495, { margin: 0.02 })

      Expected:   supported
      Received:   not supported
                  mean difference (from 0.495) 0.105 (95 %: 0.105 to 0.105, claimed within 0.02), p 1, n 100 (measured)
      Method:     TOST on batch means, Mann-Kendall"
    `)
  })

  test('what the data leave open fails too, with what would decide', () => {
    expect(messageOf(() => expect(latencies(2, 4)).toBeFasterBy(2))).toMatchInlineSnapshot(`
      "expect(sample).toBeFasterBy(2)

      Expected:   supported
      Received:   inconclusive
                  ratio 2 (95 %: no interval, claimed at least 2), p 0.5, n 4 (measured)
      Method:     exact signed-rank
      Reason:     the data are too few for an interval
      Needed:     about 241 goldens (now 4) would decide with 80 % power, if the effect is as measured"
    `)
  })

  test('negated they pass where the claim is not supported', () => {
    expect(latencies(1.5)).not.toBeFasterBy(2)
    expect(messageOf(() => expect(latencies(3)).not.toBeFasterBy(2))).toMatchInlineSnapshot(`
      "expect(sample).not.toBeFasterBy(2)

      Expected:   not supported
      Received:   supported
                  ratio 3.01 (95 %: 3 to 3.06, claimed at least 2), p < 0.0001, n 20 (measured)
      Method:     exact signed-rank"
    `)
  })

  test('a stricter alpha is heeded', () => {
    expect(latencies(3, 8)).toBeFasterBy(2)
    // What is open is neither.
    expect(() => expect(latencies(3, 8)).not.toBeFasterBy(2, { alpha: 0.001 })).toThrow('Received:   inconclusive')
  })

  test.for([
    ['another kind of sample', series(0.5), 'toBeFasterBy: expected a paired sample'],
    ['a promise', Promise.resolve(latencies(3)), 'received a promise. Is an await missing?'],
    ['nothing', null, 'received null'],
    ['a number', 2, 'received a value of type number'],
    ['a look-alike', { kind: 'toString', unmeasured: [] }, 'received a value of type object'],
  ] as const)('refuse %s', ([, received, message]) => {
    expect(messageOf(() => expect(received).toBeFasterBy(2))).toContain(message)
  })

  test('refuse numbers out of range by name', () => {
    expect(messageOf(() => expect(latencies(3)).toBeFasterBy(0))).toContain('factor')
    expect(messageOf(() => expect(latencies(3)).toBeNoWorseThan(-1))).toContain('margin')
    expect(messageOf(() => expect(relation).toCorrelate({ atLeast: 2 }))).toContain('atLeast')
    expect(messageOf(() => expect(latencies(3)).toBeFasterBy(2, { alpha: 0.7 }))).toContain('alpha')
  })
})
