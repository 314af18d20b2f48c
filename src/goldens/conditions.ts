import { printable } from '../text/printable.ts'
import { excerpt } from './excerpt.ts'
import type { Expectation } from './golden.ts'
import { type Pattern, patternsOf } from './phrases/pattern.ts'

/** A text to look for; `inflected` also takes forms such as "African" for "Africa". */
export interface Phrase {
  text: string
  inflected: boolean
}

/** The phrases of `contains` or another list of an expectation, in whichever form it has. Pure. */
export function phrasesOf(texts: Expectation['contains' | 'anyOf']): Phrase[] {
  if (texts === undefined) return []
  return [texts].flat().map((one) => {
    if (typeof one === 'string') return { text: one, inflected: false }
    return { text: one.text, inflected: one.inflected ?? false }
  })
}

/** Each condition in words, such as `to contain "Paris"`. */
export const CONDITION = {
  contains: (phrase: Phrase) => `to contain ${quoted(phrase)}`,
  anyOf: (phrases: readonly Phrase[]) => `to contain any of ${phrases.map(quoted).join(', ')}`,
  equals: (text: string) => `to be ${excerpt(text)}`,
  excludes: (phrase: Phrase) => `not to contain ${quoted(phrase)}`,
  matches: ({ pattern, flags }: Pattern) => `to match /${printable(pattern)}/${flags}`,
  number: ({ value, tolerance = 0, after }: NonNullable<Expectation['number']>) => {
    const around = tolerance === 0 ? '' : ` (within ${tolerance})`
    const place = after === undefined ? '' : ` after ${excerpt(after)}`
    return `to answer with the number ${value}${around}${place}`
  },
  json: (schema: object | boolean) => (schema === true ? 'to be JSON' : 'to be JSON that fits the schema'),
  minLength: (length: number) => `to have at least ${length} characters`,
  maxLength: (length: number) => `to have at most ${length} characters`,
}

/** All conditions of an expectation, in words. Pure. */
export function conditionsOf(expect: Expectation): string[] {
  const { contains, anyOf, equals, excludes, matches, number, json, minLength, maxLength } = expect
  return [
    ...phrasesOf(contains).map(CONDITION.contains),
    ...(anyOf === undefined ? [] : [CONDITION.anyOf(phrasesOf(anyOf))]),
    ...(equals === undefined ? [] : [CONDITION.equals(equals)]),
    ...phrasesOf(excludes).map(CONDITION.excludes),
    ...(matches === undefined ? [] : patternsOf(matches).map(CONDITION.matches)),
    ...(number === undefined ? [] : [CONDITION.number(number)]),
    ...(json === undefined ? [] : [CONDITION.json(json)]),
    ...(minLength === undefined ? [] : [CONDITION.minLength(minLength)]),
    ...(maxLength === undefined ? [] : [CONDITION.maxLength(maxLength)]),
  ]
}

function quoted({ text, inflected }: Phrase): string {
  return inflected ? `${excerpt(text)} or a form of it` : excerpt(text)
}
