import type { LoggedEvent } from './read.ts'

/** What every event can be counted and filtered by; null: an event of this type does not tell. */
export interface EventFacts {
  type: string
  source: string | null
  bucket: string | null
  model: string | null
  verdict: string | null
  trait: string | null
  conversation: string | null
  golden: string | null
  set: string | null
  /** Milliseconds. */
  latencyMs: number | null
  /** What people read of the event: question, reply, claim, reason. */
  texts: readonly string[]
}

/** The facts of an event, today's or older. Pure. */
export function factsOf(event: LoggedEvent): EventFacts {
  const type = event.event_type === 'older_response' ? 'response' : event.event_type
  switch (event.event_type) {
    case 'response': {
      const unmeasured = event.verdict === 'unmeasured'
      return {
        type,
        source: event.source,
        bucket: event.route.bucket,
        model: event.model.asked,
        verdict: event.verdict,
        trait: event.golden?.trait ?? null,
        conversation: event.conv_id,
        golden: event.golden?.id ?? null,
        set: event.golden?.set ?? null,
        latencyMs: unmeasured ? null : event.timings.total_ms,
        texts: unmeasured
          ? [event.question, `could not be measured: ${event.failure.cause}: ${event.failure.evidence}`]
          : [event.question, event.reply, ...(event.why === undefined ? [] : [event.why])],
      }
    }
    case 'older_response':
      return {
        ...NOTHING,
        type,
        source: event.source,
        bucket: event.bucket,
        verdict: event.failure === null ? 'unjudged' : 'unmeasured',
        trait: event.trait,
        conversation: event.conv_id,
        golden: event.golden,
        latencyMs: event.latency_ms,
        texts: [event.question, event.reply],
      }
    case 'hypothesis_test':
      return { ...NOTHING, type, verdict: event.outcome, texts: [event.hypothesis, event.claim] }
    case 'hypothesis_batch':
      return {
        ...NOTHING,
        type,
        verdict: event.status,
        texts: [`${event.counts.family} hypotheses, ${event.counts.supported} supported`],
      }
    case 'routing_adaptation':
      return { ...NOTHING, type, texts: [`boundary ${event.from} -> ${event.to}`, event.reason] }
    case 'run':
      return {
        ...NOTHING,
        type,
        verdict: event.status,
        texts: [`${event.backend}: ${event.replies} replies`, event.sets.join(', ')],
      }
  }
}

const NOTHING = {
  source: null,
  bucket: null,
  model: null,
  verdict: null,
  trait: null,
  conversation: null,
  golden: null,
  set: null,
  latencyMs: null,
} as const satisfies Partial<EventFacts>

/** Which events a reader wants. An absent property does not restrict. */
export interface EventFilter {
  type?: string
  conversation?: string
  until?: Date
  /** A part of a question, reply or reason, in any case. */
  text?: string
}

/** Whether an event is wanted. Pure. */
export function isWanted(event: LoggedEvent, { type, conversation, until, text }: EventFilter): boolean {
  if (until !== undefined && Date.parse(event.ts) > until.getTime()) return false
  const facts = factsOf(event)
  if (type !== undefined && facts.type !== type) return false
  if (conversation !== undefined && facts.conversation !== conversation) return false
  return text === undefined || facts.texts.some((each) => each.toLowerCase().includes(text.toLowerCase()))
}

/** What events can be counted by. */
export const COUNTED_BY = ['type', 'source', 'bucket', 'model', 'verdict', 'trait', 'set'] as const
export type CountedBy = (typeof COUNTED_BY)[number]
