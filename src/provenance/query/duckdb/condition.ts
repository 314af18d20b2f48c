import { FILTERED_BY, type LogFilter } from '../log-filter.ts'
import { storedText } from './byte-order-mark.ts'
import type { Parameter } from './engine.ts'
import { column } from './relation.ts'

/** A condition with its parameters. */
export interface SqlCondition {
  sql: string
  values: Record<string, Parameter>
}

/** A filter as a condition on the columns of the events; `latest`: the latest time of an event where there is a first one. */
export function conditionOf({ since, until, text, ...facts }: LogFilter, { latest }: { latest: number }): SqlCondition {
  const parts: string[] = ['true']
  const values: Record<string, Parameter> = {}
  if (since !== undefined) {
    parts.push('"time" BETWEEN $since AND $latest')
    Object.assign(values, { since: since.getTime(), latest })
  }
  if (until !== undefined) {
    parts.push('"time" <= $until')
    values['until'] = until.getTime()
  }
  for (const by of FILTERED_BY) {
    const value = facts[by]
    if (value === undefined) continue
    const wanted = [value].flat()
    const known = wanted.filter((each) => each !== null)
    const either = known.length < wanted.length ? [`${column(by)} IS NULL`] : []
    const names = known.map((_, index) => `by_${by}_${index}`)
    // A list of parameters is compared with the ranges of values that are stored; a parameter with a list is not.
    if (names.length > 0) either.push(`${column(by)} IN (${names.map((name) => `$${name}`).join(', ')})`)
    for (const [index, name] of names.entries()) values[name] = storedText(known[index] ?? '')
    parts.push(either.length === 0 ? 'false' : `(${either.join(' OR ')})`)
  }
  if (text !== undefined) parts.push('(hash(part), "offset") IN (SELECT part, "offset" FROM matches)')
  return { sql: parts.join(' AND '), values }
}
