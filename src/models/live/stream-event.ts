import { isRecord } from '../../is-record.ts'
import { errorOfBody, parseJson, serverError, type ServerError } from './error-body.ts'
import { isErrorName } from './event-decoder.ts'

/** A parsed event of a chat stream, or a line outside of events. */
export type Said =
  | { kind: 'chunk'; chunk: unknown }
  | { kind: 'done' }
  /** An error, as the server sent it. */
  | { kind: 'error'; error: unknown }
  /** Neither JSON nor an error message. */
  | { kind: 'unreadable'; text: string }

/** Words that only error messages contain. */
const FAILURE =
  /\b(?:errors?|exception|failed|failure|exceed(?:s|ed)?|timed? ?out|unavailable|aborted|crash(?:ed)?|denied|refused|traceback|bad gateway)\b/i

/** Length of `"[DONE]"`. */
const LONGEST_DONE = 8

/** Reads an event. If each line of `data` is valid JSON, it is several events without the blank lines between. Pure. */
export function readEvent(name: string, data: string): Said[] {
  const text = data.trim()
  if (isErrorName(name)) return [{ kind: 'error', error: errorIn(text, name) }]
  const said = saidBy(text)
  if (said.kind !== 'unreadable' || !text.includes('\n')) return [said]
  const each = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => saidBy(line.trim()))
  return each.some(({ kind }) => kind === 'unreadable') ? [said] : each
}

/** Reads a line outside of events: a chunk without `data:`, or an error in JSON; else null. Pure. */
export function readStray(line: string): Said | null {
  const text = line.trim()
  const value = text.startsWith('{') ? parseJson(text) : undefined
  if (value === undefined) return null
  const error = errorOfBody(value)
  if (error !== null) return { kind: 'error', error }
  return isRecord(value) && Array.isArray(value['choices']) ? { kind: 'chunk', chunk: value } : null
}

/** Whether a text reports an error. */
export function isFailure(text: string): boolean {
  return FAILURE.test(text)
}

function saidBy(text: string): Said {
  if (text.length <= LONGEST_DONE && /^"?\[done\]"?$/i.test(text)) return { kind: 'done' }
  const value = parseJson(text)
  if (value === undefined)
    return isFailure(text) && !text.startsWith('{') ? { kind: 'error', error: text } : { kind: 'unreadable', text }
  if (typeof value === 'string' && isFailure(value)) return { kind: 'error', error: value }
  const error = errorOfBody(value)
  return error === null ? { kind: 'chunk', chunk: value } : { kind: 'error', error }
}

/** The error in the data of an error event, in any format. */
function errorIn(text: string, name: string): ServerError {
  const value = text === '' ? `an event "${name}" without data` : (parseJson(text) ?? text)
  return errorOfBody(value) ?? serverError(value)
}
