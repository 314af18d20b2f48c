import type { Headline, LastRun, Link, NotKnown, Overview } from '../../../schemas/generated/dashboard.ts'
import { comparisonOf } from '../../artifacts/comparison-history.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'
import { counted } from '../../text/counted.ts'
import { isStale, regressionsIn } from './last-run.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { linkToReplies } from './run-replies.ts'
import type { ViewRequest } from './view-request.ts'

/** What an overview says of a run that the filter chooses, in the place of what the last report says. */
export interface ChosenRun {
  lastRun: Overview['lastRun']
  headline: Headline
  objectives: NotKnown
}

/** The facts of a run from the log and its comparison file. */
export interface ChosenFacts {
  run: string
  /** undefined: the log does not have the run. */
  summary: Pick<RunSummary, 'last' | 'status' | 'backend'> | undefined
  /** Replies to goldens and users, and those of them that failed. */
  replies: number
  failed: number
  /** Metrics that its comparison with the baseline calls worse, a sentence for each set. */
  regressions: readonly string[]
  /** The run of the last report; null: not known. */
  reported: string | null
  now: number
}

/**
 * The run that the filter chooses, where the last report is of another one or the run asked no goldens; null: the last
 * report describes what the page shows.
 */
export async function chosenRun(
  query: LogQuery,
  { filter, now }: ViewRequest,
  { dir, last }: { dir: string; last: Overview['lastRun'] },
): Promise<ChosenRun | null> {
  const wanted = [filter.run].flat().filter((run) => typeof run === 'string')
  if (wanted.length === 0) return null
  const [summary] = await query.runs({ run: wanted }, 1)
  const run = summary?.run ?? wanted.join(', ')
  const [figures] = await query.series({ run, hypothesis: null, configuration: null }, { everyMs: Infinity })
  const reported = last.state === 'known' ? last.run : null
  if (reported !== null && wanted.includes(reported) && figures !== undefined) return null
  const comparison = await comparisonOf(dir, run)
  return describeRun({
    run,
    summary,
    replies: figures?.count ?? 0,
    failed: figures?.fail ?? 0,
    regressions: regressionsIn(comparison?.sets ?? []),
    reported,
    now,
  })
}

/** What is known of a run without its report. Pure. */
export function describeRun(facts: ChosenFacts): ChosenRun {
  const { run, summary, replies, failed, regressions, reported, now } = facts
  const other = reported === null ? 'not of this run' : `of the last run ${reported}, not of this one`
  const objectives: NotKnown = {
    state: 'unknown',
    reason: `Objectives and red flags come from the last report, which is ${other}.`,
    next: 'remove the filter of the run to see them',
  }
  const unknown = (sentence: string, link: Link = LAST_RUN): ChosenRun => {
    const lastRun: NotKnown = { state: 'unknown', reason: sentence, next: RUN_GOLDENS }
    return { lastRun, objectives, headline: { state: 'unknown', sentence, next: null, links: [link] } }
  }
  if (summary === undefined) return unknown(`The log has no event of the run ${run}.`)
  if (replies === 0)
    return unknown('This run asked no goldens. It tested hypotheses or compared configurations.', {
      label: 'show its hypotheses',
      view: 'hypotheses',
      query: { run, since: 'all' },
    })
  const { last: time, status, backend } = summary
  if (status !== 'pass' && status !== 'fail') return unknown('This run has not ended, or it was killed.')
  const lastRun: LastRun = {
    state: 'known',
    run,
    time,
    status,
    backend,
    stale: isStale(time, now),
    failed,
    newlyFailing: [],
    failures: [],
  }
  if (status === 'pass') {
    const sentence = `This run passed. ${objectives.reason}`
    return { lastRun, objectives, headline: { state: 'unknown', sentence, next: null, links: [LAST_RUN] } }
  }
  const failures = [...regressions, ...(failed === 0 ? [] : [`${counted(failed, 'reply', 'replies')} failed.`])]
  const sentence = `This run failed${failures.length === 0 ? ', for a reason that only its report named.' : `: ${failures.join(' ')}`}`
  const link = linkToReplies({ run, set: null, measure: 'passRate' })
  return {
    lastRun: { ...lastRun, failures },
    objectives,
    headline: { state: 'broken', sentence, next: null, links: [link] },
  }
}

const LAST_RUN: Link = { label: 'show the last run', view: 'overview', query: {} }
