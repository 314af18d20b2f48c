import { describe, expect, test } from 'vitest'
import { lookBounds, obrienFlemingSpending } from '../../../../src/statistics/sequential/alpha-spending.ts'
import { confidenceSequence } from '../../../../src/statistics/sequential/confidence-sequence.ts'
import { newcombe } from '../../../../src/statistics/counts/difference.ts'
import { bettingEValue, mixtureEValue } from '../../../../src/statistics/sequential/e-value.ts'
import { fisherExact } from '../../../../src/statistics/counts/fisher.ts'
import { cramersV, permutationIndependence } from '../../../../src/statistics/counts/independence.ts'
import { mcnemarExact, mcnemarMidP } from '../../../../src/statistics/counts/mcnemar.ts'
import { meanShareBounds, showsMeanShare } from '../../../../src/statistics/counts/mean-share.ts'
import { benjaminiHochberg, holm } from '../../../../src/statistics/counts/multiplicity.ts'
import { pairedRateBounds } from '../../../../src/statistics/counts/paired-rate.ts'
import { clopperPearson, wilson } from '../../../../src/statistics/counts/proportion.ts'
import { type Stratum, stratifiedExact } from '../../../../src/statistics/counts/stratified.ts'
import { binomialCdf } from '../../../../src/statistics/distributions/binomial.ts'
import { normalCdf, normalQuantile } from '../../../../src/statistics/distributions/normal.ts'
import type { Random } from '../../../../src/statistics/distributions/random.ts'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { studentTQuantile } from '../../../../src/statistics/distributions/student-t.ts'

const upTo = (n: number) => Array.from({ length: n + 1 }, (_, index) => index)
const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)

