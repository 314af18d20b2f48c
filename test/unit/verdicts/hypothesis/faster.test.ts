import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeFinding } from '../../../../src/verdicts/hypothesis/describe.ts'
import { judgeFaster } from '../../../../src/verdicts/hypothesis/faster.ts'
import type { PairedSample } from '../../../../src/verdicts/hypothesis/samples/sample.ts'

type Times = [first: number[], second: number[]]

function sample(times: Times[], facts: Partial<PairedSample> = {}): PairedSample {
  return {
    kind: 'paired',
    metric: 'latency',
    labels: ['embedder', 'main_model'],
    pairs: times.map(([first, second], index) => ({ id: `g${index}`, first, second, copies: [false, false] })),
    basis: 'measured',
    unmeasured: [],
    ...facts,
  }
}

const FIRST = [812, 954, 1103, 640, 1502, 733, 1288, 905, 1011, 867, 1420, 698]
const SECOND = [1990, 2210, 2405, 1711, 3500, 1480, 3322, 2290, 2001, 2105, 2950, 1733]
const TWELVE = sample(FIRST.map((first, index) => [[first], [SECOND[index] ?? 0]]))

// Ratio and bounds from all Walsh averages in NumPy, p from scipy.stats.wilcoxon(mode='exact'), SciPy 1.17.
describe('known values', () => {
  test.each([
    [2, 0.000732421875, 'supported'],
    [1.5, 0.000244140625, 'supported'],
    [2.3, 0.31103515625, 'inconclusive'],
    [3, 1, 'not_supported'],
  ])('twelve goldens, claimed to be %d times as fast', (factor, p, outcome) => {
    expect(judgeFaster(TWELVE, { factor, alpha: 0.05 })).toMatchObject({
      outcome,
      method: 'exact signed-rank',
      effect: {
        name: 'ratio',
        value: expect.closeTo(2.3250440198156537, 12),
        minimum: factor,
        claimed: 'at least',
      },
      interval: {
        lower: expect.closeTo(2.202401479382971, 12),
        upper: expect.closeTo(2.478620018353729, 12),
        confidence: 0.95,
      },
      p: expect.closeTo(p, 12),
      n: 12,
      repeats: 1,
      basis: 'measured',
    })
  })

  test('is described in one line', () => {
    expect(describeFinding(judgeFaster(TWELVE, { factor: 2, alpha: 0.05 }))).toMatchInlineSnapshot(
      `"ratio 2.33 (95 %: 2.2 to 2.48, claimed at least 2), p 0.000732, n 12, exact signed-rank"`,
    )
  })
})

test('widens the interval and changes p for a drift between runs', () => {
  const without = judgeFaster(TWELVE, { factor: 2, alpha: 0.05 })
  const some = judgeFaster(TWELVE, { factor: 2, alpha: 0.05, drift: 0.03 })
  const much = judgeFaster(TWELVE, { factor: 2, alpha: 0.05, drift: 0.2 })
  expect(some).toMatchObject({ outcome: 'supported', method: 'exact signed-rank, MOVER for drift' })
  expect(much.outcome).toBe('inconclusive')
  const lower = [without, some, much].map(({ interval }) => interval.lower)
  expect(lower).toStrictEqual(lower.toSorted((a, b) => Number(b) - Number(a)))
  expect(Number(some.p)).toBeGreaterThan(Number(without.p))
  expect(Number(much.p)).toBeGreaterThan(0.05)
})

test('takes a larger speed as faster', () => {
  const speeds = sample(
    SECOND.map((fast, index) => [[fast], [FIRST[index] ?? 0]]),
    { metric: 'tokensPerSecond' },
  )
  expect(judgeFaster(speeds, { factor: 2, alpha: 0.05 })).toMatchObject({
    outcome: 'supported',
    effect: { value: expect.closeTo(2.3250440198156537, 12) },
  })
})

test('uses one robust location of the repeats of a golden', () => {
  const repeated = sample(FIRST.map((first, index) => [[first, first, first * 50], [SECOND[index] ?? 0]]))
  expect(judgeFaster(repeated, { factor: 2, alpha: 0.05 }).effect.value).toBeLessThan(2.3250440198156537)
  const clean = sample(FIRST.map((first, index) => [Array(5).fill(first), Array(5).fill(SECOND[index] ?? 0)]))
  expect(judgeFaster(clean, { factor: 2, alpha: 0.05 })).toMatchObject({
    effect: { value: expect.closeTo(2.3250440198156537, 12) },
    n: 12,
    repeats: 5,
  })
})

