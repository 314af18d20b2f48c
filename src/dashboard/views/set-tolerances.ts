import { join } from 'node:path'
import { readReport } from '../../artifacts/report/read-report.ts'
import type { Settings } from '../../settings/settings.ts'

/** The change of latency that a set tolerates. */
export type Tolerance = (set: string) => number

/** The tolerance by which the last run judged each set: a suite may have its own; else that of the settings. */
export function setTolerances({ dir, regression }: Settings): Tolerance {
  const report = readReport(join(dir, 'last_report.json'))
  const sets = 'unread' in report || 'passRate' in report ? [] : report.sets
  return tolerancesIn(sets, regression.tolerance)
}

interface JudgedSet {
  set: string
  comparison: { verdict: string | null; policy?: { tolerance: number } }
}

/** The tolerances of the sets of a report; `usual`: that of sets without a comparison. Pure. */
export function tolerancesIn(sets: readonly JudgedSet[], usual: number): Tolerance {
  const own = new Map(sets.map(({ set, comparison }) => [set, comparison.policy?.tolerance] as const))
  return (set) => own.get(set) ?? usual
}
