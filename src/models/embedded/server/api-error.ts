import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { errorMessage } from '../../../text/error-message.ts'
import { ContextOverflowError } from '../engine/engine.ts'

/** An error response, in one of the formats of LM Studio. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: ContentfulStatusCode
  readonly body: { error: unknown }

  /** `error` is the value of that field in the body. Default: the message, as for most errors. */
  constructor(status: ContentfulStatusCode, message: string, error: unknown = message) {
    super(message)
    this.status = status
    this.body = { error }
  }
}

/** The response to an unknown model id. */
export function unknownModel(id: string, ids: readonly string[]): ApiError {
  const known = ids.length === 0 ? '' : ` (e.g., ${ids.join(', ')})`
  return modelError(`Invalid model identifier "${id}". Please specify a valid downloaded model${known}.`)
}

/** The response when a model cannot be loaded. */
export function loadFailed(id: string, error: unknown): ApiError {
  return modelError(`Failed to load model "${id}". Error: ${errorMessage(error)}`)
}

function modelError(message: string): ApiError {
  return new ApiError(400, message, { message, type: 'invalid_request_error', param: 'model', code: 'model_not_found' })
}

/** The response to a missing or invalid API key. */
export function unauthorized(given: boolean): ApiError {
  const message = given
    ? 'The LM Studio API token that was provided is not valid for this server.'
    : `An LM Studio API token is required to make requests to this server, but none was provided using the Authorization header using the 'Bearer' scheme.`
  return new ApiError(401, message, { type: 'invalid_request', code: 'invalid_api_key', message })
}

/** Any error as LM Studio reports it. In a stream the message for a prompt that is too long differs. */
export function asApiError(error: unknown, stream = false): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof ContextOverflowError) {
    const { tokens, context } = error
    return new ApiError(
      400,
      stream
        ? `Input does not fit in context length. The input has ${tokens} tokens, but the context length only supports ${context} tokens.`
        : `The number of tokens to keep from the initial prompt is greater than the context length (n_keep: ${tokens}>= n_ctx: ${context}). Try to load the model with a larger context length, or provide a shorter input.`,
    )
  }
  return new ApiError(400, errorMessage(error))
}
