import type { Link, Overview, Problem } from '../../../schemas/generated/dashboard.ts'
import { describeRedFlag } from '../../verdicts/health/describe-health.ts'
import { type HealthSign, redFlags } from '../../verdicts/health/judge-health.ts'
import type { ObjectiveName } from '../../verdicts/slo/objectives.ts'
import { budgetUse } from '../bad-replies.ts'
import { causesText, type RunCause } from './run-cause.ts'
import { linkToReplies, ROUTING } from './run-replies.ts'

/** The facts that problems are derived from. */
export interface ProblemFacts extends Pick<Overview, 'objectives' | 'lastRun'> {
  /** Why the last run failed, the most urgent first, and the models that changed. */
  causes: readonly RunCause[]
  health: readonly HealthSign[]
  /** By set: a question of the last run without a reply. */
  lost: ReadonlyMap<string, Link>
  /** Why the routing is one-sided; null: it is not. */
  routing: string | null
}

/** A problem with the command that shows or fixes it; null: its links do. */
export interface FoundProblem extends Problem {
  next: string | null
}

/** The command that shows the router. */
export const LOOK_AT_ROUTER = 'look at the router: npx aios router'

/** Links that the headline shows of the causes that it names. */
const MOST_LINKS = 6

/**
 * All problems: the causes of a failed run, missed objectives, overspent error budgets that are still used too fast, and red
 * flags. A missed objective is named once, with its red flag. Pure.
 */
export function problemsOf(facts: ProblemFacts): FoundProblem[] {
  const { objectives, health, routing, causes } = facts
  const run = runOf(facts)
  const judged = Array.isArray(objectives) ? objectives : []
  const missed = judged.filter(({ state }) => state === 'missed')
  const isNamed = (set: string | null, measure: string) =>
    causes.some(({ objective, set: of }) => objective === measure && (set === null || of === set))
  const isMissed = ({ set, measure }: HealthSign) =>
    isNamed(set, measure) || missed.some((each) => each.objective === measure && (set === null || each.set === set))
  return [
    ...failuresOf(facts).map((cause) => problemOf([cause], facts)),
    ...missed
      .filter(({ set, objective }) => !isNamed(set, objective))
      .map(({ set, sentence, objective }): FoundProblem => {
        const isRouter = objective === 'boundaryDrift'
        const links = [linkToReplies({ run, set, measure: objective })]
        return { state: 'broken', sentence: `${set}: ${sentence}.`, next: isRouter ? LOOK_AT_ROUTER : null, links }
      }),
    ...overspent(objectives)
      .filter(({ isTooFast }) => isTooFast === true)
      .map(({ sentence, links }): FoundProblem => ({ state: 'broken', sentence, next: null, links })),
    ...redFlags(health)
      .filter((flag) => !isMissed(flag))
      .map((flag): FoundProblem => {
        const { measure, set } = flag
        const isRouter = measure === 'boundaryDrift'
        const met = judged.find((each) => each.objective === measure && each.set === set && each.state === 'met')
        // Otherwise two thresholds of one value seem to contradict each other.
        const beside = met === undefined ? '' : ` It meets its objective: ${met.sentence}.`
        return {
          state: 'red_flag',
          sentence: `${isRouter ? 'Router: ' : ''}${describeRedFlag(flag)}.${beside}`,
          next: isRouter ? LOOK_AT_ROUTER : null,
          links: [linkToReplies({ run, set, measure })],
        }
      }),
    ...(routing === null ? [] : [oneSided(routing)]),
  ]
}

function oneSided(routing: string): FoundProblem {
  return { state: 'red_flag', sentence: `Router: ${routing}.`, next: LOOK_AT_ROUTER, links: [ROUTING] }
}

/** Why the last run failed; empty: it passed, or is not known. Pure. */
export function failuresOf({ lastRun, causes }: Pick<ProblemFacts, 'lastRun' | 'causes'>): readonly RunCause[] {
  return lastRun.state === 'known' && lastRun.status === 'fail' ? causes : []
}

/** Some causes of a failed run as one problem. Pure. */
export function problemOf(causes: readonly RunCause[], facts: Pick<ProblemFacts, 'lastRun' | 'lost'>): FoundProblem {
  const run = runOf(facts)
  const links = run === null ? [] : causes.flatMap((cause) => linksOf(cause, run, facts.lost))
  const next = causes.find((cause) => cause.next !== null)?.next ?? null
  const known = new Map(links.map((link) => [JSON.stringify([link.view, link.query]), link]))
  return { state: 'broken', sentence: causesText(causes), next, links: [...known.values()].slice(0, MOST_LINKS) }
}

function linksOf({ kind, set, measure }: RunCause, run: string, lost: ProblemFacts['lost']): Link[] {
  const example = kind === 'no reply' && set !== null ? lost.get(set) : undefined
  return [
    ...(example === undefined ? [] : [example]),
    ...(measure === null ? [] : [linkToReplies({ run, set, measure })]),
    ...(kind === 'regression' || kind === 'models' || kind === 'comparison' ? [comparisonLink(run)] : []),
  ]
}

/** The comparison of a run with the baseline. Pure. */
export function comparisonLink(run: string): Link {
  return { label: 'compare with the baseline', view: 'comparison', query: { run, since: 'all' } }
}

function runOf({ lastRun }: Pick<ProblemFacts, 'lastRun'>): string | null {
  return lastRun.state === 'known' ? lastRun.run : null
}

/** An error budget that is overspent in the time window. */
interface Overspent {
  sentence: string
  links: Link[]
  /** Whether the latest replies use it too fast; null: none of them counts. */
  isTooFast: boolean | null
}

/**
 * The overspent budgets of objectives that the last run meets: it may be one good run among many bad ones, or a replay.
 * Pure.
 */
export function overspent(objectives: Overview['objectives']): Overspent[] {
  if (!Array.isArray(objectives)) return []
  return objectives.flatMap(({ set, objective, name, state, budget }) => {
    if (state !== 'met' || budget === null || budget.left >= 0) return []
    return {
      sentence: `${set}: the error budget of ${name} is overspent: ${budgetUse(objective, budget)}.`,
      links: budgetLinks(set, objective, budget.lost),
      isTooFast: budget.recent === null ? null : budget.recent > 1,
    }
  })
}

/** What used a budget up: where questions without a reply are not among the replies of its measure, they have a link, too. */
function budgetLinks(set: string, objective: ObjectiveName, lost: number): Link[] {
  const isTime = objective === 'p95Ms' || objective === 'ttftMs'
  const measures: ObjectiveName[] = isTime && lost > 0 ? [objective, 'errorRate'] : [objective]
  return measures.map((measure) => linkToReplies({ run: null, set, measure }))
}
