import { expect } from 'vitest'
import { test } from '../support/aios-in-turn.ts'
import type { Execution } from '../support/project.ts'

let following: Promise<Execution> | null = null

test('leaves a command running that does not end', ({ project }) => {
  following = project.aios(['events', '--follow'])
  following.catch(() => {})
})

test('has killed the command of a test that ended, and runs the next one', async ({ project }) => {
  await expect(following).rejects.toThrow('"aios events --follow" ended the process, or its test ended first')
  expect((await project.aios(['--version'])).exitCode).toBe(0)
})

test('imports a config again after a change of a file that it imports', async ({ project }) => {
  await project.write({ 'vitest.config.ts': `import './settings/reason.ts'\nexport default {}\n` })
  for (const reason of ['first reason', 'second reason']) {
    await project.write({ 'settings/reason.ts': `throw new Error('${reason}')\n` })
    expect((await project.aios(['status'])).output).toContain(reason)
  }
})
