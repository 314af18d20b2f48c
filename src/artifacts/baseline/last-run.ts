import { join } from 'node:path'
import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { firstReplies, goldenResults } from '../../provenance/results/golden-results.ts'
import { readLog } from '../../provenance/read.ts'
import { readReport } from '../report/read-report.ts'
import { type Snapshot, snapshotOfResults } from './snapshot.ts'

/** A run may have logged replies a little before its report says that it began. */
const MARGIN_MS = 60_000

/**
 * The goldens of the last run, from its report and the log in the folder `dir`. Sets that compare two configurations are
 * left out. Throws an Error with the remedy when there is no report, or no reply of the run in the log.
 */
export async function lastRun(dir: string): Promise<Snapshot> {
  const path = join(dir, 'last_report.json')
  const report = readReport(path)
  if (typeof report === 'string') throw new Error(`${path} ${report}\n  ${RUN}`)
  if (!('run_id' in report)) throw new Error(`${path} is an older report, which has no goldens\n  ${RUN}`)
  const since = new Date(Date.parse(report.ts) - report.duration_ms - MARGIN_MS)
  const events: (ResponseEvent | UnmeasuredEvent)[] = []
  for await (const event of readLog(dir, { since }).events) {
    if (event.event_type !== 'response' || event.run_id !== report.run_id) continue
    if (event.hypothesis === undefined && event.configuration === undefined) events.push(event)
  }
  const snapshot = snapshotOfRun(`run ${report.run_id} of ${report.ts}`, events)
  if (snapshot.sets.size === 0)
    throw new Error(
      `the log in ${dir} has no reply to a golden of the last run, ${report.run_id} of ${report.ts}\n  ${RUN}`,
    )
  return snapshot
}

/** The goldens of a run from its events; events that are not of a golden are left out. Pure. */
export function snapshotOfRun(label: string, events: readonly (ResponseEvent | UnmeasuredEvent)[]): Snapshot {
  const bySet = Map.groupBy(events, ({ golden }) => golden?.set)
  const sets = [...bySet].flatMap(([set, asked]) =>
    set === undefined ? [] : [[set, snapshotOfResults(goldenResults(asked), firstReplies(asked))] as const],
  )
  return { label, isMatchedByIds: false, sets: new Map(sets) }
}

const RUN = 'run the goldens: npx vitest run goldens'