describe('advice', () => {
  const finding = (times: Times[], factor: number) => judgeFaster(sample(times), { factor, alpha: 0.05 })

  test('says how many goldens an interval needs', () => {
    expect(
      finding(
        [
          [[1], [3]],
          [[1], [3.1]],
          [[1], [3.2]],
        ],
        2,
      ),
    ).toMatchObject({
      outcome: 'inconclusive',
      interval: { lower: null, upper: null },
      reason: 'the data are too few for an interval',
      needed: { goldens: 5, sentence: 'at least 5 goldens (now 3) are needed for an interval' },
    })
  })

  test('names the goldens that would decide, and the repeats where their noise is known', () => {
    expect(judgeFaster(TWELVE, { factor: 2.3, alpha: 0.05 }).needed).toMatchInlineSnapshot(`
      {
        "goldens": 795,
        "sentence": "about 795 goldens (now 12) would decide with 80 % power, if the effect is as measured",
      }
    `)
  })

  test('advises repeats where their noise hides the effect', () => {
    const noisy = (level: number): Times => [
      [level, level * 1.6],
      [level * 2.1, level * 2.9],
    ]
    const times = [1, 2, 3, 4, 5, 6].map((level) => noisy(level * 100))
    times[0] = [
      [100, 170],
      [150, 210],
    ]
    expect(finding(times, 1.7)).toMatchObject({
      outcome: 'inconclusive',
      needed: { repeats: expect.any(Number), sentence: expect.stringMatching(/or \d+ repeats of each \(now 2\)/) },
    })
  })

  test('gives no number where no practical number would decide', () => {
    const even: Times[] = [1.5, 1.8, 2, 2, 2.2, 2.6].map((ratio) => [[100], [100 * ratio]])
    const { effect } = finding(even, 2)
    expect(judgeFaster(sample(even), { factor: Number(effect.value), alpha: 0.05 }).needed).toStrictEqual({
      sentence: 'the effect is so close to the limit of the claim that no practical number of goldens would decide',
    })
  })
})

describe('is inconclusive with a reason for data that cannot be judged', () => {
  test.each([
    ['no golden', sample([]), 'there is no golden with a value on both sides'],
    [
      'nothing measured',
      sample([], { unmeasured: ['a', 'b'], basis: null }),
      'there is no golden with a value on both sides: all 2 are unmeasured',
    ],
    ['one golden', sample([[[1], [2]]]), 'one golden is too few to generalise from'],
    [
      'a zero',
      sample([
        [[1], [0]],
        [[1, 2], [2]],
      ]),
      '1 of 5 values of latency are not above 0',
    ],
    [
      'a negative one',
      sample([
        [[-1], [-2]],
        [[1], [2]],
      ]),
      '2 of 4 values of latency are not above 0',
    ],
    [
      'no number',
      sample([
        [[Number.NaN], [Infinity]],
        [[1], [2]],
      ]),
      '2 of 4 values of latency are not numbers',
    ],
    [
      'an empty side',
      sample([
        [[], [1]],
        [[1], [2]],
      ]),
      'a pair has no value on one of its sides',
    ],
    [
      'both kinds',
      sample(
        [
          [[1], [2]],
          [[1], [2]],
        ],
        { basis: 'mixed' },
      ),
      'measured and replayed values cannot be judged together; take one kind',
    ],
  ])('%s', (_, given, reason) => {
    expect(judgeFaster(given, { factor: 2, alpha: 0.05 })).toStrictEqual({
      outcome: 'inconclusive',
      method: 'exact signed-rank',
      effect: { name: 'ratio', value: null, minimum: 2, claimed: 'at least' },
      interval: { lower: null, upper: null, confidence: 0.95 },
      p: null,
      n: given.pairs.length,
      repeats: 0,
      basis: given.basis,
      reason,
    })
  })

  test('is described in one line', () => {
    expect(describeFinding(judgeFaster(sample([]), { factor: 2, alpha: 0.05 }))).toMatchInlineSnapshot(
      `"ratio unknown (95 %: no interval, claimed at least 2), no p, n 0, exact signed-rank"`,
    )
  })
})

