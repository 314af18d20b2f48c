import type { Random } from '../../../statistics/distributions/random.ts'
import { mean } from '../../../statistics/quantile.ts'
import type { Contrast } from './contrast.ts'
import { type Layout, unitsOf } from '../samples/layout.ts'
import { noncentralFCdf, noncentralityBounds } from '../../../statistics/distributions/noncentral-f.ts'

/** Permutations of a test. The standard error of p is 0.002 at 0.05. */
const PERMUTATIONS = 9_999

/** The largest number of additions in all permutations. Larger data get fewer permutations, but at least 999. */
const LARGEST_WORK = 4e7

/** A difference below this share of the value that it is compared with is a rounding error. */
const ROUNDING = 1e-9

/** The decomposition of the variation. */
interface Squares {
  between: number
  rest: number
  d1: number
  d2: number
}

/**
 * The share of the variation that the context explains: eta squared (for outcomes its root, which is Cramer's V), partial
 * where units were seen in every context. The estimate is median unbiased, and so always between the bounds: the observed
 * share includes the variation by chance, which dominates with many contexts. The bounds and the test of the minimum are
 * those of the noncentral F (Steiger 2004); p is never below that of a permutation test of no difference, of units or
 * within units. For outcomes two pseudo values in each context (a pseudo unit for each context) keep the spread above 0.
 */
export function variation(layout: Layout, binary: boolean, random: Random): Contrast {
  const { columns, blocked } = layout
  const { between, rest, d1, d2 } = squaresOf(binary ? withPseudo(columns, blocked) : columns, blocked)
  const total = d1 + d2 + 1
  const f = rest <= ROUNDING * between ? Infinity : between / d1 / (rest / d2)
  // F is about 1 without an effect. A smaller F is chance, or outcomes without spread, and not evidence against a minimum.
  const cautious = Math.max(1, f)
  const size = (share: number) => (binary ? Math.sqrt(share) : share)
  const shareOf = (noncentrality: number) => size(noncentrality / (noncentrality + total))
  const independence = permutationP(columns, blocked, random)
  return {
    method: `permutation ${blocked ? 'within' : 'of'} units, noncentral F`,
    estimate: f === Infinity ? 1 : shareOf(noncentralityBounds({ f, d1, d2 }, 0.5).lower),
    bounds: (confidence) => {
      if (f === Infinity) return { lower: 1, upper: 1 }
      const { lower } = noncentralityBounds({ f, d1, d2 }, confidence)
      const { upper } = noncentralityBounds({ f: cautious, d1, d2 }, confidence)
      return { lower: shareOf(lower), upper: shareOf(upper) }
    },
    p: (limit) => {
      const share = binary ? limit ** 2 : limit
      if (share >= 1) return { greater: 1, less: 0 }
      const below = (f: number) => (f === Infinity ? 1 : noncentralFCdf(f, d1, d2, (total * share) / (1 - share)))
      return { greater: Math.max(independence, 1 - below(f)), less: below(cautious) }
    },
    n: unitsOf(layout),
    repeats: layout.raw.flat().reduce((least, { length }) => Math.min(least, length), Infinity),
    spread: { unit: 'conversations', fewest: () => columns.length + 1, fromRepeats: null },
  }
}

/** One-way analysis of variance, or that of a randomised block design with one value a cell. */
function squaresOf(columns: readonly number[][], blocked: boolean): Squares {
  const values = columns.flat()
  const grand = mean(values) ?? 0
  const between = columns.reduce((sum, column) => sum + column.length * ((mean(column) ?? 0) - grand) ** 2, 0)
  const rowMeans = (columns[0] ?? []).map((_, row) => mean(columns.map((column) => column[row] ?? 0)) ?? 0)
  let rest = 0
  for (const column of columns) {
    const middle = mean(column) ?? 0
    for (const [row, value] of column.entries()) {
      rest += (value - middle - (blocked ? (rowMeans[row] ?? 0) - grand : 0)) ** 2
    }
  }
  const d1 = columns.length - 1
  return { between, rest, d1, d2: blocked ? d1 * (rowMeans.length - 1) : values.length - columns.length }
}

/** For two contexts and a blocked layout these are the two pseudo cases of Bonett and Price (2012). */
function withPseudo(columns: readonly number[][], blocked: boolean): number[][] {
  return columns.map((column, context) => [
    ...column,
    ...(blocked ? columns.map((_, unit) => Number(unit === context)) : [0, 1]),
  ])
}

/** The share of permutations, including the observed data, in which the contexts differ at least as much. */
function permutationP(columns: readonly number[][], blocked: boolean, random: Random): number {
  const grand = mean(columns.flat()) ?? 0
  // Less the grand mean, so that a small spread of large values keeps its digits.
  const centred = columns.map((column) => column.map((value) => value - grand))
  const values = centred.flat()
  const lengths = columns.map((column) => column.length)
  const spreadOf = (sums: readonly number[]) =>
    sums.reduce((spread, sum, context) => spread + sum ** 2 / (lengths[context] ?? 1), 0)
  const observed = spreadOf(centred.map((column) => column.reduce((sum, value) => sum + value, 0)))
  const permutations = Math.max(999, Math.min(PERMUTATIONS, Math.floor(LARGEST_WORK / values.length)))
  const rows = (centred[0] ?? []).map((_, row) => centred.map((column) => column[row] ?? 0))
  let reached = 1
  for (let round = 0; round < permutations; round++) {
    const sums = blocked ? sumsWithin(rows, random) : sumsAmong(random.shuffle(values), lengths)
    if (spreadOf(sums) >= observed * (1 - ROUNDING)) reached++
  }
  return reached / (permutations + 1)
}

function sumsWithin(rows: readonly number[][], random: Random): number[] {
  const sums = (rows[0] ?? []).map(() => 0)
  for (const row of rows) {
    for (const [context, value] of random.shuffle(row).entries()) sums[context] = (sums[context] ?? 0) + value
  }
  return sums
}

function sumsAmong(values: readonly number[], lengths: readonly number[]): number[] {
  let start = 0
  return lengths.map((length) => {
    let sum = 0
    for (let index = start; index < start + length; index++) sum += values[index] ?? 0
    start += length
    return sum
  })
}
