import type { Baseline } from '../schemas/generated/baseline.ts'
import { baselineResults } from '../src/run/baseline.ts'
import type { SetOutcome } from '../src/run/report.ts'
import type { RegressionVerdict } from '../src/run/verdicts.ts'
import type { CollectedSet } from './collect.ts'

/** What the report says of a collected set. */
export function outcomeOf(
  { set, file, results, against, note, ok }: CollectedSet,
  baseline: Baseline | null,
): SetOutcome {
  return {
    file: file ?? 'unknown: the suite did not get to its end',
    status: ok ? 'pass' : 'fail',
    results,
    baseline: against ?? (baseline === null ? null : baselineResults(baseline, set, results.ids)),
    configurations: note?.configurations ?? null,
    looks: note?.looks ?? null,
    comparison: note === null ? 'the suite did not get to its end' : comparisonOf(note.regression),
    slo: note?.slo ?? null,
  }
}

function comparisonOf(regression: RegressionVerdict | null): SetOutcome['comparison'] {
  if (regression === null) return 'the suite does not compare'
  if (regression.kind === 'compared') return regression.comparison
  return regression.kind === 'recorded'
    ? 'the baseline is being recorded'
    : 'the baseline does not hold this set: record it with `npx vitest run goldens -u`'
}
