import type { Vitest } from 'vitest/node'
import { usesPackage } from '../../reporters/suite-files.ts'

/**
 * Lets `vitest list` show goldens. It reads the sources of test files without running them, and a suite of goldens names
 * its tests only when it runs. No model is asked while tests are collected.
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
