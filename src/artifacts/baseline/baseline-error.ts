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
