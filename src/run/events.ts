import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import { createHash } from 'node:crypto'
import type { GoldenResult, MeasuredReply } from '../evidence/results.ts'
import { type Ended, shortfallOf } from '../shortfall.ts'
import { withoutSystematicEmpties } from './empty-replies.ts'

type AnswerEvent = ResponseEvent | UnmeasuredEvent

/**
 * The events of one golden set as results, in the order in which the goldens came. Of several retries, and of several
 * questions in one repeat, the last counts. An unjudged reply counts as passed: nothing in its test found fault with
 * it. Events that belong to no golden are left out. Systematic empty replies count as not
 * measured.
 */
export function goldenResults(events: readonly AnswerEvent[]): GoldenResult[] {
  return withoutSystematicEmpties([...lastByRepeat(events)].map(([id, repeats]) => toResult(id, repeats)))
}

/** The text of each golden's first reply, by the golden's id; goldens without a reply are left out. */
export function firstReplies(events: readonly AnswerEvent[]): Map<string, string> {
  const replies = new Map<string, string>()
  for (const [id, repeats] of lastByRepeat(events)) {
    const first = repeats.find((event) => event.verdict !== 'unmeasured')
    if (first !== undefined) replies.set(id, first.reply)
  }
  return replies
}

/** By golden the event that counts of each repeat, in the order of the repeats. */
function lastByRepeat(events: readonly AnswerEvent[]): Map<string, AnswerEvent[]> {
  const goldens = new Map<string, Map<number, AnswerEvent>>()
  for (const event of events) {
    if (event.golden === undefined) continue
    const repeats = goldens.get(event.golden.id) ?? new Map<number, AnswerEvent>()
    goldens.set(event.golden.id, repeats)
    if (event.retry >= (repeats.get(event.repeat)?.retry ?? 0)) repeats.set(event.repeat, event)
  }
  return new Map([...goldens].map(([id, repeats]) => [id, [...repeats.values()].sort((a, b) => a.repeat - b.repeat)]))
}

function toResult(id: string, repeats: readonly AnswerEvent[]): GoldenResult {
  const { trait = '', fingerprint = '' } = repeats.at(-1)?.golden ?? {}
  return {
    id,
    trait,
    fingerprint,
    replies: repeats.flatMap((event) => (event.verdict === 'unmeasured' ? [] : [toReply(event)])),
    unmeasured: repeats.flatMap((event) =>
      event.verdict === 'unmeasured' ? [{ repeat: event.repeat, ...event.failure }] : [],
    ),
  }
}

function toReply(event: ResponseEvent): MeasuredReply {
  const shortfall = shortfallOf(endOf(event))
  return {
    repeat: event.repeat,
    source: event.source,
    model: event.model.asked,
    passed: event.verdict !== 'fail',
    latencyMs: event.timings.total_ms,
    firstTokenMs: event.timings.first_token_ms,
    completionTokens: event.tokens.completion,
    digest: createHash('sha256').update(event.reply).digest('hex').slice(0, 12),
    ...(shortfall === null ? {} : { shortfall }),
    origin: event.origin,
  }
}

/** What the event of a reply says of its end. */
export function endOf({ reply, reasoning, finish, quirks, tokens }: ResponseEvent): Ended {
  return {
    text: reply,
    finish,
    tokens,
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(quirks === undefined ? {} : { quirks }),
  }
}
