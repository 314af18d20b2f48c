import type { CompactEvent } from '../../../schemas/generated/compact-event.ts'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { conversationOf, DEFAULTS, usualBucket, usualJudge, usualSource } from './defaults.ts'
import { fromThousandths } from './parts.ts'

/** The whole event of a short one; null: its conversation or its weight is missing. Pure. */
export function expandEvent(compact: CompactEvent): ResponseEvent | null {
  const { golden, model: asked, answered, quantization, git_commit, verdict, version } = compact
  const conversation = compact.conv_id ?? (golden === undefined ? null : conversationOf(golden))
  const route = conversation === null ? null : expandRoute(compact, conversation)
  if (conversation === null || route === null) return null
  const judge = compact.judged_by ?? usualJudge(verdict)
  const [total_ms, first_token_ms = null, queue_ms = 0, tokens_per_second = null, load_ms = 0] = compact.timings
  const [prompt, completion, reasoning = null, cached] = compact.tokens
  const model: ResponseEvent['model'] = { asked }
  if (answered !== undefined) model.answered = answered
  if (quantization !== undefined) model.quantization = quantization
  const tokens: ResponseEvent['tokens'] = { prompt, completion }
  if (reasoning !== null) tokens.reasoning = reasoning
  if (cached !== undefined) tokens.cached = cached
  // Optional fields are assigned, because to spread them takes as long as to parse the line.
  const event: ResponseEvent = {
    schema_version: '2.0',
    event_type: 'response',
    ts: compact.ts,
    run_id: compact.run_id,
    conv_id: conversation,
    msg_id: compact.msg_id,
    repeat: compact.repeat ?? DEFAULTS.repeat,
    retry: compact.retry ?? DEFAULTS.retry,
    question: compact.question,
    reply: compact.reply,
    source: compact.source ?? usualSource(route),
    model,
    route,
    timings: { queue_ms, load_ms, first_token_ms, total_ms, tokens_per_second },
    tokens,
    finish: compact.finish ?? DEFAULTS.finish,
    tries: compact.tries ?? DEFAULTS.tries,
    verdict,
    origin: compact.origin ?? DEFAULTS.origin,
    git_commit: git_commit ?? null,
    version,
  }
  if (golden !== undefined) event.golden = golden
  if (compact.counted_attempt !== undefined) event.counted_attempt = compact.counted_attempt
  if (compact.configuration !== undefined) event.configuration = compact.configuration
  if (compact.hypothesis !== undefined) event.hypothesis = compact.hypothesis
  if (compact.variant !== undefined) event.variant = compact.variant
  if (compact.reply_cut !== undefined) event.reply_cut = compact.reply_cut
  if (compact.reasoning !== undefined) event.reasoning = compact.reasoning
  if (compact.instead_of !== undefined) event.instead_of = compact.instead_of
  if (compact.quirks !== undefined) event.quirks = compact.quirks
  if (judge !== undefined) event.judged_by = judge
  if (compact.why !== undefined) event.why = compact.why
  if (compact.recorded_at !== undefined) event.recorded_at = compact.recorded_at
  return event
}

function expandRoute({ parts, route = {} }: CompactEvent, conversation: string): ResponseEvent['route'] | null {
  const weighed = fromThousandths(parts)
  if (weighed === null) return null
  const expanded: ResponseEvent['route'] = {
    weight: weighed.weight,
    parts: weighed.parts,
    bucket: route.bucket ?? usualBucket(conversation),
    boundary: route.boundary ?? DEFAULTS.boundary,
    propensity: route.propensity ?? DEFAULTS.propensity,
  }
  if (route.drawn !== undefined) expanded.drawn = route.drawn
  if (route.off !== undefined) expanded.off = route.off
  return expanded
}
