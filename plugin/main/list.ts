import type { Vitest } from 'vitest/node'
import { usesPackage } from '../../reporters/suite-files.ts'

/**
 * Lets `vitest list` list goldens. Vitest parses test files for it without running them, but `describeGoldens` registers
 * its tests when it runs, so the files that use it are collected. No model is asked while tests are collected.
 */
export function collectGoldensToList(vitest: Vitest): void {
  const parse = vitest.parseSpecifications.bind(vitest)
  vitest.parseSpecifications = async (specifications, options) => {
    const { running = [], parsed = [] } = Object.groupBy(specifications, ({ moduleId }) =>
      usesPackage(moduleId) ? 'running' : 'parsed',
    )
    if (running.length === 0) return parse(specifications, options)
    const { testModules, unhandledErrors } = await vitest.collectTests(running)
    if (unhandledErrors.length > 0) throw unhandledErrors[0]
    const files = new Set(running.map(({ moduleId }) => moduleId))
    const collected = testModules.filter(({ moduleId }) => files.has(moduleId))
    return [...(parsed.length === 0 ? [] : await parse(parsed, options)), ...collected]
  }
}
