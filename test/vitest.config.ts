import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Node keeps compiled code, and TypeScript without its types, for the processes that tests start: half of a short start.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../node_modules/.cache/node-compile-cache')

/** All tests of the package, as `npm test` runs them; `npm test -- test/unit/text` runs some. */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  // The tests import the package by its name and get the source.
  ssr: { resolve: { conditions: ['vitest-aios:source', 'module', 'node', 'development|production'] } },
  test: {
    // Tests start real processes, on machines that may be busy.
    testTimeout: 60_000,
    // End-to-end tests wait for processes and limits: a worker for each core uses 60 % of it.
    maxWorkers: availableParallelism() + 2,
    // A worker for many files: to start one and to load what a file imports takes 0.5 s of processor time.
    isolate: false,
    reporters: ['default', './test/support/progress.ts'],
    projects: [
      // Projects start in the order of their names: these first, because they take longest.
      // Real processes on a busy CI machine may miss a limit once; a test that fails twice has found a fault.
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/install-package.ts', 'test/support/shared-folder.ts'],
          retry: process.env['CI'] === undefined ? 0 : 1,
        },
      },
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
    ],
  },
})
