import type { Link } from '../../../schemas/generated/dashboard.ts'

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
    ? { label: 'show the failures', view: 'events', query: { ...query, verdict: 'fail' } }
    : { label: 'show the slowest replies', view: 'events', query: { ...query, sort: 'latencyMs' } }
}
