/** Accents, and the points of Hebrew and Arabic: readers may leave them out. Marks of other scripts spell the word. */
const OPTIONAL_MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/gu

/** Scripts whose words are not, or not wholly, set apart by spaces: each character stands as a word of its own. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]\p{M}*/gu

const THOUSANDS = /(?<![\p{L}\p{N}.,])\p{Nd}{1,3}(?:,\p{Nd}{3})+(?![\p{Nd},])/gu

/** What belongs to a number: its point, its sign. All other punctuation goes, except the `#` of `C#` and the `%`. */
const PUNCTUATION =
  /(?!(?<=\p{Nd})\.(?=\p{Nd}))(?!(?<![\p{L}\p{N}])-(?=\p{Nd}))(?!(?<=[a-z])#)(?!%)[\p{P}\p{Sk}\p{C}]/gu

/**
 * A text as expectations compare it: lower case, without accents and punctuation, words and symbols one space apart.
 * Numbers stay whole: `1,234.50` is the word `1234.50`, and `-4` another word than `4`.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(OPTIONAL_MARKS, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replaceAll('\u2212', '-')
    .normalize('NFC')
    .replaceAll(THOUSANDS, (number) => number.replaceAll(',', ''))
    .replaceAll(PUNCTUATION, ' ')
    .replaceAll(/[\p{S}%]/gu, ' $& ')
    .replaceAll(UNSPACED, ' $& ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/** A reply, prepared for being searched for many phrases. */
export interface Searchable {
  /** Whether the phrase occurs in whole words: "4" does not occur in "14", nor "Paris" in "comparison". */
  has: (phrase: string) => boolean
  /** Whether the text is the phrase and nothing else. */
  is: (phrase: string) => boolean
}

/** Prepares a text for searching. Phrases of punctuation alone, such as "!", are looked for as they are. */
export function searchable(text: string): Searchable {
  const normal = normalise(text)
  const words = ` ${normal} `
  return {
    has(phrase) {
      const wanted = normalise(phrase)
      return wanted === '' ? text.includes(phrase.trim()) : words.includes(` ${wanted} `)
    },
    is(phrase) {
      const wanted = normalise(phrase)
      return wanted === '' ? text.trim() === phrase.trim() : normal === wanted
    },
  }
}
