import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import type { OlderAnswer } from '../legacy/older-reply.ts'
import { cachedShareOf } from '../../verdicts/prompt-cache.ts'
import type { Observation } from '../../verdicts/hypothesis/samples/sample.ts'
import { digestOf, passedIn } from './golden-results.ts'

/** The observation of an event. `as` replaces golden, variant or context. */
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

/** The observation of an answer in an older format. */
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