describe('arguments outside of the domain', () => {
  test.each<[string, () => unknown, string]>([
    ['a share of 0 cases', () => wilson(0, 0, 0.95), 'n must be an integer from 1, got 0'],
    ['more successes than cases', () => clopperPearson(6, 5, 0.95), 'successes must be at most n (5), got 6'],
    ['a negative count', () => wilson(-1, 3, 0.95), 'successes must be an integer from 0, got -1'],
    ['half a case', () => wilson(0, 1.5, 0.95), 'n must be an integer from 1, got 1.5'],
    ['a confidence of 1', () => wilson(1, 3, 1), 'confidence must be above 0 and below 1, got 1'],
    ['a confidence of 0', () => clopperPearson(1, 3, 0), 'confidence must be above 0 and below 1, got 0'],
    ['a table of halves', () => fisherExact(0.5, 1, 1, 1), 'a must be an integer'],
    [
      'a table with a negative count',
      () =>
        cramersV([
          [1, -2],
          [3, 4],
        ]),
      'each count must be an integer',
    ],
    ['no strata', () => pairedRateBounds([], 0.95), 'the number of cases must be at least 1, got 0'],
    [
      'a confidence of 1 of strata',
      () => pairedRateBounds([{ before: 0, beforeN: 1, after: 0, afterN: 1 }], 1),
      'confidence',
    ],
    [
      'a confidence of 0 of strata',
      () => pairedRateBounds([{ before: 0, beforeN: 1, after: 0, afterN: 1 }], 0),
      'confidence',
    ],
    [
      'half a pass',
      () => stratifiedExact([{ before: 0.5, beforeN: 1, after: 0, afterN: 1 }]),
      'before must be an integer',
    ],
    [
      'more passes than repeats',
      () => stratifiedExact([{ before: 0, beforeN: 5, after: 6, afterN: 5 }]),
      'after must be at most afterN (5), got 6',
    ],
    [
      'more passes than repeats before',
      () => stratifiedExact([{ before: 6, beforeN: 5, after: 0, afterN: 5 }]),
      'before must be at most beforeN (5), got 6',
    ],
    ['a p value of 2', () => holm([0.5, 2]), 'p must be a probability'],
    ['a p value below 0', () => benjaminiHochberg([-0.1]), 'p must be a probability'],
    ['looks that fall', () => lookBounds([0.5, 0.4, 1], 0.05), 'each share must be above the one before, got 0.4'],
    ['looks that repeat', () => lookBounds([0.5, 0.5, 1], 0.05), 'each share must be above the one before, got 0.5'],
    ['looks that end before all', () => lookBounds([0.2, 0.5, 0.9], 0.05), 'the last share must be 1, got 0.9'],
    ['no looks', () => lookBounds([], 0.05), 'the last share must be 1, got NaN'],
    ['a share above 1', () => obrienFlemingSpending(1.1, 0.05), 'share must be from 0 to 1, got 1.1'],
    ['a share below 0', () => obrienFlemingSpending(-0.1, 0.05), 'share must be from 0 to 1, got -0.1'],
    ['an alpha of 0', () => obrienFlemingSpending(0.5, 0), 'alpha must be above 0 and below 1, got 0'],
    ['an alpha of 1', () => obrienFlemingSpending(0.5, 1), 'alpha must be above 0 and below 1, got 1'],
    ['an infinite sum', () => mixtureEValue({ sum: Infinity, variance: 1, r: 1 }), 'sum must be a finite number'],
    [
      'a negative variance',
      () => mixtureEValue({ sum: 0, variance: -1, r: 1 }),
      'variance must be a finite number from 0',
    ],
    [
      'an infinite variance',
      () => mixtureEValue({ sum: 0, variance: Infinity, r: 1 }),
      'variance must be a finite number from 0',
    ],
    ['a scale of 0', () => mixtureEValue({ sum: 0, variance: 1, r: 0 }), 'r must be a finite number above 0'],
    ['a lowest term of 0', () => bettingEValue([1], { lowest: 0 }), 'lowest must be below 0, got 0'],
    [
      'a term below the lowest',
      () => bettingEValue([-1.1], { lowest: -1 }),
      'each term must be at least lowest (-1), got -1.1',
    ],
    ['a cluster in two rows', () => clustered(['a', 'b']), 'rows of a cluster must be one, got 2'],
    ['no shares', () => meanShareBounds([], 0.95), 'the number of shares must be at least 1'],
    ['a share of 2', () => meanShareBounds([2], 0.95), 'each share must be from 0 to 1, got 2'],
    ['a share below 0 in a mean', () => meanShareBounds([-0.1], 0.95), 'each share must be from 0 to 1'],
    ['a confidence of 1 of shares', () => meanShareBounds([0.5], 1), 'confidence must be above 0 and below 1'],
    ['a confidence of 0 of shares', () => meanShareBounds([0.5], 0), 'confidence must be above 0 and below 1'],
  ])('rejects %s', (_, call, message) => {
    expect(call).toThrow(message)
  })

  const sequence = { mean: 0, sd: 1, n: 10, alpha: 0.05, tuneAt: 10 }
  test.each([
    [{ mean: NaN }, 'mean must be a number'],
    [{ sd: -1 }, 'sd must be 0 or more'],
    [{ n: 0 }, 'n must be a finite number above 0'],
    [{ tuneAt: 0 }, 'tuneAt must be a finite number above 0'],
    [{ alpha: 0 }, 'alpha must be above 0 and below 1'],
    [{ alpha: 1 }, 'alpha must be above 0 and below 1'],
  ])('rejects a confidence sequence with %j', (wrong, message) => {
    expect(() => confidenceSequence({ ...sequence, ...wrong })).toThrow(message)
  })

  test('accepts the ends of each range', () => {
    expect(clopperPearson(3, 3, 0.95).upper).toBe(1)
    expect(stratifiedExact([{ before: 1, beforeN: 1, after: 1, afterN: 1 }]).fall).toBe(1)
    expect([obrienFlemingSpending(0, 0.05), obrienFlemingSpending(1, 0.05)]).toEqual([0, expect.closeTo(0.05, 12)])
    expect(confidenceSequence({ ...sequence, sd: 0 })).toEqual({ lower: 0, upper: 0 })
    expect(mixtureEValue({ sum: 0, variance: 0, r: 1 })).toBeCloseTo(1, 12)
    expect(bettingEValue([-1], { lowest: -1 })).toBe(1)
    expect([holm([0, 1]), benjaminiHochberg([1])]).toEqual([[0, 1], [1]])
  })
})

function clustered(rows: string[]) {
  const values = rows.map((row) => ({ row, column: 'x', cluster: 'one' }))
  return permutationIndependence(values, { random: seededRandom(1), permutations: 1 })
}

