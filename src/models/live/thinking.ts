import { splitHarmony } from './harmony.ts'
import { codeIn, type Span } from './code-spans.ts'
import { CLOSING, closingOf, OPENING } from './thinking-tags.ts'

/** A reply's text, split from its thinking. */
export interface Thought {
  text: string
  /** null: the reply has no thinking block, not even an empty one. */
  reasoning: string | null
}

/**
 * Splits the thinking from the answer. Thinking must never be judged as the answer, so ambiguous text is thinking:
 * - a block between tags at the start, and each that follows it, wherever;
 * - a block at the start of a line or of a sentence;
 * - everything before a closing tag that no opening tag precedes, since the prompt template may have opened it;
 * - everything after an opening tag at the start of the text or of a line that is never closed: the reply was cut.
 * Tags in code, in quotes or in the middle of a sentence are part of the answer. Pure.
 */
export function splitThinking(whole: string): Thought {
  if (!MAY_THINK.test(whole)) return { text: whole, reasoning: null }
  return splitHarmony(whole) ?? splitPlain(whole) ?? splitTags(whole)
}

/** What every format of thinking has: a bracket of a tag, or a word at the beginning. */
const MAY_THINK = /[<[◁]|^\s*(?:analysis|here)/i

/** Formats of Granite and Apriel, which mark the answer with a phrase or a tag. */
const ANNOUNCED = [
  /^\s*here(?:'s| is) my thought process:(.*?)here(?:'s| is) my response:(.*)$/is,
  /^(.*?)\[BEGIN FINAL RESPONSE\](.*?)(?:\[END FINAL RESPONSE\].*)?$/s,
]

function splitPlain(whole: string): Thought | null {
  for (const form of ANNOUNCED) {
    const [, reasoning, text] = form.exec(whole) ?? []
    if (reasoning !== undefined && text !== undefined) return { text: text.trim(), reasoning: reasoning.trim() }
  }
  return null
}

function splitTags(whole: string): Thought {
  const thoughts: string[] = []
  const texts: string[] = []
  let rest = whole
  const ended = endOfTemplateThinking(rest)
  if (ended !== null) {
    thoughts.push(rest.slice(0, ended.from))
    rest = rest.slice(ended.to)
  }
  for (
    let block = nextBlock(rest, thoughts.length > 0);
    block !== null;
    block = thoughts.length < MOST_TAGS ? nextBlock(rest, true) : null
  ) {
    texts.push(rest.slice(0, block.from))
    thoughts.push(block.thinking)
    rest = rest.slice(block.to)
  }
  if (thoughts.length === 0) return { text: whole, reasoning: null }
  texts.push(rest)
  const reasoning = thoughts.map((thought) => thought.trim()).filter((thought) => thought !== '')
  return { text: unwrapped(joined(texts)), reasoning: reasoning.join('\n') }
}

/** Most tags that are parsed in a text: a reply that repeats a tag endlessly must not take minutes. */
const MOST_TAGS = 200

/** The closing tag of thinking that the prompt template opened; null: it opened none. */
function endOfTemplateThinking(text: string): Span | null {
  const code = codeIn(text)
  const inCode = (at: number) => code.some(({ from, to, closed }) => closed && from <= at && at < to)
  const openings = [...first(text.matchAll(OPENING))]
  if (openings[0] !== undefined && placeOf(text.slice(0, openings[0].index)) === 'start') return null
  for (const { 0: tag, index } of first(text.matchAll(CLOSING))) {
    const span = { from: index, to: index + tag.length }
    if (inCode(index)) continue
    const isAlone = isOnItsOwnLine(text, span)
    const isOpened = openings.some(
      (opening) =>
        opening.index < index &&
        closingOf(opening[0]).test(tag) &&
        !inCode(opening.index) &&
        !(isAlone && placeOf(text.slice(0, opening.index)) === 'sentence'),
    )
    if (isOpened) return null
    if (isAlone || !isMentioned(text, span)) return span
  }
  return null
}

/** The first tags, lazily: most callers stop early. */
function* first<T>(tags: Iterable<T>): Iterable<T> {
  let taken = 0
  for (const tag of tags) {
    yield tag
    taken += 1
    if (taken === MOST_TAGS) return
  }
}

/** The next block of thinking. `lenient`: the model has thought before, so a block may be inside a sentence. */
function nextBlock(text: string, lenient: boolean): (Span & { thinking: string }) | null {
  const code = codeIn(text)
  for (const { 0: tag, index } of first(text.matchAll(OPENING))) {
    if (code.some(({ from, to }) => from <= index && index < to)) continue
    const begin = index + tag.length
    const place = placeOf(text.slice(0, index))
    if (place === 'sentence' && !lenient) continue
    // `<think/>` is a block without thinking.
    if (tag.endsWith('/>')) return { from: index, to: begin, thinking: '' }
    const end = closingIn(text, begin, tag)
    if (end === null) {
      if (place === 'start' || place === 'line') return { from: index, to: text.length, thinking: text.slice(begin) }
      continue
    }
    const thinking = text.slice(begin, end.from)
    const isExample = place !== 'start' && /^[\s.…]*$/.test(thinking) && thinking.trim() !== ''
    if (isExample || isQuoted(text, { from: index, to: end.to })) continue
    return { from: index, to: end.to, thinking }
  }
  return null
}

/** The closing tag of an opening one: its own, skipping nested ones, else any; null: not closed. */
function closingIn(text: string, begin: number, opening: string): Span | null {
  const own = closingOf(opening)
  const rest = text.slice(begin)
  const openings = rest.matchAll(OPENING)
  let next = openings.next()
  let [opened, closed] = [0, 0]
  let [lastOwn, anyOther]: (Span | null)[] = [null, null]
  for (const { 0: tag, index } of rest.matchAll(CLOSING)) {
    const span = { from: begin + index, to: begin + index + tag.length }
    anyOther ??= span
    if (!own.test(tag)) continue
    for (; next.done !== true && next.value.index < index; next = openings.next())
      if (closingOf(next.value[0]).source === own.source) opened += 1
    if (opened === closed) return span
    closed += 1
    lastOwn = span
  }
  return lastOwn ?? anyOther ?? null
}

/** The position of a tag, from the text before it. */
function placeOf(before: string): 'start' | 'line' | 'after' | 'sentence' {
  if (before.trim() === '') return 'start'
  if (/\n[^\S\n]*$/.test(before)) return 'line'
  return /[.!?。！？…]["')\]]*\s+$/.test(before) ? 'after' : 'sentence'
}

function isOnItsOwnLine(text: string, { from, to }: Span): boolean {
  return /(?:^|\n)[^\S\n]*$/.test(text.slice(0, from)) && /^[^\S\n]*(?:\n|$)/.test(text.slice(to))
}

function isQuoted(text: string, { from, to }: Span): boolean {
  return /["'“‘«]$/.test(text.slice(0, from)) && /^["'”’»]/.test(text.slice(to))
}

/** Whether a sentence speaks of a closing tag: in quotes, before a punctuation mark, or as "the </think> tag". */
function isMentioned(text: string, span: Span): boolean {
  if (isQuoted(text, span)) return true
  const before = text.slice(0, span.from)
  const after = text.slice(span.to)
  if (/^[.,;:?!)]/.test(after)) return true
  if (/^ (?:tags?|tokens?|markers?|elements?)\b/i.test(after)) return true
  return (
    /\b(?:tags?|tokens?|markers?|the|an?|with|by|and|or|as|like|called|named|is|use|uses|write) $/i.test(before) &&
    /^ [a-z]/.test(after)
  )
}

function joined(texts: readonly string[]): string {
  let text = ''
  for (const piece of texts) {
    if (text.trim() === '') text = piece.trimStart()
    else text = /\s$/.test(text) ? text + piece.trimStart() : text + piece
  }
  return text
}

/** Tags around the whole answer, which some models use beside thinking tags. */
const ANSWER =
  /^\s*(?:<(answer|output|response)>(.*?)<\/\1>|<\|(?:begin_of_solution|START_RESPONSE)\|>(.*?)(?:<\|(?:end_of_solution|END_RESPONSE)\|>|$))\s*$/is

function unwrapped(text: string): string {
  const [whole, , inTag, inToken] = ANSWER.exec(text) ?? []
  return whole === undefined ? text : (inTag ?? inToken ?? '').trim()
}
