import { errorMessage } from './error-message.ts'
import { systemErrorInWords } from './system-error.ts'

/** A problem as the page shows it. */
export interface NamedProblem {
  reason: string
  /** The remedy; null: not known. */
  next: string | null
}

/** The message of an error, and its remedy: the lines after the first, or that of an error of the system. Pure. */
export function problemOf(error: unknown): NamedProblem {
  const message = errorMessage(error)
  const system = systemErrorInWords(message)
  const [reason = '', ...next] = (system?.message ?? message).split('\n')
  return { reason, next: next.join(' ').trim() || (system?.remedy ?? null) }
}
