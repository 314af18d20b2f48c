import type { TestModule, TestSuite } from 'vitest/node'

/** Failures of a run other than verdicts on golden sets: a crashed file, another test, an interruption. */
export function otherFailures(modules: readonly TestModule[], reason: string): string[] {
  const failed = modules.flatMap((module) => {
    const file = module.relativeModuleId
    const tests = [...module.children.allTests('failed')].filter(({ parent }) => !isOfGoldens(parent))
    const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0 && !isOfGoldens(suite))
    return [
      ...(module.errors().length > 0 || module.state() === 'pending' ? [`${file} did not finish`] : []),
      ...[...suites, ...tests].map(({ fullName }) => `"${fullName}" of ${file} failed`),
    ]
  })
  return reason === 'interrupted' ? [...failed, 'the run was interrupted'] : failed
}

/** Whether a suite, or one around it, is a golden set with a verdict. */
function isOfGoldens(suite: TestSuite | TestModule): boolean {
  if (suite.type === 'module') return false
  return suite.meta().aiosSet !== undefined || isOfGoldens(suite.parent)
}
