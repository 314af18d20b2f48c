import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { timeOf } from '../../clock.ts'
import type { Software } from '../../settings/software.ts'
import { AIOS, type Attributes, GEN_AI, withValues } from './conventions.ts'
import { type EvaluationResult, evaluationOf } from './evaluation.ts'

/** A request to a model as a span of the GenAI conventions. */
export interface ReplySpan {
  name: string
  /** Milliseconds since 1970. */
  start: number
  /** Milliseconds since 1970. */
  end: number
  attributes: Attributes
  /** Why there is no reply; null: there is one. */
  error: string | null
  /** The judgement in the event of the reply; null: there is none yet. */
  evaluation: EvaluationResult | null
}

/** What a span contains beside the event of its reply. */
export interface SpanContent {
  /** The server that was asked; null: none, or not known. */
  server: { baseUrl: string; software: Software } | null
  /** Whether question and reply are attributes. */
  messages: boolean
}

/**
 * The span of a reply, or of a question without one. It lasts from the request to the last byte, as `total_ms` does: the
 * wait for a slot and the loading of the model are attributes. Nothing was measured without a reply, so the span is then
 * a point in time. Pure.
 */
export function replySpan(event: ResponseEvent | UnmeasuredEvent, content: SpanContent): ReplySpan {
  const end = timeOf(event.ts)
  const shared = { name: `chat ${event.model.asked}`, end }
  const attributes = { ...requestAttributes(event, content), ...aiosAttributes(event) }
  if (event.verdict === 'unmeasured') {
    return {
      ...shared,
      start: end,
      attributes: { ...attributes, [GEN_AI.errorType]: event.failure.cause },
      error: event.failure.evidence,
      evaluation: null,
    }
  }
  return {
    ...shared,
    start: end - event.timings.total_ms,
    attributes: { ...attributes, ...replyAttributes(event, content) },
    error: null,
    evaluation: evaluationOf(event),
  }
}

function requestAttributes(event: ResponseEvent | UnmeasuredEvent, { server, messages }: SpanContent): Attributes {
  const url = server === null ? null : URL.parse(server.baseUrl)
  return withValues({
    [GEN_AI.operation]: 'chat',
    [GEN_AI.provider]: providerOf(server?.software),
    [GEN_AI.conversation]: event.conv_id,
    [GEN_AI.requestModel]: event.model.asked,
    [GEN_AI.requestStream]: true,
    [GEN_AI.responseId]: event.msg_id,
    [GEN_AI.serverAddress]: url?.hostname,
    [GEN_AI.serverPort]: url && portOf(url),
    [GEN_AI.inputMessages]: messages ? message('user', event.question) : null,
  })
}

function replyAttributes(
  { model, finish, timings, tokens, reply }: ResponseEvent,
  { messages }: SpanContent,
): Attributes {
  return withValues({
    [GEN_AI.responseModel]: model.answered ?? model.asked,
    [GEN_AI.finishReasons]: finish === 'unknown' ? null : [finish],
    [GEN_AI.timeToFirstChunk]: timings.first_token_ms === null ? null : timings.first_token_ms / 1_000,
    [GEN_AI.inputTokens]: tokens.prompt,
    [GEN_AI.outputTokens]: tokens.completion,
    [GEN_AI.cachedTokens]: tokens.cached,
    [GEN_AI.reasoningTokens]: tokens.reasoning,
    [GEN_AI.outputMessages]: messages ? message('assistant', reply) : null,
    [AIOS.queue]: timings.queue_ms / 1_000,
    [AIOS.load]: timings.load_ms / 1_000,
  })
}

function aiosAttributes(event: ResponseEvent | UnmeasuredEvent): Attributes {
  return withValues({
    [AIOS.run]: event.run_id,
    [AIOS.origin]: event.origin,
    [AIOS.source]: event.source,
    [AIOS.bucket]: event.route.bucket,
    [AIOS.weight]: event.route.weight,
    [AIOS.boundary]: event.route.boundary,
    [AIOS.goldenSet]: event.golden?.set,
    [AIOS.golden]: event.golden?.id,
    [AIOS.trait]: event.golden?.trait,
    [AIOS.hypothesis]: event.hypothesis,
    [AIOS.configuration]: event.configuration,
    [AIOS.repeat]: event.repeat,
    [AIOS.retry]: event.retry,
    [AIOS.tries]: event.tries,
  })
}

/** The server's software; where it is not known, the format of the requests, which is OpenAI's. */
function providerOf(software: Software = 'unknown'): string {
  return software === 'unknown' ? 'openai' : software
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

/** A message in the JSON form of the conventions: attributes of spans have no objects. */
function message(role: 'user' | 'assistant', content: string): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
}

/**
 * Whether `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, the variable of OpenTelemetry's own instrumentations,
 * asks for messages on spans: `true`, `SPAN_ONLY` or `SPAN_AND_EVENT`. Default: no. Pure.
 */
export function capturesMessages(variable: string | undefined): boolean {
  return ['true', 'span_only', 'span_and_event'].includes(variable?.trim().toLowerCase() ?? '')
}
