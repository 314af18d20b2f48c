/** Modules that only decide: what their tests do not notice is wrong or superfluous. */
export const modules: readonly MutatedModule[] = [
  {
    name: 'distributions',
    sources: ['src/evidence/distributions'],
    tests: ['distributions', 'hypothesis/distributions.test.ts'],
  },
  { name: 'counts', sources: ['src/evidence/counts'], tests: ['counts'] },
  { name: 'ranks', sources: ['src/evidence/ranks', 'src/evidence/quantile.ts'], tests: ['ranks'] },
  { name: 'hypothesis', sources: ['src/evidence/hypothesis'], tests: ['hypothesis/!(error-rates).test.ts'] },
  {
    name: 'router comparison',
    sources: ['src/evidence/routing'],
    tests: ['router/learning.test.ts', 'routing'],
  },
  {
    name: 'regression',
    sources: ['src/evidence/regression', 'src/evidence/golden.ts', 'src/evidence/summary.ts'],
    tests: ['regression', 'comparison.test.ts', 'summary.test.ts'],
  },
  { name: 'objectives', sources: ['src/evidence/slo'], tests: ['slo.test.ts', 'slo'] },
  {
    name: 'router policies',
    sources: ['src/router/policies'],
    tests: ['router/{policies,policy-limits,starts,guard,effect,conversation}.test.ts', 'router/policies'],
  },
  {
    name: 'expectations',
    sources: ['src/goldens'],
    tests: ['{expectation,golden-set,golden-set-page}.test.ts', 'judging'],
  },
  { name: 'baseline update', sources: ['src/run/baseline-update.ts'], tests: ['baseline.test.ts', 'run'] },
  {
    name: 'redaction',
    sources: ['src/provenance/redaction.ts', 'src/provenance/credentials.ts'],
    tests: ['{redaction,redaction-limits}.test.ts', 'provenance'],
  },
]

export interface MutatedModule {
  name: string
  /** Files and folders. */
  sources: readonly string[]
  /** Files, folders and patterns in test/unit. */
  tests: readonly string[]
}

/** The share of mutants that the tests have to notice. */
export const TARGET = 0.9

/** Tests that take longer, in ms, are simulations; they run with the whole suite, and do not count here. */
export const SLOWEST = 400
