import type { LastRun, Link } from '../../../schemas/generated/dashboard.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'
import type { HealthMeasure } from '../../verdicts/health/ranges.ts'
import type { ObjectiveName } from '../../verdicts/slo/objectives.ts'
import { linksToLost, lostReplies } from './lost-replies.ts'

/** The link to the tab Routing. */
export const ROUTING: Link = { label: 'show the router', view: 'routing', query: {} }

/** What replies are looked at for: an objective, or a measure of health. */
type Measure = ObjectiveName | HealthMeasure

/** Which replies of a run a link opens. */
export interface RunReplies {
  /** null: the report does not name its run. */
  run: string | null
  /** null: of all sets. */
  set: string | null
  /** Those that decide this measure. */
  measure: Measure
}

/** The replies that count against a measure, or all in the order in which they do. A question without a reply has not passed. */
const DECISIVE: Readonly<Record<Exclude<Measure, 'boundaryDrift'>, { label: string; query: Link['query'] }>> = {
  passRate: { label: 'show all that did not pass', query: { verdict: ['fail', 'unmeasured'] } },
  errorRate: { label: 'show the questions without a reply', query: { verdict: 'unmeasured' } },
  p50Ms: { label: 'show the slowest replies', query: { sort: 'latencyMs' } },
  p95Ms: { label: 'show the slowest replies', query: { sort: 'latencyMs' } },
  ttftMs: { label: 'show the latest first tokens', query: { sort: 'firstTokenMs' } },
  tokensPerSecond: { label: 'show the lowest speeds', query: { sort: 'tokensPerSecond', order: 'asc' } },
  tokensPerReply: { label: 'show the longest replies', query: { sort: 'completionTokens' } },
  mainShare: { label: 'show the replies by source', query: { sort: 'source' } },
}

/**
 * The replies of a run that decide a measure in the event table, without those to hypotheses and compared configurations, as
 * its report counts them. The run can be older than the time window of the page. The drift leads to the router. Pure.
 */
export function linkToReplies({ run, set, measure }: RunReplies): Link {
  if (measure === 'boundaryDrift') return ROUTING
  const { label, query } = DECISIVE[measure]
  return {
    label,
    view: 'events',
    query: {
      ...(run !== null && { run, since: 'all' }),
      ...(set !== null && { set }),
      type: 'response',
      hypothesis: '',
      configuration: '',
      ...query,
    },
  }
}

/** The measure to look at first where the cause of a failed run is not known: one that has replies against it. Pure. */
export function decisive({ failed, lost }: { failed: number; lost: number }): 'passRate' | 'errorRate' | 'p95Ms' {
  if (failed > 0) return 'passRate'
  return lost > 0 ? 'errorRate' : 'p95Ms'
}

/** Goldens that the headline names. */
const MOST_NAMED = 3

/** How long before its report a run is looked for at least; the log can reach back for months. */
const LONGEST_RUN_MS = 86_400_000

/**
 * Links to the failed replies of goldens that fail newly in the last run: at most three, or to their rows where the log does
 * not have the replies. `runs`: those that are known, with the time of their first event.
 */
export async function linksToNewFailures(
  query: LogQuery,
  lastRun: LastRun,
  runs: readonly Pick<RunSummary, 'run' | 'first'>[],
): Promise<Link[]> {
  const { run, newlyFailing, failed } = lastRun
  if (run === null) return []
  const since = beforeRun(lastRun, runs)
  const kind = newlyFailing.length < failed ? 'new failure' : 'failure'
  return Promise.all(
    newlyFailing.slice(0, MOST_NAMED).map(async ({ set, id }): Promise<Link> => {
      const failures = linkToReplies({ run, set, measure: 'passRate' })
      const reply = { run, set, golden: id, type: 'response', verdict: 'fail', hypothesis: null, configuration: null }
      const { rows } = await query.page({ ...reply, since }, { limit: 1 })
      const message = rows[0]?.message ?? null
      const label = `${kind}: ${id}`
      return message === null
        ? { ...failures, label, query: { ...failures.query, golden: id } }
        : { label, view: 'event', query: { message } }
    }),
  )
}

/** By set: a link to a question of the last run that got no reply. `runs`: as of `linksToNewFailures`. */
export async function linksToLostReplies(
  query: LogQuery,
  lastRun: LastRun,
  runs: readonly Pick<RunSummary, 'run' | 'first'>[],
): Promise<ReadonlyMap<string, Link>> {
  const { run, status } = lastRun
  if (run === null || status === 'pass') return new Map()
  return linksToLost(await lostReplies(query, run, beforeRun(lastRun, runs)))
}

/** A time before the first event of the last run, which the filter of the page can leave out. */
function beforeRun({ run, time }: LastRun, runs: readonly Pick<RunSummary, 'run' | 'first'>[]): Date {
  const first = runs.find((each) => each.run === run)?.first ?? Infinity
  return new Date(Math.min(first, time - LONGEST_RUN_MS))
}