test.each([
  [{ factor: 0, alpha: 0.05 }, '"factor" must be a number above 0, got 0'],
  [{ factor: Number.NaN, alpha: 0.05 }, '"factor" must be a number above 0, got NaN'],
  [{ factor: 2, alpha: 0.5 }, '"alpha" must be a number above 0 and below 0.5, got 0.5'],
  [{ factor: 2, alpha: 0 }, '"alpha" must be a number above 0 and below 0.5, got 0'],
  [{ factor: 2, alpha: 0.05, drift: -1 }, '"drift" must be a number from 0, got -1'],
])('rejects %o', (claim, message) => {
  expect(() => judgeFaster(TWELVE, claim)).toThrow(new RangeError(message))
})

test('a time to the first token may be faster', () => {
  const { outcome, effect } = judgeFaster({ ...TWELVE, metric: 'firstToken' }, { factor: 2, alpha: 0.05 })
  expect([outcome, effect.name]).toEqual(['supported', 'ratio'])
})

test('a weight is not faster', () => {
  expect(() => judgeFaster({ ...TWELVE, metric: 'weight' }, { factor: 2, alpha: 0.05 })).toThrow(
    new RangeError('"faster" compares latency, firstToken or tokensPerSecond, not weight'),
  )
})

describe('properties', () => {
  const time = fc.double({ min: 1, max: 1e5, noNaN: true })
  const side = fc.array(time, { minLength: 1, maxLength: 4 })
  const times = fc.array(fc.tuple(side, side), { minLength: 2, maxLength: 25 })
  const factor = fc.double({ min: 0.2, max: 5, noNaN: true })
  const alpha = fc.constantFrom(0.01, 0.05, 0.2)

  test('supported needs a p at most alpha, and never meets an upper bound below the claim', () => {
    fc.assert(
      fc.property(times, factor, alpha, fc.constantFrom(0, 0.05), (given, factor, alpha, drift) => {
        const { outcome, p, interval } = judgeFaster(sample(given), { factor, alpha, drift })
        const [lower, upper] = [interval.lower ?? 0, interval.upper ?? Infinity]
        expect(lower).toBeLessThanOrEqual(upper)
        expect(p).toBeGreaterThanOrEqual(0)
        expect(p).toBeLessThanOrEqual(1)
        if (outcome === 'supported') expect(p).toBeLessThanOrEqual(alpha)
        if (outcome === 'not_supported') expect(p).toBeGreaterThan(alpha)
      }),
      { numRuns: 150 },
    )
  })

  test('a claim and its opposite are never both supported: swapped sides give the inverse ratio', () => {
    fc.assert(
      fc.property(times, factor, (given, factor) => {
        const there = judgeFaster(sample(given), { factor, alpha: 0.05 })
        const back = judgeFaster(sample(given.map(([first, second]) => [second, first])), {
          factor: 1 / factor,
          alpha: 0.05,
        })
        expect(Number(there.effect.value) * Number(back.effect.value)).toBeCloseTo(1, 9)
        if (there.interval.lower !== null) {
          expect(there.interval.lower * Number(back.interval.upper)).toBeCloseTo(1, 9)
        }
        expect([there.outcome, back.outcome]).not.toStrictEqual(['supported', 'supported'])
      }),
      { numRuns: 150 },
    )
  })

  test('slowing the second side by a constant factor moves ratio and interval by it', () => {
    fc.assert(
      fc.property(times, fc.constantFrom(0.5, 2, 8), (given, slow) => {
        const [before, after] = [1, slow].map((by) =>
          judgeFaster(sample(given.map(([first, second]) => [first, second.map((each) => each * by)])), {
            factor: by,
            alpha: 0.05,
          }),
        )
        expect(Number(after?.effect.value) / Number(before?.effect.value)).toBeCloseTo(slow, 6)
        if (before?.interval.upper != null) {
          expect(Number(after?.interval.upper) / before.interval.upper).toBeCloseTo(slow, 6)
        }
      }),
      { numRuns: 100 },
    )
  })
})
