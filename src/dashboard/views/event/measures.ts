import type { EventDetail } from '../../../../schemas/generated/dashboard.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../../../../schemas/generated/provenance.ts'
import type { LoggedEvent } from '../../../provenance/parse-line.ts'
import type { OlderReply } from '../../../provenance/legacy/older-reply.ts'
import { cachedShareOf, cacheState } from '../../../verdicts/prompt-cache.ts'

type Measures = Pick<EventDetail, 'failure' | 'insteadOf' | 'weight' | 'timings' | 'tokens'>

const UNKNOWN: Measures = { failure: null, insteadOf: null, weight: null, timings: null, tokens: null }

/** The measured values of an event: the parts of its weight, timings and tokens, or the reason why there is no reply. Pure. */
export function measuresOf(event: LoggedEvent): Measures {
  switch (event.event_type) {
    case 'response':
      return {
        failure: event.verdict === 'unmeasured' ? event.failure : null,
        insteadOf: event.instead_of ?? null,
        weight: weightOf(event.route),
        ...(event.verdict === 'unmeasured' ? { timings: null, tokens: null } : repliedIn(event)),
      }
    case 'older_response':
      return {
        ...UNKNOWN,
        failure: event.failure === null ? null : { cause: event.failure, evidence: event.reply, remedy: null },
        weight: olderWeight(event),
        timings: event.latency_ms === null ? null : { ...NO_PHASES, totalMs: event.latency_ms },
      }
    default:
      return UNKNOWN
  }
}

function weightOf(route: UnmeasuredEvent['route']): Measures['weight'] {
  const { weight, parts, bucket, boundary, propensity, off } = route
  const named = Object.entries(parts).map(([name, value]) => ({ name, value }))
  return {
    value: weight,
    parts: named.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    bucket,
    boundary,
    propensity,
    drawn: route.drawn === true,
    off: off ?? null,
  }
}

function repliedIn({ timings, tokens }: ResponseEvent): Pick<Measures, 'timings' | 'tokens'> {
  const { prompt, completion, reasoning = null, cached = null } = tokens
  return {
    timings: {
      queueMs: timings.queue_ms,
      loadMs: timings.load_ms,
      firstTokenMs: timings.first_token_ms,
      totalMs: timings.total_ms,
      tokensPerSecond: timings.tokens_per_second,
      prompt: cacheState(cachedShareOf(tokens)),
    },
    tokens: { prompt, completion, reasoning, cached },
  }
}

function olderWeight({ weight, bucket, boundary }: OlderReply): Measures['weight'] {
  return weight === null
    ? null
    : { value: weight, parts: [], bucket, boundary, propensity: null, drawn: false, off: null }
}

const NO_PHASES = { queueMs: null, loadMs: null, firstTokenMs: null, tokensPerSecond: null, prompt: 'unknown' as const }
