import { SENSE } from './vocabulary.ts'

/** Counts of one pass over a message. */
export interface Scan {
  words: number
  /** Letters of scripts with spaces between words. */
  letters: number
  /** Letters outside ASCII. */
  foreign: number
  /** Characters of scripts without spaces between words. */
  han: number
  kana: number
  thai: number
  numbers: number
  /** Digits of the longest number. */
  digits: number
  operators: number
  /** `name(`, as in calls and definitions in code. */
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
  /** Lettered options in order: A, B, C ... */
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

/** The counts of an empty message. */
export function emptyScan(): Scan {
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

/** Counts a word by its senses; 0: unknown word. */
export function count(seen: Scan, sense: number): void {
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
