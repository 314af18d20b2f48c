import type { GoldenRef, Overview } from '../../../schemas/generated/dashboard.ts'
import { diffSnapshots } from '../../artifacts/baseline/diff.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'
import { listOf } from '../golden-list.ts'
import { comparable, latencyNotes } from './comparable.ts'
import { earlierRun } from './earlier-run.ts'
import { changeOf, type JudgedChange } from './golden-change.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { runRef } from './run-ref.ts'
import { goldenKey, type RunSnapshot, runSnapshot } from './run-snapshot.ts'
import { reasonsText } from '../reasons-text.ts'
import type { Tolerance } from './set-tolerances.ts'
import { ownReasons, sharedChanges } from './shared-changes.ts'

/** Runs that are looked at, the latest. */
const MOST_RUNS = 10

/**
 * The last run of the log that has ended and the last one before of its goldens, paired by golden. `isChosen`: the first of
 * the runs is compared, or none.
 */
export async function changesBetween(
  query: LogQuery,
  runs: readonly RunSummary[],
  { tolerance, isChosen }: { tolerance: Tolerance; isChosen: boolean },
): Promise<Overview['changes']> {
  const ended = runs.filter(({ status, sets }) => status !== null && sets.length > 0)
  const read = (run: RunSummary) => runSnapshot(query, run, run.run)
  const last = await lastOf(isChosen ? ended.filter((run) => run === runs[0]) : ended, read)
  const earlier = last && (await earlierRun(last.asked, ended.slice(ended.indexOf(last.run) + 1), read))
  if (last === undefined || earlier === undefined)
    return {
      state: 'missing',
      reason:
        isChosen && last === undefined
          ? 'This run has not ended, or it asked no goldens.'
          : ended.length === 0
            ? 'No run has ended in the time window.'
            : 'The time window has no earlier run of the same goldens.',
      next: RUN_GOLDENS,
    }
  const [before, after] = [earlier.asked, last.asked]
  const lists: Record<'regressed' | 'improved' | 'unchanged' | 'unpaired', GoldenRef[]> = {
    regressed: [],
    improved: [],
    unchanged: [],
    unpaired: [],
  }
  const diffs = comparable(diffSnapshots(before.snapshot, after.snapshot, Infinity), { withBaseline: false })
  const judged = diffs.map((diff) => ({ ...diff, ...changeOf(diff, tolerance(diff.set)) }))
  const shared = sharedChanges(judged)
  // A changed verdict comes before a changed latency.
  const isJudged = ({ reasons }: JudgedChange) => Number(reasons.some(({ kind }) => kind === 'pass_rate'))
  for (const golden of judged.toSorted((a, b) => isJudged(b) - isJudged(a))) {
    const { set, id, change, reasons } = golden
    const key = goldenKey(set, id)
    const trait = after.traits.get(key) ?? before.traits.get(key) ?? ''
    const message = after.messages.get(key) ?? null
    lists[change === 'changed' ? 'unchanged' : change].push({
      set,
      id,
      trait,
      list: listOf({ ...golden, stale: golden.isStale }),
      reason: reasonsText(ownReasons(reasons, shared)),
      message,
    })
  }
  return { before: runRef(earlier.run), after: runRef(last.run), shared, notes: latencyNotes(diffs), ...lists }
}

/** The last run that asked a golden: a run of hypotheses asks some, too, which are not compared. */
async function lastOf(
  runs: readonly RunSummary[],
  read: (run: RunSummary) => Promise<RunSnapshot>,
): Promise<{ run: RunSummary; asked: RunSnapshot } | undefined> {
  for (const run of runs.slice(0, MOST_RUNS)) {
    const asked = await read(run)
    if (asked.snapshot.sets.size > 0) return { run, asked }
  }
  return undefined
}
