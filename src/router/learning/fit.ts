import { solve } from './solve.ts'

/** Steps of Newton's method; it needs five to eight. */
const STEPS = 40

/** Minimum penalty of each coefficient, so that the fit is finite for separable data. */
const LEAST_PENALTY = 1e-3

/** Rows of a design, each as long as there are coefficients. */
export type Rows = readonly Float64Array[]

/**
 * Fractional logistic regression with a ridge (Papke and Wooldridge 1996; Hoerl and Kennard 1970): minimises the sum of
 * log(1 + e^s) - y s over the rows, s = b . x, plus half of penalty * b^2 for each coefficient. `targets` are usually 0 to
 * 1; estimated ones may lie beyond, which the penalty allows. `start`: initial coefficients; default zeros.
 */
export function fit(
  rows: Rows,
  targets: readonly number[],
  penalties: readonly number[],
  start: readonly number[] = penalties.map(() => 0),
): number[] {
  const bounded = penalties.map((penalty) => Math.max(penalty, LEAST_PENALTY))
  let coefficients = [...start]
  let loss = penaltyOf(bounded, coefficients) + lossOf(rows, targets, coefficients)
  for (let step = 0; step < STEPS; step++) {
    const { curvature, gradient } = derivatives(rows, targets, bounded, coefficients)
    const direction = solve(curvature, gradient)
    // Halved until the loss falls: far from the minimum, Newton's step may be too large.
    let scale = 1
    let next = coefficients
    let nextLoss = loss
    do {
      next = coefficients.map((value, at) => value - scale * (direction[at] ?? 0))
      nextLoss = penaltyOf(bounded, next) + lossOf(rows, targets, next)
      scale /= 2
    } while (nextLoss > loss && scale > 1e-6)
    if (nextLoss > loss) break
    const isDone = loss - nextLoss < 1e-8 * (1 + Math.abs(loss))
    coefficients = next
    loss = nextLoss
    if (isDone) break
  }
  return coefficients
}

/** The sum that the fit minimises, without the penalty: how badly coefficients predict the targets. */
export function lossOf(rows: Rows, targets: readonly number[], coefficients: readonly number[]): number {
  let loss = 0
  for (let at = 0; at < rows.length; at++) {
    const score = dot(rows[at] as Float64Array, coefficients)
    // log(1 + e^s) without overflow.
    loss += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (targets[at] as number) * score
  }
  return loss
}

/** Sum of products. */
export function dot(row: ArrayLike<number>, coefficients: readonly number[]): number {
  let sum = 0
  for (let at = 0; at < row.length; at++) sum += (row[at] as number) * (coefficients[at] as number)
  return sum
}

function penaltyOf(bounded: readonly number[], coefficients: readonly number[]): number {
  return bounded.reduce((sum, penalty, at) => sum + (penalty * (coefficients[at] as number) ** 2) / 2, 0)
}

function derivatives(
  rows: Rows,
  targets: readonly number[],
  bounded: readonly number[],
  coefficients: readonly number[],
) {
  const size = bounded.length
  const gradient = bounded.map((penalty, at) => penalty * (coefficients[at] as number))
  const curvature = bounded.map((penalty, at) => {
    const line = new Float64Array(size)
    line[at] = penalty
    return line
  })
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as Float64Array
    const share = 1 / (1 + Math.exp(-dot(row, coefficients)))
    const slope = share - (targets[at] as number)
    const weight = share * (1 - share)
    for (let i = 0; i < size; i++) {
      const x = row[i] as number
      if (x === 0) continue
      gradient[i] = (gradient[i] as number) + slope * x
      const line = curvature[i] as Float64Array
      // Only the lower half is read.
      for (let j = 0; j <= i; j++) line[j] = (line[j] as number) + weight * x * (row[j] as number)
    }
  }
  return { curvature, gradient }
}
