import type { Headline, Link, Overview } from '../../../schemas/generated/dashboard.ts'
import { counted } from '../../text/counted.ts'
import { describeRedFlag } from '../../verdicts/health/describe-health.ts'
import { type HealthSign, redFlags } from '../../verdicts/health/judge-health.ts'
import { budgetUse } from '../bad-replies.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { linkToReplies, ROUTING } from './run-replies.ts'

/** The facts that a headline is derived from. */
export interface HeadlineFacts extends Pick<Overview, 'objectives' | 'log' | 'lastRun'> {
  health: readonly HealthSign[]
  /** Links to goldens that fail newly in the last run. */
  newFailures: readonly Link[]
  /** Why the routing is one-sided; null: it is not. */
  routing: string | null
  /** A file of the log that cannot be read to its end; null: each can. */
  unread: string | null
}

const ROUTER = 'look at the router: npx aios router'
const MORE_REPLIES = 'ask each golden more often: AIOS_REPEATS=5 npx vitest run goldens'

type Problem = Omit<Headline, 'state'>

/**
 * The first line of the dashboard: what broke and what to do, or that everything is well. A failed run comes first, then
 * missed objectives, red flags, and error budgets that are overspent and still used too fast; the others are counted. An unknown state is never healthy. Pure.
 */
export function headlineOf(facts: HeadlineFacts): Headline {
  const [problem, ...more] = problemsOf(facts)
  if (problem !== undefined) {
    const rest = more.length === 0 ? '' : ` ${counted(more.length, 'more problem')} below.`
    return { state: 'broken', ...problem, sentence: `${problem.sentence}${rest}` }
  }
  return unknownOf(facts) ?? healthy(facts)
}

function problemsOf({ lastRun, newFailures, objectives, health, routing }: HeadlineFacts): Problem[] {
  const run = lastRun.state === 'known' ? lastRun.run : null
  const failures = lastRun.state === 'known' ? lastRun.failures : []
  const missed = Array.isArray(objectives) ? objectives.filter(({ state }) => state === 'missed') : []
  // A missed objective and the red flag of its measure are one problem.
  const isOther = (flag: HealthSign) =>
    !missed.some(({ set, objective }) => objective === flag.measure && (flag.set === null || set === flag.set))
  return [
    ...failures.map((failure): Problem => {
      const sentence = `The last run failed: ${failure}`
      if (lastRun.state !== 'known' || run === null) return { sentence, next: RUN_GOLDENS, links: [] }
      const compare: Link = { label: 'compare with the baseline', view: 'comparison', query: { run, since: 'all' } }
      const failed = lastRun.failed === 0 ? [] : [linkToReplies({ run, set: null, measure: 'passRate' })]
      return { sentence, next: null, links: [...newFailures, ...failed, compare] }
    }),
    ...missed.map(({ set, sentence, objective }): Problem => {
      const shown = `${set}: ${sentence}.`
      if (objective === 'boundaryDrift') return ofRouter(shown)
      return {
        sentence: shown,
        next: null,
        links: [linkToReplies({ run, set, measure: objective })],
      }
    }),
    ...redFlags(health)
      .filter(isOther)
      .map((flag): Problem => {
        if (flag.measure === 'boundaryDrift') return ofRouter(`Router: ${describeRedFlag(flag)}.`)
        return {
          sentence: `${describeRedFlag(flag)}.`,
          next: null,
          links: [linkToReplies({ run, set: flag.set, measure: flag.measure })],
        }
      }),
    ...(routing === null ? [] : [ofRouter(`Router: ${routing}.`)]),
    ...overspent(objectives)
      .filter(({ isOver }) => !isOver)
      .map(({ sentence, links }): Problem => ({ sentence, next: null, links })),
  ]
}

function unknownOf({ lastRun, log, unread, health, objectives }: HeadlineFacts): Headline | null {
  const unknown = (sentence: string, next: string): Headline => ({ state: 'unknown', sentence, next, links: [] })
  if (lastRun.state !== 'known') return unknown(`The last run is not known: ${lastRun.reason}.`, lastRun.next)
  if (lastRun.stale)
    return unknown('The last run passed, but more than a week ago, so the present state is not known.', RUN_GOLDENS)
  if (log.state !== 'known') return unknown(log.reason, log.next)
  if (unread !== null)
    return unknown(
      `The last run passed, but a part of the log is missing here: ${unread} cannot be read.`,
      'allow this user to read it, or move it away',
    )
  if (!Array.isArray(objectives) && objectives.state !== 'missing')
    return unknown(`The last run passed, but its objectives cannot be judged: ${objectives.reason}.`, objectives.next)
  const undecided = Array.isArray(objectives) ? objectives.filter(({ state }) => state === 'open') : []
  const [first] = undecided
  if (first !== undefined) {
    const which = `${counted(undecided.length, 'objective')} ${undecided.length === 1 ? 'is' : 'are'} not decided`
    const link = linkToReplies({ run: lastRun.run, set: first.set, measure: first.objective })
    const next = first.value === null ? RUN_GOLDENS : MORE_REPLIES
    return { ...unknown(`The last run passed, but ${which}. ${first.set}: ${first.sentence}.`, next), links: [link] }
  }
  const open = health.find(({ state }) => state === 'unknown')
  if (open === undefined) return null
  const reason = open.reason ?? 'not measured'
  if (open.measure === 'boundaryDrift')
    return { state: 'unknown', ...ofRouter(`The last run passed, but the router cannot be judged: ${reason}.`) }
  return unknown(`The last run passed, but ${open.set ?? 'its health'} cannot be judged: ${reason}.`, RUN_GOLDENS)
}

function healthy({ objectives }: HeadlineFacts): Headline {
  const judged = Array.isArray(objectives) ? objectives.filter(({ state }) => state !== 'reported') : []
  const met = judged.filter(({ state }) => state === 'met').length
  const sentence =
    judged.length === 0
      ? 'The last run passed, and there is no red flag; no objective is set.'
      : `The last run passed, ${met} of ${judged.length} objectives are met, and there is no red flag.`
  // Only what is over is left: the others are problems.
  const [spent] = overspent(objectives)
  if (spent === undefined) return { state: 'healthy', sentence, next: null, links: [] }
  const over = `${spent.sentence} The latest replies keep within it.`
  return { state: 'healthy', sentence: `${sentence} ${over}`, next: null, links: spent.links }
}

/** An error budget that is overspent in the time window. */
interface Overspent {
  sentence: string
  links: Link[]
  /** The latest replies keep within the target. */
  isOver: boolean
}

/** The overspent budgets of objectives that the last run meets: it may be one good run among many bad ones, or a replay. */
function overspent(objectives: HeadlineFacts['objectives']): Overspent[] {
  if (!Array.isArray(objectives)) return []
  return objectives.flatMap(({ set, objective, name, state, budget }) => {
    if (state !== 'met' || budget === null || budget.left >= 0) return []
    const [whole, recent = whole] = budget.burn
    return {
      sentence: `${set}: the error budget of ${name} is overspent: ${budgetUse(objective, budget)}.`,
      links: [linkToReplies({ run: null, set, measure: objective })],
      isOver: recent !== undefined && recent.rate <= 1,
    }
  })
}

function ofRouter(sentence: string): Problem {
  return { sentence, next: ROUTER, links: [ROUTING] }
}
