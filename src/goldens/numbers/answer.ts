import { type Marked, markedAnswers, sentenceEnd, sentencesOf } from './answer-marks.ts'
import { foldNumerals } from '../phrases/fold.ts'
import { withNumberWords } from './number-words.ts'
import { isRejected, takesBack } from './rejections.ts'
import { withScaleSigns } from './scale-signs.ts'
import { type NumberToken, numbersIn } from './numbers.ts'

/** How much of a reply is searched for the answer: its last characters. */
const SEARCHED_LENGTH = 100_000

/** How the number that a reply gives as its answer is found. */
export interface AnswerOptions {
  /** The number is the first one after the last occurrence of this text. */
  after?: string | undefined
  /** The question: a number in it is less likely to be the answer. */
  question?: string | undefined
}

/** `weak` numbers count where there is no other: ordinals, the 2 of "step 2", a lone "one". `never`: operands, list marks. */
interface Candidate extends NumberToken {
  word: boolean
  rank: 'plain' | 'weak' | 'never'
  /** Whether it stands directly behind "=", "is" or the like. */
  stated: boolean
  echoed: boolean
}

/**
 * The number that a reply gives as its answer; null when there is none. A number after `after` has priority, then the last
 * one that is marked as the answer, then the last one of the last sentence with a number. Numbers of the question are
 * skipped there, unless they are stated as the result.
 */
export function answerNumber(reply: string, { after, question = '' }: AnswerOptions = {}): number | null {
  const text = withoutEmphasis(foldNumerals(reply.slice(-SEARCHED_LENGTH)))
  const candidates = candidatesIn(text, question)
  if (after !== undefined) {
    const from = endOfLast(text, after)
    return from === null ? null : (candidates.find(({ start, value }) => start >= from && !isNaN(value))?.value ?? null)
  }
  return (markedNumber(text, candidates) ?? lastNumber(text, candidates))?.value ?? null
}

function markedNumber(text: string, candidates: readonly Candidate[]): Candidate | undefined {
  const marked = markedAnswers(text)
  for (const range of marked.toReversed()) {
    const found = numberBefore(text, range, candidates) ?? numberOf(text, range, candidates)
    if (!found) continue
    const later = candidates.filter(({ start, rank }) => start > found.end && rank === 'plain')
    return later.length > 0 && takesBack(text.slice(found.end)) ? undefined : found
  }
}

const CONCLUSION =
  /(?:[=≈]|(?<!\p{L})(?:so|therefore|thus|hence|which is|which equals|equals|gives|giving|making|makes|that is|i\.e\.),?)\s*[^\p{L}\p{N}\s]{0,4}$/iu
const FILLER =
  /^(?:[^\p{L}]|(?<!\p{L})(?:approximately|approx|about|around|exactly|just|only|simply|roughly|therefore|thus|then|now|also|[a-z])(?!\p{L}))*$/iu

/** The number of a marked stretch: the first one that directly follows the mark, unless an expression goes on from it. */
function numberOf(
  text: string,
  { start, end, direct }: Marked,
  candidates: readonly Candidate[],
): Candidate | undefined {
  const inside = candidates.filter((one) => one.start >= start && one.start < end && one.rank !== 'never')
  const open = inside.filter((one) => !inParentheses(text, start, one.start))
  const usable = open.length > 0 ? open : inside
  const plain = usable.filter(({ rank }) => rank === 'plain')
  const [first, ...others] = plain
  if (!first) return usable.at(-1)
  const last = others.at(-1)
  if (last && /(?<!\p{L})(?:but|however)(?!\p{L})/iu.test(text.slice(first.end, last.start))) return
  if (rangeEnd(text, first, others[0])) return others[0]
  if (!FILLER.test(text.slice(start, first.start))) return direct ? undefined : preferred(plain)
  return others.findLast((one) => CONCLUSION.test(before(text, one.start))) ?? first
}

function rangeEnd(text: string, { end }: Candidate, next: Candidate | undefined): boolean {
  return next !== undefined && /^\s?(?:-|to)\s?$/.test(text.slice(end, next.start))
}

/** "42 is the answer". */
function numberBefore(text: string, { start }: Marked, candidates: readonly Candidate[]): Candidate | undefined {
  const sentence = text.slice(Math.max(0, start - 120), start)
  const found = /(?<!\p{L})is\s+(?:the|our|my|your)\s+(?:\p{L}+\s+)?\p{L}+[\s:]*(?:is)?$/iu.exec(sentence)
  if (!found) return
  const at = start - found[0].length
  const last = candidates.findLast((one) => one.end <= at && one.rank === 'plain')
  return last && sentenceEnd(text, last.end) >= at ? last : undefined
}

function inParentheses(text: string, from: number, to: number): boolean {
  const between = text.slice(Math.max(from, to - 500), to)
  return between.lastIndexOf('(') > between.lastIndexOf(')')
}

function lastNumber(text: string, candidates: readonly Candidate[]): Candidate | undefined {
  const plain = candidates.filter(({ rank }) => rank === 'plain')
  const last = plain.at(-1)
  if (!last) return candidates.findLast(({ rank }) => rank === 'weak')
  const sentenceAt = sentencesOf(text)
  const sentence = sentenceAt(last.start)
  return preferred(plain.filter(({ start }) => sentenceAt(start) === sentence))
}

/** The last number that the question has not named, or that is stated as the result; digits before words. */
function preferred(numbers: readonly Candidate[]): Candidate | undefined {
  const likely = numbers.filter(({ stated, echoed }) => stated || !echoed)
  const digits = likely.some(({ word }) => !word)
  return likely.findLast(({ word, stated }) => !word || stated || !digits) ?? numbers.at(-1)
}

