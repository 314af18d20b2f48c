import type { GoldenPoint, LogQuery } from '../../provenance/query/log-query.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'

/** Share of the goldens of a set below which a run asked a part of it, such as one that `-t` selects. */
const ENOUGH = 0.5

/** Goldens of runs that are counted at most: 60 runs of 1,600 goldens. */
const MOST_POINTS = 100_000

/** The runs of a filter, by whether they asked whole sets. Objectives apply to whole sets. */
export async function partsOfRuns(query: LogQuery, filter: LogFilter): Promise<RunParts> {
  return runParts(await query.goldens(filter, { most: MOST_POINTS }))
}

/** Runs that asked whole sets, and those that asked a part of one. */
export interface RunParts {
  whole: string[]
  partial: string[]
}

/** A run is partial where it asked fewer than half of the goldens that another run asked of the same set. Pure. */
export function runParts(points: readonly Pick<GoldenPoint, 'set' | 'golden' | 'group'>[]): RunParts {
  const counts = new Map<string, Map<string, number>>()
  const sizes = new Map<string, number>()
  for (const { set, group } of points) {
    const run = String(group)
    const ofRun = counts.get(run) ?? new Map<string, number>()
    counts.set(run, ofRun)
    const count = (ofRun.get(set) ?? 0) + 1
    ofRun.set(set, count)
    sizes.set(set, Math.max(sizes.get(set) ?? 0, count))
  }
  const parts: RunParts = { whole: [], partial: [] }
  for (const [run, ofRun] of counts) {
    const isPartial = [...ofRun].some(([set, count]) => count < ENOUGH * (sizes.get(set) ?? 0))
    parts[isPartial ? 'partial' : 'whole'].push(run)
  }
  return parts
}
