import { isRecord } from '../../is-record.ts'

/** An error as a server put it; what it did not say is `''`. */
export interface ServerError {
  message: string
  /** A word or an HTTP status. */
  code: string
  type: string
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The error in the body of an answer or in an event of a stream; null when it holds none: `{"error": ...}`, also beside
 * or inside of `choices`, vLLM's flat `{"object": "error", "message": ...}`, FastAPI's `{"detail": ...}`, and a message
 * with a code or a status.
 */
export function errorOfBody(body: unknown): ServerError | null {
  if (Array.isArray(body) && body.length === 1) return errorOfBody(body[0])
  if (!isRecord(body)) return null
  for (const place of [body['error'], body['errors'], ...errorsInChoices(body['choices'])])
    if (isSaid(place)) return serverError(place)
  if (body['object'] === 'error' || body['type'] === 'error') return serverError(body)
  if (Array.isArray(body['choices'])) return null
  if (isSaid(body['detail'])) return serverError(body)
  if (typeof body['message'] === 'string' && hasCode(body)) return serverError(body)
  return MESSAGES.some((name) => typeof body[name] === 'string') && saysFailed(body) ? serverError(body) : null
}

/** A choice holds its error itself or in its delta. */
function errorsInChoices(choices: unknown): unknown[] {
  if (!Array.isArray(choices)) return []
  return choices.filter(isRecord).flatMap(({ error, delta }) => [error, isRecord(delta) ? delta['error'] : undefined])
}

/** The first choice of a chunk or of a completion, by its index: others are answers that were not asked for. */
export function choiceOf(body: Record<string, unknown>): Record<string, unknown> | undefined {
  const choices = body['choices']
  if (!Array.isArray(choices)) return undefined
  return choices.filter(isRecord).find(({ index }) => typeof index !== 'number' || index === 0)
}

/** Some servers send `error: null`, `false` or `{}` where nothing is wrong. */
function isSaid(error: unknown): boolean {
  if (typeof error === 'object' && error !== null) return Object.keys(error).length > 0
  return error !== undefined && error !== null && error !== '' && error !== false && error !== 0
}

/** Names of fields that say whether a request succeeded. */
const SUCCESS = ['success', 'ok']

const CODES = ['code', 'status', 'status_code', 'statusCode', 'error_code', 'err_code']

function hasCode(body: Record<string, unknown>): boolean {
  if (/error|exception/i.test(textOf(body['type']))) return true
  if (saysFailed(body)) return true
  return CODES.some((name) => {
    const code = body[name]
    return typeof code === 'string' && !/^(?:ok|success|200)?$/i.test(code)
  })
}

function saysFailed(body: Record<string, unknown>): boolean {
  if (SUCCESS.some((name) => body[name] === false)) return true
  return CODES.some((name) => typeof body[name] === 'number' && body[name] >= 400)
}

/** Where servers put the words of an error. */
const MESSAGES = ['message', 'detail', 'error_message', 'msg', 'error', 'errors', 'reason']

/** Reads what stands in the place of an error: an object with a message, or a bare string. */
export function serverError(value: unknown): ServerError {
  if (typeof value === 'string') return { message: value, code: '', type: '' }
  if (Array.isArray(value) && value.length > 0) return serverError(value[0])
  if (!isRecord(value)) return { message: JSON.stringify(value) ?? 'no words', code: '', type: '' }
  const { code, type } = value
  const inner = MESSAGES.map((name) => value[name]).find(isSaid)
  const said = inner === undefined ? null : serverError(inner)
  const isText = typeof inner === 'string' || isRecord(inner) || Array.isArray(inner)
  return {
    message: said !== null && isText ? said.message : JSON.stringify(value),
    code: (typeof code === 'number' ? String(code) : textOf(code)) || (said?.code ?? ''),
    type: textOf(type) || (said?.type ?? ''),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
