import type { Baseline } from '../schemas/generated/baseline.ts'
import type { HypothesisFamily } from '../src/provenance/hypothesis/family.ts'
import type { RunOutcome } from '../src/provenance/run-outcome.ts'
import type { SetOutcome } from '../src/artifacts/report/report.ts'
import type { Collected } from './collect.ts'
import { outcomeOf } from './outcome.ts'
import type { BaselinePlan } from './plan-baseline.ts'

/** What decides the status of a run. */
export interface Findings {
  collected: Pick<Collected, 'sets'>
  family: HypothesisFamily | null
  /** The baseline that the sets were compared with; null without one. */
  before: Baseline | null
  /** What became of the baseline. */
  recorded: BaselinePlan
  /** What went wrong with the run as a whole, such as a log that cannot be written. */
  faults: readonly string[]
  /** Whether all tests passed. */
  passed: boolean
}

/** The status of a run and of each of its sets. A fault of the run fails all of its sets. */
export function conclude({ collected, family, before, recorded, faults, passed }: Findings): {
  outcomes: SetOutcome[]
  status: RunOutcome['status']
} {
  const outcomes = collected.sets.map((set) => outcomeOf(set, { before, recorded, isFaulty: faults.length > 0 }))
  const held = family === null || (family.ok && family.faults.length === 0)
  const ok = passed && held && faults.length === 0 && outcomes.every(({ status }) => status === 'pass')
  return { outcomes, status: ok ? 'pass' : 'fail' }
}
