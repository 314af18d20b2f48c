import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import type { Message } from '../../message.ts'
import { isOlderAnswer } from '../../provenance/legacy/older-reply.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import { readLog } from '../../provenance/read.ts'
import { estimatedGaps } from '../../router/learning/estimated-gaps.ts'
import type { LabelledMessage } from '../../router/learning/learn.ts'
import { type Source, SOURCES } from '../../source.ts'
import { count, skippedNotes } from '../../provenance/skipped-notes.ts'

/** The labelled messages of a log. */
export interface LabelledLog {
  labelled: LabelledMessage[]
  /** Judged replies that cannot be used: replayed, retried, or without randomization. */
  unusable: number
  files: readonly string[]
  /** Left out events with the reason, one sentence each. */
  notes: string[]
  /** Times of the oldest and the newest reply that is used; `''` without one. */
  since: string
  until: string
  /** Models that answered, by source. */
  models: Record<Source, string[]>
}

/** The part of a judged reply that is kept in memory, since a log may be larger than the memory. */
interface JudgedReply {
  conversation: string
  messages: Message[]
  source: Source
  /** 1: passed, 0: failed. */
  outcome: number
  propensity: number
  /** The reply came from the source that routing chose, not from its fallback. */
  asRouted: boolean
  model: string
  ts: string
}

/**
 * Labels the messages of a log. When both sources answered the same message, the gap between them is known; when one
 * did and the choice was randomized, the gap is estimated. Replayed replies are not used.
 */
export async function labelledLog(
  from: string | readonly string[],
  { since }: { since?: Date } = {},
): Promise<LabelledLog> {
  const log = readLog(from, since === undefined ? {} : { since })
  const { byMessage, judged, older } = await gather(log.events)
  const both: JudgedReply[][] = []
  const one: JudgedReply[] = []
  for (const replies of byMessage.values()) {
    if (SOURCES.every((source) => outcomes(replies, source).length > 0)) both.push(replies)
    else one.push(...replies.filter(({ asRouted, propensity }) => asRouted && propensity > 0 && propensity < 1))
  }
  const gaps = estimatedGaps(one)
  const used = [...both.flat(), ...one]
  const times = used.map(({ ts }) => ts).sort()
  return {
    labelled: [
      ...both.map((replies) => {
        const gap = mean(outcomes(replies, 'main_model')) - mean(outcomes(replies, 'embedder'))
        return { ...place(replies[0] as JudgedReply), gap, known: 'both' as const }
      }),
      ...one.map((reply, at) => ({ ...place(reply), gap: gaps[at] ?? 0, known: 'one' as const })),
    ],
    unusable: judged - used.length,
    files: log.files,
    notes: skippedNotes(log.skipped, older),
    since: times[0] ?? '',
    until: times.at(-1) ?? '',
    models: { main_model: modelsIn(used, 'main_model'), embedder: modelsIn(used, 'embedder') },
  }
}

/** Groups the judged replies by the message that they answer. */
async function gather(events: AsyncIterable<LoggedEvent>) {
  const conversations = new Map<string, Message[]>()
  const byMessage = new Map<string, JudgedReply[]>()
  const older = new Map<string, number>()
  let judged = 0
  for await (const event of events) {
    if (event.event_type === 'older_response')
      count(older, isOlderAnswer(event) ? 'without a verdict' : `whose reply ${event.failure}`)
    if (event.event_type !== 'response' || event.verdict === 'unmeasured') continue
    const messages = [...earlier(conversations, event), { role: 'user' as const, content: event.question }]
    if (event.golden === undefined)
      conversations.set(turnsKey(event), [...messages, { role: 'assistant', content: event.reply }])
    if (event.verdict === 'unjudged') continue
    judged += 1
    if (event.origin !== 'measured' || event.retry > 0) continue
    const key = messageKey(event, messages)
    const replies = byMessage.get(key)
    if (replies === undefined) byMessage.set(key, [judgedReply(event, messages)])
    else replies.push(judgedReply(event, messages))
  }
  return { byMessage, judged, older }
}

/** The earlier turns of a conversation in the log, which does not contain those of a golden. */
function earlier(conversations: ReadonlyMap<string, Message[]>, event: ResponseEvent): Message[] {
  return event.golden === undefined ? (conversations.get(turnsKey(event)) ?? []) : []
}

function turnsKey({ run_id, conv_id, configuration, variant, repeat }: ResponseEvent): string {
  return [run_id, conv_id, configuration, variant, repeat].join('\0')
}

/** The same version of a golden, or the same text at the same position of a conversation. */
function messageKey({ golden, conv_id, question }: ResponseEvent, messages: readonly Message[]): string {
  if (golden !== undefined) return ['golden', golden.set, golden.id, golden.fingerprint].join('\0')
  // Conversations diverge after the first reply, so only first messages are shared between conversations.
  return [messages.length === 1 ? '' : conv_id, messages.length, question].join('\0')
}

function judgedReply(event: ResponseEvent, messages: Message[]): JudgedReply {
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

function place({ conversation, messages }: JudgedReply): Pick<LabelledMessage, 'conversation' | 'messages'> {
  return { conversation, messages }
}

function outcomes(replies: readonly JudgedReply[], of: Source): number[] {
  return replies.filter(({ source }) => source === of).map(({ outcome }) => outcome)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function modelsIn(replies: readonly JudgedReply[], of: Source): string[] {
  return [...new Set(replies.filter(({ source }) => source === of).map(({ model }) => model))].sort()
}
