import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ComparisonRecord, SetComparison } from '../../schemas/generated/comparison.ts'
import validate from '../../schemas/generated/comparison.validate.js'
import { mean } from '../statistics/quantile.ts'
import { USUAL_DRIFT } from '../verdicts/regression/comparison.ts'

/** How many runs the usual drift counts for against those of the history. */
const PRIOR_RUNS = 8

/**
 * How much latency drifts from run to run, as a standard deviation of its logarithm: from the comparisons in
 * `<dir>/comparisons` of measured runs of the set with one baseline, the newest one's. The spread of their estimates, less
 * the noise within a run, is pooled with the usual 3 % as if that had been seen in eight runs. Runs that failed are left
 * out, since they differ for a reason; so are files that cannot be read.
 */
export function driftFromHistory(dir: string, set: string): number {
  const runs = comparisonsIn(join(dir, 'comparisons')).flatMap((record) =>
    record.sets.flatMap((each) => runOf(each, set)),
  )
  const newest = runs.at(-1)
  const alike = runs.filter(({ baseline, n }) => baseline === newest?.baseline && n === newest?.n)
  if (alike.length < 2) return USUAL_DRIFT
  const centre = mean(alike.map(({ log }) => log)) ?? 0
  const spread = alike.reduce((sum, { log }) => sum + (log - centre) ** 2, 0) / (alike.length - 1)
  // The baseline's half of the noise is the same in all of them, and does not spread them.
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

/** Oldest first: their names begin with the time. */
function comparisonsIn(folder: string): ComparisonRecord[] {
  return namesIn(folder).flatMap((name) => {
    try {
      const data: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))
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