describe('shares at the ends', () => {
  test('have closed forms', () => {
    // No failure in n: 0.05^(1/n). No success: 1 less that.
    expect(clopperPearson(20, 20, 0.95).lower).toBeCloseTo(0.05 ** (1 / 20), 12)
    expect(clopperPearson(0, 20, 0.95)).toEqual({ lower: 0, upper: expect.closeTo(1 - 0.05 ** (1 / 20), 12) as number })
    expect([wilson(0, 20, 0.95).lower, wilson(20, 20, 0.95).upper]).toEqual([0, 1])
    expect(wilson(1, 1, 0.95).lower).toBeCloseTo(1 / (1 + normalQuantile(0.975) ** 2), 12)
  })

  test('are exactly 0 and 1 without a success or a failure, and inside of them with both', () => {
    for (let n = 2; n < 200; n++) {
      for (const confidence of [0.8, 0.95, 0.99]) {
        const [none, all] = [wilson(0, n, confidence), wilson(n, n, confidence)]
        expect([none.lower, all.upper]).toEqual([0, 1])
        const { lower, upper } = wilson(1, n, confidence)
        expect(lower > 0 && lower < 1 / n && upper > 1 / n && upper < 1).toBe(true)
      }
    }
  })

  test('are bounded by -1 and 1 as differences', () => {
    const sure = Array.from({ length: 2 }, () => ({ before: 1, beforeN: 1, after: 0, afterN: 1 }))
    expect(pairedRateBounds(sure, 0.9999).lower).toBe(-1)
    expect(
      pairedRateBounds(
        sure.map(({ before, after }) => ({ before: after, beforeN: 1, after: before, afterN: 1 })),
        0.9999,
      ).upper,
    ).toBe(1)
    const wide = newcombe(0, 5, 5, 5, 0.95)
    expect(wide.lower).toBeGreaterThanOrEqual(-1)
    expect(wide.lower).toBeCloseTo(-1, 12)
  })

  test('have a mid-p that counts half of what was seen', () => {
    for (const [b, c] of [
      [1, 7],
      [7, 1],
      [2, 9],
      [0, 4],
    ] as const) {
      const [least, n] = [Math.min(b, c), b + c]
      const exact = upTo(least).reduce((sum, k) => sum + choose(n, k), 0) / 2 ** n
      expect(mcnemarExact(b, c)).toBeCloseTo(Math.min(1, 2 * exact), 12)
      expect(mcnemarMidP(b, c)).toBeCloseTo(2 * exact - choose(n, least) / 2 ** n, 12)
    }
    // Equal counts: 1 less half of their probability, 20 / 64 (Fagerland et al. 2013).
    expect([mcnemarExact(3, 3), mcnemarMidP(3, 3)]).toEqual([1, expect.closeTo(1 - 10 / 64, 12)])
    expect([mcnemarExact(1, 0), mcnemarMidP(1, 0)]).toEqual([1, 0.5])
  })
})

