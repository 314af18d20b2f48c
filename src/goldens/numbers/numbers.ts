/** A number in a text. */
export interface NumberToken {
  /** Where it begins, with its sign and its currency. */
  start: number
  end: number
  /** Its value; NaN for digits that are not a number: a date, a time of day, a version, a hexadecimal number. */
  value: number
  /** One spelling for all: `1,234.50`, `1.234,50` and `1 234,50` are `1234.50`. */
  text: string
  ordinal: boolean
}

/** Scripts whose words are not, or not wholly, set apart by spaces. */
export const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}'

const RUN = /\d+(?:[.,' \u00a0]\d+)*/y
const WORD_BEFORE = new RegExp(`(?:(?![${UNSPACED}])[\\p{L}\\p{M}]|[\\p{L}\\p{N}]_+|\\^-?)$`, 'u')
const CURRENCY_BEFORE =
  /(?:\p{Sc}|(?<!\p{L})(?:us\$|r\$|a\$|c\$|usd|eur|gbp|jpy|inr|chf|cny|rmb|aud|cad|nzd|sek|nok|dkk|pln|czk|huf|brl|mxn|zar|krw|try|sgd|hkd|kr|rs\.?))$/iu
const CURRENCIES = new Set(
  'usd eur gbp jpy inr chf cny rmb aud cad nzd sek nok dkk pln czk huf brl mxn zar krw try sgd hkd'.split(' '),
)
/** Digits that nothing beside them belongs to: most numbers. */
const ALONE = /(?<![^ \n])(?<!- )\d+(?=$|[.,;!?]|[ \n](?![×x*·⋅]))/y
const DATE = /\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|\d{1,2}([/.])\d{1,2}\2(?:\d{4}|\d{2})(?![\d.,/])/y
const TIME = /(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])/y
const HEX = /0x[\da-f]+/iy
const EXPONENT = /e([-+]?\d+)(?![\p{L}\d])/iuy
const TIMES_TEN = /\s?[×x*·⋅]\s?10\^(-?\d+)/y
const POWER = /\^(-?\d+)(?![\p{L}\d])/uy
const FRACTION = /\/(\d{1,3}|1000)(?![\d/]|[.,]\d)/y
const MIXED = /[ \u00a0](\d{1,3})\/(\d{1,3}|1000)(?![\d/]|[.,]\d)/y
const ORDINAL = /(?:st|nd|rd|th)(?!\p{L})/iuy

/**
 * Finds the numbers of a text that `foldNumerals` has written. Skips digits inside a word (`H2O`, `x_1`) and superscripts.
 * Takes time in proportion to the text.
 */
export function numbersIn(text: string): NumberToken[] {
  const tokens: NumberToken[] = []
  for (let at = nextDigit(text, 0); at < text.length;) at = nextDigit(text, readAt(text, at, tokens))
  return tokens
}

/** Reads the numbers that begin with the digit at an index; returns where to go on. */
function readAt(text: string, index: number, tokens: NumberToken[]): number {
  if (isBehindWord(text, index)) return endOfPart(text, index)
  const run = sticky(RUN, text, index)?.[0] ?? ''
  const end = index + run.length
  if (sticky(ALONE, text, index)?.[0].length === run.length) {
    tokens.push({ start: index, end, value: Number(run), text: run, ordinal: false })
    return end
  }
  return isInWord(text, index) ? endOfPart(text, index) : readRun(text, run, index, tokens)
}

/** The index of the first digit from an index; the length of the text if no digit follows. */
function nextDigit(text: string, from: number): number {
  let at = from
  while (at < text.length && !isDigit(text.charCodeAt(at))) at += 1
  return at
}

/** The end of digits, and of the points between them. */
function endOfPart(text: string, from: number): number {
  let at = from
  while (isDigit(text.charCodeAt(at)) || (text.charCodeAt(at) === POINT && isDigit(text.charCodeAt(at + 1)))) at += 1
  return at
}

const POINT = 0x2e

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Whether three small letters that do not name a currency are left of an index: most digits in words. */
function isBehindWord(text: string, index: number): boolean {
  if (!isSmall(text, index - 1) || !isSmall(text, index - 2) || !isSmall(text, index - 3)) return false
  const ending = text.slice(index - 3, index)
  return !CURRENCIES.has(ending) && !ending.endsWith('kr') && !ending.endsWith('rs')
}

function isSmall(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code >= 0x61 && code <= 0x7a
}

function isInWord(text: string, index: number): boolean {
  return WORD_BEFORE.test(before(text, index)) && currencyBefore(text, index) === ''
}

/** The characters left of an index that can matter to a number; none after a space or a line break. */
function before(text: string, index: number): string {
  const last = text.charCodeAt(index - 1)
  if (last === 32 || last === 10) return ''
  return text.slice(Math.max(0, index - 8), index)
}

function currencyBefore(text: string, index: number): string {
  return CURRENCY_BEFORE.exec(before(text, index))?.[0] ?? ''
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Reads the numbers of a run of digits and separators; returns where to go on. */
function readRun(text: string, run: string, index: number, tokens: NumberToken[]): number {
  const listed = /[[({]/.test(text.charAt(index - 1)) && /[\])}]/.test(text.charAt(index + run.length))
  for (const [offset, piece] of piecesOf(run, listed)) {
    const at = index + offset
    const other = sticky(DATE, text, at) ?? sticky(TIME, text, at) ?? sticky(HEX, text, at)
    if (other) {
      const words = other[0].replaceAll(/[-/:]/g, ' ')
      const token = { start: at, end: at + other[0].length, value: NaN, text: words, ordinal: false }
      tokens.push(token)
      if (token.end > at + piece.length) return token.end
      continue
    }
    const token = readPiece(text, piece, at)
    tokens.push(token)
    if (token.end > at + piece.length) return token.end
  }
  return index + run.length
}

function readPiece(text: string, piece: string, at: number): NumberToken {
  const leadingPoint = /(?<![\p{L}\d.)])\.$/u.test(before(text, at)) && !/[.,]/.test(piece)
  const point = leadingPoint ? at - 1 : at
  const plain = leadingPoint ? `0.${piece}` : (plainSpelling(piece) ?? piece)
  const { start, sign } = signBefore(text, point)
  const end = at + piece.length
  const token = (value: number, spelling: string, length: number): NumberToken => ({
    start,
    end: end + length,
    value: sign === '-' ? 0 - value : value,
    text: `${sign}${spelling}`,
    ordinal: sticky(ORDINAL, text, end + length) !== null,
  })
  const value = Number(plain)
  if (isNaN(value)) return token(NaN, plain, 0)
  const tenth = sticky(EXPONENT, text, end) ?? sticky(TIMES_TEN, text, end)
  if (tenth) {
    const exponent = (tenth[1] ?? '').replace(/^\+/, '')
    return token(Number(`${plain}e${exponent}`), `${plain}e${exponent}`, tenth[0].length)
  }
  const power = sticky(POWER, text, end)
  if (power) return token(value ** Number(power[1]), `${plain}^${power[1]}`, power[0].length)
  if (!/^\d+$/.test(plain)) return token(value, plain, 0)
  const mixed = sticky(MIXED, text, end)
  if (mixed && Number(mixed[1]) < Number(mixed[2]))
    return token(value + Number(mixed[1]) / Number(mixed[2]), `${plain}\u00a0${mixed[1]}/${mixed[2]}`, mixed[0].length)
  const fraction = text.charAt(at - 1) === '/' ? null : sticky(FRACTION, text, end)
  if (fraction && Number(fraction[1]) > 0)
    return token(value / Number(fraction[1]), `${plain}/${fraction[1]}`, fraction[0].length)
  return token(value, plain, 0)
}

/** A dash before a number, or before its currency, is a sign unless something stands before it to be subtracted from. */
function signBefore(text: string, at: number): { start: number; sign: '' | '-' } {
  const currency = currencyBefore(text, at)
  for (const start of [at, at - currency.length]) {
    const left = before(text, start)
    if (left.endsWith('-') && !/[\p{L}\p{N})\]-][*_`'"%°\p{Sc}]*-$/u.test(left)) return { start: start - 1, sign: '-' }
  }
  if (/[=≈→]\s{1,3}- $/.test(text.slice(Math.max(0, at - 6), at))) return { start: at - 2, sign: '-' }
  return { start: at, sign: '' }
}

/** Cuts a run into numbers: groups of thousands stay together, lists come apart. */
function piecesOf(run: string, listed: boolean): [offset: number, piece: string][] {
  return spacedParts(run).flatMap(([offset, part]): [number, string][] => {
    const decimalComma = /^\d+,\d+$/.test(part) && !/^[1-9]\d{0,2},\d{3}$/.test(part)
    if (plainSpelling(part) !== null && !(listed && decimalComma)) return [[offset, part]]
    return Array.from(part.matchAll(/[^,' \u00a0]+/g), ({ 0: piece, index }) => [offset + index, piece])
  })
}

/** The parts between spaces; a space that groups thousands parts nothing. */
function spacedParts(run: string): [offset: number, part: string][] {
  const parts: [number, string][] = []
  let grouping = false
  for (const { 0: part, index } of run.matchAll(/[^ \u00a0]+/g)) {
    const last = parts.at(-1)
    const groups = last !== undefined && (grouping || /^[1-9]\d{0,2}$/.test(last[1]))
    if (groups && /^\d{3}(?:[.,]\d+)?$/.test(part)) {
      parts[parts.length - 1] = [last[0], run.slice(last[0], index + part.length)]
      grouping = part.length === 3
    } else {
      parts.push([index, part])
      grouping = false
    }
  }
  return parts
}

/** A number with ASCII digits, a point and nothing else; null when the parts do not make up one number. */
function plainSpelling(part: string): string | null {
  // Spaces are left only where they group thousands.
  if (/[ \u00a0]/.test(part)) return part.replaceAll(/[ \u00a0]/g, '').replace(',', '.')
  if (/^\d{1,3}(?:'\d{3})+(?:[.,]\d+)?$/.test(part)) return part.replaceAll("'", '').replace(',', '.')
  // Western groups of three, Indian groups of two before the last three.
  if (/^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(part)) return part.replaceAll(',', '')
  if (/^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?$/.test(part)) return part.replaceAll(',', '')
  if (/^[1-9]\d{0,2}(?:\.\d{3})+,\d+$/.test(part) || /^[1-9]\d{0,2}(?:\.\d{3}){2,}$/.test(part))
    return part.replaceAll('.', '').replace(',', '.')
  return /^\d+,\d+$/.test(part) ? part.replace(',', '.') : null
}
