import { createHash } from 'node:crypto'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { isRecord } from '../../is-record.ts'
import type { Source } from '../../source.ts'
import { utcTime } from '../../utc-time.ts'
import { isErrorText } from './error-text.ts'
import type { OlderReply } from './older-reply.ts'
import { OLDER_SOURCES } from './older-source.ts'

/** The model and the run of older events, which do not name them. */
const UNKNOWN = 'unknown'

/** An older event: a reply, or an event that is set aside for a reason. */
export type Older = ResponseEvent | OlderReply | SetAside

/** An event that is not a usable reply. `ts` null: it has no valid time. */
export interface SetAside {
  setAside: string
  ts: string | null
}

/** Whether a line is an event of an older format: 1.0, or 0.9, which had neither version nor type. */
export function isLegacy(data: unknown): data is Record<string, unknown> {
  if (!isRecord(data)) return false
  const { schema_version: version, event_type: type } = data
  if (version === undefined && type === undefined) return ['conv_id', 'hypo_id', 'batch_id'].some((key) => key in data)
  return version === '1.0' || version === '0.9' || (version === undefined && ('conv_id' in data || 'hypo_id' in data))
}

/**
 * Converts an event of the older formats 1.0 and 0.9. A reply with a source, a weight and a latency becomes a current event,
 * with missing facts as null or unknown, and unjudged, because older events have no verdict. Without adaptive facts the
 * boundary was 0.5.
 */
export function fromLegacy(data: Record<string, unknown>): Older {
  const kind = kindOf(data)
  const ts = utcTime(data['ts'])
  if (kind !== 'a reply') return { setAside: kind, ts }
  if (ts === null) return { setAside: 'without a time', ts }
  if (typeof data['response'] !== 'string') return { setAside: 'without a reply', ts }
  const reply = olderReply(data, ts, data['response'])
  const { source, failure, weight, latency_ms: latency, golden } = reply
  const isWhole = source !== null && failure === null && weight !== null && latency !== null && golden === null
  return isWhole ? wholeReply(reply, { source, weight, latency }) : reply
}

/** The kind of an event, for messages. */
function kindOf(data: Record<string, unknown>): string {
  const type = data['event_type']
  if (type === 'hypothesis_test' || (type === undefined && 'hypo_id' in data)) return 'of hypothesis tests'
  if (type === 'hypothesis_batch' || (type === undefined && ('batch_id' in data || 'results' in data)))
    return 'of hypothesis batches'
  if (type === undefined || type === 'response') return 'a reply'
  return 'of other kinds'
}

function olderReply(data: Record<string, unknown>, ts: string, reply: string): OlderReply {
  const [meta, weights] = [data['meta'], data['math_weights']].map(part)
  const adaptive = part(weights?.['adaptive'])
  const source = OLDER_SOURCES.get(meta?.['source']) ?? null
  const latency = weights?.['latency_ms']
  const conversation = textOr(data['conv_id'], UNKNOWN)
  const bucket = adaptive?.['bucket']
  return {
    event_type: 'older_response',
    ts,
    conv_id: conversation,
    msg_id: typeof data['msg_id'] === 'string' ? data['msg_id'] : idOf(data),
    golden: /^golden_(.+)$/s.exec(conversation)?.[1] ?? null,
    trait: textOr(data['trait'], ''),
    question: textOr(data['question'], ''),
    reply,
    source,
    failure: isErrorText(reply) ? 'is an error text' : source === null ? 'has no known source' : null,
    weight: share(weights?.['calculated_weight']),
    latency_ms: isAmount(latency) ? latency : null,
    bucket: bucket === 'treatment' || bucket === 'control' ? bucket : null,
    boundary: share(adaptive?.['boundary']),
    version: textOr(data['schema_version'], '0.9'),
  }
}

function wholeReply(
  { ts, conv_id, msg_id, question, reply, bucket, boundary, version }: OlderReply,
  { source, weight, latency }: { source: Source; weight: number; latency: number },
): ResponseEvent {
  return {
    schema_version: '2.0',
    event_type: 'response',
    ts,
    run_id: UNKNOWN,
    conv_id,
    msg_id,
    repeat: 0,
    retry: 0,
    question,
    reply,
    source,
    model: { asked: UNKNOWN },
    route: { weight, parts: {}, bucket: bucket ?? 'control', boundary: boundary ?? 0.5, propensity: 1 },
    timings: { queue_ms: 0, load_ms: 0, first_token_ms: null, total_ms: latency, tokens_per_second: null },
    tokens: { prompt: null, completion: null },
    finish: 'unknown',
    tries: 1,
    verdict: 'unjudged',
    origin: 'measured',
    git_commit: null,
    version,
  }
}

/** An id from the content, so that the same line has the same id. */
function idOf(data: object): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 12)
}

function part(value: unknown): Record<string, unknown> | undefined {
  return isRecord(value) ? value : undefined
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function share(value: unknown): number | null {
  return isAmount(value) && value <= 1 ? value : null
}
