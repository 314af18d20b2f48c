import type { Headline, Link, Overview } from '../../../schemas/generated/dashboard.ts'
import { counted } from '../../text/counted.ts'
import { RUN_GOLDENS } from './log-state.ts'
import {
  comparisonLink,
  failuresOf,
  type FoundProblem,
  LOOK_AT_ROUTER,
  overspent,
  type ProblemFacts,
  problemOf,
  problemsOf,
} from './problems.ts'
import { causesText } from './run-cause.ts'
import { linkToReplies, ROUTING } from './run-replies.ts'

/** The facts that a headline is derived from. */
export interface HeadlineFacts extends ProblemFacts, Pick<Overview, 'log'> {
  /** Links to goldens that fail newly in the last run. */
  newFailures: readonly Link[]
  /** A file of the log that cannot be read to its end; null: each can. */
  unread: string | null
}

const MORE_REPLIES = 'ask each golden more often: AIOS_REPEATS=5 npx vitest run goldens'

/** Causes of a failed run, and overspent budgets, that the headline names. */
const MOST_CAUSES = 3

/**
 * The first line of the dashboard: what broke and what to do, or that everything is well. It names the first causes of a
 * failed run, else the first problem, and counts the others. An unknown state is never healthy. Pure.
 */
export function headlineOf(facts: HeadlineFacts, problems: readonly FoundProblem[] = problemsOf(facts)): Headline {
  const [first] = problems
  if (first === undefined) return unknownOf(facts) ?? healthy(facts)
  if (failuresOf(facts).length > 0) return failedHeadline('The last run', facts, problems.length)
  const { state, sentence, next, links } = first
  const text = state === 'red_flag' ? redFlag(facts, sentence) : sentence
  return { state, sentence: withOthers(text, problems.length - 1), next, links }
}

/**
 * The headline of a failed run: its first causes, with the goldens that fail newly first. `problems`: how many there are.
 * Pure.
 */
export function failedHeadline(
  subject: 'The last run' | 'This run',
  facts: Pick<HeadlineFacts, 'lastRun' | 'causes' | 'lost' | 'newFailures'>,
  problems: number,
): Headline {
  const { lastRun, newFailures } = facts
  const named = failuresOf(facts).slice(0, MOST_CAUSES)
  const { sentence, next, links } = problemOf(named, facts)
  const isCompared = named.some(({ kind }) => kind !== 'other')
  const compare = isCompared && lastRun.state === 'known' && lastRun.run !== null ? [comparisonLink(lastRun.run)] : []
  return {
    state: 'broken',
    sentence: withOthers(`${subject} failed: ${sentence}`, problems - named.length),
    next,
    links: [...newFailures, ...links.filter(({ view }) => view !== 'comparison'), ...compare],
  }
}

function withOthers(sentence: string, others: number): string {
  return others <= 0 ? sentence : `${sentence} ${counted(others, 'more problem')} below.`
}

function redFlag({ lastRun }: HeadlineFacts, sentence: string): string {
  const passed = lastRun.state === 'known' ? 'The last run passed, and red flags fail no run. ' : ''
  return `${passed}${sentence}`
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
  if (open === undefined) return unknownBudget(objectives)
  const reason = open.reason ?? 'not measured'
  if (open.measure === 'boundaryDrift')
    return {
      ...unknown(`The last run passed, but the router cannot be judged: ${reason}.`, LOOK_AT_ROUTER),
      links: [ROUTING],
    }
  return unknown(`The last run passed, but ${open.set ?? 'its health'} cannot be judged: ${reason}.`, RUN_GOLDENS)
}

function unknownBudget(objectives: Overview['objectives']): Headline | null {
  const spent = overspent(objectives).find(({ isTooFast }) => isTooFast === null)
  if (spent === undefined) return null
  const sentence = `The last run passed, but ${spent.sentence} Whether it is still used too fast is not known: none of the latest replies counts.`
  return { state: 'unknown', sentence, next: RUN_GOLDENS, links: spent.links }
}

function healthy({ objectives, causes, lastRun }: HeadlineFacts): Headline {
  const judged = Array.isArray(objectives) ? objectives.filter(({ state }) => state !== 'reported') : []
  const met = judged.filter(({ state }) => state === 'met').length
  const objectivesText = judged.length === 0 ? '' : `, ${met} of ${judged.length} objectives are met`
  const end = judged.length === 0 ? '; no objective is set.' : '.'
  // The verdict is of the goldens that were compared.
  const changed = causes.filter(({ kind }) => kind === 'models')
  // Only what is over is left: the others are problems, or unknown.
  const spent = overspent(objectives)
  const named = spent.slice(0, MOST_CAUSES)
  const others = spent.length - named.length
  const sentences = [
    `The last run passed${objectivesText}, and there is no red flag${end}`,
    ...(changed.length === 0 ? [] : [causesText(changed)]),
    ...named.map(({ sentence }) => sentence),
    ...(others === 0 ? [] : [`${counted(others, 'more error budget')} ${others === 1 ? 'is' : 'are'} overspent.`]),
    ...(spent.length === 0 ? [] : [`The latest replies keep within ${spent.length === 1 ? 'it' : 'them'}.`]),
  ]
  const compare =
    changed.length > 0 && lastRun.state === 'known' && lastRun.run !== null ? [comparisonLink(lastRun.run)] : []
  return {
    state: 'healthy',
    sentence: sentences.join(' '),
    next: null,
    links: [...compare, ...named.flatMap(({ links }) => links)],
  }
}
