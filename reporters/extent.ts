import { readdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { TestModule, Vitest } from 'vitest/node'
import { lostShards, narrowingOptions, type RunExtent } from './run-extent.ts'
import { canHoldSet } from './suite-files.ts'

/** How much a run covered of `testFiles`, the test files of a project. `sets`: those that it did not reach. */
export function extentOf(
  vitest: Vitest,
  modules: readonly TestModule[],
  testFiles: readonly string[],
  sets: readonly string[],
): RunExtent {
  const ran = new Set(modules.map(({ moduleId }) => moduleId))
  const suites = modules.filter(({ moduleId }) => canHoldSet(moduleId, sets))
  const { cliOptions, mergeReports, root } = vitest.config
  return {
    narrowedBy: narrowingOptions(cliOptions),
    notRun: testFiles
      .filter((file) => !ran.has(file) && canHoldSet(file, sets))
      .map((file) => relative(root, file).replaceAll('\\', '/')),
    skipped: suites
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.result().state === 'skipped' || test.result().state === 'pending').length,
    lostShards: mergeReports ? lostShards(blobsIn(mergeReports)) : [],
  }
}

/**
 * Whether a merge lacks a shard that may contain the missing sets: a shard has no blob, and a test file did not run.
 */
export function isShardLost(
  { lostShards }: RunExtent,
  modules: readonly TestModule[],
  testFiles: readonly string[],
): boolean {
  if (lostShards?.length === 0) return false
  const ran = new Set(modules.map(({ moduleId }) => moduleId))
  return testFiles.some((file) => !ran.has(file))
}

/** The blobs of a merge; like Vitest, relative to the working directory. */
function blobsIn(folder: string): string[] {
  return readdirSync(resolve(folder))
}
