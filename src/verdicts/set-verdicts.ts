import type { Comparison } from './regression/comparison.ts'
import type { SloVerdict } from './slo/judge.ts'

/** How the regression gate ended: compared, or the baseline is being recorded, or there is none to compare with. */
export type RegressionVerdict =
  | { kind: 'compared'; comparison: Comparison }
  | { kind: 'recorded' }
  | { kind: 'no_baseline' }

/** What the set-level matchers found; null: nobody asked. */
export interface SetVerdicts {
  regression: RegressionVerdict | null
  slo: SloVerdict | null
}
