import type { GoldenHistory, GoldenPoint, GoldensOverTime } from '../../../schemas/generated/dashboard.ts'
import { readBaseline } from '../../artifacts/baseline/baseline-file.ts'
import { RUNBOOK } from '../../artifacts/baseline/set-in-baseline.ts'
import { snapshotOfBaseline } from '../../artifacts/baseline/snapshot.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { GoldenOptions, GoldenPoint as LogPoint, LogCounts, LogQuery } from '../../provenance/query/log-query.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Sources } from '../sources.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { goldenKey } from './run-snapshot.ts'
import type { ViewRequest } from './view-request.ts'
import { MOST_RUN_POINTS, windowOf } from './window.ts'

/** Goldens that an answer shows; the others are counted. */
const MOST_GOLDENS = 300

/** Points that one query returns: those of all goldens of most logs. */
const MOST_POINTS = 20_000

/** Latency and verdict of each golden over time, those that fail first. */
export async function goldensView({ query, settings }: Sources, request: ViewRequest): Promise<GoldensOverTime> {
  const filter = { ...request.filter, type: 'response', hypothesis: null, configuration: null }
  const [counts, runs] = await Promise.all([query.counts(filter), query.runs(filter, MOST_RUN_POINTS + 1)])
  const window = windowOf(request, counts)
  const { points, total } = await pointsOf(
    query,
    filter,
    runs.length > MOST_RUN_POINTS ? { everyMs: window.everyMs } : {},
  )
  const baseline = baselineLatencies(settings)
  const goldens = [...Map.groupBy(points, keyOf)]
    .map(([key, ofGolden]) => historyOf(ofGolden, baseline.get(key) ?? null))
    .sort((a, b) => Number(b.last === 'fail') - Number(a.last === 'fail'))
  return {
    window,
    sets: await setsIn(query, filter, counts),
    total,
    goldens: goldens.slice(0, MOST_GOLDENS),
    empty:
      goldens.length === 0
        ? { state: 'missing', reason: 'No golden was asked in the time window.', next: RUN_GOLDENS }
        : null,
  }
}

/** The sets that can be chosen, also where one is chosen. */
async function setsIn(query: LogQuery, filter: LogFilter, { counts }: LogCounts): Promise<string[]> {
  const { set, ...others } = filter
  const all = set === undefined ? counts : (await query.counts(others)).counts
  return Object.keys(all.set).sort()
}

/**
 * All points of each golden, and the number of goldens. Where they are too many for one query, only the goldens that are
 * shown have points: those whose last reply failed, then those with another failure.
 */
async function pointsOf(
  query: LogQuery,
  filter: LogFilter,
  grouping: Pick<GoldenOptions, 'everyMs'>,
): Promise<{ points: LogPoint[]; total: number }> {
  const points = await query.goldens(filter, { ...grouping, most: MOST_POINTS })
  if (points.length < MOST_POINTS) return { points, total: new Set(points.map(keyOf)).size }
  const whole = await query.goldens(filter, { everyMs: Infinity, most: Number.MAX_SAFE_INTEGER })
  const failures = ({ last, fail }: LogPoint) => (last.verdict === 'fail' ? 2 : fail > 0 ? 1 : 0)
  const chosen = whole.toSorted((a, b) => failures(b) - failures(a)).slice(0, MOST_GOLDENS)
  const keys = new Set(chosen.map(keyOf))
  const [sets, ids] = [chosen.map(({ set }) => set), chosen.map(({ golden }) => golden)]
  const ofThem = { ...filter, set: [...new Set(sets)], golden: [...new Set(ids)] }
  const found = await query.goldens(ofThem, { ...grouping, most: Number.MAX_SAFE_INTEGER })
  return { points: found.filter((point) => keys.has(keyOf(point))), total: whole.length }
}

function keyOf({ set, golden }: LogPoint): string {
  return goldenKey(set, golden)
}

function historyOf(points: readonly LogPoint[], baselineMs: number | null): GoldenHistory {
  const [first] = points
  const last = points.at(-1)
  return {
    set: first?.set ?? '',
    id: first?.golden ?? '',
    trait: last?.last.trait ?? '',
    points: points.map(pointOf),
    baselineMs,
    last: last === undefined ? null : verdictOf(last),
  }
}

function pointOf(point: LogPoint): GoldenPoint {
  const { time, run, message, latencyMs, source, model } = point.last
  return { time, run, message, verdict: verdictOf(point), latencyMs, source, model, origin: null }
}

/** One failed reply of several makes the point a failure, so that it is seen. */
function verdictOf({ pass, fail, last }: LogPoint): string | null {
  return fail > 0 ? 'fail' : pass > 0 ? 'pass' : last.verdict
}

/** Median latencies in the baseline by golden; none where the baseline is missing or cannot be read. */
function baselineLatencies({ baseline }: Settings): Map<string, number> {
  try {
    const file = readBaseline(baseline)
    if (file === null) return new Map()
    const { sets } = snapshotOfBaseline(baseline, file, RUNBOOK)
    return new Map(
      [...sets].flatMap(([set, { goldens }]) =>
        [...goldens].map(([id, { latencyMs }]) => [goldenKey(set, id), latencyMs] as const),
      ),
    )
  } catch {
    return new Map()
  }
}
