import { reflowed } from '../text/wrapped.ts'
import { printableJson } from '../text/printable.ts'
import { progress } from './progress.ts'
import { systemErrorInWords } from '../text/system-error.ts'
import { terminalWidth } from '../text/terminal-width.ts'

/** Prints text for a person to standard output. On a terminal, lines that are too long are broken at spaces. */
export function print(text: string): void {
  progress.clear()
  process.stdout.write(`${reflowed(text, terminalWidth())}\n`)
}

/**
 * Prints a text that quotes a model, a log or a user to standard output. On a terminal, lines that are too long are broken
 * at spaces, also within what looks like a command.
 */
export function printQuoted(text: string): void {
  progress.clear()
  process.stdout.write(`${reflowed(text, terminalWidth(), { isQuoted: true })}\n`)
}

/** Prints a note or an error to standard error, as `print` does. Errors of the system are put into words. */
export function printError(text: string): void {
  progress.clear()
  const { message } = systemErrorInWords(text) ?? { message: text }
  process.stderr.write(`${reflowed(message, terminalWidth(process.stderr))}\n`)
}

/** Prints facts as JSON. */
export function printJson(facts: object): void {
  progress.clear()
  process.stdout.write(`${printableJson(facts, 2)}\n`)
}
