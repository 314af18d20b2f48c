import { STATUS_CODES } from '../../node-http.ts'
import type { Limits } from '../../settings/settings.ts'
import type { FailureCause } from '../models.ts'
import { isRecord } from '../../is-record.ts'
import { errorOfBody, parseJson, serverError } from './error-body.ts'
import type { ServerError } from './error-body.ts'
import type { RequestTarget, Fault } from './fault.ts'
import { networkWords } from './network-fault.ts'
import { remedyFor } from './remedies.ts'

/** The cause of a fault, and what to do about it. */
export interface Classified {
  cause: FailureCause
  /** The server's own message if there is one; secrets are not redacted yet. */
  evidence: string
  remedy: string
  /** How many retries can help. */
  retries: 0 | 1 | 2
  /** How long the server asks to wait before a retry, in milliseconds; null: not reported. */
  retryAfterMs: number | null
}

const RIGHT_PATH = ' /v1/chat/completions'

type Ruling = Pick<Classified, 'cause' | 'retries'>

const never = (cause: FailureCause): Ruling => ({ cause, retries: 0 })
const once = (cause: FailureCause): Ruling => ({ cause, retries: 1 })
const twice = (cause: FailureCause): Ruling => ({ cause, retries: 2 })

/**
 * Error messages of servers; the first match wins. Messages take precedence over codes and status: LM Studio answers
 * crashes and failed loads with 400, wrong paths with 200, and `model_not_found` for unknown names and failed loads.
 */
const WORDS: readonly [RegExp, Ruling][] = [
  [/^unexpected endpoint or method/i, never('wrong_endpoint')],
  [/^no models? loaded/i, never('no_model_loaded')],
  [/operation cancel?led|startup was aborted/i, once('load_failed')],
  [/failed to load model|no lm runtime found|insufficient system resources/i, never('load_failed')],
  [
    /^invalid model\b|\bmodel(?: \S+)? (?:was |is |could )?not (?:be )?found|^the model \S+ does not exist|unknown model|no such model|not a valid model|^no endpoints found for/i,
    never('unknown_model'),
  ],
  [/model (?:was |has been )?unloaded/i, once('model_unloaded')],
  [/model has crashed/i, once('model_crashed')],
  [/rendering prompt|prompt template|^channel error/i, never('template_error')],
  [/context (?:length|size|window)|context the overflows|\bn_ctx\b/i, never('context_overflow')],
  [/^loading model/i, twice('overloaded')],
  [/api token is required|invalid api key|incorrect api key/i, never('unauthorized')],
]

const CODES: Readonly<Record<string, Ruling>> = {
  invalid_api_key: never('unauthorized'),
  model_not_found: never('unknown_model'),
  exceed_context_size_error: never('context_overflow'),
  context_length_exceeded: never('context_overflow'),
  missing_required_parameter: never('invalid_request'),
  insufficient_quota: never('payment_required'),
  billing_hard_limit_reached: never('payment_required'),
}

const STATUS: Readonly<Record<number, Ruling>> = {
  401: never('unauthorized'),
  402: never('payment_required'),
  403: never('unauthorized'),
  404: never('wrong_endpoint'),
  405: never('wrong_endpoint'),
  407: never('unauthorized'),
  408: twice('overloaded'),
  410: never('wrong_endpoint'),
  413: never('request_too_large'),
  414: never('request_too_large'),
  418: never('refused'),
  421: never('wrong_endpoint'),
  423: twice('overloaded'),
  425: twice('overloaded'),
  426: never('wrong_endpoint'),
  429: twice('overloaded'),
  431: never('request_too_large'),
  451: never('refused'),
  500: twice('server_error'),
  502: twice('server_error'),
  503: twice('overloaded'),
  501: never('wrong_endpoint'),
  504: twice('server_error'),
  505: never('wrong_endpoint'),
  511: never('unauthorized'),
  529: twice('overloaded'),
}

const NETWORK: Readonly<Record<string, FailureCause>> = {
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EACCES: 'unreachable',
  CONNECT_TIMEOUT: 'connect_timeout',
  ETIMEDOUT: 'connect_timeout',
}

const LIMITS: Readonly<Record<keyof Limits, { cause: FailureCause; words: string }>> = {
  connect: { cause: 'connect_timeout', words: 'no connection' },
  load: { cause: 'load_timeout', words: 'the model was not loaded' },
  warmUp: { cause: 'load_timeout', words: 'the model did not give its first reply' },
  firstToken: { cause: 'first_token_timeout', words: 'no first token' },
  idle: { cause: 'idle_timeout', words: 'no further token' },
  total: { cause: 'total_timeout', words: 'the reply was not complete' },
}

