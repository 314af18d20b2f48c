import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node'

const EVERY_MS = 10_000

/** Prints how many test files are done, every few seconds, and names at the end which tests were skipped. */
export default class Progress implements Reporter {
  private print: (line: string) => void = console.log
  private files = 0
  private done = 0
  private startedAt = 0
  private printedAt = 0

  onInit(vitest: Vitest): void {
    this.print = (line) => vitest.logger.log(line)
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.files = specifications.length
    this.done = 0
    this.startedAt = this.printedAt = Date.now()
  }

  onTestModuleEnd(): void {
    this.done += 1
    const now = Date.now()
    if (now - this.printedAt < EVERY_MS) return
    this.printedAt = now
    this.print(` ${this.done} of ${this.files} files done after ${Math.round((now - this.startedAt) / 1_000)} s`)
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((file) =>
      [...file.children.allTests('skipped')].map((test) => `${file.relativeModuleId} > ${test.fullName}`),
    )
    // With a filter of names, nearly all tests are skipped.
    if (skipped.length > 0 && skipped.length < 50) this.print(['', ' Skipped:', ...skipped].join('\n   '))
  }
}
