import { join } from 'node:path'
import { expect, test } from 'vitest'
import { execute } from '../../support/project.ts'

const repository = join(import.meta.dirname, '../../..')

test('rejects an unknown check, and names the checks', async () => {
  const { exitCode, output } = await execute(repository, process.execPath, ['scripts/check.ts', 'lint', 'test'])
  expect(output).toBe(
    'unknown check "test". Checks: build, models, lint, types, generated, knip, goldens, hypotheses, package, tests\n',
  )
  expect(exitCode).toBe(1)
})
