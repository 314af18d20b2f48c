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

type Word = { kind: 'small' | 'tens' | 'scale' | 'article'; value: number; start: number; end: number }

/** A group of words in the making: `sum` of the finished parts, `part` of the one that a scale may still multiply. */
interface Group {
  start: number
  end: number
  sum: number
  part: number
  last: Word['kind']
  /** The smallest scale that has multiplied a part; a later one must be smaller. */
  scale: number
  /** Whether it begins with a scale, as the "million" of "3 million". */
  bare: boolean
}

/**
 * Adds the English number words of a text ("twenty-one", "a hundred and five") to its numbers, and multiplies numbers
 * that a word follows ("3 million").
 */
export function withNumberWords(text: string, numbers: readonly NumberToken[]): (NumberToken & { word: boolean })[] {
  const tokens = numbers.map((token) => ({ ...token, word: false }))
  const byEnd = new Map(tokens.map((token) => [token.end, token]))
  for (const group of groupsOf(text)) {
    const { start, end } = group
    if (group.last === 'article') continue
    const value = group.sum + group.part
    const digits = byEnd.get(start - 1)
    if (!group.bare) tokens.push({ start, end, value, text: text.slice(start, end), ordinal: false, word: true })
    else if (digits) Object.assign(digits, { value: digits.value * value, end })
  }
  return tokens.sort((a, b) => a.start - b.start).map((token) => withMinus(text, token))
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = []
  let group: Group | null = null
  for (const word of wordsOf(text)) {
    const gap = group === null ? '' : text.slice(group.end, word.start)
    if (group === null || !joins(group, word, gap)) {
      if (group) groups.push(group)
      group = {
        start: word.start,
        end: word.start,
        sum: 0,
        part: 0,
        last: 'article',
        scale: Infinity,
        bare: word.kind === 'scale',
      }
    }
    add(group, word)
  }
  return group ? [...groups, group] : groups
}

function joins({ last, scale }: Group, { kind, value }: Word, gap: string): boolean {
  const close = /^(?: |-| ?- ?)$/.test(gap)
  if (kind === 'scale') return close && (last !== 'scale' || value > 100) && value < scale
  if (kind === 'article') return false
  if (last === 'scale') return close || /^,? and $/.test(gap) || gap === ', '
  return last === 'tens' && close && value > 0 && value < 10
}

function add(group: Group, { kind, value, end }: Word): void {
  if (value > 100) {
    group.sum += (group.part === 0 ? 1 : group.part) * value
    group.part = 0
    group.scale = value
  } else if (kind === 'scale') {
    group.part = (group.part === 0 ? 1 : group.part) * value
  } else group.part += value
  group.last = kind
  group.end = end
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(/(?<![\p{L}\p{N}_])[a-z]+(?![\p{L}\p{N}_])/giu), ({ 0: found, index }) => {
    const word = found.toLowerCase()
    const place = { start: index, end: index + found.length }
    if (word === 'a') return { kind: 'article' as const, value: 0, ...place }
    const small = SMALL.indexOf(word)
    if (small !== -1) return { kind: 'small' as const, value: small, ...place }
    const tens = TENS.indexOf(word)
    if (tens !== -1) return { kind: 'tens' as const, value: (tens + 2) * 10, ...place }
    const scale = SCALES.get(word.replace(/s$/, '')) ?? ABBREVIATED.get(word)
    return scale === undefined ? null : { kind: 'scale' as const, value: scale, ...place }
  }).filter((word) => word !== null)
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
