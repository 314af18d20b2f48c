// Verdicts: pure functions from results to a verdict with its evidence.
// These exports are public as `vitest-aios/evidence`: docs/evidence.md uses each of them.
export type { Basis } from './golden.ts'
export { combineFindings } from './hypothesis/combine.ts'
export { judgeConvergence } from './hypothesis/convergence.ts'
export { judgeCorrelation } from './hypothesis/correlation.ts'
export { describeFinding } from './hypothesis/describe.ts'
export { judgeDifference } from './hypothesis/difference.ts'
export { judgeFamily } from './hypothesis/family.ts'
export { judgeFaster } from './hypothesis/faster.ts'
export type { Finding, HypothesisOutcome } from './hypothesis/finding.ts'
export { judgeNoWorse } from './hypothesis/no-worse.ts'
export type {
  GroupedSample,
  Metric,
  Observation,
  PairedSample,
  RelationSample,
  SeriesSample,
} from './hypothesis/samples/sample.ts'
export { compareSets, type Comparison, type Stale } from './regression/comparison.ts'
export type { RegressionOptions, RegressionPolicy } from './regression/policy.ts'
export { planRepeats, type RepeatPlan } from './regression/repeats.ts'
export type { MetricComparison, NeededRun, Verdict } from './regression/rule.ts'
export type { GoldenResult, MeasuredReply, SetResults, Unmeasured } from './results.ts'
export { judgeSlo, type Objective, type Shown, type SloVerdict } from './slo/judge.ts'
export type { ObjectiveName, Slo } from './slo/objectives.ts'
export { type SetSummary, summarize } from './summary.ts'
export type { Source } from '../source.ts'
