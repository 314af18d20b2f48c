import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { environment, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')

test('watch mode runs a suite again when its golden set changes', async ({ project, onTestFinished }) => {
  const server = await scriptedModels(['big', 'small'], () => 'Yes.')
  onTestFinished(() => server.close())
  const options = { aios: 'regression: 100' }
  await project.write(goldenProject({ first: numbered(2), second: numbered(3) }, options))
  const child = spawn(process.execPath, [vitest, '--watch', 'goldens'], {
    cwd: project.dir,
    env: environment({ AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }),
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))

  await expect
    .poll(() => output, { timeout: 30_000 })
    .toMatch(/first {2}2\/2 pass[^]*second {2}3\/3 pass[^]*Waiting for file changes/i)
  const asked = server.asked().length
  output = ''
  await project.write({ 'goldens/first.json': JSON.stringify(numbered(4)) })
  await expect.poll(() => output, { timeout: 30_000 }).toMatch(/first {2}4\/4 pass[^]*Waiting for file changes/i)
  expect(output).not.toContain('second  3/3')
  expect(server.asked()).toHaveLength(asked + 4)
})
