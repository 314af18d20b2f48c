import type { Objective, Overview, TrendPoint, Window } from '../../../schemas/generated/dashboard.ts'
import { checkLastReport, NO_OBJECTIVE } from '../../artifacts/slo/check.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { LogQuery, SeriesOptions, SeriesPoint } from '../../provenance/query/log-query.ts'
import type { Settings } from '../../settings/settings.ts'
import { type Objective as Judged, pointVerdict, type SloVerdict } from '../../verdicts/slo/judge.ts'
import { DIRECTIONS, type ObjectiveName } from '../../verdicts/slo/objectives.ts'
import { boundaryOverTime } from './boundary.ts'
import { adaptationsOf, currentBoundary, stateOf } from './boundary-history.ts'
import { budgetOf } from './error-budget.ts'
import { measuredOnly } from './measured-only.ts'
import { objectiveWords } from './objective-words.ts'
import { type PartialRuns, withoutRuns } from './partial-runs.ts'
import type { ViewRequest } from './view-request.ts'

const UNITS: Record<ObjectiveName, Objective['unit']> = {
  passRate: 'share',
  p95Ms: 'ms',
  boundaryDrift: 'drift',
  errorRate: 'share',
  ttftMs: 'ms',
  tokensPerSecond: 'per second',
  tokensPerReply: 'tokens',
}

/** The runs of a part of the goldens, and whether some replies were replayed. */
interface Replies {
  partial: PartialRuns
  hasReplayed: boolean
}

/**
 * The objectives of the last report, each with its trend in the log. The trend of a set is without its partial runs; its
 * error budget is not, because a failure counts in any run.
 */
export async function objectivesOf(
  { settings, query }: { settings: Settings; query: LogQuery },
  { filter, now }: ViewRequest,
  { from, to, everyMs, partial, hasReplayed }: Pick<Window, 'from' | 'to' | 'everyMs'> & Replies,
): Promise<Overview['objectives']> {
  const check = checkLastReport(settings.dir, {}, { now: new Date(now), maxAgeMs: Infinity, usual: settings.slo })
  if (check.kind === 'cannot_tell') {
    const state = check.reason === NO_OBJECTIVE ? 'missing' : 'unknown'
    return { state, reason: check.reason, next: check.next }
  }
  // As in the report, replies to hypotheses and compared configurations do not count.
  const counting = { ...filter, hypothesis: null, configuration: null }
  // Each golden set may have targets of its own.
  const alike = [...Map.groupBy(check.sets, (set) => JSON.stringify(limitsOf(set))).values()]
  const seriesOf = (replies: LogFilter) =>
    Promise.all(
      alike.map(async ([first]) => {
        const limits = first === undefined ? {} : limitsOf(first)
        const options = { ...(everyMs !== null && { everyMs }), by: 'set', limits } as const
        return [JSON.stringify(limits), await query.series(replies, options)] as const
      }),
    )
  const series = await seriesOf(counting)
  const pointsIn = (points: typeof series) => (verdict: SloVerdict) =>
    new Map(points).get(JSON.stringify(limitsOf(verdict)))?.filter(({ value }) => value === verdict.set) ?? []
  const pointsOf = pointsIn(series)
  const measuredOf = hasReplayed ? pointsIn(await seriesOf(measuredOnly(counting))) : pointsOf
  const hasDrift = check.sets.some(({ objectives }) => objectives.some(isDrift))
  // As long as the other trends, which have the events of the window.
  const times = series.flatMap(([, ofSets]) => ofSets.map(({ time }) => time))
  const span = { from: times.length > 0 ? Math.min(...times) : (from ?? now), to: to ?? now }
  const trends = new Map(
    await Promise.all(
      check.sets.map(async (verdict) => {
        const runs = partial.bySet.get(verdict.set) ?? []
        return [verdict.set, await withoutRuns(query, pointsOf(verdict), { filter: counting, runs })] as const
      }),
    ),
  )
  const drift = hasDrift ? await driftOverTime({ settings, query }, filter, span) : []
  return check.sets.flatMap((verdict) => {
    const { set, objectives } = verdict
    const of = { all: pointsOf(verdict), measured: measuredOf(verdict), trend: trends.get(set) ?? [], drift }
    return objectives.map((judged) => objectiveOf(set, judged, of))
  })
}

