import { relative } from 'node:path'
import type { Plugin } from 'vite'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { defineConfig } from 'vitest/config'
import { instrument } from './instrument.ts'
import { type MutationRun, runFromEnvironment } from './run.ts'

declare module 'vitest' {
  interface ProvidedContext {
    mutation: MutationRun
  }
}

const root = process.cwd()
const run = runFromEnvironment()

const mutation: Plugin = {
  name: 'mutation',
  enforce: 'pre',
  transform(code, id) {
    const file = relative(root, id.split('?')[0] ?? id)
    return run.instrumented.includes(file) ? { code: instrument(file, code).code, map: null } : null
  },
}

const DRIVER = 'scripts/mutation/mutants.test.ts'

class DriverLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isDriver = ({ moduleId }: TestSpecification) => moduleId.endsWith(DRIVER)
    return [...files.filter((file) => !isDriver(file)), ...files.filter(isDriver)]
  }
}

export default defineConfig({
  root,
  plugins: [mutation],
  ssr: { resolve: { conditions: ['vitest-aios:source', 'module', 'node', 'development|production'] } },
  test: {
    include: [...run.tests, DRIVER],
    setupFiles: ['./scripts/mutation/setup.ts'],
    // One worker for all files: the last one runs the tests of all others again.
    isolate: false,
    fileParallelism: false,
    maxWorkers: 1,
    sequence: { sequencer: DriverLast },
    update: false,
    testTimeout: 60_000,
    provide: { mutation: run },
    reporters: ['dot'],
  },
})
