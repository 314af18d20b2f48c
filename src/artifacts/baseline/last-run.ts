import { join } from 'node:path'
import type { Golden, ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
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
  if ('unread' in report) throw new Error(`${path} ${report.reason}\n  ${RUN}`)
  if (!('run_id' in report)) throw new Error(`${path} is an older report, which has no goldens\n  ${RUN}`)
  const since = new Date(Date.parse(report.ts) - report.duration_ms - MARGIN_MS)
  const events: GoldenEvent[] = []
  for await (const event of goldenEvents(dir, since)) if (event.run_id === report.run_id) events.push(event)
  const snapshot = snapshotOfRun(`run ${report.run_id} of ${report.ts}`, events)
  if (snapshot.sets.size === 0)
    throw new Error(
      `the log in ${dir} has no reply to a golden of the last run, ${report.run_id} of ${report.ts}\n  ${RUN}`,
    )
  return snapshot
}

/**
 * The goldens of the last run of each set in `logs`, which are files, globs or folders. The log is read twice, because the
 * runs of several machines overlap. Throws an Error with the remedy when no reply is to a golden.
 */
export async function lastRunOfEachSet(logs: readonly string[]): Promise<Snapshot> {
  const lastRuns = new Map<string, { run: string; time: number }>()
  for await (const { golden, run_id: run, ts } of goldenEvents(logs)) {
    const time = Date.parse(ts)
    if (time >= (lastRuns.get(golden.set)?.time ?? -Infinity)) lastRuns.set(golden.set, { run, time })
  }
  const events: GoldenEvent[] = []
  for await (const event of goldenEvents(logs)) {
    if (lastRuns.get(event.golden.set)?.run === event.run_id) events.push(event)
  }
  if (events.length === 0)
    throw new Error(`${logs.join(', ')} has no reply to a golden\n  ${RUN}, or choose other logs`)
  return snapshotOfRun(`the last run of each set in ${logs.join(', ')}`, events)
}

type GoldenEvent = (ResponseEvent | UnmeasuredEvent) & { golden: Golden }

/** Events of goldens in suites that do not compare two configurations. */
async function* goldenEvents(from: string | readonly string[], since?: Date): AsyncGenerator<GoldenEvent> {
  for await (const event of readLog(from, since === undefined ? {} : { since }).events) {
    if (event.event_type !== 'response' || event.golden === undefined) continue
    if (event.hypothesis !== undefined || event.configuration !== undefined) continue
    yield { ...event, golden: event.golden }
  }
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
