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
  return {
    schema_version: '2.0',
    event_type: 'response',
    ts: compact.ts,
    run_id: compact.run_id,
    conv_id: conversation,
    msg_id: compact.msg_id,
    ...(golden !== undefined && { golden }),
    repeat: compact.repeat ?? DEFAULTS.repeat,
    retry: compact.retry ?? DEFAULTS.retry,
    ...(compact.counted_attempt !== undefined && { counted_attempt: compact.counted_attempt }),
    ...(compact.configuration !== undefined && { configuration: compact.configuration }),
    ...(compact.hypothesis !== undefined && { hypothesis: compact.hypothesis }),
    ...(compact.variant !== undefined && { variant: compact.variant }),
    question: compact.question,
    reply: compact.reply,
    ...(compact.reply_cut !== undefined && { reply_cut: compact.reply_cut }),
    ...(compact.reasoning !== undefined && { reasoning: compact.reasoning }),
    source: compact.source ?? usualSource(route),
    model: { asked, ...(answered !== undefined && { answered }), ...(quantization !== undefined && { quantization }) },
    route,
    ...(compact.instead_of !== undefined && { instead_of: compact.instead_of }),
    timings: { queue_ms, load_ms, first_token_ms, total_ms, tokens_per_second },
    tokens: { prompt, completion, ...(reasoning !== null && { reasoning }), ...(cached !== undefined && { cached }) },
    finish: compact.finish ?? DEFAULTS.finish,
    ...(compact.quirks !== undefined && { quirks: compact.quirks }),
    tries: compact.tries ?? DEFAULTS.tries,
    verdict,
    ...(judge !== undefined && { judged_by: judge }),
    ...(compact.why !== undefined && { why: compact.why }),
    origin: compact.origin ?? DEFAULTS.origin,
    ...(compact.recorded_at !== undefined && { recorded_at: compact.recorded_at }),
    git_commit: git_commit ?? null,
    version,
  }
}

function expandRoute({ parts, route = {} }: CompactEvent, conversation: string): ResponseEvent['route'] | null {
  const weighed = fromThousandths(parts)
  if (weighed === null) return null
  return {
    ...weighed,
    bucket: route.bucket ?? usualBucket(conversation),
    boundary: route.boundary ?? DEFAULTS.boundary,
    propensity: route.propensity ?? DEFAULTS.propensity,
    ...(route.drawn !== undefined && { drawn: route.drawn }),
    ...(route.off !== undefined && { off: route.off }),
  }
}