function isDrift({ objective }: Judged): boolean {
  return objective === 'boundaryDrift'
}

type Drift = { time: number; drift: number }

/**
 * The distance of the boundary from 0.5 at the start of the window, at each move, and at its end. A move belongs to no set,
 * source or model, so that only the time of the filter counts.
 */
async function driftOverTime(
  { settings, query }: { settings: Settings; query: LogQuery },
  { since, until }: LogFilter,
  window: { from: number; to: number },
): Promise<Drift[]> {
  const found = await stateOf(settings)
  const adaptations = await adaptationsOf(query, { ...(since && { since }), ...(until && { until }) }, found.state)
  const points = boundaryOverTime(adaptations, { ...window, current: currentBoundary(found) })
  return points.map(({ time, boundary }) => ({ time, drift: Math.abs(boundary - 0.5) }))
}

/** The targets of latencies, with which replies are compared. */
function limitsOf({ objectives }: SloVerdict): NonNullable<SeriesOptions['limits']> {
  const target = (name: ObjectiveName) => objectives.find(({ objective }) => objective === name)?.target ?? undefined
  const [latencyMs, firstTokenMs] = [target('p95Ms'), target('ttftMs')]
  return { ...(latencyMs !== undefined && { latencyMs }), ...(firstTokenMs !== undefined && { firstTokenMs }) }
}

function objectiveOf(
  set: string,
  judged: Judged,
  {
    all,
    measured,
    trend,
    drift,
  }: Record<'all' | 'measured' | 'trend', readonly SeriesPoint[]> & { drift: readonly Drift[] },
): Objective {
  const { objective, target, value, met, n, reason } = judged
  const direction = DIRECTIONS[objective]
  const isOpen = value === null || (!met && reason !== undefined)
  return {
    set,
    objective,
    direction,
    target,
    value,
    unit: UNITS[objective],
    state: target === null ? 'reported' : met ? 'met' : isOpen ? 'open' : 'missed',
    n,
    ...objectiveWords(judged),
    budget: budgetOf(judged, { all, measured }),
    trend: isDrift(judged)
      ? drift.map(({ time, drift: of }) => ({ time, value: of, n: 1, breach: misses(of, judged) }))
      : trend.map((point) => trendPoint(point, judged)),
  }
}

type TrendSource = Omit<SeriesPoint, 'withinLimit' | 'beyondLimit'>

type Target = Pick<Judged, 'objective' | 'target'>

/** The value of an objective in a part of the time, and whether it misses the target. Pure. */
export function trendPoint(point: TrendSource, judged: Target): TrendPoint {
  const value = valueOf(point, judged.objective)
  return { time: point.time, value, n: point.count, breach: misses(value, judged) }
}

function misses(value: number | null, { objective, target }: Target): boolean {
  return value !== null && target !== null && pointVerdict(objective, target, value) === 'fail'
}

function valueOf(point: TrendSource, objective: ObjectiveName): number | null {
  switch (objective) {
    case 'passRate': {
      // A question without a reply has not passed.
      const all = point.pass + point.fail + point.unmeasured
      return all === 0 ? null : point.pass / all
    }
    case 'p95Ms':
      return point.p95Ms
    case 'ttftMs':
      return point.firstTokenP95Ms
    case 'tokensPerSecond':
      return point.tokensPerSecond
    case 'errorRate':
      return point.count === 0 ? null : point.unmeasured / point.count
    case 'boundaryDrift':
    case 'tokensPerReply':
      return null
  }
}
