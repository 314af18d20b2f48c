import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ComparisonRecord, SetComparison } from '../../schemas/generated/comparison.ts'
import { readText } from '../read-text.ts'
import { mean } from '../statistics/quantile.ts'
import { USUAL_DRIFT } from '../verdicts/regression/comparison.ts'

/** Weighting of the usual drift, as a number of runs. */
const PRIOR_RUNS = 8

/**
 * Drift of latency between runs, as a standard deviation of its logarithm. It is estimated from the comparisons in
 * `<dir>/comparisons` of measured runs of the set with the newest baseline: the spread of their estimates, less the noise
 * within a run, pooled with the usual 3 % weighted as eight runs. Leaves out runs that failed and files that cannot be
 * read.
 */
export async function driftFromHistory(dir: string, set: string): Promise<number> {
  const runs = (await comparisonsIn(join(dir, 'comparisons'))).flatMap((record) =>
    record.sets.flatMap((each) => runOf(each, set)),
  )
  const newest = runs.at(-1)
  const alike = runs.filter(({ baseline, n }) => baseline === newest?.baseline && n === newest?.n)
  if (alike.length < 2) return USUAL_DRIFT
  const centre = mean(alike.map(({ log }) => log)) ?? 0
  const spread = alike.reduce((sum, { log }) => sum + (log - centre) ** 2, 0) / (alike.length - 1)
  // The noise of the baseline is the same in all of them, so only half of the noise adds to the spread.
  const noise = (mean(alike.map(({ standardError }) => standardError ** 2)) ?? 0) / 2
  const seen = Math.max(0, spread - noise)
  return Math.sqrt((PRIOR_RUNS * USUAL_DRIFT ** 2 + (alike.length - 1) * seen) / (PRIOR_RUNS + alike.length - 1))
}

function runOf({ set, verdict, basis, metrics }: SetComparison, wanted: string) {
  const latency = metrics.find(({ metric }) => metric === 'latency')
  if (set !== wanted || verdict === 'fail' || basis.baseline !== 'measured' || basis.current !== 'measured') return []
  const { change, standard_error: standardError, baseline, n } = latency ?? {}
  if (typeof change !== 'number' || change <= -1 || standardError === undefined) return []
  return [{ log: Math.log1p(change), standardError, baseline, n }]
}

/** The comparison file of a run in `<dir>/comparisons`; undefined: the run compared nothing, or its file was deleted. */
export async function comparisonOf(dir: string, run: string): Promise<ComparisonRecord | undefined> {
  return (await comparisonsIn(join(dir, 'comparisons'))).findLast(({ run_id }) => run_id === run)
}

/**
 * The last run of each of the sets in which all goldens of the set ran, as far as its comparison is kept. It was compared
 * with the baseline of its time.
 */
export async function lastCompleteRuns(
  dir: string,
  sets: readonly string[],
): Promise<({ ts: string } & Pick<SetComparison, 'set' | 'verdict' | 'status' | 'why'>)[]> {
  if (sets.length === 0) return []
  const records = await comparisonsIn(join(dir, 'comparisons'))
  return sets.flatMap((set) => {
    const runs = records.flatMap(({ ts, sets: compared }) =>
      compared
        .filter((each) => each.set === set && each.not_run.length === 0)
        .map(({ verdict, status, why }) => ({
          set,
          ts,
          verdict,
          ...(status !== undefined && { status }),
          ...(why !== undefined && { why }),
        })),
    )
    return runs.slice(-1)
  })
}

/** Oldest first: their names begin with the time. */
async function comparisonsIn(folder: string): Promise<ComparisonRecord[]> {
  const names = namesIn(folder)
  if (names.length === 0) return []
  const { default: validate } = await import('../../schemas/generated/comparison.validate.js')
  return names.flatMap((name) => {
    try {
      const data: unknown = JSON.parse(readText(join(folder, name)))
      return validate(data) ? [data] : []
    } catch {
      return []
    }
  })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith('comparison_') && name.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}