/** Returns the cause of a fault, the evidence, the remedy, and whether a retry can help. Pure. */
export function classify(fault: Fault, asked: RequestTarget): Classified {
  const { cause, retries, evidence } = rule(fault, asked)
  const retryAfterMs = fault.kind === 'answer' ? (fault.retryAfterMs ?? null) : null
  return { cause, evidence, retries, retryAfterMs, remedy: remedyFor(cause, evidence, asked) }
}

function rule(fault: Fault, asked: RequestTarget): Ruling & { evidence: string } {
  switch (fault.kind) {
    case 'answer':
      return answered(fault, asked)
    case 'error_event': {
      const error = serverError(fault.error)
      const ruling = byWords(error.message) ?? CODES[error.code] ?? STATUS[Number(error.code)] ?? never('stream_error')
      return {
        ...ruling,
        ...(fault.begun ? { retries: 0 } : {}),
        evidence: `error inside the stream: ${error.message}`,
      }
    }
    case 'network':
      return { ...connection(fault), evidence: networkWords(fault) }
    case 'limit': {
      const { cause, words } = LIMITS[fault.limit]
      return { ...never(cause), evidence: `${words} within ${fault.ms} ms` }
    }
    case 'aborted':
      return { ...never('aborted'), evidence: 'the caller aborted the request' }
    case 'stream':
      return { ...never(fault.fault), evidence: fault.evidence }
    case 'other_model':
      return {
        ...never('wrong_model'),
        evidence:
          fault.after === undefined
            ? `asked for "${asked.model}", answered by "${fault.answered}"`
            : `asked for "${asked.model}", and the reply began as "${fault.after}" and went on as "${fault.answered}"`,
      }
    case 'not_configured':
      return { ...never('unknown_model'), evidence: `no model is set for ${asked.source}` }
  }
}

function answered(answer: Fault & { kind: 'answer' }, asked: RequestTarget): Ruling & { evidence: string } {
  const { status, text } = answer
  const seen = (words: string) => `HTTP ${status}: ${words}`
  if (/text\/html/i.test(answer.contentType) || /^\s*<(?:!doctype|html)/i.test(text)) {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim() ?? 'no title'
    const ruling = BY_PROXY.has(status) || status >= 500 ? byStatus(status) : never('not_a_model_server')
    return { ...ruling, evidence: seen(`a web page, "${title}"`) }
  }
  const body = parseJson(text)
  const error = errorOfBody(body) ?? (status >= 400 ? plainError(body) : null)
  if (error !== null) {
    const ruling = byWords(error.message) ?? CODES[error.code] ?? CODES[error.type] ?? byStatus(status)
    // The path is right, so the token is missing: early LM Studio 0.4 reports "Unexpected endpoint" instead of 401.
    const tokenMissing =
      ruling.cause === 'wrong_endpoint' && status === 200 && !asked.keySent && error.message.includes(RIGHT_PATH)
    return { ...(tokenMissing ? never('unauthorized') : ruling), evidence: seen(error.message) }
  }
  if (status >= 300)
    return {
      ...byStatus(status),
      evidence: seen(text.trim() === '' ? (STATUS_CODES[status] ?? 'no text') : text.trim()),
    }
  if (isRecord(body) && Array.isArray(body['choices'])) {
    return { ...never('not_streamed'), evidence: seen('a whole reply where a stream was asked for') }
  }
  if (text.trim() === '') return { ...never('not_a_model_server'), evidence: seen('an empty answer') }
  return { ...never('not_a_model_server'), evidence: seen(text.trim()) }
}

function byWords(message: string): Ruling | undefined {
  return WORDS.find(([pattern]) => pattern.test(message))?.[1]
}

/** Statuses that count even in a web page, because proxies and firewalls send them so. */
const BY_PROXY = new Set([401, 402, 407, 408, 413, 418, 423, 425, 429, 431, 451])

/** The error of frameworks and gateways without an `error` field: FastAPI's `detail`, or a bare `message`. */
function plainError(body: unknown): ServerError | null {
  if (!isRecord(body)) return null
  const said = body['detail'] ?? body['message']
  return said === undefined || said === null ? null : serverError(said)
}

function byStatus(status: number): Ruling {
  const known = STATUS[status]
  if (known !== undefined) return known
  if (status >= 500) return never('server_error')
  if (status >= 400) return never('invalid_request')
  return status >= 300 ? never('wrong_endpoint') : never('server_error')
}

function connection({ code, answering }: Fault & { kind: 'network' }): Ruling {
  const cause = NETWORK[code]
  if (cause !== undefined && !answering) return never(cause)
  if (code === 'CLIENT_CLOSED' || code === 'ABORTED') return never('aborted')
  if (code.startsWith('HPE_')) return never('not_a_model_server')
  if (/CERT|_SSL_|TLS|SELF_SIGNED/.test(code)) return never('unreachable')
  // Before the first byte of the answer nothing was generated, so a retry is safe.
  return answering ? never('connection_lost') : twice('connection_lost')
}
