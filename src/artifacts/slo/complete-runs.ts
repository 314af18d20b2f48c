import { printable } from '../../text/printable.ts'
import { utcMinute } from '../../text/utc-minute.ts'
import { lastCompleteRuns } from '../comparison-history.ts'
import type { SloCheck } from './check.ts'

/** A check of the last report with a note on the last complete run of each set of which only a part ran, where known. */
export async function withCompleteRuns(dir: string, check: SloCheck): Promise<SloCheck> {
  if (check.kind === 'cannot_tell') return check
  // Only a part of a set without objectives ran.
  const parts = check.sets.filter(({ objectives }) => objectives.length === 0).map(({ set }) => set)
  const runs = await lastCompleteRuns(dir, parts)
  const notes = runs.map(({ set, ts, verdict, status, why }) => {
    const end = { pass: ' and passed', fail: ' and failed' }
    const reason = why === undefined ? '' : `: ${printable(why, { max: 300 })}`
    const outcome = status === undefined ? '' : `${end[status]}${reason}`
    const compared = status === 'fail' ? '' : `; its comparison with the baseline: ${verdict}`
    return `the last complete run of "${printable(set)}" was at ${utcMinute(ts)}${outcome}${compared}`
  })
  return { ...check, notes: [...notes, ...check.notes] }
}
