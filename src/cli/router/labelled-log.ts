import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import type { Message } from '../../message.ts'
import { isOlderAnswer } from '../../provenance/legacy/older-reply.ts'
import { type LoggedEvent, readLog } from '../../provenance/read.ts'
import { estimatedGaps } from '../../router/learning/estimated-gaps.ts'
import type { Labelled } from '../../router/learning/learn.ts'
import { type Source, SOURCES } from '../../source.ts'
import { count, skippedNotes } from '../../provenance/skipped-notes.ts'

/** What a log has to learn from. */
export interface LabelledLog {
  labelled: Labelled[]
  /** Judged replies that say nothing: replayed ones, retries, and those that only one source could have got. */
  unusable: number
  files: readonly string[]
  /** What was left out, and why; one sentence each. */
  notes: string[]
  /** Times of the oldest and the newest reply that is used; `''` where there is none. */
  since: string
  until: string
  /** Models that answered, by source. */
  models: Record<Source, string[]>
}

/** What is kept of a judged reply: a log may be larger than the memory. */
interface Heard {
  conversation: string
  messages: Message[]
  source: Source
  /** 1: passed, 0: failed. */
  outcome: number
  propensity: number
  /** The source that was due answered. */
  asRouted: boolean
  model: string
  ts: string
}

/**
 * Labels the messages of a log. Where both sources answered the same message, the gap between them is known; where one
 * did, and chance had a say in which, it is estimated. Replayed replies never teach.
 */
export async function labelledLog(
  from: string | readonly string[],
  { since }: { since?: Date } = {},
): Promise<LabelledLog> {
  const log = readLog(from, since === undefined ? {} : { since })
  const { byMessage, judged, older } = await gather(log.events)
  const both: Heard[][] = []
  const one: Heard[] = []
  for (const heard of byMessage.values()) {
    if (SOURCES.every((source) => outcomes(heard, source).length > 0)) both.push(heard)
    else one.push(...heard.filter(({ asRouted, propensity }) => asRouted && propensity > 0 && propensity < 1))
  }
  const gaps = estimatedGaps(one)
  const used = [...both.flat(), ...one]
  const times = used.map(({ ts }) => ts).sort()
  return {
    labelled: [
      ...both.map((heard) => {
        const gap = mean(outcomes(heard, 'main_model')) - mean(outcomes(heard, 'embedder'))
        return { ...place(heard[0] as Heard), gap, known: 'both' as const }
      }),
      ...one.map((heard, at) => ({ ...place(heard), gap: gaps[at] ?? 0, known: 'one' as const })),
    ],
    unusable: judged - used.length,
    files: log.files,
    notes: skippedNotes(log.skipped, older),
    since: times[0] ?? '',
    until: times.at(-1) ?? '',
    models: { main_model: modelsIn(used, 'main_model'), embedder: modelsIn(used, 'embedder') },
  }
}

/** Judged replies by the message that they answer. */
async function gather(events: AsyncIterable<LoggedEvent>) {
  const talks = new Map<string, Message[]>()
  const byMessage = new Map<string, Heard[]>()
  const older = new Map<string, number>()
  let judged = 0
  for await (const event of events) {
    if (event.event_type === 'older_response')
      count(older, isOlderAnswer(event) ? 'without a verdict' : `whose reply ${event.failure}`)
    if (event.event_type !== 'response' || event.verdict === 'unmeasured') continue
    const messages = [...earlier(talks, event), { role: 'user' as const, content: event.question }]
    if (event.golden === undefined) talks.set(talkOf(event), [...messages, { role: 'assistant', content: event.reply }])
    if (event.verdict === 'unjudged') continue
    judged += 1
    if (event.origin !== 'measured' || event.retry > 0) continue
    const key = messageKey(event, messages)
    const heard = byMessage.get(key)
    if (heard === undefined) byMessage.set(key, [heardIn(event, messages)])
    else heard.push(heardIn(event, messages))
  }
  return { byMessage, judged, older }
}

/** What was said before a message, as far as the log tells: a golden's own earlier turns are not in it. */
function earlier(talks: ReadonlyMap<string, Message[]>, event: ResponseEvent): Message[] {
  return event.golden === undefined ? (talks.get(talkOf(event)) ?? []) : []
}

function talkOf({ run_id, conv_id, configuration, variant, repeat }: ResponseEvent): string {
  return [run_id, conv_id, configuration, variant, repeat].join('\0')
}

/** The same golden as it stands today, or the same words in the same place of a conversation. */
function messageKey({ golden, conv_id, question }: ResponseEvent, messages: readonly Message[]): string {
  if (golden !== undefined) return ['golden', golden.set, golden.id, golden.fingerprint].join('\0')
  // Replies of two sources differ, and so do the conversations after them: a first message has nothing before it.
  return [messages.length === 1 ? '' : conv_id, messages.length, question].join('\0')
}

function heardIn(event: ResponseEvent, messages: Message[]): Heard {
  return {
    conversation: event.conv_id,
    messages,
    source: event.source,
    outcome: event.verdict === 'pass' ? 1 : 0,
    propensity: event.route.propensity,
    asRouted: event.instead_of === undefined,
    model: event.model.answered ?? event.model.asked,
    ts: event.ts,
  }
}

function place({ conversation, messages }: Heard): Pick<Labelled, 'conversation' | 'messages'> {
  return { conversation, messages }
}

function outcomes(heard: readonly Heard[], of: Source): number[] {
  return heard.filter(({ source }) => source === of).map(({ outcome }) => outcome)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function modelsIn(heard: readonly Heard[], of: Source): string[] {
  return [...new Set(heard.filter(({ source }) => source === of).map(({ model }) => model))].sort()
}
