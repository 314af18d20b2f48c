import { printable } from '../text/printable.ts'

/** One thing that is wrong with a golden set. */
export interface Problem {
  /** From 1. */
  line: number
  /** From 1, in UTF-16 units, as editors count. */
  column: number
  /** What is wrong, and what would be right. */
  message: string
}

/** Problems that the message spells out; `problems` holds all of them. */
const LISTED = 200

/** A golden set that cannot be used. The message lists what is wrong, each as `file:line:column  message`. */
export class GoldenSetError extends Error {
  override name = 'GoldenSetError'
  /** The file as it was named to the reader. */
  readonly file: string
  /** In the order of the file; empty when the file could not be read at all. */
  readonly problems: readonly Problem[]

  constructor(file: string, fault: string | readonly Problem[]) {
    super(typeof fault === 'string' ? `golden set ${file}: ${fault}` : listing(file, fault))
    this.file = file
    this.problems = typeof fault === 'string' ? [] : fault
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
