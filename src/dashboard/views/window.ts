import type { SeriesPoint, Window } from '../../../schemas/generated/dashboard.ts'
import type { LogSpan, SeriesPoint as LogPoint } from '../../provenance/query/log-query.ts'
import type { ViewRequest } from './view-request.ts'

/** Steps of a time axis, in milliseconds: minutes, hours, days. */
const STEPS = [1, 5, 15, 30, 60, 180, 360, 720, 1_440, 2_880, 10_080, 43_200].map((minutes) => 60_000 * minutes)

/** Parts of a series that a chart can show. */
const PARTS = 60

/** Runs of which a series shows a point each; with more it shows parts of the time. */
export const MOST_RUN_POINTS = 60

/** A window whose series have points for parts of the time. */
interface WindowInParts extends Window {
  everyMs: number
}

/** The time window of an answer: that of the filter, within the events, and the length of a part of its series. Pure. */
export function windowOf(
  { filter, now }: ViewRequest,
  { first, last }: Pick<LogSpan, 'first' | 'last'>,
): WindowInParts {
  const from = filter.since?.getTime() ?? first
  const to = filter.until?.getTime() ?? (filter.since === undefined ? last : now)
  // The parts follow the events: of a week with events in one hour, that hour is shown.
  const span = first === null || last === null ? 0 : last - first
  return { from, to, everyMs: STEPS.find((step) => span / step <= PARTS) ?? Math.ceil(span / PARTS / DAY) * DAY }
}

const DAY = 86_400_000

/** A point of a log's series as the page gets it: as in the objective, a question without a reply has not passed. Pure. */
export function seriesPoint(point: LogPoint): SeriesPoint {
  const { time, value, count, pass, fail, unjudged, unmeasured } = point
  const asked = pass + fail + unmeasured
  const passRate = asked === 0 ? null : pass / asked
  const { p50Ms, p95Ms, firstTokenMs, tokensPerSecond } = point
  return { time, value, count, pass, fail, unjudged, unmeasured, passRate, p50Ms, p95Ms, firstTokenMs, tokensPerSecond }
}
