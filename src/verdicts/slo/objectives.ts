import { inspect } from 'node:util'

/** Service objectives of a golden set. What is left out is not judged. */
export interface Slo {
  /** Smallest share of goldens whose every reply meets the expectation, 0 to 1. One without a reply did not pass. */
  passRate?: number
  /** Largest 95th percentile of the latency, in milliseconds. */
  p95Ms?: number
  /** Largest distance of the router's boundary from 0.5. */
  boundaryDrift?: number
  /** Largest share of questions that got no reply, 0 to 1. */
  errorRate?: number
  /** Largest 95th percentile of the time to the first token, in milliseconds. */
  ttftMs?: number
  /** Smallest median speed of generation, in tokens a second. */
  tokensPerSecond?: number
  /** Largest mean number of tokens of a reply. */
  tokensPerReply?: number
  /** Gates on what the data show with this confidence, such as 0.95, and no longer on the point values. */
  confidence?: number
}

/** What can be asked for, each with a target. */
export type ObjectiveName = Exclude<keyof Slo, 'confidence'>

/** Whether the target is the smallest value that will do, or the largest. */
export const DIRECTIONS: Record<ObjectiveName, 'at least' | 'at most'> = {
  passRate: 'at least',
  p95Ms: 'at most',
  boundaryDrift: 'at most',
  errorRate: 'at most',
  ttftMs: 'at most',
  tokensPerSecond: 'at least',
  tokensPerReply: 'at most',
}

const above0 = (value: number) => value > 0 && value < Infinity
const share = (value: number) => value >= 0 && value <= 1

const RANGES: Record<keyof Slo, { holds(value: number): boolean; words: string }> = {
  passRate: { holds: share, words: 'a share from 0 to 1, such as 0.95' },
  p95Ms: { holds: above0, words: 'milliseconds above 0, such as 20000' },
  boundaryDrift: { holds: (value) => value >= 0 && value <= 0.5, words: 'a distance from 0 to 0.5, such as 0.08' },
  errorRate: { holds: share, words: 'a share from 0 to 1, such as 0.01' },
  ttftMs: { holds: above0, words: 'milliseconds above 0, such as 2000' },
  tokensPerSecond: { holds: above0, words: 'tokens a second above 0, such as 20' },
  tokensPerReply: { holds: above0, words: 'tokens above 0, such as 300' },
  confidence: { holds: (value) => value > 0.5 && value < 1, words: 'above 0.5 and below 1, such as 0.95' },
}

/** What is wrong with objectives that a person wrote, one line each; none: they can be judged. */
export function sloFaults(slo: unknown): string[] {
  if (typeof slo !== 'object' || slo === null || Array.isArray(slo))
    return [`objectives must be an object such as { passRate: 0.95 }; it is ${inspect(slo)}`]
  return Object.entries(slo).flatMap(([key, value]: [string, unknown]) => {
    if (!isKey(key)) return [`"${key}" is no objective; known are ${Object.keys(RANGES).join(', ')}`]
    if (value === undefined || (typeof value === 'number' && RANGES[key].holds(value))) return []
    return [`${key} must be ${RANGES[key].words}; it is ${inspect(value)}`]
  })
}

/** The objectives that have a target, in a fixed order. */
export function namesOf(slo: Slo): ObjectiveName[] {
  return Object.keys(DIRECTIONS).filter((name): name is ObjectiveName => isKey(name) && slo[name] !== undefined)
}

function isKey(key: string): key is keyof Slo {
  return Object.hasOwn(RANGES, key)
}
