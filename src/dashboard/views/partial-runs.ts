import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { GoldenPoint, LogQuery, SeriesPoint } from '../../provenance/query/log-query.ts'

/** Share of the goldens of a set below which a run asked a part of it, such as one that `-t` selects. */
const ENOUGH = 0.5

/** Goldens of runs that are counted at most, of the latest runs: 60 runs of 1,600 goldens. */
const MOST_POINTS = 100_000

/** The runs that asked a part of a set. A run can ask one set in part and another in full. */
export interface PartialRuns {
  bySet: ReadonlyMap<string, readonly string[]>
  /** Those that asked no set in full. */
  ofAll: readonly string[]
}

/** The partial runs in the time and the sets of a filter. Its other facts say which replies count, not what a run asked. */
export async function partialRuns(query: LogQuery, { since, until, set }: LogFilter): Promise<PartialRuns> {
  const filter = { ...(since && { since }), ...(until && { until }), ...(set !== undefined && { set }) }
  const asked = { ...filter, hypothesis: null, configuration: null }
  return partialRunsOf(await query.goldens(asked, { most: MOST_POINTS }))
}

type Point = Pick<GoldenPoint, 'set' | 'group'> & { last: Pick<GoldenPoint['last'], 'time'> }

/**
 * A run is partial where it asked fewer than half of the goldens of the last run before it that was not. So a set may grow,
 * and several runs may select the same goldens. Pure.
 */
export function partialRunsOf(points: readonly Point[]): PartialRuns {
  const bySet = new Map([...Map.groupBy(points, ({ set }) => set)].map(([set, ofSet]) => [set, partialOf(ofSet)]))
  const isWhole = ({ set, group }: Point) => bySet.get(set)?.includes(String(group)) !== true
  const whole = new Set(points.filter(isWhole).map(({ group }) => String(group)))
  const ofAll = [...new Set([...bySet.values()].flat())].filter((run) => !whole.has(run))
  return { bySet, ofAll }
}

function partialOf(ofSet: readonly Point[]): string[] {
  const runs = [...Map.groupBy(ofSet, ({ group }) => String(group))]
    .map(([run, asked]) => ({
      run,
      goldens: asked.length,
      last: asked.reduce((latest, { last }) => Math.max(latest, last.time), -Infinity),
    }))
    .sort((a, b) => a.last - b.last)
  const partial: string[] = []
  let whole = 0
  for (const { run, goldens } of runs) {
    if (goldens < ENOUGH * whole) partial.push(run)
    else whole = goldens
  }
  return partial
}

/**
 * A series by run without the points of some runs. `filter`: that of the series, with all its sets where it is split by
 * set: the time of a run is that of its first reply in any of them.
 */
export async function withoutRuns(
  query: LogQuery,
  series: readonly SeriesPoint[],
  { filter, runs }: { filter: LogFilter; runs: readonly string[] },
): Promise<SeriesPoint[]> {
  if (runs.length === 0) return [...series]
  const left = await query.series({ ...filter, run: runs }, { measures: [] })
  const times = new Set(left.map(({ time }) => time))
  return series.filter(({ time }) => !times.has(time))
}
