import { errorMessage, isError } from '../../text/error-message.ts'
import type { Fault } from './fault.ts'

/**
 * The fault of the connection in an error or its causes.
 * @param answering whether the server had begun to answer
 */
export function networkFault(error: unknown, answering: boolean): Fault & { kind: 'network' } {
  for (let cause = error; isError(cause); cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') {
      return { kind: 'network', code: cause.code, message: wordsOf(cause), answering }
    }
  }
  return { kind: 'network', code: '', message: String(error), answering }
}

/** Codes of a connection that the server closed. */
const CLOSED = ['ECONNRESET', 'EPIPE']

/** A fault of the connection in words, with the system's code. */
export function networkWords({ code, message, answering }: Fault & { kind: 'network' }): string {
  if (CLOSED.includes(code))
    return `the server closed the connection ${answering ? 'in the middle of its answer' : 'before it answered'} (${code})`
  return message.includes(code) ? message : `${message} (${code})`
}

/** A refused connection to several addresses has its words in the errors beneath. */
function wordsOf(error: Error): string {
  if (!('errors' in error) || !Array.isArray(error.errors)) return error.message
  return error.errors.map((each) => errorMessage(each)).join('; ')
}
