import { type EventFacts, factsOf } from '../event-facts.ts'
import type { LoggedEvent } from '../parse-line.ts'

/** The facts that events are filtered by. */
export const FILTERED_BY = [
  'type',
  'run',
  'conversation',
  'set',
  'golden',
  'trait',
  'hypothesis',
  'configuration',
  'source',
  'bucket',
  'model',
  'verdict',
  'judge',
  'origin',
] as const
export type FilteredBy = (typeof FILTERED_BY)[number]

/**
 * Which events a query is about. An absent property does not restrict; of several values one has to match; null matches
 * events without the fact, such as `{ golden: null }` those that are not goldens.
 */
export interface LogFilter extends Partial<Record<FilteredBy, string | null | readonly (string | null)[]>> {
  /** The first time. Then events dated more than five minutes after now are left out, because a clock was wrong. */
  since?: Date
  /** The last time. */
  until?: Date
  /** A part of a question, reply, reason or claim, in any case. */
  text?: string
}

/** Whether an event is wanted. Pure. */
export function isWanted(event: LoggedEvent, filter: LogFilter): boolean {
  return filterOf(filter)(factsOf(event))
}

/** A filter as a function of facts, for many events. Pure. */
export function filterOf({ since, until, text, ...values }: LogFilter): (facts: EventFacts) => boolean {
  const [from, to] = [since?.getTime() ?? -Infinity, until?.getTime() ?? Infinity]
  const wanted = FILTERED_BY.flatMap((by) => {
    const value = values[by]
    return value === undefined ? [] : [[by, new Set<string | null>([value].flat())] as const]
  })
  const part = text === undefined ? undefined : caseless(text)
  return (facts) =>
    facts.time >= from &&
    facts.time <= to &&
    wanted.every(([by, set]) => set.has(facts[by])) &&
    (part === undefined || facts.texts.some((each) => caseless(each).includes(part)))
}

/**
 * A text without case, well-formed as those of events. Letters whose lower case differs between Unicode libraries become
 * one.
 */
export function caseless(text: string): string {
  return text.toWellFormed().toLowerCase().replaceAll('ς', 'σ').replaceAll('i̇', 'i')
}
