import { type NamedProblem, problemOf } from '../../text/problem.ts'

/** A baseline that cannot be read, written or updated. The message names the file, the problems and the remedy. */
export class BaselineError extends Error {
  override name = 'BaselineError'
  readonly path: string
  /** The problems, each with its place in the file. */
  readonly problems: readonly string[]
  readonly remedy: string

  constructor(path: string, problems: readonly string[], remedy: string, options?: ErrorOptions) {
    super([`aios: baseline ${path}`, ...problems.map((problem) => `  ${problem}`), remedy].join('\n'), options)
    this.path = path
    this.problems = problems
    this.remedy = remedy
  }
}

/** The first problem of a baseline in one sentence, and its remedy. Pure. */
export function baselineProblem(error: unknown): NamedProblem {
  if (!(error instanceof BaselineError)) return problemOf(error)
  const { reason } = problemOf(new Error(`${error.path} ${error.problems[0] ?? 'cannot be used'}`))
  return { reason, next: error.remedy }
}
