/** A baseline that cannot be read, written or updated. The message names the file, what is wrong, and what mends it. */
export class BaselineError extends Error {
  override name = 'BaselineError'
  readonly path: string
  /** What is wrong, each with its place in the file. */
  readonly problems: readonly string[]
  readonly remedy: string

  constructor(path: string, problems: readonly string[], remedy: string, options?: ErrorOptions) {
    super([`aios: baseline ${path}`, ...problems.map((problem) => `  ${problem}`), remedy].join('\n'), options)
    this.path = path
    this.problems = problems
    this.remedy = remedy
  }
}
