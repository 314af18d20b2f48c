import { goldenKey, type RunSnapshot } from './run-snapshot.ts'

/** Runs that are looked at, the latest. */
const MOST_RUNS = 10

/** Share of the goldens that the earlier run has to have, so that a run of a few selected goldens is passed over. */
const ENOUGH = 0.5

/**
 * The run to compare `last` with: the first of the `earlier` ones with at least half of its goldens, else the one with the
 * most; undefined: none has any. `earlier`: the latest first.
 */
export async function earlierRun<T>(
  last: RunSnapshot,
  earlier: readonly T[],
  read: (run: T) => Promise<RunSnapshot>,
): Promise<{ run: T; asked: RunSnapshot } | undefined> {
  const goldens = goldensOf(last)
  let best: { run: T; asked: RunSnapshot; shared: number } | undefined
  for (const run of earlier.slice(0, MOST_RUNS)) {
    const asked = await read(run)
    const shared = [...goldensOf(asked)].filter((golden) => goldens.has(golden)).length
    if (shared > (best?.shared ?? 0)) best = { run, asked, shared }
    if (shared > 0 && shared >= ENOUGH * goldens.size) break
  }
  return best
}

function goldensOf({ snapshot }: RunSnapshot): Set<string> {
  return new Set(
    [...snapshot.sets].flatMap(([set, { goldens }]) => [...goldens.keys()].map((id) => goldenKey(set, id))),
  )
}
