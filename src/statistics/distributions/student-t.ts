import { assert, assertNumber, assertPositive, assertProbability } from './domain.ts'
import { betaTails } from './incomplete-beta.ts'
import { findRoot } from './root.ts'

/** P(T <= t) of Student's distribution with `df` > 0 degrees of freedom. */
export function studentTCdf(t: number, df: number): number {
  return studentTSf(-t, df)
}

/** P(T > t), with all its digits where it is small. */
export function studentTSf(t: number, df: number): number {
  assertNumber('t', t)
  assertPositive('df', df)
  const square = t * t
  const tail = betaTails(df / (df + square), 1 / (1 + df / square), df / 2, 0.5).lower / 2
  return t >= 0 ? tail : 1 - tail
}

/** The t with P(T <= t) = p, for p above 0 and below 1. */
export function studentTQuantile(p: number, df: number): number {
  assertProbability('p', p)
  assert(p > 0 && p < 1, 'p', 'above 0 and below 1', p)
  assertPositive('df', df)
  if (p === 0.5) return 0
  if (p > 0.5) return -studentTQuantile(1 - p, df)
  let high = 1
  while (studentTSf(high, df) > p) high *= 2
  return -findRoot((t) => Math.log(studentTSf(t, df) / p), 0, high)
}
