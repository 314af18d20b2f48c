import type { Expectation } from '../golden.ts'
import { type Phrase, phrasesOf } from '../conditions.ts'
import { excerpt } from '../excerpt.ts'
import { judge } from '../expectation.ts'
import { searchable } from '../phrases/normalise.ts'

/**
 * Why no reply can meet all of these expectations at once; empty where no reason is known. Several expectations are those
 * of goldens with the same conversation. Regular expressions and JSON Schemas are compared with `equals` only. Pure.
 */
export function contradictionsIn(expectations: readonly Expectation[], question?: string): string[] {
  const found = [
    ...equalsProblems(expectations, question),
    ...phraseProblems(expectations),
    ...lengthProblems(expectations),
    ...numberProblems(expectations),
    ...(expectations.some(({ json }) => json === false) ? ['expect.json is false, which no reply meets'] : []),
  ]
  return [...new Set(found)]
}

/** `equals` names the whole reply, so every other condition can be judged by it. */
function equalsProblems(expectations: readonly Expectation[], question: string | undefined): string[] {
  return expectations.flatMap(({ equals }) =>
    equals === undefined
      ? []
      : expectations.flatMap((other) => {
          const judgement = judge(equals, other, question)
          if (judgement.passed) return []
          return judgement.misses.map(
            ({ expected }) => `the reply must be ${excerpt(equals)}, and it must be expected ${expected}`,
          )
        }),
  )
}

function phraseProblems(expectations: readonly Expectation[]): string[] {
  const excluded = expectations.flatMap(({ excludes }) => phrasesOf(excludes))
  const hits = (phrase: Phrase) => excluded.find((other) => has(phrase.text, other))
  const required = expectations.flatMap(({ contains }) => phrasesOf(contains))
  return [
    ...required.flatMap((phrase) => {
      const other = hits(phrase)
      return other === undefined
        ? []
        : [`the reply must contain ${excerpt(phrase.text)} and must not contain ${excerpt(other.text)}`]
    }),
    ...expectations.flatMap(({ anyOf }) => {
      const any = phrasesOf(anyOf)
      return any.length > 0 && any.every((phrase) => hits(phrase) !== undefined)
        ? [
            `the reply must contain one of ${any.map(({ text }) => excerpt(text)).join(', ')} and must contain none of them`,
          ]
        : []
    }),
  ]
}

/** Whether a text that has the phrase `text` as it is has an excluded one, too. */
function has(text: string, { text: other, inflected }: Phrase): boolean {
  const within = searchable(text)
  return inflected ? within.hasInflected(other) : within.has(other)
}

function lengthProblems(expectations: readonly Expectation[]): string[] {
  const shortest = Math.max(0, ...expectations.map(({ minLength = 0 }) => minLength))
  const longest = Math.min(...expectations.map(({ maxLength = Infinity }) => maxLength))
  const needed = expectations
    .flatMap(({ contains }) => phrasesOf(contains))
    .find(({ text }) => lettersIn(text) > longest)
  return [
    ...(shortest > longest ? [`the reply must have at least ${shortest} and at most ${longest} characters`] : []),
    ...(needed === undefined
      ? []
      : [`the reply must contain ${excerpt(needed.text)} and have at most ${longest} characters`]),
  ]
}

/** Punctuation and spaces may be missing in a reply that contains the text. */
function lettersIn(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}

function numberProblems(expectations: readonly Expectation[]): string[] {
  const numbers = expectations.flatMap(({ number }) => number ?? [])
  return numbers.flatMap((first, index) =>
    numbers.slice(index + 1).flatMap((second) => {
      const apart = Math.abs(first.value - second.value)
      const alike = first.after === second.after && apart > (first.tolerance ?? 0) + (second.tolerance ?? 0)
      return alike ? [`the answer must be the number ${first.value} and the number ${second.value}`] : []
    }),
  )
}
