import type { NumberToken } from './numbers.ts'

const SMALL = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen`.split(/\s+/)
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const SCALES: ReadonlyMap<string, number> = new Map([
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1000],
  ['lakh', 1e5],
  ['million', 1e6],
  ['crore', 1e7],
  ['billion', 1e9],
  ['trillion', 1e12],
])

/** Short and foreign forms, which follow digits. */
const ABBREVIATED: ReadonlyMap<string, number> = new Map([
  ['mio', 1e6],
  ['mn', 1e6],
  ['millionen', 1e6],
  ['millones', 1e6],
  ['bn', 1e9],
  ['mrd', 1e9],
  ['milliarde', 1e9],
  ['milliarden', 1e9],
  ['milliard', 1e9],
  ['milliards', 1e9],
])

/** A word or a number in digits; `value` is its size without a sign. */
type Word = { start: number; end: number } & (
  | { kind: 'small' | 'tens' | 'scale'; value: number }
  | { kind: 'article' }
  | { kind: 'digits'; value: number; token: NumberToken }
)

/**
 * Words up to their scales: "three hundred thousand" has the size 300 and the scale 1000. Without a scale it is 1, and
 * the size of a lone scale ("millions") is NaN.
 */
interface Term {
  start: number
  end: number
  size: number
  scale: number
  first: Word
  last: Word
  digits: NumberToken[]
}

/** Terms that make up one number, with falling scales. */
interface Sum {
  start: number
  end: number
  terms: { value: number; scale: number }[]
  digits: NumberToken[]
}

const CLOSE = /^(?:[ \u00a0]| ?- ?)$/
const LOOSE = /^(?:,|,? and) $/

/**
 * Adds the English number words of a text ("twenty-one", "a hundred and five") to its numbers, and multiplies numbers
 * that a word follows ("3 million").
 */
export function withNumberWords(text: string, numbers: readonly NumberToken[]): (NumberToken & { word: boolean })[] {
  const sums = sumsOf(text, termsOf(text, wordsOf(text, numbers)))
  const merged = new Set(sums.flatMap(({ digits }) => digits))
  const tokens = numbers.filter((token) => !merged.has(token)).map((token) => ({ ...token, word: false }))
  for (const { start, end, terms, digits } of sums) {
    const value = terms.reduce((sum, term) => sum + term.value, 0)
    const [first] = digits
    if (first) tokens.push({ ...first, start, end, value: first.value < 0 ? 0 - value : value, word: false })
    else if (!isNaN(value)) tokens.push({ start, end, value, text: text.slice(start, end), ordinal: false, word: true })
  }
  return tokens.sort((a, b) => a.start - b.start).map((token) => withMinus(text, token))
}

function termsOf(text: string, words: readonly Word[]): Term[] {
  const terms: Term[] = []
  for (const word of words) {
    const term = terms.at(-1)
    if (term !== undefined && CLOSE.test(text.slice(term.end, word.start)) && continues(term, word)) {
      if (word.kind === 'scale') Object.assign(term, { size: term.size * term.scale, scale: word.value })
      else term.size += word.value
      term.last = word
      term.end = word.end
    } else terms.push(termFrom(word))
  }
  // An article alone is not a number, and digits alone are read already.
  return terms.filter(({ last }) => last.kind !== 'article' && last.kind !== 'digits')
}

function termFrom(word: Word): Term {
  const { start, end, kind } = word
  const digits = kind === 'digits' ? [word.token] : []
  if (kind === 'scale') return { start, end, size: NaN, scale: word.value, first: word, last: word, digits }
  return { start, end, size: kind === 'article' ? 1 : word.value, scale: 1, first: word, last: word, digits }
}

/** "thousand million" multiplies, "million thousand" does not occur. */
function continues({ last }: Term, word: Word): word is Extract<Word, { kind: 'small' | 'tens' | 'scale' }> {
  if (word.kind === 'scale') return last.kind !== 'scale' || word.value >= last.value
  return word.kind === 'small' && last.kind === 'tens' && word.value > 0 && word.value < 10
}

function sumsOf(text: string, terms: readonly Term[]): Sum[] {
  const sums: Sum[] = []
  for (const term of terms) {
    const { start, end, size, scale, digits } = term
    const sum = sums.at(-1)
    const joined = sum === undefined ? null : join(sum, term, text.slice(sum.end, start))
    if (sum !== undefined && joined !== null) {
      sum.terms = joined
      sum.end = end
      sum.digits.push(...digits)
    } else sums.push({ start, end, terms: [{ value: size * scale, scale }], digits: [...digits] })
  }
  return sums
}

/**
 * The terms of a number that another term continues; null when it begins a new number. A smaller term is added ("two
 * thousand five"). A greater scale multiplies the smaller ones before it ("two hundred five thousand", "two thousand
 * three million"), but after "and" no more than hundreds, and nothing across a comma.
 */
function join({ terms }: Sum, { size, scale, first, digits }: Term, gap: string): Sum['terms'] | null {
  const isClose = CLOSE.test(gap)
  if (first.kind === 'article' || !(isClose || (digits.length === 0 && LOOSE.test(gap)))) return null
  if (digits.some((token) => token.value < 0)) return null
  const greatest = isClose ? Infinity : gap === ' and ' ? 100 : 0
  const kept = terms.filter((term) => term.scale >= scale)
  const multiplied = terms.slice(kept.length)
  if (multiplied.some((term) => term.scale > greatest || term.scale <= size)) return null
  const value = multiplied.reduce((sum, term) => sum + term.value, size) * scale
  const limit = kept.at(-1)?.scale ?? Infinity
  return size > 0 && value < limit ? [...kept, { value, scale }] : null
}

function wordsOf(text: string, numbers: readonly NumberToken[]): Word[] {
  const found = Array.from(text.matchAll(/(?<![\p{L}\p{N}_])[a-z]+(?![\p{L}\p{N}_])/giu), ({ 0: word, index }) =>
    wordOf(word.toLowerCase(), { start: index, end: index + word.length }),
  ).filter((word) => word !== null)
  const digits = numbers.map((token): Word => ({
    kind: 'digits',
    value: Math.abs(token.value),
    start: token.start,
    end: token.end,
    token,
  }))
  return [...found, ...digits].sort((a, b) => a.start - b.start)
}

function wordOf(word: string, place: { start: number; end: number }): Word | null {
  if (word === 'a') return { kind: 'article', ...place }
  const small = SMALL.indexOf(word)
  if (small !== -1) return { kind: 'small', value: small, ...place }
  const tens = TENS.indexOf(word)
  if (tens !== -1) return { kind: 'tens', value: (tens + 2) * 10, ...place }
  const scale = SCALES.get(word.replace(/s$/, '')) ?? ABBREVIATED.get(word)
  return scale === undefined ? null : { kind: 'scale', value: scale, ...place }
}

/** "minus 5" and "negative five" are negative, but "10 minus 5" subtracts. */
function withMinus<Token extends NumberToken>(text: string, token: Token): Token {
  const found = /(?<!\p{L})(negative|minus) $/iu.exec(text.slice(Math.max(0, token.start - 24), token.start))
  if (!found || token.value < 0) return token
  const left = text.slice(Math.max(0, token.start - 40), token.start - found[0].length)
  const subtracts =
    /(?:[\d)%]|(?<!\p{L})(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|\p{L}+teen|\p{L}+ty))\s*$/iu
  if (found[1]?.toLowerCase() === 'minus' && subtracts.test(left)) return token
  return { ...token, start: token.start - found[0].length, value: 0 - token.value }
}
