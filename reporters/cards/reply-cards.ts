import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import { conditionsOf } from '../../src/goldens/conditions.ts'
import type { Golden } from '../../src/goldens/golden.ts'
import { judgeGolden } from '../../src/goldens/judge-golden.ts'
import { type Message, withPrompt } from '../../src/message.ts'
import { printable } from '../../src/text/printable.ts'
import { milliseconds } from '../../src/text/amounts.ts'
import type { Card } from './attach.ts'
import type { Condition } from './condition-rows.ts'
import { goldenCard } from './golden-card.ts'

/** Different replies of one test that have cards of their own. */
const REPLIES_MAX = 6

type AnswerEvent = ResponseEvent | UnmeasuredEvent

/** Facts that the events of a reply do not contain. */
export interface CardContext {
  /** The golden as its set has it now; undefined: the set no longer contains it. */
  goldenOf: (golden: NonNullable<AnswerEvent['golden']>) => Golden | undefined
  conversationOf: (golden: Golden) => Message[]
  /** The system prompt of the plugin's configuration. */
  prompt: string | null
  /** Redacts what must not reach a file: the events are redacted already, the golden sets are not. */
  redact: (text: string) => string
  /** Whether the test passed, although a reply may have failed. */
  passed: boolean
}

/** The cards of a test: one for each different reply, failed ones first. */
export function replyCards(events: readonly AnswerEvent[], asked: CardContext): Card[] {
  const alike = [...Map.groupBy(events, likeness).values()].sort((a, b) => rank(a) - rank(b))
  const shown = alike.slice(0, REPLIES_MAX)
  return shown.flatMap((group, index) => {
    const [event] = group
    if (event === undefined) return []
    const golden = event.golden === undefined ? undefined : asked.goldenOf(event.golden)
    const notes = [
      ...repeatNote(group, events),
      ...toleratedNote(event, asked),
      ...anyReplyNote(event, golden, asked),
      ...leftOut(alike.length, index),
    ]
    const card = {
      event,
      conversation: conversation(event, golden, asked),
      checks: checksOf(event, golden, asked),
      notes,
    }
    const of = shown.length === 1 ? '' : `, reply ${index + 1} of ${shown.length}`
    const images = goldenCard(card)
    return images.map((svg, page): Card => {
      const part = images.length === 1 ? '' : `, card ${page + 1} of ${images.length}`
      return { type: 'reply', message: `${headline(event)}${of}${part}`, svg }
    })
  })
}

/** Replies with the same key have the same text and verdict. */
function likeness(event: AnswerEvent): string {
  const said = event.verdict === 'unmeasured' ? event.failure.cause : event.reply
  const why = event.verdict === 'fail' ? event.why : undefined
  return JSON.stringify([event.golden?.id, event.question, event.configuration, event.source, event.verdict, why, said])
}

const ORDER = ['fail', 'unmeasured', 'unjudged', 'pass']

function rank([event]: readonly AnswerEvent[]): number {
  return event === undefined ? ORDER.length : ORDER.indexOf(event.verdict)
}

function repeatNote(group: readonly AnswerEvent[], all: readonly AnswerEvent[]): string[] {
  const repeats = new Set(all.map(({ repeat }) => repeat)).size
  const own = [...new Set(group.map(({ repeat }) => repeat + 1))]
  const attempts = group.every(({ retry }) => retry === 0) ? [] : ['on a retry']
  if (repeats === 1) return attempts
  const which = own.length === repeats ? `all ${repeats} repeats` : `repeat ${own.join(', ')} of ${repeats}`
  return [own.length === 1 ? which : `${which}, which gave the same reply`, ...attempts]
}

/** A test is green where the baseline records the failure of its golden, or is about to. */
function toleratedNote({ verdict, golden }: AnswerEvent, { passed }: CardContext): string[] {
  return passed && verdict === 'fail' && golden !== undefined ? ['known failure, the test passes'] : []
}

/** Without an expectation, a pass shows only that there is a reply. */
function anyReplyNote(event: AnswerEvent, golden: Golden | undefined, { redact }: CardContext): string[] {
  if (event.verdict !== 'pass' || !isAsked(golden, event, redact) || golden.expect !== undefined) return []
  const from = golden.expected_source === undefined ? '' : ` of ${golden.expected_source}`
  return [`no expectation of the text: any reply${from} that is not empty passes`]
}

function leftOut(replies: number, index: number): string[] {
  const left = replies - REPLIES_MAX
  return left > 0 && index === REPLIES_MAX - 1 ? [`${left} more different replies are in the provenance log`] : []
}

function conversation(
  event: AnswerEvent,
  golden: Golden | undefined,
  { conversationOf, prompt, redact }: CardContext,
): Message[] {
  const question: Message[] = [{ role: 'user', content: event.question }]
  const messages = isAsked(golden, event, redact) ? conversationOf(golden) : question
  // A compared configuration may have a prompt of its own.
  const whole = withPrompt(messages, event.configuration === undefined ? prompt : null)
  return whole.map((message) => ({ ...message, content: redact(message.content) }))
}

/** Whether the golden is as it was when it was asked. */
function isAsked(
  golden: Golden | undefined,
  { question }: AnswerEvent,
  redact: CardContext['redact'],
): golden is Golden {
  return golden !== undefined && (golden.question === question || redact(golden.question) === question)
}

/** The conditions of the golden, and those that the recorded verdict reports as missed. */
function checksOf(event: AnswerEvent, golden: Golden | undefined, { redact }: CardContext): Condition[] {
  if (!isAsked(golden, event, redact)) return []
  const conditions = conditionsOf(golden.expect ?? {}).map(redact)
  if (event.verdict === 'unmeasured' || event.verdict === 'unjudged')
    return conditions.map((text) => ({ text, state: 'open' }))
  const why = event.verdict === 'fail' ? `; ${event.why ?? ''}; ` : ''
  const isMissed = (text: string) => why.includes(`; ${text}; `)
  const judgement = judgeGolden(event.reply, golden, event.source)
  const misses = judgement.passed
    ? []
    : judgement.misses.map(({ expected, found }) => ({ expected: redact(expected), found: redact(found) }))
  const others = misses.filter(({ expected }) => !conditions.includes(expected) && isMissed(expected))
  return [...conditions, ...others.map(({ expected }) => expected)].map((text): Condition => {
    if (!isMissed(text)) return { text, state: 'met' }
    const found = misses.find(({ expected }) => expected === text)?.found
    return { text, state: 'missed', ...(found !== undefined && { found }) }
  })
}

function headline(event: AnswerEvent): string {
  const name = printable(event.golden?.id ?? event.question, { max: 80 })
  const took = event.verdict === 'unmeasured' ? event.failure.cause : milliseconds(event.timings.total_ms)
  return printable(`${name}: ${event.verdict}, ${event.source}, ${took}`)
}
