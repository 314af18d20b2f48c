import { isRecord } from '../../is-record.ts'

/** An error as a server reports it; missing fields are `''`. */
export interface ServerError {
  message: string
  /** A word or an HTTP status. */
  code: string
  type: string
}

/** Parses JSON; undefined when it is not valid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The error in the body of an answer or in an event of a stream; null without an error: `{"error": ...}`, also beside
 * or inside of `choices`, vLLM's flat `{"object": "error", "message": ...}`, FastAPI's `{"detail": ...}`, and a message
 * with a code or a status.
 */
export function errorOfBody(body: unknown): ServerError | null {
  if (Array.isArray(body) && body.length === 1) return errorOfBody(body[0])
  if (!isRecord(body)) return null
  if (isError(body['error'])) return serverError(body['error'])
  if (isError(body['errors'])) return serverError(body['errors'])
  const inChoices = errorInChoices(body['choices'])
  if (inChoices !== undefined) return serverError(inChoices)
  if (body['object'] === 'error' || body['type'] === 'error') return serverError(body)
  if (Array.isArray(body['choices'])) return null
  if (isError(body['detail'])) return serverError(body)
  if (typeof body['message'] === 'string' && hasCode(body)) return serverError(body)
  return MESSAGES.some((name) => typeof body[name] === 'string') && isFailed(body) ? serverError(body) : null
}

/** The error of a choice is in the choice itself or in its delta; undefined: none has one. */
function errorInChoices(choices: unknown): unknown {
  if (!Array.isArray(choices)) return undefined
  for (const choice of choices as unknown[]) {
    if (!isRecord(choice)) continue
    const { error, delta } = choice
    if (isError(error)) return error
    if (isRecord(delta) && isError(delta['error'])) return delta['error']
  }
  return undefined
}

/** The first choice of a chunk or of a completion, by its index: the request asks for one only. */
export function choiceOf(body: Record<string, unknown>): Record<string, unknown> | undefined {
  const choices = body['choices']
  if (!Array.isArray(choices)) return undefined
  for (const choice of choices as unknown[])
    if (isRecord(choice) && (typeof choice['index'] !== 'number' || choice['index'] === 0)) return choice
  return undefined
}

/** Some servers send `error: null`, `false` or `{}` without an error. */
function isError(error: unknown): boolean {
  if (typeof error === 'object' && error !== null) return Object.keys(error).length > 0
  return error !== undefined && error !== null && error !== '' && error !== false && error !== 0
}

/** Names of fields that say whether a request succeeded. */
const SUCCESS = ['success', 'ok']

const CODES = ['code', 'status', 'status_code', 'statusCode', 'error_code', 'err_code']

function hasCode(body: Record<string, unknown>): boolean {
  if (/error|exception/i.test(textOf(body['type']))) return true
  if (isFailed(body)) return true
  return CODES.some((name) => {
    const code = body[name]
    return typeof code === 'string' && !/^(?:ok|success|200)?$/i.test(code)
  })
}

function isFailed(body: Record<string, unknown>): boolean {
  if (SUCCESS.some((name) => body[name] === false)) return true
  return CODES.some((name) => typeof body[name] === 'number' && body[name] >= 400)
}

/** Fields that contain the message of an error. */
const MESSAGES = ['message', 'detail', 'error_message', 'msg', 'error', 'errors', 'reason']

/** Reads the value of an error field: an object with a message, or a string. */
export function serverError(value: unknown): ServerError {
  if (typeof value === 'string') return { message: value, code: '', type: '' }
  if (Array.isArray(value) && value.length > 0) return serverError(value[0])
  if (!isRecord(value)) return { message: JSON.stringify(value) ?? 'no message', code: '', type: '' }
  const { code, type } = value
  const inner = MESSAGES.map((name) => value[name]).find(isError)
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
