import type { RunComparison, Runs } from '../../../schemas/generated/dashboard.ts'
import type { Sources } from '../sources.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { runRef } from './run-ref.ts'
import type { ViewRequest } from './view-request.ts'

/** Parameters of the comparison: keys of its candidates. */
export const COMPARISON_PARAMS = ['before', 'after'] as const

/** Two runs or baselines, paired by golden. */
export async function comparisonView({ query, settings }: Sources, { filter }: ViewRequest): Promise<RunComparison> {
  const runs = await query.runs(filter)
  return {
    candidates: runs.map(({ run, last }) => ({ key: `run:${run}`, label: run, time: last, kind: 'run' })),
    before: null,
    after: null,
    tolerance: settings.regression.tolerance,
    metrics: [],
    goldens: [],
    empty: { state: 'missing', reason: 'There are no two runs to compare.', next: RUN_GOLDENS },
  }
}

/** The runs of the log. */
export async function runsView({ query }: Sources, { filter }: ViewRequest): Promise<Runs> {
  return { runs: (await query.runs(filter, 500)).map(runRef) }
}
