import { compareLatency } from './latency.ts'
import { compareQuality } from './quality.ts'
import { compareRouting } from './routing.ts'
import type { Rule } from './rule.ts'

/** Takes chance into account: each metric gets an estimate, an interval, a p value and a verdict. */
export const evidenceRule: Rule = (pairs, options) => [
  compareLatency(pairs, options),
  compareQuality(pairs, options),
  compareRouting(pairs, options),
]
