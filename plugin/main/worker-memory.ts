import type { TestProject } from 'vitest/node'

/**
 * Options of V8 for the worker processes of a project: half the young generation of Node 24, which takes 100 MB of a run
 * with many goldens and saves it no time. None for threads, which accept no such options, nor where the user chose a size.
 */
export function workerMemoryOptions(pool: string, given: readonly string[]): string[] {
  const isProcess = pool === 'forks' || pool === 'vmForks'
  return isProcess && !given.some((option) => SIZE.test(option)) ? ['--max-semi-space-size=16'] : []
}

const SIZE = /semi[-_]space/

/** Limits the memory of the worker processes of a project. */
export function limitWorkerMemory({ config }: TestProject): void {
  const given = [...process.execArgv, process.env['NODE_OPTIONS'] ?? '', ...config.execArgv]
  config.execArgv = [...config.execArgv, ...workerMemoryOptions(config.pool, given)]
}
