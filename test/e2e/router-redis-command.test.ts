import { expect, onTestFinished } from 'vitest'
import { createRouter, redisStore } from '../../src/router/index.ts'
import { configFile } from '../support/golden-project.ts'
import { type Project, test } from '../support/project.ts'
import { startRedis } from '../support/redis.ts'
import { requires } from '../support/requires.ts'

async function aios(project: Project, redis: string, args: string[]) {
  await project.write({ 'vitest.config.ts': configFile({ aios: `router: { redis: '${redis}' }` }) })
  return project.aios(['router', ...args])
}

test('reset fails if Redis does not answer, and does not delete a file', async ({ project }) => {
  const { exitCode, output } = await aios(project, 'redis://127.0.0.1:1', ['reset', '--dry-run'])
  expect(output).toMatch(/redis:\/\/127\.0\.0\.1:1 cannot be read/)
  expect(output).not.toMatch(/would delete/)
  expect(exitCode).toBe(1)
})

requires('redis')('aios router with a state in Redis', () => {
  test('prints it and resets it, even with failures only', async ({ project }) => {
    const server = await startRedis()
    onTestFinished(() => server.close())
    expect((await aios(project, server.url, [])).output).toMatch(/^the router has not learnt anything yet/)
    const router = await createRouter({ store: redisStore(server.url) })
    await router.observe(router.route({ conversation: 'c1', messages: [{ role: 'user', content: 'Hi!' }] }), {
      kind: 'failed',
    })
    await router.close()
    expect((await aios(project, server.url, [])).output).toMatch(/0 outcomes, 1 conversation, 1 failed/)
    expect((await aios(project, server.url, ['reset'])).output).toMatch(/^deleted aios:router at redis:/)
    expect((await aios(project, server.url, ['reset'])).output).toMatch(/^nothing to reset/)
  })
})
