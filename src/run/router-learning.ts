import type { ProvenanceEvent, ResponseEvent } from '../../schemas/generated/provenance.ts'
import type { Message } from '../message.ts'
import type { Skipped } from '../provenance/read.ts'
import { readLog } from '../provenance/read.ts'
import { type Drawn, estimatedGaps } from '../router/learning/estimated-gaps.ts'
import type { Labelled } from '../router/learning/learn.ts'
import { type Source, SOURCES } from '../source.ts'

/** What a log has to learn from. */
export interface LabelledLog {
  labelled: Labelled[]
  /** Judged replies that say nothing: replayed ones, retries, and those that only one source could have got. */
  unusable: number
  files: readonly string[]
  skipped: Skipped
  /** Times of the oldest and the newest reply that is used; `''` where there is none. */
  since: string
  until: string
  /** Models that answered, by source. */
  models: Record<Source, string[]>
}

interface Heard {
  event: ResponseEvent & { verdict: 'pass' | 'fail' }
  messages: Message[]
}

/**
 * Labels the messages of a log. Where both sources answered the same message, the gap between them is known; where one
 * did, and chance had a say in which, it is estimated. Replayed replies never teach.
 */
export async function labelledLog(dir: string, { since }: { since?: Date } = {}): Promise<LabelledLog> {
  const log = readLog(dir, since === undefined ? {} : { since })
  const talks = new Map<string, Message[]>()
  const byMessage = new Map<string, Heard[]>()
  let judged = 0
  for await (const event of log.events) {
    if (event.event_type !== 'response' || event.verdict === 'unmeasured') continue
    const messages = [...earlier(talks, event), { role: 'user' as const, content: event.question }]
    remember(talks, event, messages)
    if (!isJudged(event)) continue
    judged += 1
    if (event.origin !== 'measured' || event.retry > 0) continue
    const key = messageKey(event, messages)
    byMessage.set(key, [...(byMessage.get(key) ?? []), { event, messages }])
  }
  const both = [...byMessage.values()].filter((heard) => SOURCES.every((source) => outcomes(heard, source).length > 0))
  const one = [...byMessage.values()]
    .filter((heard) => !both.includes(heard))
    .flat()
    .filter(mayTeach)
  const gaps = estimatedGaps(one.map(drawnOf))
  const used = [...both.flat(), ...one]
  const times = used.map(({ event }) => event.ts).sort()
  return {
    labelled: [
      ...both.map((heard) => {
        const [first] = heard as [Heard]
        const gap = mean(outcomes(heard, 'main_model')) - mean(outcomes(heard, 'embedder'))
        return { ...place(first), gap, known: 'both' as const }
      }),
      ...one.map((heard, at) => ({ ...place(heard), gap: gaps[at] ?? 0, known: 'one' as const })),
    ],
    unusable: judged - used.length,
    files: log.files,
    skipped: log.skipped,
    since: times[0] ?? '',
    until: times.at(-1) ?? '',
    models: { main_model: modelsIn(used, 'main_model'), embedder: modelsIn(used, 'embedder') },
  }
}

/** What was said before a message, as far as the log tells: a golden's own earlier turns are not in it. */
function earlier(talks: Map<string, Message[]>, event: ResponseEvent): Message[] {
  return event.golden === undefined ? (talks.get(talkOf(event)) ?? []) : []
}

function remember(talks: Map<string, Message[]>, event: ResponseEvent, messages: readonly Message[]): void {
  if (event.golden === undefined) talks.set(talkOf(event), [...messages, { role: 'assistant', content: event.reply }])
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

function isJudged(event: ProvenanceEvent): event is Heard['event'] {
  return event.event_type === 'response' && (event.verdict === 'pass' || event.verdict === 'fail')
}

function mayTeach({ event: { route, instead_of } }: Heard): boolean {
  return instead_of === undefined && route.propensity > 0 && route.propensity < 1
}

function drawnOf({ event }: Heard): Drawn {
  return { source: event.source, outcome: outcomeOf(event), propensity: event.route.propensity }
}

function place({ event, messages }: Heard): Pick<Labelled, 'conversation' | 'messages'> {
  return { conversation: event.conv_id, messages }
}

function outcomes(heard: readonly Heard[], source: Source): number[] {
  return heard.filter(({ event }) => event.source === source).map(({ event }) => outcomeOf(event))
}

function outcomeOf({ verdict }: Heard['event']): number {
  return verdict === 'pass' ? 1 : 0
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function modelsIn(heard: readonly Heard[], source: Source): string[] {
  const ids = heard
    .filter(({ event }) => event.source === source)
    .map(({ event }) => event.model.answered ?? event.model.asked)
  return [...new Set(ids)].sort()
}
