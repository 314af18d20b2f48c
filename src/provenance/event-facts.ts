import { counted } from '../text/counted.ts'
import type { LoggedEvent } from './parse-line.ts'

/** What events are counted, filtered, sorted and plotted by; null: an event of this type does not have it. */
export interface EventFacts {
  /** Milliseconds since 1970. */
  time: number
  /** The type in the log; `response` for replies of older formats too. */
  type: string
  /** Of an older format, and without a fact that every current reply has. */
  older: boolean
  run: string | null
  conversation: string | null
  /** The message id, to open the event with `LogQuery.event`. */
  message: string | null
  set: string | null
  golden: string | null
  trait: string | null
  /** Id of the hypothesis that asked, or that the event is about. */
  hypothesis: string | null
  configuration: string | null
  source: string | null
  bucket: string | null
  model: string | null
  /** pass, fail, unjudged or unmeasured of a reply; the outcome or status of other events. */
  verdict: string | null
  judge: string | null
  /** measured or replayed. */
  origin: string | null
  /** The attempt, from 0. */
  retry: number | null
  weight: number | null
  boundary: number | null
  /** Probability with which the message went to its source. */
  propensity: number | null
  /** The source that failed, where the other one answered in its place. */
  insteadOf: string | null
  /** Why adaptation was off. */
  off: string | null
  /** Why there is no reply: the cause, or for an older event in words. */
  failure: string | null
  /** Milliseconds. */
  latencyMs: number | null
  /** Milliseconds to the first token. */
  firstTokenMs: number | null
  tokensPerSecond: number | null
  completionTokens: number | null
  /** The texts of the event: question, reply, claim, reason. */
  texts: readonly string[]
}

/** The types of events that readers get. A judgement is part of its reply. */
export const EVENT_TYPES = [
  'response',
  'run',
  'hypothesis_test',
  'hypothesis_batch',
  'routing_adaptation',
] as const satisfies readonly LoggedEvent['event_type'][]

/** The facts of an event, today's or older. Pure. */
export function factsOf(event: LoggedEvent): EventFacts {
  const [type, time] = [event.event_type === 'older_response' ? 'response' : event.event_type, Date.parse(event.ts)]
  switch (event.event_type) {
    case 'response': {
      const facts = {
        type,
        time,
        run: event.run_id,
        conversation: event.conv_id,
        message: event.msg_id,
        set: event.golden?.set ?? null,
        golden: event.golden?.id ?? null,
        trait: event.golden?.trait ?? null,
        hypothesis: event.hypothesis ?? null,
        configuration: event.configuration ?? null,
        source: event.source,
        bucket: event.route.bucket,
        model: event.model.asked,
        verdict: event.verdict,
        origin: event.origin,
        retry: event.retry,
        weight: event.route.weight,
        boundary: event.route.boundary,
        propensity: event.route.propensity,
        insteadOf: event.instead_of?.source ?? null,
        off: event.route.off ?? null,
      }
      if (event.verdict === 'unmeasured') {
        const failure = `could not be measured: ${event.failure.cause}: ${event.failure.evidence}`
        return { ...NOTHING, ...facts, failure: event.failure.cause, texts: [event.question, failure] }
      }
      return {
        ...facts,
        older: false,
        judge: event.judged_by ?? null,
        failure: null,
        latencyMs: event.timings.total_ms,
        firstTokenMs: event.timings.first_token_ms,
        tokensPerSecond: event.timings.tokens_per_second,
        completionTokens: event.tokens.completion,
        texts: [event.question, event.reply, ...(event.why === undefined ? [] : [event.why])],
      }
    }
    case 'older_response':
      return {
        ...NOTHING,
        type,
        older: true,
        time,
        source: event.source,
        bucket: event.bucket,
        verdict: event.failure === null ? 'unjudged' : 'unmeasured',
        trait: event.trait,
        conversation: event.conv_id,
        message: event.msg_id,
        golden: event.golden,
        origin: 'measured',
        weight: event.weight,
        boundary: event.boundary,
        failure: event.failure,
        latencyMs: event.latency_ms,
        texts: [event.question, event.reply],
      }
    case 'hypothesis_test':
      return {
        ...NOTHING,
        type,
        time,
        run: event.run_id,
        hypothesis: event.hypothesis,
        verdict: event.outcome,
        texts: [event.hypothesis, event.claim],
      }
    case 'hypothesis_batch':
      return {
        ...NOTHING,
        type,
        time,
        run: event.run_id,
        // Its status is that of the whole run, which goldens decide as well.
        texts: [
          `${counted(event.counts.family, 'hypothesis', 'hypotheses')}, ${event.counts.supported} supported`,
          `run: ${event.status}`,
        ],
      }
    case 'routing_adaptation':
      return {
        ...NOTHING,
        type,
        time,
        run: event.run_id,
        boundary: event.to,
        texts: [`boundary ${event.from} -> ${event.to}`, event.reason],
      }
    case 'run':
      return {
        ...NOTHING,
        type,
        time,
        run: event.run_id,
        verdict: event.status,
        texts: [
          `${event.backend}: ${counted(event.replies, 'reply', 'replies')}`,
          ...(event.sets.length === 0 ? [] : [event.sets.join(', ')]),
        ],
      }
  }
}

const NOTHING = {
  older: false,
  run: null,
  conversation: null,
  message: null,
  set: null,
  golden: null,
  trait: null,
  hypothesis: null,
  configuration: null,
  source: null,
  bucket: null,
  model: null,
  verdict: null,
  judge: null,
  origin: null,
  retry: null,
  weight: null,
  boundary: null,
  propensity: null,
  insteadOf: null,
  off: null,
  failure: null,
  latencyMs: null,
  firstTokenMs: null,
  tokensPerSecond: null,
  completionTokens: null,
} as const satisfies Partial<EventFacts>
