import { createHash } from 'node:crypto'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { isRecord } from '../../is-record.ts'
import type { Source } from '../../source.ts'

/** Where an older event does not name its model, which is always. */
const UNKNOWN = 'unknown'

/** `embedder_llm` is the small model's name in the runbook's files. */
const SOURCES: ReadonlyMap<unknown, Source> = new Map<unknown, Source>([
  ['main_model', 'main_model'],
  ['embedder', 'embedder'],
  ['embedder_llm', 'embedder'],
])

/** Whether a line is an event of an older form: 1.0, or 0.9 which had neither version nor type. */
export function isLegacy(data: unknown): data is Record<string, unknown> {
  if (!isRecord(data)) return false
  if (data['schema_version'] === undefined) return data['event_type'] === undefined && 'conv_id' in data
  return data['schema_version'] === '1.0' || data['schema_version'] === '0.9'
}

/**
 * A reply of the older forms 1.0 and 0.9 as a reply of today. What they did not record is null or unknown; they held no
 * verdict, so it is unjudged, and no golden. Without adaptive facts the router was at rest. null: it is no reply, or
 * does not say when, why and from which source, or how fast it came.
 */
export function fromLegacy(data: Record<string, unknown>): ResponseEvent | null {
  const { ts, conv_id, msg_id, question, response, event_type = 'response' } = data
  const [meta, weights] = [data['meta'], data['math_weights']].map(part)
  const adaptive = part(weights?.['adaptive'])
  const time = timeOf(ts)
  const source = SOURCES.get(meta?.['source'])
  const weight = share(weights?.['calculated_weight'])
  const latency = weights?.['latency_ms']
  if (event_type !== 'response' || typeof response !== 'string') return null
  if (time === null || source === undefined || weight === null || !isAmount(latency)) return null
  return {
    schema_version: '2.0',
    event_type: 'response',
    ts: time,
    run_id: UNKNOWN,
    conv_id: typeof conv_id === 'string' ? conv_id : UNKNOWN,
    msg_id: typeof msg_id === 'string' ? msg_id : idOf(data),
    repeat: 0,
    retry: 0,
    question: typeof question === 'string' ? question : '',
    reply: response,
    source,
    model: { asked: UNKNOWN },
    route: {
      weight,
      parts: {},
      bucket: adaptive?.['bucket'] === 'treatment' ? 'treatment' : 'control',
      boundary: share(adaptive?.['boundary']) ?? 0.5,
      propensity: 1,
    },
    timings: { queue_ms: 0, load_ms: 0, first_token_ms: null, total_ms: latency, tokens_per_second: null },
    tokens: { prompt: null, completion: null },
    finish: 'unknown',
    tries: 1,
    verdict: 'unjudged',
    origin: 'measured',
    git_commit: null,
    version: typeof data['schema_version'] === 'string' ? data['schema_version'] : '0.9',
  }
}

/** In today's form. A time without a zone was UTC. */
function timeOf(ts: unknown): string | null {
  if (typeof ts !== 'string') return null
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(ts) ? ts : `${ts}Z`)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** The same line gives the same id. */
function idOf(data: object): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 12)
}

function part(value: unknown): Record<string, unknown> | undefined {
  return isRecord(value) ? value : undefined
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function share(value: unknown): number | null {
  return isAmount(value) && value <= 1 ? value : null
}