describe('tables', () => {
  test('Fisher counts the tables that are as unlikely, both ways', () => {
    // 3 of 4 against 1 of 4 marked: masses 1, 16, 36, 16, 1 of 70.
    expect(fisherExact(3, 1, 1, 3)).toEqual({
      p: expect.closeTo(34 / 70, 12) as number,
      less: expect.closeTo(69 / 70, 12) as number,
      greater: expect.closeTo(17 / 70, 12) as number,
    })
    expect(fisherExact(0, 4, 4, 0)).toEqual({
      p: expect.closeTo(2 / 70, 12) as number,
      less: expect.closeTo(1 / 70, 12) as number,
      greater: 1,
    })
    expect(fisherExact(2, 3, 0, 0).p).toBe(1)
    // 5 draws of 6, 4 of which are marked: at least 3 marked ones.
    expect(fisherExact(3, 2, 1, 0).p).toBeCloseTo(1, 12)
  })

  test("Cramer's V is 1 for a table of one diagonal, and takes off what chance gives", () => {
    expect(
      cramersV([
        [9, 0],
        [0, 9],
      ]),
    ).toEqual({ v: 1, corrected: 1 })
    expect(
      cramersV([
        [5, 5],
        [5, 5],
      ]),
    ).toEqual({ v: 0, corrected: 0 })
    // Chi-squared 20/3 of 60, 3 x 2 kinds (Bergsma 2013).
    const table = [
      [15, 5],
      [10, 10],
      [5, 15],
    ]
    const square = 10 / 60
    const narrow = (kinds: number) => kinds - (kinds - 1) ** 2 / 59
    expect(cramersV(table)?.v).toBeCloseTo(Math.sqrt(square), 12)
    expect(cramersV(table)?.corrected).toBeCloseTo(
      Math.sqrt((square - 2 / 59) / (Math.min(narrow(3), narrow(2)) - 1)),
      12,
    )
    // Empty rows and columns do not count as kinds.
    expect(
      cramersV([
        [9, 0, 0],
        [0, 9, 0],
        [0, 0, 0],
      ]),
    ).toEqual({ v: 1, corrected: 1 })
    expect([
      cramersV([
        [1, 2],
        [0, 0],
      ]),
      cramersV([
        [1, 0],
        [2, 0],
      ]),
      cramersV([]),
    ]).toEqual([null, null, null])
    // Chi-squared 24 of 48, 3 x 4 kinds.
    const wide = [
      [12, 0, 4, 0],
      [0, 12, 4, 0],
      [0, 0, 4, 12],
    ]
    const sums = { rows: [16, 16, 16], columns: [12, 12, 12, 12] }
    const chiSquared = wide.reduce(
      (total, row, i) =>
        row.reduce((sum, count, j) => {
          const expected = ((sums.rows[i] ?? 0) * (sums.columns[j] ?? 0)) / 48
          return sum + (count - expected) ** 2 / expected
        }, total),
      0,
    )
    const [three, four] = [3 - 4 / 47, 4 - 9 / 47]
    expect(cramersV(wide)?.v).toBeCloseTo(Math.sqrt(chiSquared / 48 / 2), 12)
    expect(cramersV(wide)?.corrected).toBeCloseTo(
      Math.sqrt((chiSquared / 48 - 6 / 47) / (Math.min(three, four) - 1)),
      12,
    )
    for (let kinds = 2; kinds < 9; kinds++) {
      for (let count = 1; count < 12; count++) {
        const diagonal = Array.from({ length: kinds }, (_, i) =>
          Array.from({ length: kinds }, (_, j) => (i === j ? count + i : 0)),
        )
        const { v = NaN, corrected = NaN } = cramersV(diagonal) ?? {}
        expect(v <= 1 && corrected <= 1).toBe(true)
        expect(v).toBeCloseTo(1, 12)
      }
    }
    expect(
      cramersV([
        [1, 0],
        [0, 1],
      ]),
    ).toEqual({ v: 1, corrected: 0 })
  })

  test('the permutation test counts shuffles that are as extreme, and the table itself', () => {
    const values = ['a', 'a', 'a', 'b', 'b', 'b'].map((row, index) => ({
      row,
      column: index === 3 ? 'x' : row === 'a' ? 'x' : 'y',
      cluster: String(index),
    }))
    const orders = [
      ['a', 'a', 'a', 'b', 'b', 'b'],
      ['b', 'b', 'b', 'a', 'a', 'a'],
      ['a', 'b', 'a', 'b', 'a', 'b'],
      ['a', 'a', 'b', 'a', 'b', 'b'],
    ]
    let next = 0
    const random = { shuffle: () => orders[next++ % orders.length] } as unknown as Random
    const { p, table } = permutationIndependence(values, { random, permutations: 4 })
    expect(table).toEqual([
      [3, 0],
      [1, 2],
    ])
    // All but the third: (1 + 3) / (1 + 4).
    expect(p).toBe(0.8)
    next = 0
    permutationIndependence(values, { random })
    expect(next).toBe(9_999)
  })

  test('the permutation test says nothing where one side does not vary', () => {
    const values = ['a', 'a', 'b', 'b'].map((row, index) => ({ row, column: 'x', cluster: String(index) }))
    expect(permutationIndependence(values, { random: seededRandom(1), permutations: 9 }).p).toBe(1)
    expect(permutationIndependence([], { random: seededRandom(1), permutations: 9 })).toEqual({ p: 1, table: [] })
  })

  test("Fisher's exact test adds up all tables that are as unlikely", () => {
    for (let population = 1; population <= 9; population++) {
      for (let successes = 0; successes <= population; successes++) {
        for (let draws = 0; draws <= population; draws++) {
          // Whole numbers: ways to get each count, of all ways.
          const ways = upTo(draws).map((k) =>
            k > successes || draws - k > population - successes
              ? 0
              : Math.round(choose(successes, k) * choose(population - successes, draws - k)),
          )
          const all = ways.reduce((sum, count) => sum + count, 0)
          const share = (holds: (count: number, k: number) => boolean) =>
            ways.filter(holds).reduce((sum, count) => sum + count, 0) / all
          for (const [a, own] of ways.entries()) {
            if (own === 0) continue
            const { p, less, greater } = fisherExact(a, draws - a, successes - a, population - draws - successes + a)
            expect(p).toBeCloseTo(
              share((count) => count <= own),
              12,
            )
            expect(p).toBeLessThanOrEqual(1)
            expect(less).toBeCloseTo(
              share((_, k) => k <= a),
              12,
            )
            expect(greater).toBeCloseTo(
              share((_, k) => k >= a),
              12,
            )
          }
        }
      }
    }
  })
})

