import type { CompactEvent, CompactRoute } from '../../../schemas/generated/compact-event.ts'
import type { ProvenanceEvent, ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { conversationOf, DEFAULTS, usualBucket, usualJudge, usualSource } from './defaults.ts'
import { thousandthsOf } from './parts.ts'

/**
 * The short form of a reply, which `expandEvent` reverses; the event itself where it has none, such as a question without a
 * reply. Pure.
 */
export function compactEvent(event: ProvenanceEvent): ProvenanceEvent | CompactEvent {
  if (event.event_type !== 'response' || event.verdict === 'unmeasured' || event.original !== undefined) return event
  const parts = thousandthsOf(event.route)
  if (parts === null || (event.verdict !== 'unjudged' && event.judged_by === undefined)) return event
  const { repeat, retry, conv_id, golden, model, source, finish, tries, judged_by, origin, git_commit, version } = event
  return {
    schema_version: '2.1',
    event_type: 'response',
    ts: event.ts,
    run_id: event.run_id,
    ...(golden !== undefined && conversationOf(golden) === conv_id ? {} : { conv_id }),
    msg_id: event.msg_id,
    ...given('golden', golden),
    ...(repeat === DEFAULTS.repeat ? {} : { repeat }),
    ...(retry === DEFAULTS.retry ? {} : { retry }),
    ...given('counted_attempt', event.counted_attempt),
    ...given('configuration', event.configuration),
    ...given('hypothesis', event.hypothesis),
    ...given('variant', event.variant),
    question: event.question,
    reply: event.reply,
    ...given('reply_cut', event.reply_cut),
    ...given('reasoning', event.reasoning),
    ...(source === usualSource(event.route) ? {} : { source }),
    model: model.asked,
    ...given('answered', model.answered),
    ...given('quantization', model.quantization),
    parts,
    ...given('route', compactRoute(event)),
    ...given('instead_of', event.instead_of),
    timings: compactTimings(event.timings),
    tokens: compactTokens(event.tokens),
    ...(finish === DEFAULTS.finish ? {} : { finish }),
    ...given('quirks', event.quirks),
    ...(tries === DEFAULTS.tries ? {} : { tries }),
    verdict: event.verdict,
    ...(judged_by === usualJudge(event.verdict) ? {} : given('judged_by', judged_by)),
    ...given('why', event.why),
    ...(origin === DEFAULTS.origin ? {} : { origin }),
    ...given('recorded_at', event.recorded_at),
    ...(git_commit === null ? {} : { git_commit }),
    version,
  }
}

function compactRoute({ route, conv_id }: ResponseEvent): CompactRoute | undefined {
  const { bucket, boundary, propensity, drawn, off } = route
  const compact = {
    ...(bucket === usualBucket(conv_id) ? {} : { bucket }),
    ...(boundary === DEFAULTS.boundary ? {} : { boundary }),
    ...(propensity === DEFAULTS.propensity ? {} : { propensity }),
    ...given('drawn', drawn),
    ...given('off', off),
  }
  return Object.keys(compact).length === 0 ? undefined : compact
}

function compactTimings(timings: ResponseEvent['timings']): CompactEvent['timings'] {
  const { total_ms, first_token_ms, queue_ms, tokens_per_second, load_ms } = timings
  if (load_ms !== 0) return [total_ms, first_token_ms, queue_ms, tokens_per_second, load_ms]
  if (tokens_per_second !== null) return [total_ms, first_token_ms, queue_ms, tokens_per_second]
  if (queue_ms !== 0) return [total_ms, first_token_ms, queue_ms]
  return first_token_ms === null ? [total_ms] : [total_ms, first_token_ms]
}

function compactTokens({ prompt, completion, reasoning, cached }: ResponseEvent['tokens']): CompactEvent['tokens'] {
  if (cached !== undefined) return [prompt, completion, reasoning ?? null, cached]
  return reasoning === undefined ? [prompt, completion] : [prompt, completion, reasoning]
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V })
}
