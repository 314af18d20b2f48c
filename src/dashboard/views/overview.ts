import { join } from 'node:path'
import type { Overview, Sign, Split } from '../../../schemas/generated/dashboard.ts'
import { readReport } from '../../artifacts/report/read-report.ts'
import { reportHealth } from '../../artifacts/report/report-health.ts'
import { findState } from '../../artifacts/router/find-state.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { LogQuery, RunSummary, SeriesPoint } from '../../provenance/query/log-query.ts'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { errorMessage } from '../../text/error-message.ts'
import { describeRedFlag, healthText } from '../../verdicts/health/describe-health.ts'
import { type HealthSign, judgeHealth } from '../../verdicts/health/judge-health.ts'
import type { Sources } from '../sources.ts'
import { chosenRun } from './chosen-run.ts'
import { headlineOf } from './headline.ts'
import { lastRunOf } from './last-run.ts'
import { logState } from './log-state.ts'
import { measuredOnly } from './measured-only.ts'
import { objectivesOf } from './objectives.ts'
import { oneSidedRouting } from './one-sided.ts'
import { type PartialRuns, partialRuns, withoutRuns } from './partial-runs.ts'
import { problemsOf } from './problems.ts'
import { progressOf } from './progress.ts'
import { changesBetween } from './run-changes.ts'
import { linksToLostReplies, linksToNewFailures, linkToReplies, ROUTING } from './run-replies.ts'
import { setTolerances } from './set-tolerances.ts'
import type { ViewRequest } from './view-request.ts'
import { MOST_RUN_POINTS, seriesPoint, windowOf } from './window.ts'

/** Runs among which the last one and the one before are looked for. */
const MOST_RUNS = 20

/** The tab Overview: whether the system is healthy, and why not. */
export async function overviewView({ settings, query, log }: Sources, request: ViewRequest): Promise<Overview> {
  const { filter, now } = request
  // Hypotheses ask with other conditions than the goldens, so a new one is not a change of the system.
  const counting = { hypothesis: null, configuration: null, ...filter }
  const users = { ...filter, golden: null, hypothesis: null, configuration: null }
  const [span, isByRun] = await Promise.all([query.span(filter), areGoldensOfRuns(query, users, counting)])
  const inParts = windowOf(request, span)
  // A run of a few minutes has no trend in itself.
  const window = { ...inParts, everyMs: isByRun ? null : inParts.everyMs }
  const every = isByRun ? {} : { everyMs: inParts.everyMs }
  const activityEveryMs = Math.max(3_600_000, inParts.everyMs)
  const partial = isByRun && filter.run === undefined ? await partialRuns(query, filter) : NONE_PARTIAL
  const [[figures], [onlyMeasured], series, activity, buckets, sources, routed, runs] = await Promise.all([
    query.series(counting, { everyMs: Infinity }),
    query.series(measuredOnly(counting), { everyMs: Infinity, measures: [] }),
    query.series(counting, every),
    isByRun ? query.series(counting, { everyMs: activityEveryMs, measures: [] }) : null,
    query.series(counting, { everyMs: Infinity, by: 'bucket', measures: ['latencyMs'] }),
    query.series(counting, { everyMs: Infinity, by: 'source', measures: ['latencyMs'] }),
    filter.source === undefined ? query.series(users, { everyMs: inParts.everyMs, by: 'source', measures: [] }) : [],
    runsUpTo(query, filter),
  ])
  const replayed = answered(figures) - answered(onlyMeasured)
  const newest = await lastRunOf(settings.dir, now)
  const chosen = await chosenRun(query, request, { dir: settings.dir, last: newest.lastRun })
  // Facts of two runs are not mixed: the report says nothing about an earlier run.
  const { lastRun, objectives } = chosen ?? {
    lastRun: newest.lastRun,
    objectives: await objectivesOf({ settings, query }, request, { ...window, partial, hasReplayed: replayed > 0 }),
  }
  // With a few replies of a set, its percentiles say nothing about the others.
  const trend = await withoutRuns(query, series, { filter: counting, runs: partial.ofAll })
  const health = chosen === null ? await healthOf(settings) : []
  const state = logState({ query, log }, span)
  const unread = span.skipped.unreadable[0]?.path ?? null
  const run = lastRun.state === 'known' ? lastRun.run : null
  const oneSided = oneSidedRouting(routed)
  const newFailures = lastRun.state === 'known' ? await linksToNewFailures(query, lastRun, runs) : []
  const lost = chosen === null && lastRun.state === 'known' ? await linksToLostReplies(query, lastRun, runs) : new Map()
  const facts = { health, objectives, lastRun, causes: newest.causes, newFailures, lost, routing: oneSided, log: state }
  const problems = chosen?.problems ?? problemsOf(facts)
  return {
    now,
    headline: chosen?.headline ?? headlineOf({ ...facts, unread }, problems),
    problems: problems.map(({ state: of, sentence, links }) => ({ state: of, sentence, links })),
    lastRun,
    window,
    log: state,
    figures: figuresOf(figures, replayed),
    objectives,
    health: [...health.map((sign) => signOf(sign, run)), ...(oneSided === null ? [] : [routingSign(oneSided)])],
    series: trend.map(seriesPoint),
    buckets: buckets.flatMap(splitOf),
    sources: sources.flatMap(splitOf),
    activity: activityOf(activity ?? series, activityEveryMs),
    activityEveryMs,
    changes: await changesBetween(query, runs, {
      tolerance: setTolerances(settings),
      isChosen: filter.run !== undefined,
    }),
    progress: progressOf(runs, now),
    notes: partialNote(new Set([...partial.bySet.values()].flat()).size),
  }
}

