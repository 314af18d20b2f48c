import { assert } from '../../statistics/distributions/domain.ts'
import { normalQuantile } from '../../statistics/distributions/normal.ts'
import { mean } from '../../statistics/quantile.ts'
import type { GoldenResult } from '../results.ts'
import type { RegressionPolicy } from './policy.ts'

/** The data for a plan of repeats. */
export interface RepeatPlan {
  /** How many goldens are compared. */
  goldens: number
  /** Coefficient of variation of the latency of one golden from repeat to repeat. */
  cv: number
  /** Drift between runs, a standard deviation of log latency; 0 where both sides alternate. */
  drift: number
  policy: Pick<RegressionPolicy, 'tolerance'>
}

/** The probability of the right verdict that a plan aims at. */
const POWER = 0.95

/** The assumed variation where no golden was repeated. */
const USUAL_CV = 0.25

/**
 * The repeats of each golden, on either side, with which an unchanged system passes (`pass`) and a system that is slower by
 * twice the tolerance fails (`fail`), each in 95 of 100 runs. A normal approximation, too low by one or two repeats with
 * ten goldens. Infinity where the drift alone exceeds the tolerance. null: no goldens. Throws a RangeError for a number
 * out of range.
 */
export function planRepeats({ goldens, cv, drift, policy }: RepeatPlan): { pass: number; fail: number } | null {
  assert(goldens >= 0, 'goldens', '0 or more', goldens)
  assert(cv >= 0 && cv < Infinity, 'cv', 'a finite number from 0', cv)
  assert(drift >= 0 && drift < Infinity, 'drift', 'a finite number from 0', drift)
  if (goldens < 1) return null
  const noise = 2 * Math.log1p(cv * cv)
  const repeatsFor = (gap: number, z: number) => {
    const allowed = ((gap * 0.976) / (z + normalQuantile(POWER))) ** 2 - 2 * drift * drift
    return allowed <= 0 ? Infinity : Math.max(1, Math.ceil(noise / (goldens * allowed) - 1e-9))
  }
  const margin = Math.log1p(policy.tolerance)
  const worse = Math.log1p(2 * policy.tolerance)
  return {
    pass: repeatsFor(margin, normalQuantile(0.95)),
    fail: Math.max(repeatsFor(worse - margin, 0), repeatsFor(worse, normalQuantile(0.995))),
  }
}

/** The coefficient of variation from repeat to repeat, pooled over goldens; 25 % where none was repeated. */
export function repeatVariation(goldens: readonly GoldenResult[]): number {
  const variances = goldens.flatMap(({ replies }) => {
    const logs = replies.map((reply) => Math.log(reply.latencyMs)).filter(Number.isFinite)
    if (logs.length < 2) return []
    const centre = mean(logs) ?? 0
    return [logs.reduce((sum, log) => sum + (log - centre) ** 2, 0) / (logs.length - 1)]
  })
  const pooled = mean(variances)
  return pooled === null ? USUAL_CV : Math.sqrt(Math.expm1(pooled))
}
