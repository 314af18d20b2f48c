import type { RunOutcome } from '../src/provenance/run-outcome.ts'
import type { SetOutcome } from '../src/artifacts/report/report.ts'
import { isEmpty } from './collect.ts'
import { type FinishedRun, isHypothesesOnly } from './finished-run.ts'
import { outcomeOf } from './outcome.ts'
import { type BaselinePlan, planBaseline, type RecordingFacts } from './plan-baseline.ts'
import { notReached } from './warnings.ts'

/** The status of a run, and what is recorded of it. */
export interface RunDecision {
  status: RunOutcome['status']
  outcomes: SetOutcome[]
  plan: BaselinePlan
  /** Why the verdicts of the run are not valid; usually empty. */
  problems: string[]
}

/** Events after the end of the run. */
export interface Aftermath {
  /** Files that could not be written, and the like. */
  problems: readonly string[]
  /** The plan that was carried out; later problems do not change it. null: not yet. */
  carriedOut: BaselinePlan | null
}

/**
 * Decides the status of a run and of each of its sets, and what is recorded. A problem of the run fails all of its sets,
 * and records nothing. A baseline that is not recorded fails the run, and the sets that it would have held. Fails closed:
 * a run without results has a problem. Pure.
 */
export function decide(run: FinishedRun, recording: RecordingFacts, aftermath: Aftermath): RunDecision {
  const { collected, family, before, absent } = run
  const own = [...new Set([...run.problems, ...lostSets(run), ...nothingRan(run), ...aftermath.problems])]
  const plan =
    aftermath.carriedOut ??
    planBaseline(
      {
        sets: collected.sets,
        mode: run.mode,
        old: before,
        failures: [...own.map(() => 'the run failed'), ...(family?.problems ?? []), ...run.failures],
      },
      { ...recording, existing: absent?.existing ?? null },
    )
  const problems = plan.kind === 'refused' ? [...own, plan.reason] : own
  const outcomes = collected.sets.map((set) => outcomeOf(set, { before, recorded: plan, problem: own[0] ?? null }))
  const isFamilyOk = family === null || (family.ok && family.problems.length === 0)
  const ok = run.passed && isFamilyOk && problems.length === 0 && outcomes.every(({ status }) => status === 'pass')
  return { status: ok ? 'pass' : 'fail', outcomes, plan, problems }
}

function lostSets({ absent }: FinishedRun): string[] {
  return absent?.isShardLost ? absent.sets.map(notReached) : []
}

function nothingRan(run: FinishedRun): string[] {
  if (!isEmpty(run.collected) || isHypothesesOnly(run)) return []
  if (run.unmatched === null) return ['no golden ran: nothing was judged; see the errors above']
  return [`no golden ran: nothing was judged, because no name of a golden matches -t "${run.unmatched}"`]
}
