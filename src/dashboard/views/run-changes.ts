import type { GoldenRef, Overview } from '../../../schemas/generated/dashboard.ts'
import { diffSnapshots } from '../../artifacts/baseline/diff.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'
import { changeOf } from './golden-change.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { runRef } from './run-ref.ts'
import { goldenKey, runSnapshot } from './run-snapshot.ts'

/** Runs that are looked at, the latest. */
const MOST_RUNS = 10

type RunSnapshot = Awaited<ReturnType<typeof runSnapshot>>

/** The last two runs of the log that have ended and share a golden set, paired by golden. */
export async function changesBetween(
  query: LogQuery,
  runs: readonly RunSummary[],
  tolerance: number,
): Promise<Overview['changes']> {
  const ended = runs.filter(({ status, sets }) => status !== null && sets.length > 0)
  const found: { run: RunSummary; asked: RunSnapshot }[] = []
  for (const run of ended.slice(0, MOST_RUNS)) {
    // A run of hypotheses asks goldens too, which are not compared.
    const asked = await runSnapshot(query, run, run.run)
    const sets = [...asked.snapshot.sets.keys()]
    if (sets.length === 0 || (found[0] !== undefined && !sets.some((set) => found[0]?.asked.snapshot.sets.has(set))))
      continue
    found.push({ run, asked })
    if (found.length === 2) break
  }
  const [last, earlier] = found
  if (last === undefined || earlier === undefined)
    return {
      state: 'missing',
      reason: ended.length === 0 ? 'No run has ended in this time.' : 'There is no earlier run of the same goldens.',
      next: RUN_GOLDENS,
    }
  const [before, after] = [earlier.asked, last.asked]
  const lists: Record<'regressed' | 'improved' | 'unchanged' | 'unpaired', GoldenRef[]> = {
    regressed: [],
    improved: [],
    unchanged: [],
    unpaired: [],
  }
  for (const diff of diffSnapshots(before.snapshot, after.snapshot, tolerance)) {
    const { set, id } = diff
    const { change, reasons } = changeOf(diff, tolerance)
    const key = goldenKey(set, id)
    const trait = after.traits.get(key) ?? before.traits.get(key) ?? ''
    const message = after.messages.get(key) ?? null
    lists[change === 'changed' ? 'unchanged' : change].push({ set, id, trait, reason: reasons.join(', '), message })
  }
  // A changed verdict comes before a changed latency.
  const isJudged = ({ reason }: GoldenRef) => Number(reason.startsWith('pass rate'))
  for (const list of [lists.regressed, lists.improved]) list.sort((a, b) => isJudged(b) - isJudged(a))
  return { before: runRef(earlier.run), after: runRef(last.run), ...lists }
}
