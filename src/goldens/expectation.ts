import { isBlank } from '../text/blank.ts'
import { printable } from '../text/printable.ts'
import { withinTime } from '../text/within-time.ts'
import { answerNumber } from './numbers/answer.ts'
import { CONDITION, type Phrase, phrasesOf } from './conditions.ts'
import { excerpt } from './excerpt.ts'
import type { Expectation } from './golden.ts'
import { jsonOf } from './json/json-blocks.ts'
import { compileJsonSchema } from './json/json-schema.ts'
import { searchable } from './phrases/normalise.ts'
import { patternsOf } from './phrases/pattern.ts'

/** One expectation that a reply did not meet, in words for a message. */
export interface Miss {
  /** The expectation; `reply`: that there is a reply. */
  expectation: keyof Expectation | 'reply'
  /** The expectation in words, such as `to contain "Paris"`. */
  expected: string
  /** The finding, on one short printable line. */
  found: string
}

/** Whether a reply meets its expectation, and which parts it misses. */
export type ExpectationResult = { passed: true } | { passed: false; misses: [Miss, ...Miss[]] }

/** How much of a reply is matched with a regular expression: its first characters. */
const MATCHED_LENGTH = 100_000

/**
 * Judges a reply. A blank reply never passes; without an expectation any other does. `question`: numbers in it are less
 * likely to be the answer. Throws for an expectation that `parseGoldenSet` rejects (an invalid regular expression or JSON
 * Schema).
 */
export function judge(reply: string, expect: Expectation | undefined, question?: string): ExpectationResult {
  const [first, ...rest] = missesOf(reply, expect ?? {}, question)
  return first ? { passed: false, misses: [first, ...rest] } : { passed: true }
}

function missesOf(reply: string, expect: Expectation, question: string | undefined): Miss[] {
  if (isBlank(reply)) return [{ expectation: 'reply', expected: 'to say something', found: 'a blank reply' }]
  return [
    ...wordMisses(reply, expect),
    ...(expect.matches === undefined ? [] : matchMisses(reply, expect.matches)),
    ...(expect.number === undefined ? [] : numberMisses(reply, expect.number, question)),
    ...(expect.json === undefined ? [] : jsonMisses(reply, expect.json)),
    ...lengthMisses(reply, expect),
  ]
}

function wordMisses(reply: string, { contains, anyOf, equals, excludes }: Expectation): Miss[] {
  if (contains === undefined && anyOf === undefined && equals === undefined && excludes === undefined) return []
  const { has, hasInflected, is } = searchable(reply)
  const holds = ({ text, inflected }: Phrase) => (inflected ? hasInflected(text) : has(text))
  const miss = (expectation: Miss['expectation'], expected: string): Miss => ({
    expectation,
    expected,
    found: excerpt(reply),
  })
  const any = phrasesOf(anyOf)
  return [
    ...phrasesOf(contains)
      .filter((phrase) => !holds(phrase))
      .map((phrase) => miss('contains', CONDITION.contains(phrase))),
    ...(any.length === 0 || any.some(holds) ? [] : [miss('anyOf', CONDITION.anyOf(any))]),
    ...(equals === undefined || is(equals) ? [] : [miss('equals', CONDITION.equals(equals))]),
    ...phrasesOf(excludes)
      .filter(holds)
      .map((phrase) => miss('excludes', CONDITION.excludes(phrase))),
  ]
}

/** Longest time for one pattern: one with repetitions within repetitions, such as `(a+)+$`, may take for ever. */
const MATCHING_MS = 1_000

function matchMisses(reply: string, matches: NonNullable<Expectation['matches']>): Miss[] {
  const seen = reply.slice(0, MATCHED_LENGTH)
  const beyond = reply.length > MATCHED_LENGTH ? `, in the first ${MATCHED_LENGTH} of ${reply.length} characters` : ''
  return patternsOf(matches).flatMap((pattern): Miss[] => {
    const matched = withinTime(MATCHING_MS, () => new RegExp(pattern.pattern, pattern.flags).test(seen))
    if (matched?.result === true) return []
    const slow = matched === null ? `no end of the search after ${MATCHING_MS} ms in ` : ''
    return [
      { expectation: 'matches', expected: CONDITION.matches(pattern), found: `${slow}${excerpt(reply)}${beyond}` },
    ]
  })
}

function numberMisses(
  reply: string,
  condition: NonNullable<Expectation['number']>,
  question: string | undefined,
): Miss[] {
  const { value, tolerance = 0, after } = condition
  const number = answerNumber(reply, { after, question })
  // Allow for rounding: 3.15 - 3.14 is slightly more than 0.01 in binary.
  if (number !== null && Math.abs(number - value) <= tolerance * (1 + 1e-9)) return []
  return [
    {
      expectation: 'number',
      expected: CONDITION.number(condition),
      found: `${number === null ? 'no answer in numbers' : `the number ${number}`} in ${excerpt(reply)}`,
    },
  ]
}

function jsonMisses(reply: string, schema: object | boolean): Miss[] {
  const miss = (found: string): Miss[] => [{ expectation: 'json', expected: CONDITION.json(schema), found }]
  const parsed = jsonOf(reply)
  if ('problem' in parsed) return miss(`${parsed.problem}: ${excerpt(reply)}`)
  const problems = compileJsonSchema(schema)(parsed.value)
  return problems.length === 0 ? [] : miss(`${printable(problems.slice(0, 3).join('; '))}: ${excerpt(reply)}`)
}

function lengthMisses(reply: string, { minLength = 0, maxLength = Infinity }: Expectation): Miss[] {
  // Most goldens have no limits, and most replies are within them.
  if (minLength === 0 && maxLength === Infinity) return []
  const length = charactersIn(reply.trim())
  if (length >= minLength && length <= maxLength) return []
  const found = `${length} characters: ${excerpt(reply)}`
  return length < minLength
    ? [{ expectation: 'minLength', expected: CONDITION.minLength(minLength), found }]
    : [{ expectation: 'maxLength', expected: CONDITION.maxLength(maxLength), found }]
}

/** Counts characters beyond the basic plane as one. */
function charactersIn(text: string): number {
  return text.length - (text.match(/[\u{10000}-\u{10ffff}]/gu)?.length ?? 0)
}
