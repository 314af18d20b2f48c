import type { SetComparison } from '../../../schemas/generated/comparison.ts'
import type { Headline, LastRun, Link, NotKnown, Overview } from '../../../schemas/generated/dashboard.ts'
import type { SetSnapshot } from '../../artifacts/baseline/snapshot.ts'
import { comparisonOf } from '../../artifacts/comparison-history.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'
import { counted } from '../../text/counted.ts'
import { failedHeadline } from './headline.ts'
import { isStale } from './last-run.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { linksToLost, type LostReply, lostReplies } from './lost-replies.ts'
import { comparisonLink, type FoundProblem, problemOf } from './problems.ts'
import { causesOfLoggedRun } from './logged-causes.ts'
import { decisive, linkToReplies } from './run-replies.ts'
import { runSnapshot } from './run-snapshot.ts'
import type { ViewRequest } from './view-request.ts'

/** What an overview says of a run that the filter chooses, in the place of what the last report says. */
export interface ChosenRun {
  lastRun: Overview['lastRun']
  headline: Headline
  problems: FoundProblem[]
  objectives: NotKnown
}

/** The facts of a run from the log and its comparison file. */
export interface ChosenFacts {
  run: string
  /** undefined: the log does not have the run. */
  summary: Pick<RunSummary, 'last' | 'status' | 'backend'> | undefined
  /** Questions of goldens and users, and those of them that failed. */
  replies: number
  failed: number
  /** Whether it tested hypotheses or compared configurations. */
  hasOthers: boolean
  /** Its goldens by set. */
  sets: ReadonlyMap<string, Pick<SetSnapshot, 'unmeasured' | 'goldens'>>
  /** Its questions without a reply. */
  lost: readonly LostReply[]
  /** Its comparison with the baseline of its time; empty: it compared nothing, or its file was deleted. */
  compared: readonly SetComparison[]
  /** The run of the last report; null: not known. */
  reported: string | null
  now: number
}

/** The run that the filter chooses, where the last report is of another one; null: the last report describes it. */
export async function chosenRun(
  query: LogQuery,
  { filter, now }: ViewRequest,
  { dir, last }: { dir: string; last: Overview['lastRun'] },
): Promise<ChosenRun | null> {
  const wanted = [filter.run].flat().filter((run) => typeof run === 'string')
  if (wanted.length === 0) return null
  const reported = last.state === 'known' ? last.run : null
  if (reported !== null && wanted.includes(reported)) return null
  const [summary] = await query.runs({ run: wanted }, 1)
  const run = summary?.run ?? wanted.join(', ')
  const of = { run, ...(summary !== undefined && { since: new Date(summary.first) }) }
  const [[figures], all, asked, lost, comparison] = await Promise.all([
    query.series({ ...of, hypothesis: null, configuration: null }, { everyMs: Infinity, measures: [] }),
    query.span({ ...of, type: ['response', 'hypothesis_test', 'hypothesis_batch'] }),
    summary === undefined ? null : runSnapshot(query, summary, run),
    summary === undefined ? [] : lostReplies(query, run, new Date(summary.first)),
    comparisonOf(dir, run),
  ])
  return describeRun({
    run,
    summary,
    replies: figures?.count ?? 0,
    failed: figures?.fail ?? 0,
    hasOthers: all.total > (figures?.count ?? 0),
    sets: asked?.snapshot.sets ?? new Map(),
    lost,
    compared: comparison?.sets ?? [],
    reported,
    now,
  })
}

/** What is known of a run without its report. Pure. */
export function describeRun(facts: ChosenFacts): ChosenRun {
  const { run, summary, replies, failed, hasOthers, lost, reported, now } = facts
  const other = reported === null ? 'not of this run' : `of the last run ${reported}, not of this one`
  const objectives: NotKnown = {
    state: 'unknown',
    reason: `Objectives and red flags come from the last report, which is ${other}.`,
    next: 'remove the filter of the run to see them',
  }
  const headlineOf = (state: Headline['state'], sentence: string, links: Link[]) => {
    return { state, sentence, next: null, links }
  }
  const unknown = (sentence: string, link: Link = LAST_RUN): ChosenRun => {
    const lastRun: NotKnown = { state: 'unknown', reason: sentence, next: RUN_GOLDENS }
    return { lastRun, objectives, problems: [], headline: headlineOf('unknown', sentence, [link]) }
  }
  if (summary === undefined) return unknown(`The log has no event of the run ${run}.`)
  const { last: time, status, backend } = summary
  if (replies === 0 && hasOthers && backend !== 'none')
    return unknown('This run asked no goldens. It tested hypotheses or compared configurations.', {
      label: 'show its hypotheses',
      view: 'hypotheses',
      query: { run, since: 'all' },
    })
  if (status !== 'pass' && status !== 'fail') return unknown('This run has not ended, or it was killed.')
  if (replies === 0 && status === 'pass') return unknown('This run passed, and it asked nothing.')
  const known = { state: 'known', run, time, status, backend, stale: isStale(time, now) } as const
  const lastRun: LastRun = { ...known, failed, newlyFailing: [] }
  if (status === 'pass') {
    const sentence = `This run passed. ${objectives.reason}`
    return { lastRun, objectives, problems: [], headline: headlineOf('unknown', sentence, [LAST_RUN]) }
  }
  const causes = causesOfLoggedRun(facts, backend)
  const shown = { lastRun, causes, lost: linksToLost(lost), newFailures: [] }
  const problems = causes.map((cause) => problemOf([cause], shown))
  if (causes.some(({ kind }) => kind !== 'models'))
    return { lastRun, objectives, problems, headline: failedHeadline('This run', shown, problems.length) }
  const fact = failed === 0 ? '' : ` ${counted(failed, 'reply', 'replies')} did not pass, which may be known failures.`
  const models = problems.map(({ sentence }) => ` ${sentence}`).join('')
  const sentence = `This run failed. The log and its comparison do not name the cause: a missed objective or a failed test is only in the last report.${models}${fact}`
  const links = [
    linkToReplies({ run, set: null, measure: decisive({ failed, lost: lost.length }) }),
    comparisonLink(run),
  ]
  return { lastRun, objectives, problems, headline: headlineOf('broken', sentence, links) }
}

const LAST_RUN: Link = { label: 'show the last run', view: 'overview', query: {} }
