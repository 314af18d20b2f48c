import { foldLetters, foldNumerals } from './fold.ts'
import { inflects } from './inflections.ts'
import { numbersIn, UNSPACED } from '../numbers/numbers.ts'

/** Punctuation to remove: all except the point between digits, the `#` of `C#`, the `%`, and the `^` of a superscript. */
const PUNCTUATION =
  /(?=[\p{P}\p{Sk}\p{C}])(?!(?<=\p{Nd})\.(?=\p{Nd}))(?!(?<=[a-z])#)(?!%)(?!\^-?[a-zα-ω\d])(?!(?<=\^)-[a-zα-ω\d])[\p{P}\p{Sk}\p{C}]/gu
const CHARACTERS = new RegExp(`[${UNSPACED}]\\p{M}*`, 'gu')

/**
 * A text as expectations compare it: lower case, without accents, strokes and punctuation, words and symbols one space
 * apart. Numbers have one spelling each: `1,234.50` is the word `1234.50`, and `-4` another word than `4`.
 */
export function normalise(text: string): string {
  const folded = foldLetters(foldNumerals(text))
  const parts: string[] = []
  let from = 0
  for (const { start, end, text: number } of numbersIn(folded)) {
    parts.push(normalWords(folded.slice(from, Math.max(from, start))), ' ', number)
    from = end
  }
  parts.push(normalWords(folded.slice(from)))
  return parts.join('').replaceAll(/ +/g, ' ').trim()
}

function normalWords(text: string): string {
  // Most of a reply is words of ASCII letters and punctuation.
  if (PLAIN_WORDS.test(text)) return text.replaceAll(/[^A-Za-z0-9]/g, ' ')
  return text
    .replaceAll(PUNCTUATION, ' ')
    .replaceAll(/(?!\^)[\p{S}%]/gu, ' $& ')
    .replaceAll('^', ' ^')
    .replaceAll(CHARACTERS, ' $& ')
    .replaceAll(/\s/gu, ' ')
}

const PLAIN_WORDS = /^(?:[A-Za-z0-9\s,;:!?'"()-]|\.(?!\d))*$/

/** Phrases as they are compared: a golden set has few, and looks for each in many replies. */
const phrases = new Map<string, string>()

const MOST_PHRASES = 10_000

function normalPhrase(phrase: string): string {
  const known = phrases.get(phrase)
  if (known !== undefined) return known
  const normal = normalise(phrase)
  if (phrases.size < MOST_PHRASES) phrases.set(phrase, normal)
  return normal
}

/** A reply, prepared for searching many phrases. */
export interface Searchable {
  /** Whether the phrase occurs in whole words: "4" does not occur in "14", nor "Paris" in "comparison". */
  has: (phrase: string) => boolean
  /** As `has`, but a word of the reply may also be an inflected form of the phrase's word: "African" for "Africa". */
  hasInflected: (phrase: string) => boolean
  /** Whether the text is the phrase and nothing else. */
  is: (phrase: string) => boolean
}

/** Prepares a text for searching. Phrases of punctuation alone, such as "!", are looked for as they are. */
export function searchable(text: string): Searchable {
  const normal = normalise(text)
  const words = ` ${normal} `
  const has = (phrase: string) => {
    const wanted = normalPhrase(phrase)
    return wanted === '' ? text.includes(phrase.trim()) : words.includes(` ${wanted} `)
  }
  return {
    has,
    hasInflected(phrase) {
      if (has(phrase)) return true
      const wanted = normalPhrase(phrase)
      if (wanted === '') return false
      const bases = wanted.split(' ')
      const found = normal.split(' ')
      return found.some((_, at) => bases.every((base, index) => inflects(base, found[at + index] ?? '')))
    },
    is(phrase) {
      const wanted = normalPhrase(phrase)
      return wanted === '' ? text.trim() === phrase.trim() : normal === wanted
    },
  }
}
