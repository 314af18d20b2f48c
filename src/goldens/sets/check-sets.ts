import { contradictionsIn } from './contradictions.ts'
import { questionKey } from '../question-key.ts'
import { judge } from '../expectation.ts'
import { fingerprint } from '../fingerprint.ts'
import type { Golden } from '../golden.ts'
import type { Problem } from './golden-set-error.ts'

/** A golden set that was read, with the places of its goldens. */
export interface LocatedSet {
  file: string
  goldens: readonly Golden[]
  /** The place of a golden, by its index in the set. */
  placeOf: (index: number) => Pick<Problem, 'line' | 'column'>
}

/** The rule that a finding breaks. */
export type CheckRule = 'invalid' | 'contradiction' | 'duplicate_question' | 'duplicate_id' | 'cannot_fail'

/** A problem of a golden set. An error makes the check fail. */
export interface SetFinding extends Problem {
  level: 'error' | 'warning'
  rule: CheckRule
  file: string
}

/** A recorded reply, of whichever golden and model. */
export interface RecordedReply {
  golden: string
  text: string
}

/** Fewer recorded replies do not show that an expectation cannot fail. */
const FEWEST_REPLIES = 2

/**
 * Checks valid golden sets together: goldens that are asked twice, expectations that contradict each other, and those that
 * every recorded reply meets. Pure.
 */
export function checkSets(sets: readonly LocatedSet[], replies: readonly RecordedReply[]): SetFinding[] {
  const all = sets.flatMap((set) => set.goldens.map((golden, index): Located => ({ set, golden, index })))
  return [...ownContradictions(all), ...sameConversations(all), ...sameIds(all), ...vacuous(all, replies)]
}

interface Located {
  set: LocatedSet
  golden: Golden
  index: number
}

function finding({ set, index }: Located, level: SetFinding['level'], rule: CheckRule, message: string): SetFinding {
  return { level, rule, file: set.file, ...set.placeOf(index), message }
}

function placeText({ set, golden, index }: Located): string {
  const { line, column } = set.placeOf(index)
  return `"${golden.id}" at ${set.file}:${line}:${column}`
}

function ownContradictions(all: readonly Located[]): SetFinding[] {
  return all.flatMap((each) => {
    const { expect, question, id } = each.golden
    if (expect === undefined) return []
    return contradictionsIn([expect], question).map((reason) =>
      finding(each, 'error', 'contradiction', `"${id}" cannot pass: ${reason}; change one of them`),
    )
  })
}

function sameConversations(all: readonly Located[]): SetFinding[] {
  const groups = Map.groupBy(all, ({ golden }) => questionKey(golden))
  return [...groups.values()].flatMap((same) =>
    same.flatMap((each, index) => same.slice(0, index).flatMap((before) => compared(before, each))),
  )
}

function compared(before: Located, each: Located): SetFinding[] {
  const [first, second] = [before.golden, each.golden]
  const reasons = crossContradictions(first, second)
  if (reasons.length > 0)
    return reasons.map((reason) =>
      finding(
        each,
        'error',
        'contradiction',
        `"${second.id}" repeats the question of ${placeText(before)}, and they contradict each other: ${reason}`,
      ),
    )
  const print = ({ expect }: Golden) => fingerprint({ id: '', question: '', trait: '', ...(expect && { expect }) })
  const what = print(first) === print(second) ? 'the question and the expectation' : 'the question'
  return [
    finding(
      each,
      'warning',
      'duplicate_question',
      `"${second.id}" repeats ${what} of ${placeText(before)}, so both count in the pass rate; remove one of them`,
    ),
  ]
}

/** Only what contradicts each other: the expectations' own contradictions are reported apart. */
function crossContradictions(first: Golden, second: Golden): string[] {
  const both = [first.expect, second.expect].filter((expect) => expect !== undefined)
  const own = new Set(both.flatMap((expect) => contradictionsIn([expect], first.question)))
  const sources = [first.expected_source, second.expected_source]
  const [one, other] = sources
  return [
    ...contradictionsIn(both, first.question).filter((reason) => !own.has(reason)),
    ...(one !== undefined && other !== undefined && one !== other ? [`expected_source is ${one} and ${other}`] : []),
  ]
}

function sameIds(all: readonly Located[]): SetFinding[] {
  return [...Map.groupBy(all, ({ golden }) => golden.id).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : others
          .filter(({ set }) => set.file !== first.set.file)
          .map((each) =>
            finding(
              each,
              'warning',
              'duplicate_id',
              `another set has the id, too: ${placeText(first)}; -t selects both`,
            ),
          ),
  )
}

function vacuous(all: readonly Located[], replies: readonly RecordedReply[]): SetFinding[] {
  if (replies.length < FEWEST_REPLIES) return []
  const goldens = new Set(replies.map(({ golden }) => golden)).size
  return all.flatMap((each) => {
    const { expect, question, id } = each.golden
    if (expect === undefined || !replies.every(({ text }) => judge(text, expect, question).passed)) return []
    return [
      finding(
        each,
        'warning',
        'cannot_fail',
        `every recorded reply meets the expectation of "${id}": ${replies.length} replies to ${goldens === 1 ? 'one golden' : `${goldens} goldens`}; expect what only a right answer has`,
      ),
    ]
  })
}
