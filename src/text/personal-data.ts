import { REDACTED } from './credentials.ts'

/** Kinds of personal data that can be recognized in a text. */
export type PersonalData = 'emails' | 'phones' | 'cards'

/**
 * Redacts the given kinds of personal data. Pure, and linear in the length of the text, because replies are untrusted
 * input. Card numbers come first, because their groups of digits may look like those of a phone number.
 */
export function withoutPersonalData(text: string, kinds: Readonly<Record<PersonalData, boolean>>): string {
  let clean = text
  if (kinds.emails) clean = clean.replace(EMAIL, REDACTED)
  if (kinds.cards) clean = withoutCards(clean)
  if (kinds.phones) clean = withoutPhones(clean)
  return clean
}

const ATOM = String.raw`[\p{L}\p{M}\p{N}._%+-]`

/**
 * E-mail addresses, also in a URL, in HTML or in JSON. Each run of the characters before `@` is scanned once. The last
 * label of a domain has letters, so that `pkg@1.2.3` stays.
 */
const EMAIL = new RegExp(
  String.raw`(?:(?<!${ATOM}|${ATOM}['\u2019])${ATOM}+(?:['\u2019]${ATOM}+)*|"[^"\n]{1,64}")(?:[@\uff20]|%40|&#0{0,4}64;|\\u0040)` +
    String.raw`(?:(?:[\p{L}\p{M}\p{N}-]+\.)+(?:xn--[a-z\d-]{2,}|\p{L}{2,})|\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[\da-f:.]+)\])`,
  'giu',
)

const GAP = String.raw`[ \u00a0\u2007\u202f\u2009\u2010-\u2013.-]`

/** Digits with at most one separator between two of them, at least 13. */
const DIGIT_RUN = new RegExp(String.raw`(?<!\d|\d[.,])\d(?:${GAP}?\d){12,}(?![.,]?\d)`, 'g')

/** Digits of a card number. */
const [CARD_LEAST, CARD_MOST] = [13, 19]

/** First digits that payment networks issue cards under. */
const ISSUED = /^(?:3[0-9]|4|5[0-9]|6[0-9]|2[2-7]|8[12]|9792)/

function withoutCards(text: string): string {
  return text.replace(DIGIT_RUN, (run) => {
    const parts = run.split(new RegExp(`(${GAP})`))
    // Groups of digits are at even places, separators at odd ones. Further numbers may be before and after the card's.
    let clean = ''
    for (let at = 0; at < parts.length;) {
      const end = cardEnd(parts, at)
      clean += end === null ? (parts[at] ?? '') + (parts[at + 1] ?? '') : REDACTED + (parts[end] ?? '')
      at = end === null ? at + 2 : end + 1
    }
    return clean
  })
}

/** The place behind the last group of a card number that begins at `start`; null: none begins there. */
function cardEnd(parts: readonly string[], start: number): number | null {
  let [digits, longest]: [string, number | null] = ['', null]
  for (let at = start; at < parts.length; at += 2) {
    const group = parts[at] ?? ''
    // Groups have four digits or more (4-4-4-4, 4-6-5), but the last; a list of small numbers is not a card number.
    if (at > start && parts[at - 1] !== parts[start + 1]) break
    digits += group
    if (digits.length > CARD_MOST) break
    if (digits.length >= CARD_LEAST && ISSUED.test(digits) && isLuhnValid(digits)) longest = at + 1
    if (group.length < 3) break
  }
  return longest
}

