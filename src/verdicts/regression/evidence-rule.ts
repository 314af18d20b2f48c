import { compareLatency } from './latency.ts'
import { compareQuality } from './quality.ts'
import { compareRouting } from './routing.ts'
import type { Rule } from './rule.ts'

/** Weighs chance: each metric with its estimate, interval and p value, and a verdict that noise seldom flips. */
export const evidenceRule: Rule = (pairs, options) => [
  compareLatency(pairs, options),
  compareQuality(pairs, options),
  compareRouting(pairs, options),
]
