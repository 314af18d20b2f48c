import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import type { OlderAnswer } from '../legacy/older-reply.ts'
import { cachedShareOf } from '../../verdicts/prompt-cache.ts'
import type { Observation } from '../../verdicts/hypothesis/sample.ts'
import { digestOf, passedIn } from './golden-results.ts'

/** An event as an observation, in the words that the event has for itself; others can be given. */
export function observationOf(
  event: ResponseEvent,
  as: Partial<Pick<Observation, 'golden' | 'variant' | 'context'>> = {},
): Observation {
  return {
    golden: event.golden?.id ?? event.conv_id,
    conversation: event.conv_id,
    context: null,
    variant: event.variant ?? event.configuration ?? event.source,
    source: event.source,
    model: event.model.asked,
    repeat: event.repeat,
    weight: event.route.weight,
    passed: passedIn(event),
    latencyMs: event.timings.total_ms,
    firstTokenMs: event.timings.first_token_ms,
    completionTokens: event.tokens.completion,
    cachedShare: cachedShareOf(event.tokens),
    wording: digestOf(event.reply),
    origin: event.origin,
    ...as,
  }
}

/** An answer of an older form as an observation. */
export function olderObservation(reply: OlderAnswer): Observation {
  return {
    golden: reply.golden ?? reply.conv_id,
    conversation: reply.conv_id,
    context: null,
    variant: reply.source,
    source: reply.source,
    model: 'unknown',
    repeat: 0,
    weight: reply.weight,
    passed: null,
    latencyMs: reply.latency_ms,
    firstTokenMs: null,
    completionTokens: null,
    wording: digestOf(reply.reply),
    origin: 'measured',
  }
}