describe('the exact stratified test', () => {
  /** P(sum of the passes after <= seen), over all tables of each case with its margins. */
  function counted(strata: Stratum[]): { fall: number; rise: number; own: number } {
    let masses = [1]
    for (const { before, beforeN, after, afterN } of strata) {
      const passes = before + after
      const own = upTo(afterN).map((k) =>
        passes - k < 0 || passes - k > beforeN
          ? 0
          : (choose(afterN, k) * choose(beforeN, passes - k)) / choose(beforeN + afterN, passes),
      )
      const next = Array.from({ length: masses.length + afterN }, () => 0)
      for (const [i, mass] of masses.entries())
        for (const [k, p] of own.entries()) next[i + k] = (next[i + k] ?? 0) + mass * p
      masses = next
    }
    const seen = strata.reduce((sum, { after }) => sum + after, 0)
    const sum = (from: number, to: number) => masses.slice(from, to + 1).reduce((total, mass) => total + mass, 0)
    return { fall: sum(0, seen), rise: sum(seen, masses.length), own: masses[seen] ?? 0 }
  }

  test.each<[string, [number, number, number, number][]]>([
    ['of one case', [[4, 6, 1, 5]]],
    [
      'of more repeats before',
      [
        [4, 6, 1, 2],
        [3, 5, 1, 1],
      ],
    ],
    [
      'of more repeats after',
      [
        [1, 2, 4, 6],
        [0, 1, 3, 5],
        [1, 1, 2, 4],
      ],
    ],
    [
      'of five cases',
      [
        [3, 3, 1, 3],
        [2, 3, 2, 3],
        [3, 3, 0, 3],
        [0, 3, 1, 3],
        [1, 2, 0, 2],
      ],
    ],
    [
      'of cases that do not vary',
      [
        [3, 3, 3, 3],
        [0, 3, 0, 3],
        [2, 3, 1, 3],
      ],
    ],
    [
      'of a case without repeats on a side',
      [
        [0, 0, 1, 2],
        [2, 3, 1, 3],
        [1, 2, 0, 0],
      ],
    ],
  ])('%s equals the enumerated value', (_, cases) => {
    const strata = cases.map(([before, beforeN, after, afterN]) => ({ before, beforeN, after, afterN }))
    const kept = strata.filter(({ beforeN, afterN }) => beforeN > 0 && afterN > 0)
    const { fall, rise, own } = counted(kept)
    const result = stratifiedExact(strata)
    expect(result.fall).toBeCloseTo(fall, 12)
    expect(result.rise).toBeCloseTo(rise, 12)
    expect(result.midFall).toBeCloseTo(fall - own / 2, 12)
    expect(result.midRise).toBeCloseTo(rise - own / 2, 12)
  })

  test('is exact up to some thousands of changes, whatever did not change', () => {
    const single = (before: number, after: number) => ({ before, beforeN: 1, after, afterN: 1 })
    const changed = (falls: number, rises: number) => [
      ...Array.from({ length: falls }, () => single(1, 0)),
      ...Array.from({ length: rises }, () => single(0, 1)),
    ]
    const exact = stratifiedExact(changed(1_050, 950))
    expect(exact.fall).toBeCloseTo(binomialCdf(950, 2_000, 0.5), 10)
    const unchanged = Array.from({ length: 9_000 }, (_, index) => single(index % 2, index % 2))
    expect(stratifiedExact([...changed(1_050, 950), ...unchanged])).toEqual(exact)
  })

  test('is normal from some thousands of changes on', () => {
    const strata = Array.from({ length: 4_600 }, (_, index) => {
      const before = Number(index < 2_350)
      return { before, beforeN: 1, after: 1 - before, afterN: 1 }
    })
    const normal = normalCdf((2_250 + 0.5 - 4_600 / 2) / (Math.sqrt(4_600) / 2))
    expect(stratifiedExact(strata).fall).toBeCloseTo(normal, 12)
  })

  test('of thousands of changes is normal, with a correction for whole numbers', () => {
    const single = (before: number, after: number) => ({ before, beforeN: 1, after, afterN: 1 })
    const strata = [...upTo(3299).map(() => single(1, 0)), ...upTo(3199).map(() => single(0, 1))]
    const [n, sd] = [6_500, Math.sqrt(6_500) / 2]
    const { fall, rise } = stratifiedExact(strata)
    expect(fall).toBeCloseTo(normalCdf((3_200 + 0.5 - n / 2) / sd), 9)
    expect(rise).toBeCloseTo(normalCdf((n / 2 - 3_200 + 0.5) / sd), 9)
    expect(fall).toBeCloseTo(binomialCdf(3_200, 6_500, 0.5), 4)
  })
})

