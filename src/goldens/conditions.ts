import { printable } from '../text/printable.ts'
import { excerpt } from './excerpt.ts'
import type { Expectation } from './golden.ts'
import { patternsOf } from './pattern.ts'

/** Everything that an expectation asks of a reply, in the words of the misses: `to contain "Paris"`. Pure. */
export function conditionsOf(expect: Expectation): string[] {
  const { contains, anyOf, equals, excludes, matches, number, json, minLength, maxLength } = expect
  return [
    ...phrases(contains).map((phrase) => `to contain ${phrase}`),
    ...(anyOf === undefined ? [] : [`to contain any of ${phrases(anyOf).join(', ')}`]),
    ...(equals === undefined ? [] : [`to be ${excerpt(equals)}`]),
    ...phrases(excludes).map((phrase) => `not to contain ${phrase}`),
    ...(matches === undefined
      ? []
      : patternsOf(matches).map(({ pattern, flags }) => `to match /${printable(pattern)}/${flags}`)),
    ...(number === undefined ? [] : [numberCondition(number)]),
    ...(json === undefined ? [] : [json === true ? 'to be JSON' : 'to be JSON that fits the schema']),
    ...(minLength === undefined ? [] : [`to have at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`to have at most ${maxLength} characters`]),
  ]
}

function phrases(texts: Expectation['contains' | 'anyOf']): string[] {
  if (texts === undefined) return []
  return [texts].flat().map((one) => {
    if (typeof one === 'string') return excerpt(one)
    return one.inflected === true ? `${excerpt(one.text)} or a form of it` : excerpt(one.text)
  })
}

function numberCondition({ value, tolerance = 0, after }: NonNullable<Expectation['number']>): string {
  const around = tolerance === 0 ? '' : ` (within ${tolerance})`
  const place = after === undefined ? '' : ` after ${excerpt(after)}`
  return `to answer with the number ${value}${around}${place}`
}
