import type { Objective, Overview, TrendPoint, Window } from '../../../schemas/generated/dashboard.ts'
import { checkLastReport, NO_OBJECTIVE } from '../../artifacts/slo/check.ts'
import type { LogQuery, SeriesOptions, SeriesPoint } from '../../provenance/query/log-query.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Objective as Judged, SloVerdict } from '../../verdicts/slo/judge.ts'
import { describeObjective } from '../../verdicts/slo/objective-text.ts'
import { DIRECTIONS, type ObjectiveName } from '../../verdicts/slo/objectives.ts'
import { errorBudget } from './error-budget.ts'
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

/** The objectives of the last report, each with its trend in the log. */
export async function objectivesOf(
  { settings, query }: { settings: Settings; query: LogQuery },
  { filter, now }: ViewRequest,
  { everyMs }: Window,
): Promise<Overview['objectives']> {
  const check = checkLastReport(settings.dir, {}, { now: new Date(now), maxAgeMs: Infinity, usual: settings.slo })
  if (check.kind === 'cannot_tell') {
    const state = check.reason === NO_OBJECTIVE ? 'missing' : 'unknown'
    return { state, reason: check.reason, next: check.next }
  }
  // As in the report, replies to hypotheses and compared configurations do not count.
  const measured = { ...filter, hypothesis: null, configuration: null }
  // Each golden set may have targets of its own.
  const alike = [...Map.groupBy(check.sets, (set) => JSON.stringify(limitsOf(set))).values()]
  const series = await Promise.all(
    alike.map(async ([first]) => {
      const limits = first === undefined ? {} : limitsOf(first)
      return [JSON.stringify(limits), await query.series(measured, { everyMs, by: 'set', limits })] as const
    }),
  )
  const points = new Map(series)
  return check.sets.flatMap((verdict) => {
    const { set, objectives } = verdict
    const ofSet = points.get(JSON.stringify(limitsOf(verdict)))?.filter(({ value }) => value === set) ?? []
    return objectives.map((judged) => objectiveOf(set, judged, ofSet))
  })
}

/** The targets of latencies, with which replies are compared. */
function limitsOf({ objectives }: SloVerdict): NonNullable<SeriesOptions['limits']> {
  const target = (name: ObjectiveName) => objectives.find(({ objective }) => objective === name)?.target ?? undefined
  const [latencyMs, firstTokenMs] = [target('p95Ms'), target('ttftMs')]
  return { ...(latencyMs !== undefined && { latencyMs }), ...(firstTokenMs !== undefined && { firstTokenMs }) }
}

function objectiveOf(set: string, judged: Judged, points: readonly SeriesPoint[]): Objective {
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
    sentence: describeObjective(judged),
    budget: errorBudget(judged, points),
    trend: points.map((point) => trendPoint(point, judged)),
  }
}

type TrendSource = Omit<SeriesPoint, 'withinLimit' | 'beyondLimit'>

/** The value of an objective in a part of the time, and whether it misses the target. Pure. */
export function trendPoint(
  point: TrendSource,
  { objective, target }: Pick<Judged, 'objective' | 'target'>,
): TrendPoint {
  const value = valueOf(point, objective)
  const misses = DIRECTIONS[objective] === 'at least' ? (value ?? 0) < (target ?? 0) : (value ?? 0) > (target ?? 0)
  return { time: point.time, value, n: point.count, breach: value !== null && target !== null && misses }
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
