import type { Baseline } from '../schemas/generated/baseline.ts'
import { baselineResults } from '../src/artifacts/baseline/baseline-file.ts'
import type { SetOutcome } from '../src/artifacts/report/report.ts'
import type { CollectedSet } from './collect.ts'
import type { BaselinePlan } from './plan-baseline.ts'

/** The run that a set is a part of. */
export interface RunOfSet {
  /** The baseline so far; null without one. */
  before: Baseline | null
  recorded: BaselinePlan
  /** The first problem of the run that invalidates its verdicts; null: it has none. */
  problem: string | null
}

/** The outcome of a collected set, for the report. */
export function outcomeOf(collected: CollectedSet, { before, recorded, problem }: RunOfSet): SetOutcome {
  const { set, file, results, against, note, ok } = collected
  // A baseline that could not be recorded invalidates no comparison.
  const isUnrecorded = recorded.kind === 'refused' && note?.regression?.kind === 'recorded'
  const runProblem = problem ?? (isUnrecorded ? recorded.reason : null)
  const known = recorded.kind === 'record' ? recorded.baseline : before
  return {
    file: file ?? 'unknown: the suite did not finish',
    status: ok && runProblem === null ? 'pass' : 'fail',
    runProblem: ok ? runProblem : null,
    results,
    baseline: against ?? (known === null ? null : baselineResults(known, set, results.ids)),
    configurations: note?.configurations ?? null,
    looks: note?.looks ?? null,
    comparison: note === null ? 'the suite did not finish' : comparisonOf(collected, recorded),
    slo: note?.slo ?? null,
  }
}

function comparisonOf({ set, note }: CollectedSet, recorded: BaselinePlan): SetOutcome['comparison'] {
  const regression = note?.regression ?? null
  if (regression === null) return 'the suite does not compare'
  if (regression.kind === 'compared') return regression.comparison
  if (regression.kind === 'no_baseline')
    return 'the baseline does not contain this set: record it with `npx vitest run goldens -u`'
  if (recorded.kind === 'record' && recorded.sets.includes(set)) return 'the baseline is being recorded'
  return recorded.kind === 'refused' ? 'not recorded, and not compared: see note' : 'not compared'
}
