import { KIND, KINDS } from './characters.ts'
import { FRESH_HASH, mixed, mixedPlain, SENSE, senseOf } from './vocabulary.ts'

/** Counts of one pass over a message. */
export interface Scan {
  words: number
  /** Letters of scripts with spaces between words. */
  letters: number
  /** Those of them beyond ASCII. */
  foreign: number
  /** Characters of scripts that write without spaces. */
  han: number
  kana: number
  thai: number
  numbers: number
  /** Of the longest number. */
  digits: number
  operators: number
  /** `name(`, as code calls and defines. */
  calls: number
  braces: number
  fences: number
  formulas: number
  questions: number
  /** Questions that begin with a word such as "is" or "does". */
  yesNo: number
  stops: number
  commas: number
  quotes: number
  lines: number
  listLines: number
  /** Lettered answers to choose from, in order: A, B, C ... */
  options: number
  work: number
  constraint: number
  relation: number
  reasoning: number
  step: number
  closed: number
  given: number
  code: number
  negation: number
}

/** A message is read from its beginning and its end, so that a hostile one costs no more than a long one. */
const HEAD = 3_000
const TAIL = 1_000

const LINE_FEED = 0x0a

/** What is read of a message. */
export function readPart(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`
}

/** Counts what a message is made of, in one pass. */
export function scan(text: string): Scan {
  const seen = emptyScan()
  const end = text.length
  let words = 0
  let letters = 0
  let foreign = 0
  let lastDigit = -3
  let digits = 0
  let previous: number = KIND.newline
  /** Of the last character that is no space. */
  let solid: number = KIND.newline
  let atStart = true
  let asksYesNo = false

  // One line break more than there is ends the last line.
  for (let at = 0; at <= end; at++) {
    const unit = at < end ? text.charCodeAt(at) : LINE_FEED
    const kind = KINDS[unit] ?? KIND.other
    if (kind === KIND.letter || kind === KIND.foreign) {
      const from = at
      let hash = FRESH_HASH
      let letter = unit
      let last: number = kind
      for (;;) {
        // Nearly every letter is one of these, and needs no table.
        while (((letter | 0x20) - 0x61) >>> 0 < 26) {
          hash = mixedPlain(hash, letter)
          at += 1
          letter = at < end ? text.charCodeAt(at) : LINE_FEED
        }
        last = KINDS[letter] ?? KIND.other
        if (last !== KIND.foreign) break
        hash = mixed(hash, letter)
        foreign += 1
        at += 1
        letter = at < end ? text.charCodeAt(at) : LINE_FEED
      }
      previous = KIND.letter
      // A word with an apostrophe inside counts as two, in every message alike.
      words += 1
      letters += at - from
      const sense = senseOf(hash)
      if (sense !== 0) {
        count(seen, sense)
        if (atStart && (sense & SENSE.auxiliary) !== 0) asksYesNo = true
      }
      if (at - from === 1 && (last === KIND.close || last === KIND.stop || last === KIND.colon)) {
        if (placeOf(text.charCodeAt(from)) === seen.options) seen.options += 1
      }
      atStart = false
      solid = previous
      at -= 1
      continue
    }
    switch (kind) {
      case KIND.space:
        previous = kind
        continue
      case KIND.digit: {
        const goesOn = lastDigit === at - 1 || (lastDigit === at - 2 && isPoint(text.charCodeAt(at - 1)))
        digits = goesOn ? digits + 1 : 1
        if (!goesOn && previous !== KIND.letter) seen.numbers += 1
        if (digits > seen.digits) seen.digits = digits
        lastDigit = at
        atStart = false
        break
      }
      case KIND.newline:
        if (solid !== KIND.newline) seen.lines += 1
        atStart = true
        asksYesNo = false
        break
      case KIND.han:
        seen.han += 1
        if (KINDS[text.charCodeAt(at - 1)] === KIND.han || KINDS[text.charCodeAt(at - 1)] === KIND.kana)
          count(seen, senseOf(pair(text, at)))
        break
      case KIND.kana:
        seen.kana += 1
        if (at > 0) count(seen, senseOf(pair(text, at)))
        break
      case KIND.thai:
        seen.thai += 1
        break
      case KIND.question:
        seen.questions += 1
        if (asksYesNo) seen.yesNo += 1
        atStart = true
        asksYesNo = false
        break
      case KIND.stop:
        // A point inside a number or an abbreviation ends no sentence, but is rarely followed by a space either.
        if (isBreak(KINDS[text.charCodeAt(at + 1)] ?? KIND.newline)) {
          if (solid === KIND.digit && isLineStart(text, at)) seen.listLines += 1
          else seen.stops += 1
          atStart = true
          asksYesNo = false
        }
        break
      case KIND.comma:
        seen.commas += 1
        if (unit === 0x3b && KINDS[text.charCodeAt(at + 1)] === KIND.newline) seen.braces += 1
        break
      case KIND.operator:
        if (unit === 0x2a && solid === KIND.newline) seen.listLines += 1
        else if (solid === KIND.digit || solid === KIND.close || solid === KIND.letter || unit > 0x7f)
          seen.operators += 1
        break
      case KIND.hyphen:
        if (solid === KIND.newline) seen.listLines += 1
        else if (solid === KIND.digit && isDigitAhead(text, at)) seen.operators += 1
        break
      case KIND.bullet:
        if (solid === KIND.newline) seen.listLines += 1
        break
      case KIND.brace:
        if (unit === 0x60 && text.charCodeAt(at - 1) === 0x60 && text.charCodeAt(at - 2) === 0x60) seen.fences += 1
        seen.braces += 1
        break
      case KIND.open:
        if (previous === KIND.letter) seen.calls += 1
        break
      case KIND.close:
        if (solid === KIND.digit && isLineStart(text, at)) seen.listLines += 1
        break
      case KIND.quote:
        seen.quotes += 1
        break
      case KIND.formula:
        seen.formulas += 1
        break
    }
    previous = kind
    solid = kind
  }
  seen.words = words
  seen.letters = letters
  seen.foreign = foreign
  return seen
}

function emptyScan(): Scan {
  return {
    words: 0,
    letters: 0,
    foreign: 0,
    han: 0,
    kana: 0,
    thai: 0,
    numbers: 0,
    digits: 0,
    operators: 0,
    calls: 0,
    braces: 0,
    fences: 0,
    formulas: 0,
    questions: 0,
    yesNo: 0,
    stops: 0,
    commas: 0,
    quotes: 0,
    lines: 0,
    listLines: 0,
    options: 0,
    work: 0,
    constraint: 0,
    relation: 0,
    reasoning: 0,
    step: 0,
    closed: 0,
    given: 0,
    code: 0,
    negation: 0,
  }
}

function count(seen: Scan, sense: number): void {
  if (sense === 0) return
  if ((sense & SENSE.work) !== 0) seen.work += 1
  if ((sense & SENSE.constraint) !== 0) seen.constraint += 1
  if ((sense & SENSE.relation) !== 0) seen.relation += 1
  if ((sense & SENSE.reasoning) !== 0) seen.reasoning += 1
  if ((sense & SENSE.step) !== 0) seen.step += 1
  if ((sense & SENSE.closed) !== 0) seen.closed += 1
  if ((sense & SENSE.given) !== 0) seen.given += 1
  if ((sense & SENSE.code) !== 0) seen.code += 1
  if ((sense & SENSE.negation) !== 0) seen.negation += 1
}

/** Place of a letter in its alphabet, from 0: Latin, or Cyrillic from there on. */
function placeOf(letter: number): number {
  return letter < 0x80 ? (letter & 31) - 1 : letter >= 0x410 && letter <= 0x44f ? (letter - 0x410) % 32 : -1
}

/** Scripts without spaces have their words found by pairs of characters. */
function pair(text: string, at: number): number {
  return mixed(mixed(FRESH_HASH, text.charCodeAt(at - 1)), text.charCodeAt(at))
}

function isPoint(unit: number): boolean {
  return unit === 0x2e || unit === 0x2c
}

function isBreak(kind: number): boolean {
  return kind === KIND.space || kind === KIND.newline || kind === KIND.quote || kind === KIND.han || kind === KIND.kana
}

/** Whether nothing but a number of at most two digits stands between the line's beginning and here. */
function isLineStart(text: string, at: number): boolean {
  const before = KINDS[text.charCodeAt(at - 2)] === KIND.digit ? at - 3 : at - 2
  return before < 0 || KINDS[text.charCodeAt(before)] === KIND.newline
}

function isDigitAhead(text: string, at: number): boolean {
  return KINDS[text.charCodeAt(at + 1)] === KIND.digit || KINDS[text.charCodeAt(at + 2)] === KIND.digit
}
