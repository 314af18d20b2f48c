import type { TestProject, Vitest } from 'vitest/node'
import type { Settings } from '../../src/settings/settings.ts'
import { namedJsonFiles, usesPackage } from '../../reporters/suite-files.ts'

/**
 * Makes golden sets, baseline and cassettes dependencies for `--changed` and `vitest related`, which follow imports only.
 * A change of one of these files runs all test files.
 */
export async function rerunForData(vitest: Vitest, project: TestProject, settings: Settings): Promise<void> {
  if (!vitest.config.changed && vitest.config.related === undefined) return
  const { testFiles } = await project.globTestFiles()
  const sets = testFiles.filter(usesPackage).flatMap(namedJsonFiles)
  const { forceRerunTriggers } = vitest.config
  forceRerunTriggers.push(...[settings.baseline, ...sets].map(literal), `${literal(settings.cassettes)}/**`)
}

/** A path as a glob that matches just this path. */
function literal(path: string): string {
  return path.replaceAll('\\', '/').replace(/[()[\]{}!*?+@|]/g, '\\$&')
}
