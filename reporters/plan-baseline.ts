import type { Baseline } from '../schemas/generated/baseline.ts'
import { counted } from '../src/text/counted.ts'
import { basisOf, goldenVerdict } from '../src/verdicts/golden.ts'
import { knownFailure } from '../src/verdicts/regression/comparison.ts'
import { recordLive } from '../src/verdicts/regression/record-live.ts'
import type { GoldenResult } from '../src/verdicts/results.ts'
import { unjudgedProblem } from '../src/verdicts/regression/quality-problem.ts'
import { baselineResults } from '../src/artifacts/baseline/baseline-file.ts'
import { type Recording, removedBy, updateBaseline } from '../src/artifacts/baseline/update.ts'
import { EMPTY_REPLY } from '../src/verdicts/empty-replies.ts'
import { firstReplies } from '../src/provenance/results/golden-results.ts'
import type { BaselineMode } from '../src/artifacts/baseline/baseline-mode.ts'
import type { Collected, CollectedSet } from './collect.ts'

/** The change of the baseline; `unchanged`: there is nothing to record. */
export type BaselinePlan =
  | { kind: 'unchanged' }
  | { kind: 'refused'; reason: string }
  | {
      kind: 'record'
      baseline: Baseline
      /** Names of the sets that are recorded. */
      sets: readonly string[]
      /** Descriptions of sets and goldens that are removed because they no longer exist. */
      removed: readonly string[]
      /** Ids of the failed goldens that become known failures. */
      accepted: readonly string[]
    }

/** The facts of a run that decide whether it is recorded. */
export interface RunToRecord {
  sets: Collected['sets']
  mode: BaselineMode
  /** The baseline so far; null without one. */
  old: Baseline | null
  /** Why the run failed, other than by the verdict on a golden set. */
  failures: readonly string[]
}

/** The facts of a recording that the baseline contains. */
export type RecordingFacts = Omit<Recording, 'mode' | 'existing'>

/**
 * Decides what to record, as `vitest -u` does: `record` replaces the sets that ran, and `add` only adds missing goldens of
 * sets that passed. A run that failed for another reason than the verdict on a set records nothing: a crash, a golden
 * that was not measured or not judged, another test, a log that cannot be written.
 */
export function planBaseline(
  { sets: all, mode, old, failures }: RunToRecord,
  recording: RecordingFacts & Pick<Recording, 'existing'>,
): BaselinePlan {
  if (mode === 'compare') return { kind: 'unchanged' }
  // Replies of two configurations are not a baseline.
  const sets = all.filter(({ against }) => against === null)
  const wanted = mode === 'record' ? sets : sets.filter((set) => lacks(old, set))
  const isRemoving = mode === 'record' && recording.existing !== null && all.length > 0
  if (wanted.length === 0 && !isRemoving) return { kind: 'unchanged' }
  const obstacle = obstacleOf(all) ?? failures[0]
  if (obstacle !== undefined) return refuse(obstacle)
  const failing = wanted.find((set) => !set.ok)
  if (mode === 'add' && failing !== undefined)
    return refuse(
      `"${failing.set}" failed; to record it as it is: npx vitest run goldens -u${recordLive(basisOf(failing.results.goldens))}`,
    )
  const recorded = wanted.map(({ results, events }) => ({ results, replies: firstReplies(events) }))
  const baseline = updateBaseline(old, recorded, { mode, ...recording })
  const removed = removedBy(
    old,
    baseline,
    wanted.map(({ results }) => results),
  )
  if (wanted.length === 0 && removed.length === 0) return { kind: 'unchanged' }
  const accepted = wanted.flatMap((set) => acceptedIn(set, { old, baseline }))
  return { kind: 'record', baseline, sets: wanted.map(({ set }) => set), removed, accepted }
}

/** The plan that records nothing, with its reason. */
function refuse(reason: string): BaselinePlan & { kind: 'refused' } {
  return { kind: 'refused', reason: `the baseline stays as it was: ${reason}` }
}

/** Ids of the goldens that fail, and are known failures in `baseline` only. */
function acceptedIn({ set, results }: CollectedSet, { old, baseline }: Record<'old' | 'baseline', Baseline | null>) {
  const knownIn = (file: Baseline | null) => {
    const before = new Map(
      (file === null ? null : baselineResults(file, set, results.ids))?.map((each) => [each.id, each]),
    )
    return ({ id, fingerprint }: GoldenResult) => knownFailure(before.get(id), fingerprint)
  }
  const [wasKnown, isKnown] = [knownIn(old), knownIn(baseline)]
  return results.goldens.flatMap((golden) =>
    goldenVerdict(golden) === 'fail' && isKnown(golden) && !wasKnown(golden) ? [golden.id] : [],
  )
}

function lacks(old: Baseline | null, { set, results }: CollectedSet): boolean {
  const known = new Set((old === null ? null : baselineResults(old, set, results.ids))?.map((golden) => golden.id))
  return results.goldens.some((golden) => !known.has(golden.id))
}

/** Why the replies of a run cannot become a baseline; undefined: they can. */
function obstacleOf(sets: Collected['sets']): string | undefined {
  const open = sets.find((set) => set.note === null)
  if (open !== undefined) return `the suite of "${open.set}" did not finish`
  const unmeasured = sets.flatMap(({ set, results }) =>
    results.goldens.flatMap(({ id, unmeasured: [first] }) =>
      first === undefined ? [] : [`${id} of "${set}"${first.cause === EMPTY_REPLY ? ` (${first.evidence})` : ''}`],
    ),
  )
  if (unmeasured.length > 0)
    return `${counted(unmeasured.length, 'golden')} could not be measured, first ${unmeasured[0]}`
  return unjudgedProblem(sets.flatMap(({ results }) => results.goldens)) ?? undefined
}
