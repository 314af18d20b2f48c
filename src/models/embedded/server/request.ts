import { isRecord } from '../../../is-record.ts'
import type { Message } from '../../models.ts'
import type { PromptInput, Decoding } from '../engine/engine.ts'
import { ApiError } from './api-error.ts'

/** A validated request for a reply. */
export interface ReplyRequest {
  model: string
  asked: PromptInput
  decoding: Decoding
  stream: boolean
  includeUsage: boolean
  /** Idle time after which a model that this request loads is unloaded, in seconds; null: the server's own. */
  ttlSeconds: number | null
}

type Body = Record<string, unknown>

/** Reads the body of `/chat/completions`; throws a {@link ApiError} for invalid or unsupported requests. */
export function readChatRequest(text: string): ReplyRequest {
  const body = readBody(text)
  const format = body['response_format']
  if (format !== undefined && !(isRecord(format) && format['type'] === 'text')) {
    throw new ApiError(400, `'response_format.type' must be 'text': this stand-in does not support structured output`)
  }
  if (Array.isArray(body['tools']) && body['tools'].length > 0) {
    throw new ApiError(400, `'tools' must be empty: this stand-in does not support tool calls`)
  }
  const messages = body['messages']
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new ApiError(400, `'messages' field must be a non-empty array`)
  }
  return { ...readCommon(body), asked: { messages: messages.map(readMessage) } }
}

/** Reads the body of `/completions`: plain text, to which no prompt style is applied. */
export function readTextRequest(text: string): ReplyRequest {
  const body = readBody(text)
  if (typeof body['prompt'] !== 'string') throw new ApiError(400, `'prompt' field must be a string`)
  return { ...readCommon(body), asked: { text: body['prompt'] } }
}

function readBody(text: string): Body {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw new ApiError(400, `The request body is not valid JSON: ${(error as SyntaxError).message}`)
  }
  if (!isRecord(body)) throw new ApiError(400, 'The request body must be a JSON object')
  return body
}

// The defaults are those of LM Studio.
function readCommon(body: Body): Omit<ReplyRequest, 'asked'> {
  if (typeof body['model'] !== 'string') throw new ApiError(400, `'model' field must be a string`)
  if (body['n'] !== undefined && body['n'] !== null && body['n'] !== 1) throw new ApiError(400, `'n' field must be 1`)
  const options = body['stream_options']
  const most = number(body, 'max_tokens', -1)
  const ttl = body['ttl']
  return {
    model: body['model'],
    decoding: {
      temperature: number(body, 'temperature', 0.8, 0),
      top_p: number(body, 'top_p', 0.95, 0),
      top_k: number(body, 'top_k', 40, 0),
      repeat_penalty: number(body, 'repeat_penalty', 1.1, 0),
      seed: Math.trunc(number(body, 'seed', Math.random() * 2 ** 31)) >>> 0,
      max_tokens: most < 0 ? null : Math.trunc(most),
      stop: readStop(body['stop']),
    },
    stream: body['stream'] === true,
    includeUsage: isRecord(options) && options['include_usage'] === true,
    ttlSeconds: typeof ttl === 'number' && ttl > 0 ? ttl : null,
  }
}

function readMessage(message: unknown): Message {
  if (!isRecord(message)) throw new ApiError(400, `'messages' field must be an array of objects`)
  const role = message['role'] === 'developer' ? 'system' : message['role']
  if (role !== 'system' && role !== 'user' && role !== 'assistant') {
    throw new ApiError(400, `'messages' field is invalid: 'role' must be 'system', 'user' or 'assistant'`)
  }
  return { role, content: readContent(message['content']) }
}

function readContent(content: unknown): string {
  if (typeof content === 'string') return content
  const parts = Array.isArray(content) ? content : [content]
  return parts
    .map((part) => {
      if (isRecord(part) && part['type'] === 'text' && typeof part['text'] === 'string') return part['text']
      throw new ApiError(400, `'messages' field is invalid: 'content' must be a string or a list of text parts`)
    })
    .join('')
}

/** Limited, because each piece of a reply is searched for every stop string. */
const MAX_STOPS = 64

function readStop(stop: unknown): string[] {
  if (stop === undefined || stop === null) return []
  const list: unknown[] = Array.isArray(stop) ? stop : [stop]
  if (list.length > MAX_STOPS) throw new ApiError(400, `'stop' field must have at most ${MAX_STOPS} strings`)
  return list.map((entry) => {
    if (typeof entry === 'string') return entry
    throw new ApiError(400, `'stop' field must be a string or an array of strings`)
  })
}

function number(body: Body, field: string, fallback: number, minimum = Number.NEGATIVE_INFINITY): number {
  const value = body[field] ?? fallback
  if (typeof value === 'number' && Number.isFinite(value) && value >= minimum) return value
  throw new ApiError(400, `'${field}' field must be a number${minimum === 0 ? ' of at least 0' : ''}`)
}
