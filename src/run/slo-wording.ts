import type { Objective } from '../evidence/slo.ts'
import { printable } from '../provenance/printable.ts'
import { milliseconds } from './wording.ts'

/** One objective on one line: `passRate 0.9 (at least 0.95), n 10: not met`. */
export function describeObjective({ objective, target, value, met, n, reason }: Objective): string {
  const bound = objective === 'passRate' ? 'at least' : 'at most'
  const shown =
    value === null ? 'unknown' : objective === 'p95Ms' ? milliseconds(value) : String(Math.round(value * 1000) / 1000)
  const limit = objective === 'p95Ms' ? milliseconds(target) : String(target)
  const because = reason === undefined ? '' : ` (${printable(reason, { max: 300 })})`
  return `${objective} ${shown} (${bound} ${limit}), n ${n}: ${met ? 'met' : 'not met'}${because}`
}