const STATED =
  /(?:[=≈→:]|(?<!\p{L})(?:is|are|was|were|be|equals?|equal to|gives?|gets?|makes?|leaves|leaving|has|have|so|thus|therefore|hence|total of|only|exactly))\s*[^\p{L}\p{N}\s]{0,4}$/iu
const LABEL =
  /(?:(?<!\p{L})(?:steps?|figures?|fig\.?|tables?|sections?|chapters?|pages?|pp?\.|questions?|problems?|exercises?|equations?|eqs?\.?|examples?|options?|parts?|items?|lines?|no\.|note|case|round|phase)\s*[#([]?|#)$/iu

/** "no one", "which one". */
function isPronoun({ text }: NumberToken, left: string): boolean {
  return text.toLowerCase() === 'one' && /(?<!\p{L})(?:no|any|every|some|each|this|that|which)\s+$/iu.test(left)
}

function candidatesIn(text: string, question: string): Candidate[] {
  const named = new Set(tokensOf(foldNumerals(question)).map(({ value }) => value))
  const tokens = tokensOf(text)
  const lists = listMarks(text, tokens)
  const candidates = tokens.map((token): Candidate => {
    const left = before(text, token.start)
    const weak = token.ordinal || token.text.toLowerCase() === 'one' || LABEL.test(left) || isCitation(text, token)
    const never = isNaN(token.value) || lists.has(token) || isRejected(text, token) || isPronoun(token, left)
    const rank = never ? 'never' : weak ? 'weak' : 'plain'
    return { ...token, rank, stated: STATED.test(left), echoed: named.has(token.value) }
  })
  for (const [index, one] of candidates.entries()) {
    const next = candidates[index + 1]
    if (next) relate(text, one, next)
  }
  return demoteReasons(text, candidates)
}

function tokensOf(text: string): ReturnType<typeof withNumberWords> {
  return withNumberWords(text, withScaleSigns(text, numbersIn(text)))
}

const OPERATOR = /^\s*(?:[+×÷·⋅*/x]|times|plus|multiplied by|divided by)\s*[($]?\s*$/iu

/** Excludes two numbers with an operator or "or" between them, and numbers that continue a label such as "steps 2". */
function relate(text: string, one: Candidate, next: Candidate): void {
  const gap = text.slice(one.end, next.start)
  if (gap.length > 30) return
  if (OPERATOR.test(gap) || (/^\s(?:or|oder|ou)\s$/i.test(gap) && one.value !== next.value))
    one.rank = next.rank = 'never'
  else if (/^\s+(?:-|minus)\s+$/.test(gap))
    for (const side of [one, next]) if (side.rank === 'plain') side.rank = 'weak'
  if (one.rank === 'weak' && LABEL.test(before(text, one.start)) && /^(?:\s?[-,&]\s?| and | to )$/.test(gap))
    next.rank = 'weak'
}

/** Numbers of a reason ("12, because 5 and 7 …") count where the sentence has no other. */
function demoteReasons(text: string, candidates: readonly Candidate[]): Candidate[] {
  const sentenceAt = sentencesOf(text)
  const reasons = new Map<number, number>()
  for (const { index } of text.matchAll(/(?<!\p{L})(?:because|since|given that)(?!\p{L})/giu))
    if (!reasons.has(sentenceAt(index))) reasons.set(sentenceAt(index), index)
  const answered = new Set<number>()
  return candidates.map((one) => {
    if (one.rank !== 'plain') return one
    const sentence = sentenceAt(one.start)
    if (one.start > (reasons.get(sentence) ?? Infinity) && answered.has(sentence)) return { ...one, rank: 'weak' }
    answered.add(sentence)
    return one
  })
}

/** "[3]" behind a word is a note; alone it is a list. */
function isCitation(text: string, { start, end }: NumberToken): boolean {
  return text.charAt(end) === ']' && /[\p{L}\p{N}.,;!?)"]\s?\[$/u.test(before(text, start))
}

/** The marks of numbered lists: each follows or precedes its neighbour, and a lone one is a 1. */
function listMarks(text: string, tokens: readonly NumberToken[]): ReadonlySet<NumberToken> {
  const marks = tokens.filter(({ start, end }) => {
    const left = before(text, start)
    const right = text.slice(end, end + 3)
    return (
      (/(?:^|\n)[\s>#(*-]*$/.test(left) && /^[.)]\)?\s/.test(right)) || (/\s\(?$/.test(left) && /^\)\s/.test(right))
    )
  })
  return new Set(
    marks.filter(({ value, start }, index) => {
      const atLineStart = /(?:^|\n)[\s>#(*-]*$/.test(before(text, start))
      const inSequence = marks[index - 1]?.value === value - 1 || marks[index + 1]?.value === value + 1
      return inSequence || (value === 1 && atLineStart)
    }),
  )
}

function before(text: string, index: number): string {
  return text.slice(Math.max(0, index - 24), index)
}

/** Without Markdown's emphasis and what it strikes through. */
function withoutEmphasis(text: string): string {
  return text
    .replaceAll(/~~[^~\n]{1,200}~~/g, ' ')
    .replaceAll(/(?<![\p{L}\p{N}_])_+|(?<!_)_+(?![\p{L}\p{N}_])/gu, '')
    .replaceAll(/(?<!\d\s?)[*`](?=\S)|(?<=\S)[*`](?!\s?\d)/g, '')
}

/** Where the last occurrence of a text ends; case, white space and emphasis in it do not matter. */
function endOfLast(text: string, wanted: string): number | null {
  const folded = withoutEmphasis(foldNumerals(wanted)).trim()
  const pattern = folded.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`)
  let end: number | null = null
  for (const { 0: found, index } of text.matchAll(new RegExp(pattern, 'giu'))) end = index + found.length
  return end
}
