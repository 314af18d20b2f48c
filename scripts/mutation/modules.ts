/** Pure modules: a change that their tests do not detect shows a missing test or superfluous code. */
export const modules: readonly MutatedModule[] = [
  {
    name: 'regression verdicts',
    sources: ['src/verdicts/regression', 'src/verdicts/golden.ts', 'src/verdicts/summary.ts'],
    tests: ['verdicts/regression', 'plugin/matchers', 'reporters/summary.test.ts'],
  },
  { name: 'SLO verdicts', sources: ['src/verdicts/slo'], tests: ['verdicts/slo', 'artifacts/slo'] },
  {
    name: 'hypothesis outcomes',
    sources: ['src/verdicts/hypothesis'],
    tests: [
      'verdicts/hypothesis/!(error-rates).test.ts',
      'verdicts/hypothesis/samples',
      'verdicts/hypothesis/contrasts',
    ],
  },
  {
    name: 'statistics: distributions',
    sources: ['src/statistics/distributions'],
    tests: ['statistics/distributions'],
  },
  {
    name: 'statistics: counts',
    sources: ['src/statistics/counts', 'src/statistics/sequential'],
    tests: ['statistics/counts'],
  },
  {
    name: 'statistics: ranks',
    sources: ['src/statistics/ranks', 'src/statistics/quantile.ts'],
    tests: ['statistics/ranks'],
  },
  {
    name: 'router policies and guard',
    sources: ['src/router/policies'],
    tests: ['router/{policies,policy-limits,starts,guard,effect,conversation}.test.ts', 'router/policies'],
  },
  {
    name: 'router comparison',
    sources: ['src/verdicts/routing'],
    tests: ['router/learning.test.ts', 'verdicts/routing'],
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

/** The share of mutants that the tests of each module must detect. */
export const TARGET = 0.9

/** Longest time that the tests of all modules may take, in seconds of processor time. */
export const TIME_LIMIT = 120

/** Tests that take more processor time, in ms, are simulations; they run with the whole suite, and do not count here. */
export const SLOWEST = 400
