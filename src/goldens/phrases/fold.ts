import { INVISIBLE } from '../../text/blank.ts'
import { withoutLatex } from '../numbers/latex.ts'

/** Raised digits, signs and letters. They are neither digits nor letters of the word before them. */
const SUPERSCRIPTS = /[²³¹⁰ⁱ⁴-ⁿªºʰ-ʸˠ-ˤᴬᴮᴰᴱᴳ-ᴺᴼᴾᴿᵀ-ᵂᵃ-ᵡᵸᶛ-ᶿⱽ]+/gu

/** Letters that Unicode does not decompose, as the letters that readers write for them. */
const LETTERS = new Map(
  `ø:o ɵ:o ł:l ƚ:l đ:d ð:d ħ:h ŧ:t þ:th æ:ae œ:oe ß:ss ı:i ŋ:ng ĸ:k ƀ:b ȼ:c ɇ:e ǥ:g ɨ:i ɉ:j ɍ:r ʉ:u ɏ:y ƶ:z ⱥ:a ς:σ`
    .split(' ')
    .map((pair) => pair.split(':') as [letter: string, folded: string]),
)
const LETTER = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'gu')

/** Accents, and the points of Hebrew and Arabic: readers may leave them out. Marks of other scripts spell the word. */
const OPTIONAL_MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/gu

/**
 * Writes the characters of numbers in one way: ASCII digits, `-` for every minus and hyphen, `^2` for a superscript,
 * `1/2` for ½, and full-width forms, LaTeX and invisible characters as plain text. Letters stay as they are.
 */
export function foldNumerals(text: string): string {
  if (/^[\x20-\x5b\x5d-\x7a|}~\n]*$/.test(text)) return text
  return withoutLatex(text.replaceAll(INVISIBLE, ''))
    .replaceAll(/(?<![\uff10-\uff19])，|，(?![\uff10-\uff19])/gu, ', ')
    .replaceAll(/[\uff01-\uff5e\uffe0\uffe1\uffe5\uffe6\ufe63\ufe6a\ufe69]/gu, (wide) => wide.normalize('NFKC'))
    .replaceAll(SUPERSCRIPTS, (raised) => `^${raised.normalize('NFKC').replaceAll('\u2212', '-')}`)
    .replaceAll(/[™℠]/gu, ' ')
    .replaceAll(/(?<=\p{Nd})[¼-¾⅐-⅟↉]/gu, ' $&')
    .replaceAll(/[¼-¾⅐-⅟↉]/gu, (fraction) => fraction.normalize('NFKC'))
    .replaceAll('\u2044', '/')
    .replaceAll(/[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]/gu, ' [$&] ')
    .replaceAll(/\p{Nd}/gu, asciiDigit)
    .replaceAll(/[\u2010-\u2013\u2212\u02d7\u2796\u208b]/gu, '-')
    .replaceAll(/[\u2019\u02bc\u2018]/gu, "'")
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ',')
    .replaceAll('\u066a', '%')
    .replaceAll(/[\u2007\u2009\u202f]/gu, '\u00a0')
}

/** Writes letters in one way: lower case, without accents and strokes, ligatures resolved. */
export function foldLetters(text: string): string {
  if (/^[\x20-\x7e\t\r\n]*$/.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replaceAll('\u02bc', "'")
    .toLowerCase()
    .replaceAll(OPTIONAL_MARKS, '')
    .replaceAll(LETTER, (letter) => LETTERS.get(letter) ?? letter)
    .normalize('NFC')
}

const digits = new Map<string, string>()

/** Unicode has decimal digits in blocks of ten, from zero to nine. */
function asciiDigit(digit: string): string {
  const known = digits.get(digit)
  if (known !== undefined) return known
  const code = digit.codePointAt(0) ?? 0
  let before = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1
  const folded = String(before % 10)
  digits.set(digit, folded)
  return folded
}
