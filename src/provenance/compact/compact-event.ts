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
  const { repeat, retry, conv_id, golden, model, source, finish, tries, verdict, judged_by, origin, git_commit } = event
  // Most optional fields are assigned, because to spread them takes as long as to encode the line.
  const compact: CompactEvent = {
    schema_version: '2.1',
    event_type: 'response',
    ts: event.ts,
    run_id: event.run_id,
    msg_id: event.msg_id,
    ...(golden === undefined ? {} : { golden }),
    question: event.question,
    reply: event.reply,
    model: model.asked,
    parts,
    timings: compactTimings(event.timings),
    tokens: compactTokens(event.tokens),
    verdict,
    version: event.version,
  }
  if (golden === undefined || conversationOf(golden) !== conv_id) compact.conv_id = conv_id
  if (repeat !== DEFAULTS.repeat) compact.repeat = repeat
  if (retry !== DEFAULTS.retry) compact.retry = retry
  if (event.counted_attempt !== undefined) compact.counted_attempt = event.counted_attempt
  if (event.configuration !== undefined) compact.configuration = event.configuration
  if (event.hypothesis !== undefined) compact.hypothesis = event.hypothesis
  if (event.variant !== undefined) compact.variant = event.variant
  if (event.reply_cut !== undefined) compact.reply_cut = event.reply_cut
  if (event.reasoning !== undefined) compact.reasoning = event.reasoning
  if (source !== usualSource(event.route)) compact.source = source
  if (model.answered !== undefined) compact.answered = model.answered
  if (model.quantization !== undefined) compact.quantization = model.quantization
  const route = compactRoute(event)
  if (route !== null) compact.route = route
  if (event.instead_of !== undefined) compact.instead_of = event.instead_of
  if (finish !== DEFAULTS.finish) compact.finish = finish
  if (event.quirks !== undefined) compact.quirks = event.quirks
  if (tries !== DEFAULTS.tries) compact.tries = tries
  if (judged_by !== undefined && judged_by !== usualJudge(verdict)) compact.judged_by = judged_by
  if (event.why !== undefined) compact.why = event.why
  if (origin !== DEFAULTS.origin) compact.origin = origin
  if (event.recorded_at !== undefined) compact.recorded_at = event.recorded_at
  if (git_commit !== null) compact.git_commit = git_commit
  return compact
}

/** null: the route has the defaults. */
function compactRoute({ route, conv_id }: ResponseEvent): CompactRoute | null {
  const { bucket, boundary, propensity, drawn, off } = route
  const compact: CompactRoute = {}
  if (bucket !== usualBucket(conv_id)) compact.bucket = bucket
  if (boundary !== DEFAULTS.boundary) compact.boundary = boundary
  if (propensity !== DEFAULTS.propensity) compact.propensity = propensity
  if (drawn !== undefined) compact.drawn = drawn
  if (off !== undefined) compact.off = off
  return Object.keys(compact).length === 0 ? null : compact
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