describe('the change of a pass rate', () => {
  test('is the mean of the cases, with two pseudo cases and t', () => {
    const strata = [
      { before: 3, beforeN: 4, after: 1, afterN: 2 },
      { before: 1, beforeN: 1, after: 2, afterN: 4 },
      { before: 0, beforeN: 2, after: 3, afterN: 5 },
    ]
    const changes = [0.5 - 0.75, 0.5 - 1, 0.6]
    // The harmonic mean of the repeats: 6 / (1/4 + 1/2 + 1 + 1/4 + 1/2 + 1/5).
    const pseudo = (1 / 4 + 1 / 2 + 1 + 1 / 4 + 1 / 2 + 1 / 5) / 6
    const all = [...changes, pseudo, -pseudo]
    const mean = all.reduce((sum, change) => sum + change, 0) / 5
    const variance = all.reduce((sum, change) => sum + (change - mean) ** 2, 0) / 4
    const half = studentTQuantile(0.9, 4) * Math.sqrt(variance / 5)
    const { estimate, lower, upper } = pairedRateBounds(strata, 0.9)
    expect(estimate).toBeCloseTo((0.5 - 0.75 + 0.5 - 1 + 0.6) / 3, 12)
    expect(lower).toBeCloseTo(mean - half, 12)
    expect(upper).toBeCloseTo(mean + half, 12)
  })
})

describe('the mean of shares', () => {
  test('is shown at its bound, whatever the rounding', () => {
    for (const [ones, zeros] of [
      [5, 0],
      [59, 0],
      [300, 0],
      [20, 2],
      [6, 6],
    ] as const) {
      const shares = [...Array.from({ length: ones }, () => 1), ...Array.from({ length: zeros }, () => 0)]
      const { lower } = clopperPearson(ones, ones + zeros, 0.95)
      expect(showsMeanShare(shares, lower, 0.95)).toBe(true)
      expect(showsMeanShare(shares, lower + 1e-6, 0.95)).toBe(false)
    }
  })

  test('with shares of 0 and 1 is bounded as Clopper and Pearson do', () => {
    for (const [passes, n] of [
      [20, 20],
      [18, 20],
      [0, 7],
    ] as const) {
      const shares = Array.from({ length: n }, (_, index) => Number(index < passes))
      expect(meanShareBounds(shares, 0.95)).toEqual(clopperPearson(passes, n, 0.95))
    }
    expect(
      showsMeanShare(
        Array.from({ length: 59 }, () => 1),
        0.95,
        0.95,
      ),
    ).toBe(true)
    expect(
      showsMeanShare(
        Array.from({ length: 58 }, () => 1),
        0.95,
        0.95,
      ),
    ).toBe(false)
    expect(
      showsMeanShare(
        Array.from({ length: 58 }, () => 1),
        0.95,
        0.95,
        1,
      ),
    ).toBe(true)
  })

  test('of one share s is bounded by a Dirichlet weight: the lower bound is s (1 - confidence)', () => {
    // The mean of s and 0 with a uniform weight is uniform from 0 to s.
    for (const s of [0.3, 0.8]) {
      expect(meanShareBounds([s], 0.95).lower).toBeCloseTo(0.05 * s, 6)
      expect(meanShareBounds([s], 0.95).upper).toBeCloseTo(1 - 0.05 * (1 - s), 6)
    }
    // Of two equal shares s the weight of 0 has the density 2 (1 - w): s √0.05.
    expect(meanShareBounds([0.5, 0.5], 0.95).lower).toBeCloseTo(0.5 * Math.sqrt(0.05), 6)
    expect(showsMeanShare([0.5, 0.5], 0.5 * Math.sqrt(0.05) - 1e-4, 0.95)).toBe(true)
    expect(showsMeanShare([0.5, 0.5], 0.5 * Math.sqrt(0.05) + 1e-4, 0.95)).toBe(false)
  })
})

