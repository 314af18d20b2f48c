import { isRecord } from '../../is-record.ts'

/** An error as a server put it; what it did not say is `''`. */
export interface ServerError {
  message: string
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

/** The error in the body of an answer: `{"error": ...}`, or vLLM's flat `{"object": "error", "message": ...}`; else null. */
export function errorOfBody(body: unknown): ServerError | null {
  if (!isRecord(body)) return null
  if (body['object'] === 'error') return serverError(body)
  return body['error'] === undefined || body['error'] === null ? null : serverError(body['error'])
}

/** Reads what stands in the place of an error: an object with a message, or a bare string. */
export function serverError(value: unknown): ServerError {
  if (typeof value === 'string') return { message: value, code: '', type: '' }
  if (!isRecord(value)) return { message: JSON.stringify(value) ?? 'no words', code: '', type: '' }
  const { message, code, type } = value
  return {
    message: typeof message === 'string' && message !== '' ? message : JSON.stringify(value),
    code: typeof code === 'string' ? code : '',
    type: typeof type === 'string' ? type : '',
  }
}
