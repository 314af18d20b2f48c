import { printable } from '../../text/printable.ts'

/** One problem of a golden set. */
export interface Problem {
  /** From 1. */
  line: number
  /** From 1, in UTF-16 units, as editors count. */
  column: number
  /** The problem, and its fix. */
  message: string
}

/** How many problems the message lists; `problems` contains all. */
const LISTED = 200

/** A golden set that cannot be used. The message lists its problems, each as `file:line:column  message`. */
export class GoldenSetError extends Error {
  override name = 'GoldenSetError'
  /** The file as it was named to the reader. */
  readonly file: string
  /** In the order of the file; empty when the file could not be read at all. */
  readonly problems: readonly Problem[]

  constructor(file: string, problem: string | readonly Problem[]) {
    super(typeof problem === 'string' ? `golden set ${file}: ${problem}` : listing(file, problem))
    // The stack would only point into this package; the message has the places in the file.
    this.stack = `${this.name}: ${this.message}`
    this.file = file
    this.problems = typeof problem === 'string' ? [] : problem
  }
}

function listing(file: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  const lines = problems
    .slice(0, LISTED)
    .map(({ line, column, message }) => `${file}:${line}:${column}  ${printable(message)}`)
  const more = problems.length > LISTED ? [`and ${problems.length - LISTED} more`] : []
  return [`golden set ${file} has ${count}`, '', ...lines, ...more].join('\n')
}
