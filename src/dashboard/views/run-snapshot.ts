import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { snapshotOfRun } from '../../artifacts/baseline/last-run.ts'
import type { Snapshot } from '../../artifacts/baseline/snapshot.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'

/** The goldens of a run in the log, with the facts that only the log contains. */
export interface RunSnapshot {
  snapshot: Snapshot
  /** By the key of a golden: its trait. */
  traits: ReadonlyMap<string, string>
  /** By the key of a golden: the message id of its last reply. */
  messages: ReadonlyMap<string, string>
  /** By the key of a golden: why its last failed reply failed. */
  misses: ReadonlyMap<string, string>
}

/** Key of a golden in maps. Pure. */
export function goldenKey(set: string, id: string): string {
  return JSON.stringify([set, id])
}

/** The goldens of a run; sets that compare two configurations and replies to hypotheses are left out. */
export async function runSnapshot(
  query: LogQuery,
  { run, first, last }: Pick<RunSummary, 'run' | 'first' | 'last'>,
  label: string,
): Promise<RunSnapshot> {
  const asked: (ResponseEvent | UnmeasuredEvent)[] = []
  // The times of the run, so that only its part of the log is read.
  const time = { since: new Date(first), until: new Date(last) }
  const filter = { ...time, run, type: 'response', hypothesis: null, configuration: null }
  for await (const event of query.events(filter)) if (event.event_type === 'response') asked.push(event)
  const [traits, messages, misses] = [new Map<string, string>(), new Map<string, string>(), new Map<string, string>()]
  for (const event of asked) {
    const { golden, msg_id, verdict } = event
    if (golden === undefined) continue
    const key = goldenKey(golden.set, golden.id)
    traits.set(key, golden.trait)
    messages.set(key, msg_id)
    if (verdict === 'fail' && event.why !== undefined) misses.set(key, event.why)
  }
  return { snapshot: snapshotOfRun(label, asked), traits, messages, misses }
}