/**
 * Whether all replies are those of a few runs of goldens, which are then compared run by run. Replies of older formats do
 * not name their run: a series by run would join them in one point.
 */
async function areGoldensOfRuns(query: LogQuery, users: LogFilter, measured: LogFilter): Promise<boolean> {
  const runs = await query.runs({ ...measured, type: 'response' }, MOST_RUN_POINTS + 1)
  if (runs.length === 0 || runs.length > MOST_RUN_POINTS) return false
  const others = [users, ...(measured.run === undefined ? [{ ...measured, run: null }] : [])]
  const spans = await Promise.all(others.map((filter) => query.span({ ...filter, type: 'response' })))
  return spans.every(({ total }) => total === 0)
}

/** The latest runs; with a run in the filter, that one and those before it, with which it is compared. */
async function runsUpTo(query: LogQuery, filter: LogFilter): Promise<RunSummary[]> {
  const { run: wanted, ...others } = filter
  if (wanted === undefined) return query.runs(others, MOST_RUNS)
  const [chosen] = await query.runs(filter, 1)
  if (chosen === undefined) return []
  const runs = await query.runs({ ...others, until: new Date(chosen.last) }, MOST_RUNS)
  return [chosen, ...runs.filter(({ run }) => run !== chosen.run)]
}

/** The measures of the last report beside their healthy ranges. */
async function healthOf(settings: Settings): Promise<HealthSign[]> {
  const report = readReport(join(settings.dir, 'last_report.json'))
  const isRun = !('unread' in report)
  const drift = await findState(settings).then(
    // Without a state both buckets are at 0.5; without a run nothing is called healthy.
    ({ state }) => (state !== null ? Math.abs(state.boundary - 0.5) : isRun ? 0 : 'there is no run'),
    (error: unknown) => `its state cannot be read: ${errorMessage(error).split('\n')[0]}`,
  )
  return judgeHealth({ sets: isRun ? reportHealth(report) : [], drift }, settings.health)
}

function signOf(sign: HealthSign, run: string | null): Sign {
  const { measure, set, value, state } = sign
  const { name, limits, reason } = healthText(sign)
  const sentence = state === 'red_flag' ? describeRedFlag(sign) : [name, limits, reason].filter(Boolean).join(': ')
  const link = linkToReplies({ run, set, measure })
  return { measure, set, value, state, sentence, link: state === 'healthy' ? null : link }
}

function routingSign(sentence: string): Sign {
  return { measure: 'routing', set: null, value: null, state: 'red_flag', sentence, link: ROUTING }
}

function figuresOf(point: SeriesPoint | undefined, replayed: number): Overview['figures'] {
  if (point === undefined) return NO_FIGURES
  const { time: _, value: __, count: ___, ...figures } = seriesPoint(point)
  return { replies: answered(point), replayed, ...figures }
}

/** Replies, without the questions that got none. */
function answered(point: SeriesPoint | undefined): number {
  return point === undefined ? 0 : point.count - point.unmeasured
}

const NONE_PARTIAL: PartialRuns = { bySet: new Map(), ofAll: [] }

function partialNote(runs: number): string[] {
  if (runs === 0) return []
  const [are, their] = runs === 1 ? ['is', 'its'] : ['are', 'their']
  const text = `${counted(runs, 'run')} of a part of the goldens ${are} not in the trends.`
  return [`${text} Error budgets and figures count ${their} replies.`]
}

const NO_FIGURES = {
  replies: 0,
  replayed: 0,
  pass: 0,
  fail: 0,
  unjudged: 0,
  unmeasured: 0,
  passRate: null,
  p50Ms: null,
  p95Ms: null,
  firstTokenMs: null,
  tokensPerSecond: null,
}

function splitOf(point: SeriesPoint): Split[] {
  const { time: _, value, ...figures } = seriesPoint(point)
  return value === null ? [] : [{ value, ...figures }]
}

function activityOf(series: readonly SeriesPoint[], everyMs: number): Overview['activity'] {
  const counts = new Map<number, number>()
  for (const point of series) {
    const part = Math.floor(point.time / everyMs) * everyMs
    counts.set(part, (counts.get(part) ?? 0) + answered(point))
  }
  return [...counts].map(([time, count]) => ({ time, count }))
}
