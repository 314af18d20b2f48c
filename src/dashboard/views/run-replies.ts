import type { LastRun, Link } from '../../../schemas/generated/dashboard.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'

/** Which replies of a run a link opens. */
export interface RunReplies {
  /** null: the report does not name its run. */
  run: string | null
  /** null: of all sets. */
  set: string | null
  /** Only those that failed; else all, the slowest first. */
  onlyFailures: boolean
}

/**
 * The replies of a run in the event table, without those to hypotheses and compared configurations, as its report counts
 * them. The run can be older than the time window of the page. Pure.
 */
export function linkToReplies({ run, set, onlyFailures }: RunReplies): Link {
  const query = {
    ...(run !== null && { run, since: 'all' }),
    ...(set !== null && { set }),
    type: 'response',
    hypothesis: '',
    configuration: '',
  }
  return onlyFailures
    ? { label: 'show all failures', view: 'events', query: { ...query, verdict: 'fail' } }
    : { label: 'show the slowest replies', view: 'events', query: { ...query, sort: 'latencyMs' } }
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
  const first = runs.find((each) => each.run === run)?.first ?? Infinity
  // The first event that the filter of the page leaves can be later than the failure.
  const since = new Date(Math.min(first, lastRun.time - LONGEST_RUN_MS))
  const kind = newlyFailing.length < failed ? 'new failure' : 'failure'
  return Promise.all(
    newlyFailing.slice(0, MOST_NAMED).map(async ({ set, id }): Promise<Link> => {
      const failures = linkToReplies({ run, set, onlyFailures: true })
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
