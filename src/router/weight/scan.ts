import { FOLDED, KIND, KINDS } from './characters.ts'
import { count, emptyScan, type Scan } from './counts.ts'
import { kindAt, load, unitAt } from './loaded-text.ts'
import { FRESH_HASH, HASH_PRIME, mixed, SENSE, senseOf } from './vocabulary.ts'

const SPACE = 0x20

/** Position of a scan. */
interface Place {
  lastDigit: number
  /** Digits of the current number so far. */
  digits: number
  /** At the start of a sentence. */
  atStart: boolean
  asksYesNo: boolean
}

/**
 * Counts the features of a message in one pass. Letters and spaces are handled here, other characters in `mark`: one function
 * would be too large for the engine to optimize.
 */
export function scan(text: string): Scan {
  const end = load(text)
  const seen = emptyScan()
  const place: Place = {
    lastDigit: -3,
    digits: 0,
    atStart: true,
    asksYesNo: false,
  }
  let words = 0
  let letters = 0
  let foreign = 0
  // The line break after the text ends its last line.
  for (let at = 0; at <= end; at++) {
    const unit = unitAt(at)
    if (unit === SPACE) continue
    const from = at
    let hash = FRESH_HASH
    let letter = unit
    // Most letters are ASCII, which needs no look-up.
    // Two of them a turn, which saves a tenth of the scan.
    while (isAsciiLetter(letter)) {
      hash = Math.imul(hash ^ (letter | 0x20), HASH_PRIME)
      at += 1
      letter = unitAt(at)
      if (!isAsciiLetter(letter)) break
      hash = Math.imul(hash ^ (letter | 0x20), HASH_PRIME)
      at += 1
      letter = unitAt(at)
    }
    while (letter > 0x7f && KINDS[letter] === KIND.foreign) {
      foreign += 1
      do {
        hash = Math.imul(hash ^ (FOLDED[letter] ?? 0), HASH_PRIME)
        at += 1
        letter = unitAt(at)
      } while (isAsciiLetter(letter))
    }
    if (at === from) {
      const kind = KINDS[unit] ?? KIND.other
      if (kind !== KIND.space) mark(seen, place, at, unit, kind)
      continue
    }
    // A word with an apostrophe counts as two in every message.
    words += 1
    letters += at - from
    const sense = senseOf(hash)
    if (sense !== 0) {
      count(seen, sense)
      if (place.atStart && (sense & SENSE.auxiliary) !== 0) place.asksYesNo = true
    }
    if (at - from === 1) option(seen, unit, KINDS[letter] ?? KIND.other)
    place.atStart = false
    // A space after it needs no further look.
    if (letter !== SPACE) at -= 1
  }
  seen.words = words
  seen.letters = letters
  seen.foreign = foreign
  return seen
}

function isAsciiLetter(unit: number): boolean {
  return ((unit | 0x20) - 0x61) >>> 0 < 26
}

/** Counts a single letter with a mark after it as an option if it is the next one in order. */
function option(seen: Scan, letter: number, after: number): void {
  const isMarked = after === KIND.close || after === KIND.stop || after === KIND.colon
  if (isMarked && placeOf(letter) === seen.options) seen.options += 1
}

/** Counts a character that is neither letter nor space. */
function mark(seen: Scan, place: Place, at: number, unit: number, kind: number): void {
  switch (kind) {
    case KIND.digit: {
      const goesOn = place.lastDigit === at - 1 || (place.lastDigit === at - 2 && isPoint(unitAt(at - 1)))
      place.digits = goesOn ? place.digits + 1 : 1
      if (!goesOn && !isLetter(kindAt(at - 1))) seen.numbers += 1
      if (place.digits > seen.digits) seen.digits = place.digits
      place.lastDigit = at
      place.atStart = false
      break
    }
    case KIND.newline:
      if (solidBefore(at) !== KIND.newline) seen.lines += 1
      place.atStart = true
      place.asksYesNo = false
      break
    case KIND.han:
      seen.han += 1
      if (kindAt(at - 1) === KIND.han || kindAt(at - 1) === KIND.kana) count(seen, senseOf(pair(at)))
      break
    case KIND.kana:
      seen.kana += 1
      if (at > 0) count(seen, senseOf(pair(at)))
      break
    case KIND.thai:
      seen.thai += 1
      break
    case KIND.question:
      seen.questions += 1
      if (place.asksYesNo) seen.yesNo += 1
      place.atStart = true
      place.asksYesNo = false
      break
    case KIND.stop:
      // A point without a space after it is part of a number or an abbreviation.
      if (isBreak(kindAt(at + 1))) {
        if (isLineStart(at) && solidBefore(at) === KIND.digit) seen.listLines += 1
        else seen.stops += 1
        place.atStart = true
        place.asksYesNo = false
      }
      break
    case KIND.comma:
      seen.commas += 1
      if (unit === 0x3b && kindAt(at + 1) === KIND.newline) seen.braces += 1
      break
    case KIND.operator:
      operator(seen, unit, solidBefore(at))
      break
    case KIND.hyphen:
      if (solidBefore(at) === KIND.newline) seen.listLines += 1
      else if (isDigitAhead(at) && solidBefore(at) === KIND.digit) seen.operators += 1
      break
    case KIND.bullet:
      if (solidBefore(at) === KIND.newline) seen.listLines += 1
      break
    case KIND.brace:
      if (unit === 0x60 && unitAt(at - 1) === 0x60 && unitAt(at - 2) === 0x60) seen.fences += 1
      seen.braces += 1
      break
    case KIND.open:
      if (isLetter(kindAt(at - 1))) seen.calls += 1
      break
    case KIND.close:
      if (isLineStart(at) && solidBefore(at) === KIND.digit) seen.listLines += 1
      break
    case KIND.quote:
      seen.quotes += 1
      break
    case KIND.formula:
      seen.formulas += 1
      break
  }
}

function operator(seen: Scan, unit: number, solid: number): void {
  if (unit === 0x2a && solid === KIND.newline) seen.listLines += 1
  else if (solid === KIND.digit || solid === KIND.close || isLetter(solid) || unit > 0x7f) seen.operators += 1
}

/** The kind of the last character before a position other than a space; a line break before the text. */
function solidBefore(at: number): number {
  let before = at - 1
  while (kindAt(before) === KIND.space) before -= 1
  return kindAt(before)
}

function isLetter(kind: number): boolean {
  return kind === KIND.letter || kind === KIND.foreign
}

/** Position of a letter in the Latin or Cyrillic alphabet, from 0; -1: another alphabet. */
function placeOf(letter: number): number {
  return letter < 0x80 ? (letter & 31) - 1 : letter >= 0x410 && letter <= 0x44f ? (letter - 0x410) % 32 : -1
}

/** The hash of a pair of characters, which identifies words in scripts without spaces. */
function pair(at: number): number {
  return mixed(mixed(FRESH_HASH, unitAt(at - 1)), unitAt(at))
}

function isPoint(unit: number): boolean {
  return unit === 0x2e || unit === 0x2c
}

function isBreak(kind: number): boolean {
  return kind === KIND.space || kind === KIND.newline || kind === KIND.quote || kind === KIND.han || kind === KIND.kana
}

/** Whether only a number of at most two digits is between the start of the line and this position. */
function isLineStart(at: number): boolean {
  const before = kindAt(at - 2) === KIND.digit ? at - 3 : at - 2
  return before < 0 || kindAt(before) === KIND.newline
}

function isDigitAhead(at: number): boolean {
  return kindAt(at + 1) === KIND.digit || kindAt(at + 2) === KIND.digit
}
