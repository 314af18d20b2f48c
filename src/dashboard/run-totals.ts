import type { LogFilter } from '../provenance/query/log-filter.ts'
import type { LogQuery } from '../provenance/query/log-query.ts'

/** How many events a run has, or those of a hypothesis in it. */
export interface RunTotal {
  run: string
  /** undefined: all events of the run. */
  hypothesis?: string
}

/** Counts the events of many runs and hypotheses that match a filter, in one pass over the log. */
export async function runTotals<T extends RunTotal>(
  query: LogQuery,
  { filter, wanted }: { filter: LogFilter; wanted: readonly T[] },
): Promise<{ of: T; total: number }[]> {
  if (wanted.length === 0) return []
  const totals = new Map<string, number>()
  const add = (key: string): void => void totals.set(key, (totals.get(key) ?? 0) + 1)
  const runs = [...new Set(wanted.map(({ run }) => run))]
  for await (const { run, hypothesis } of query.facts({ ...filter, run: runs }, ['run', 'hypothesis'])) {
    if (run === null) continue
    add(keyOf({ run }))
    if (hypothesis !== null) add(keyOf({ run, hypothesis }))
  }
  return wanted.map((of) => ({ of, total: totals.get(keyOf(of)) ?? 0 }))
}

function keyOf({ run, hypothesis }: RunTotal): string {
  return JSON.stringify([run, hypothesis])
}
