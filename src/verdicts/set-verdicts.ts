import type { Comparison } from './regression/comparison.ts'
import type { SloVerdict } from './slo/judge.ts'

/** The result of the regression gate: a comparison, a baseline that is being recorded, or a missing baseline. */
export type RegressionVerdict =
  | { kind: 'compared'; comparison: Comparison }
  | { kind: 'recorded' }
  | { kind: 'no_baseline' }

/** The verdicts of the set-level matchers; null: the matcher was not used. */
export interface SetVerdicts {
  regression: RegressionVerdict | null
  slo: SloVerdict | null
}
