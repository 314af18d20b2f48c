import type { GoldenRef, Overview } from '../../../schemas/generated/dashboard.ts'
import { diffSnapshots } from '../../artifacts/baseline/diff.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'
import { changeOf } from './golden-change.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { runRef } from './run-ref.ts'
import { goldenKey, runSnapshot } from './run-snapshot.ts'

/** The last two runs of the log that have ended and share a golden set, paired by golden. */
export async function changesBetween(
  query: LogQuery,
  runs: readonly RunSummary[],
  tolerance: number,
): Promise<Overview['changes']> {
  const ended = runs.filter(({ status, sets }) => status !== null && sets.length > 0)
  const [last] = ended
  const earlier = ended.slice(1).find(({ sets }) => sets.some((set) => last?.sets.includes(set)))
  if (last === undefined || earlier === undefined)
    return {
      state: 'missing',
      reason: ended.length === 0 ? 'No run has ended in this time.' : 'There is no earlier run of the same goldens.',
      next: RUN_GOLDENS,
    }
  const [before, after] = await Promise.all([
    runSnapshot(query, earlier.run, earlier.run),
    runSnapshot(query, last.run, last.run),
  ])
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
    lists[change === 'changed' ? 'unchanged' : change].push({ set, id, trait, reason: reasons.join(', ') })
  }
  return { before: runRef(earlier), after: runRef(last), ...lists }
}
