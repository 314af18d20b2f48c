import { type Coefficients } from '../weight/default-coefficients.ts'
import { type Feature, FEATURES } from '../weight/feature-names.ts'
import { featuresOf } from '../weight/features.ts'
import { weightOf } from '../weight/weigh.ts'
import { dot, fit, lossOf, type Rows } from './fit.ts'
import { folds } from './folds.ts'
import { scaleTo } from './scale.ts'

/** Features of a message, with the gap between the replies. */
export interface Example {
  conversation: string
  features: readonly number[]
  gap: number
}

/** Candidate ridge penalties; cross-validation chooses one. */
const PENALTIES: readonly number[] = [10_000, 1_000, 300, 100, 30, 10, 3]

const GREETING = FEATURES.indexOf('greeting')

/** The fixed weight of a greeting: few logs contain greetings, and they never need the large model. */
const GREETING_WEIGHT = 0.1
const HELLO = featuresOf([{ role: 'user', content: 'Hello there!' }])

/**
 * Corrects coefficients by examples: the logit of (1 + gap) / 2 is a multiple of the current weight plus a correction for each
 * feature with a ridge penalty. Few data therefore change little, and a feature without data keeps its sign.
 */
export function correct(examples: readonly Example[], current: Coefficients, penalty: number): Coefficients {
  const { requests, columns, rows, targets } = designOf(examples, current)
  const fitted = fitRows(rows, targets, penalty)
  const multiple = (fitted[1] ?? 0) / CURRENT_SPREAD
  const raw = FEATURES.map((feature, at) => {
    const { mean: _, spread } = columns[at] ?? { mean: 0, spread: 0 }
    return multiple * current.features[feature] + (spread > 0 ? (fitted[at + 2] ?? 0) / spread : 0)
  })
  const scores = requests.map(({ features }) => dot(features, raw))
  const { slope, offset } = scaleTo(
    scores,
    requests.map(({ features }) => weightOf(features, current).value),
  )
  const named = Object.fromEntries(
    FEATURES.map((feature, at) => [feature, decimals(slope * (raw[at] ?? 0))]),
  ) as Record<Feature, number>
  const base = decimals(offset)
  const hello =
    base + HELLO.reduce((sum, value, at) => (at === GREETING ? sum : sum + value * named[FEATURES[at] as Feature]), 0)
  return {
    base,
    features: { ...named, greeting: decimals(Math.min(0, GREETING_WEIGHT - hello)) },
  }
}

/** The penalty that predicts held-out conversations best. */
export function choosePenalty(
  examples: readonly Example[],
  current: Coefficients,
  foldCount: number,
  seed: number,
): number {
  const { requests, rows, targets } = designOf(examples, current)
  const fold = folds(requests, foldCount, seed)
  const losses = PENALTIES.map(() => 0)
  for (let out = 0; out < foldCount; out++) {
    const inside = <T>(list: readonly T[]) => list.filter((_, at) => fold[at] !== out)
    const outside = <T>(list: readonly T[]) => list.filter((_, at) => fold[at] === out)
    const [rowsIn, targetsIn] = [inside(rows), inside(targets)]
    const [rowsOut, targetsOut] = [outside(rows), outside(targets)]
    let fitted: number[] | undefined
    for (const [at, penalty] of PENALTIES.entries()) {
      // The fit of the previous penalty is a good start.
      fitted = fitRows(rowsIn, targetsIn, penalty, fitted)
      losses[at] = (losses[at] ?? 0) + lossOf(rowsOut, targetsOut, fitted)
    }
  }
  return PENALTIES[losses.indexOf(Math.min(...losses))] ?? 100
}

/** Scale of the current weight, so that its coefficient has the size of the others. */
const CURRENT_SPREAD = 0.15

function fitRows(rows: Rows, targets: readonly number[], penalty: number, start?: readonly number[]): number[] {
  const penalties = [0, 1, ...FEATURES.map(() => penalty)]
  const fitted = fit(rows, targets, penalties, start)
  if ((fitted[1] ?? 0) >= 0) return fitted
  // A weight that ranks in reverse is left out, not inverted: that would also invert features without data.
  const without = rows.map((row) => row.with(1, 0))
  return fit(without, targets, penalties)
}

/** Rows to fit: without greetings, whose replies do not show which model is needed. */
function designOf(examples: readonly Example[], current: Coefficients) {
  const requests = examples.filter(({ features }) => features[GREETING] === 0)
  const columns = columnsOf(requests)
  return {
    requests,
    columns,
    rows: requests.map(({ features }) => rowOf(features, current, columns)),
    targets: requests.map(({ gap }) => (1 + gap) / 2),
  }
}

interface Column {
  mean: number
  spread: number
}

function columnsOf(examples: readonly Example[]): Column[] {
  return FEATURES.map((_, at) => {
    const values = examples.map(({ features }) => features[at] ?? 0)
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)
    return { mean, spread: Math.sqrt(square) }
  })
}

function rowOf(
  features: readonly number[],
  { base, features: current }: Coefficients,
  columns: readonly Column[],
): Float64Array {
  const weight = FEATURES.reduce((sum, feature, at) => sum + (features[at] ?? 0) * current[feature], base)
  return Float64Array.of(
    1,
    (weight - 0.5) / CURRENT_SPREAD,
    ...columns.map(({ mean, spread }, at) => (spread > 0 ? ((features[at] ?? 0) - mean) / spread : 0)),
  )
}

function decimals(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
