import type { Objective, Overview, TrendPoint, Window } from '../../../schemas/generated/dashboard.ts'
import { checkLastReport } from '../../artifacts/slo/check.ts'
import type { LogQuery, SeriesPoint } from '../../provenance/query/log-query.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Objective as Judged } from '../../verdicts/slo/judge.ts'
import { describeObjective } from '../../verdicts/slo/objective-text.ts'
import { DIRECTIONS, type ObjectiveName } from '../../verdicts/slo/objectives.ts'
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
  if (check.kind === 'cannot_tell') return { state: 'unknown', reason: check.reason, next: check.next }
  // As in the report, replies to hypotheses and compared configurations do not count.
  const measured = { ...filter, hypothesis: null, configuration: null }
  const points = await query.series(measured, { everyMs, by: 'set' })
  return check.sets.flatMap(({ set, objectives }) => {
    const ofSet = points.filter(({ value }) => value === set)
    return objectives.map((judged) => objectiveOf(set, judged, ofSet))
  })
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
    ...budgetOf(judged, points),
    trend: points.map((point) => trendPoint(point, judged)),
  }
}

/**
 * The remaining error budget of the window, and the burn rate of its last part. The budget is the share of bad replies
 * that the target allows: failed ones for the pass rate, missing ones for the error rate. Other objectives have none: an
 * allowed share of slow replies does not belong to them. Pure.
 */
export function budgetOf(
  { objective, target }: Pick<Judged, 'objective' | 'target'>,
  points: readonly Pick<SeriesPoint, 'pass' | 'fail' | 'unmeasured' | 'count'>[],
): Pick<Objective, 'budget' | 'burnRate'> {
  const allowed = target === null ? 0 : objective === 'passRate' ? 1 - target : objective === 'errorRate' ? target : 0
  if (allowed <= 0) return { budget: null, burnRate: null }
  const all = badAndAll(points, objective)
  const last = badAndAll(points.slice(-1), objective)
  return {
    budget: all.all === 0 ? null : 1 - all.bad / all.all / allowed,
    burnRate: last.all === 0 ? null : last.bad / last.all / allowed,
  }
}

function badAndAll(
  points: readonly Pick<SeriesPoint, 'pass' | 'fail' | 'unmeasured' | 'count'>[],
  objective: ObjectiveName,
): { bad: number; all: number } {
  const sum = { bad: 0, all: 0 }
  for (const { pass, fail, unmeasured, count } of points) {
    sum.bad += objective === 'passRate' ? fail : unmeasured
    sum.all += objective === 'passRate' ? pass + fail : count
  }
  return sum
}

/** The value of an objective in a part of the time, and whether it misses the target. Pure. */
export function trendPoint(
  point: SeriesPoint,
  { objective, target }: Pick<Judged, 'objective' | 'target'>,
): TrendPoint {
  const value = valueOf(point, objective)
  const misses = DIRECTIONS[objective] === 'at least' ? (value ?? 0) < (target ?? 0) : (value ?? 0) > (target ?? 0)
  return { time: point.time, value, n: point.count, breach: value !== null && target !== null && misses }
}

function valueOf(point: SeriesPoint, objective: ObjectiveName): number | null {
  switch (objective) {
    case 'passRate':
      return point.passRate
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
