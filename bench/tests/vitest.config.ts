import { join } from 'node:path'
import { mergeConfig } from 'vitest/config'
import tests from '../../test/vitest.config.ts'

/** The tests of the package, with a record of what each file costs. */
export default mergeConfig(tests, { test: { setupFiles: [join(import.meta.dirname, 'record-cost.ts')] } })
