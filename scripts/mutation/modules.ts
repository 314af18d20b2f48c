/** Modules that only decide: what their tests do not notice is wrong or superfluous. */
export const modules: readonly MutatedModule[] = [
  { name: 'distributions', sources: ['src/statistics/distributions'], tests: ['statistics/distributions'] },
  {
    name: 'counts',
    sources: ['src/statistics/counts', 'src/statistics/sequential'],
    tests: ['statistics/counts'],
  },
  { name: 'ranks', sources: ['src/statistics/ranks', 'src/statistics/quantile.ts'], tests: ['statistics/ranks'] },
  {
    name: 'hypothesis',
    sources: ['src/verdicts/hypothesis'],
    tests: ['verdicts/hypothesis/!(error-rates).test.ts'],
  },
  {
    name: 'router comparison',
    sources: ['src/verdicts/routing'],
    tests: ['router/learning.test.ts', 'verdicts/routing'],
  },
  {
    name: 'regression',
    sources: ['src/verdicts/regression', 'src/verdicts/golden.ts', 'src/verdicts/summary.ts'],
    tests: ['verdicts/regression', 'plugin/matchers', 'reporters/summary.test.ts'],
  },
  { name: 'objectives', sources: ['src/verdicts/slo'], tests: ['verdicts/slo', 'artifacts/slo'] },
  {
    name: 'router policies',
    sources: ['src/router/policies'],
    tests: ['router/{policies,policy-limits,starts,guard,effect,conversation}.test.ts', 'router/policies'],
  },
  { name: 'expectations', sources: ['src/goldens'], tests: ['golden-sets'] },
  { name: 'baseline update', sources: ['src/artifacts/baseline/update.ts'], tests: ['artifacts/baseline'] },
  {
    name: 'redaction',
    sources: ['src/text/redaction.ts', 'src/text/credentials.ts'],
    tests: ['text'],
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

/** Tests that take more processor time, in ms, are simulations; they run with the whole suite, and do not count here. */
export const SLOWEST = 400
