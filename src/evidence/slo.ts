import { inspect } from 'node:util'
import { goldenVerdict } from './golden.ts'
import { nearestRank } from './quantile.ts'
import type { SetResults } from './results.ts'
import { strictest, type Verdict } from './regression/rule.ts'

/** Service objectives of a golden set. What is left out is not judged. */
export interface Slo {
  /** Smallest share of goldens whose reply meets the expectation, 0 to 1. */
  passRate?: number
  /** Largest 95th percentile of the latency, in milliseconds. */
  p95Ms?: number
  /** Largest distance of the router's boundary from 0.5. */
  boundaryDrift?: number
}

/** One objective and how it was met. */
export interface Objective {
  objective: keyof Slo
  target: number
  /** null: what is known does not tell. */
  value: number | null
  met: boolean
  /** What the value rests on: goldens for passRate, replies for p95Ms, 1 for boundaryDrift. */
  n: number
  /** Why it cannot be judged. */
  reason?: string
}

/** A set held to its objectives, in the order passRate, p95Ms, boundaryDrift. */
export interface SloVerdict {
  set: string
  verdict: Verdict
  objectives: Objective[]
  /** Why the verdict is inconclusive. */
  reason?: string
}

/** A value that misses its target by less than this is a rounding error of binary fractions. */
const ROUNDING = 1e-9

const RANGES: Record<keyof Slo, { holds(value: number): boolean; words: string }> = {
  passRate: { holds: (value) => value >= 0 && value <= 1, words: 'a share from 0 to 1, such as 0.95' },
  p95Ms: { holds: (value) => value > 0 && value < Infinity, words: 'milliseconds above 0, such as 20000' },
  boundaryDrift: { holds: (value) => value >= 0 && value <= 0.5, words: 'a distance from 0 to 0.5, such as 0.08' },
}

/** What is wrong with objectives that a person wrote, one line each; none: they can be judged. */
export function sloFaults(slo: object): string[] {
  return Object.entries(slo).flatMap(([key, value]: [string, unknown]) => {
    if (!isObjective(key)) return [`"${key}" is no objective; known are ${Object.keys(RANGES).join(', ')}`]
    if (value === undefined || (typeof value === 'number' && RANGES[key].holds(value))) return []
    return [`${key} must be ${RANGES[key].words}; it is ${inspect(value)}`]
  })
}

function isObjective(key: string): key is keyof Slo {
  return Object.hasOwn(RANGES, key)
}

/**
 * Holds a set to its objectives: the share of goldens that passed, the 95th percentile by nearest rank of all
 * latencies, and the distance of the router's boundary from 0.5. Only the goldens that ran are judged. Where data is
 * missing, because nothing ran or the unmeasured goldens would decide, an objective is not met and the verdict is
 * inconclusive. A RangeError names wrong objectives.
 */
export function judgeSlo(results: SetResults, slo: Slo, router: { boundary: number }): SloVerdict {
  const faults = sloFaults(slo)
  if (faults.length > 0) throw new RangeError(faults.join('; '))
  const judged = [
    slo.passRate !== undefined && passRate(results, slo.passRate),
    slo.p95Ms !== undefined && p95(results, slo.p95Ms),
    slo.boundaryDrift !== undefined && boundaryDrift(router.boundary, slo.boundaryDrift),
  ]
  const objectives = judged.filter((objective) => objective !== false)
  const verdict = strictest(
    objectives.map(({ met, value }) => (met ? 'pass' : value === null ? 'inconclusive' : 'fail')),
  )
  if (verdict !== 'inconclusive') return { set: results.set, verdict, objectives }
  const reasons = objectives.flatMap(({ objective, reason }) =>
    reason === undefined ? [] : [`${objective}: ${reason}`],
  )
  const reason = reasons.join('; ') || `no objective is set; known are ${Object.keys(RANGES).join(', ')}`
  return { set: results.set, verdict, objectives, reason }
}

function passRate({ goldens }: SetResults, target: number): Objective {
  const facts = { objective: 'passRate', target, n: goldens.length } as const
  if (goldens.length === 0) return { ...facts, value: null, met: false, reason: 'no golden ran' }
  const verdicts = goldens.map(goldenVerdict)
  const unmeasured = verdicts.filter((verdict) => verdict === 'unmeasured').length
  const value = verdicts.filter((verdict) => verdict === 'pass').length / goldens.length
  const reaches = (share: number) => share >= target - ROUNDING
  // A golden without a reply did not fail: it is undecided, and so is the share as long as it could still be reached.
  if (!reaches(value) && reaches(value + unmeasured / goldens.length)) {
    const reason = `${unmeasured} of ${goldens.length} goldens could not be measured`
    return { ...facts, value: null, met: false, reason }
  }
  return { ...facts, value, met: reaches(value) }
}

function p95({ goldens }: SetResults, target: number): Objective {
  const latencies = goldens.flatMap((golden) => golden.replies.map((reply) => reply.latencyMs))
  const facts = { objective: 'p95Ms', target, n: latencies.length } as const
  const wrong = latencies.find((latency) => !(Number.isFinite(latency) && latency >= 0))
  if (wrong !== undefined)
    return { ...facts, value: null, met: false, reason: `a latency of ${wrong} ms is no latency` }
  const value = nearestRank(latencies, 0.95)
  if (value === null) return { ...facts, value, met: false, reason: 'no golden got a reply' }
  return { ...facts, value, met: value <= target }
}

function boundaryDrift(boundary: number, target: number): Objective {
  const facts = { objective: 'boundaryDrift', target, n: 1 } as const
  if (!Number.isFinite(boundary)) {
    return { ...facts, value: null, met: false, reason: `the router's boundary is ${boundary}, which is not a number` }
  }
  const value = Math.abs(boundary - 0.5)
  return { ...facts, value, met: value <= target + ROUNDING }
}