/** Whether the last digit is the check digit of the others (ISO/IEC 7812). */
function isLuhnValid(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, isDoubled = false; at >= 0; at -= 1, isDoubled = !isDoubled) {
    const digit = Number(digits[at]) * (isDoubled ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

/** A separator of phone numbers, or a pair such as `) ` and ` - `. */
const SEP = String.raw`(?:[ \u00a0\u202f\u2009]?[./\u2010-\u2013-][ \u00a0\u202f\u2009]?|[ \u00a0\u202f\u2009])`

/** Not within a longer number, a decimal, a word or a path. */
const BEFORE = String.raw`(?<![\p{L}\d_]|\d[.,/:-]|[/\\.=#])`
const AFTER = String.raw`(?:(?:[ ,;]*(?:ext\.?|extension|x|#)[ ]?\d{1,6})(?![\d\p{L}])|(?![.,:]?\d|[-/]\d|[\p{L}_%]))`

const PHONES = [
  // International: +49 30 1234567, +1 (555) 123-4567, 0044 20 7946 0958, +4915112345678.
  String.raw`(?<![\p{L}\d_+]|\d[.,])(?:\+|%2B)[(]?[1-9](?:${SEP}?\(?\d\)?){7,14}`,
  String.raw`${BEFORE}00${SEP}?[1-9](?:${SEP}?\(?\d\)?){8,14}`,
  // With an area code in parentheses: (555) 123-4567, (030) 1234567, (11) 98765-4321.
  String.raw`(?<![\p{L}\d_])(?:1${SEP}?|8${SEP}?)?\((?:0\d{1,5}|[1-9]\d{1,2})\)${SEP}?\d{2,5}(?:${SEP}?\d{2,5}){1,3}`,
  // North America: 555-123-4567, 1-800-555-0199; the same separator twice.
  String.raw`${BEFORE}(?:1${SEP})?[2-9]\d{2}([ .\u00a0\u2010-\u2013-])\d{3}\1\d{4}`,
  // China: 138 1234 5678. Russia: 8 495 123-45-67.
  String.raw`${BEFORE}1[3-9]\d([ -])\d{4}\2\d{4}`,
  String.raw`${BEFORE}8[ -]\d{3}[ -]\d{3}[ -]\d{2}[ -]\d{2}`,
  // With the trunk prefix 0, whole or in groups: 030 1234567, 0151/23456789, 01 23 45 67 89, 03-1234-5678.
  String.raw`${BEFORE}0[1-9]\d{8,10}`,
  String.raw`${BEFORE}0[1-9]\d{0,4}${SEP}\d{2,8}(?:([ .\u00a0\u2010-\u2013-])\d{2,8}(?:\3\d{2,8}){0,3})?`,
]

/** An unmarked number counts only behind one of these words. */
const CUE = String.raw`(?<![\p{L}\d_])((?:tele)?(?:phone|fon|fono)s?|tel|t[ée]l[ée](?:phone|fono)|telefon(?:nummer)?|mobile?|cell(?:phone)?|handy|fax|m[óo]vil|call|dial|whatsapp|sms|hotline)((?:[ ]+(?:me|us|him|her|them|number|no|nr|num|is|at|on|under|the|my|our)\b){0,3}[ \t]*[.:#=]?["'\u2019]?[ \t]*["']?[ \t]*)`

const PHONE = new RegExp(`(?:${PHONES.join('|')})${AFTER}`, 'giu')
const NAMED_PHONE = new RegExp(String.raw`${CUE}([+(]?\d(?:${SEP}?[(]?\d[)]?){5,14})${AFTER}`, 'giu')

/** Digits of a phone number, without the separators (E.164: at most 15, and the prefix 00). */
const PHONE_MOST = 17
const NATIONAL_LEAST = 9

function withoutPhones(text: string): string {
  const marked = text.replace(PHONE, (match: string) => (isPhone(match, NATIONAL_LEAST) ? REDACTED : match))
  return marked.replace(NAMED_PHONE, (match: string, cue: string, words: string, number: string) =>
    isPhone(number, 6) ? cue + words + REDACTED : match,
  )
}

/** 2026-11-28, 28.11.2026, 11/28/2026, also with more digits behind them, such as those of a time. */
const DATE = /^\(?(?:(?:19|20)\d\d([-./ ])\d{1,2}\1\d{1,2}|\d{1,2}([-./ ])\d{1,2}\2(?:19|20)\d\d)(?!\d)/

function isPhone(text: string, least: number): boolean {
  const digits = text.replace(/(?:ext\.?|extension|x|#)[ ]?\d{1,6}$/i, '').replace(/\D/g, '')
  const isInternational = /^(?:\+|%2B)/i.test(text)
  return digits.length >= (isInternational ? 8 : least) && digits.length <= PHONE_MOST && !DATE.test(text)
}