describe('evidence at any time', () => {
  test('of a bet is its wealth, by hand', () => {
    // Terms 1, 1, -1 from -1 on: bets 0, 1/2 (of sums 1 and squares 2), 1/2 (2 of 3, and never above 1/2).
    expect(bettingEValue([1, 1, -1], { lowest: -1 })).toBeCloseTo(1 * 1.5 * 0.5, 12)
    // A lowest of -2: at most a quarter; 1 of 5, then 2 of 6 is above it.
    expect(bettingEValue([1, 1, 1], { lowest: -2 })).toBeCloseTo(1.2 * 1.25, 12)
    expect(bettingEValue([-1, 1], { lowest: -1 })).toBe(1)
    // A half first: 0.5 of 1.25 is bet on -0.25, then 0.25 of 1.3125 on 1.
    expect(bettingEValue([0.5, -0.25, 1], { lowest: -1 })).toBeCloseTo((1 - 0.4 * 0.25) * (1 + 0.25 / 1.3125), 12)
    expect(bettingEValue([], { lowest: -1 })).toBe(1)
  })

  test('of a mean has the width of its formula', () => {
    const [alpha, n, tuneAt, sd] = [0.05, 300, 200, 0.8]
    const square = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tuneAt
    const half =
      sd * Math.sqrt(((2 * (n * square + 1)) / (n * n * square)) * Math.log(Math.sqrt(n * square + 1) / alpha))
    const { lower, upper } = confidenceSequence({ mean: 0.1, sd, n, alpha, tuneAt })
    expect(lower).toBeCloseTo(0.1 - half, 12)
    expect(upper).toBeCloseTo(0.1 + half, 12)
    // Narrowest near what it is tuned for.
    const width = (tuned: number) => confidenceSequence({ mean: 0, sd, n, alpha, tuneAt: tuned }).upper
    expect(width(300)).toBeLessThan(Math.min(width(30), width(3000)))
  })

  test('of two looks spends what O Brien and Fleming allow', () => {
    // 2 (1 - Φ(z / √t)) with z of alpha / 2.
    for (const share of [0.2, 0.5, 0.9])
      expect(obrienFlemingSpending(share, 0.05)).toBeCloseTo(
        2 * normalCdf(-normalQuantile(0.975) / Math.sqrt(share)),
        12,
      )
    // Lan and DeMets (1983): halfway 2.963 and then 1.969 at one-sided 0.025.
    const [first = NaN, second = NaN] = lookBounds([0.5, 1], 0.025).map((level) => -normalQuantile(level))
    expect(first).toBeCloseTo(2.9626, 3)
    expect(second).toBeCloseTo(1.9686, 3)
  })

  // Integrated by Gauss-Legendre quadrature with 120 nodes, outside of this package.
  test.each([
    [
      [0.5, 1],
      [0.340148158601, 0.41526071609],
    ],
    [
      [0.4, 0.7, 1],
      [0.286214877248, 0.346939476096, 0.374842909959],
    ],
  ])('of looks at %j spends all of an alpha of 0.5', (shares, levels) => {
    for (const [look, level] of lookBounds(shares, 0.5).entries()) expect(level).toBeCloseTo(levels[look] ?? NaN, 5)
  })

  test('of looks that follow each other closely exists', () => {
    const [first = NaN, second = NaN] = lookBounds([0.5, 0.55, 1], 0.05)
    expect(first).toBeCloseTo(obrienFlemingSpending(0.5, 0.05), 9)
    expect(second).toBeGreaterThan(obrienFlemingSpending(0.55, 0.05) - first)
    expect(second).toBeLessThan(obrienFlemingSpending(0.55, 0.05))
  })

  test('of several p values is in their order, up to 1', () => {
    expect(holm([0.04, 0.01, 0.03])).toEqual([0.06, 0.03, 0.06])
    expect(holm([0.9, 0.8])).toEqual([1, 1])
    expect(benjaminiHochberg([0.04, 0.01, 0.03])).toEqual([0.04, 0.03, 0.04])
    expect(benjaminiHochberg([0.5, 0.02])).toEqual([0.5, 0.04])
  })
})
