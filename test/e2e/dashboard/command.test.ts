import { describe, expect } from 'vitest'
import { startDashboard } from '../../support/dashboard.ts'
import { test } from '../../support/project.ts'

describe('aios dashboard', () => {
  test('ends with exit code 0 after SIGTERM, with a page open', async ({ project, onTestFinished }) => {
    const { url, process: running } = await startDashboard(project, onTestFinished)
    const live = await fetch(`${url}api/live`)
    expect(live.headers.get('content-type')).toContain('text/event-stream')
    running.signal('SIGTERM')
    expect(await running.exited).toBe(0)
  })

  test('names the remedy for a port in use, and for a public address without a token', async ({
    project,
    onTestFinished,
  }) => {
    const { url } = await startDashboard(project, onTestFinished)
    const inUse = await project.aios(['dashboard', '--port', new URL(url).port])
    expect(inUse).toMatchObject({ exitCode: 1, output: expect.stringContaining('Choose another with --port') })
    const open = await project.aios(['dashboard', '--host', '0.0.0.0', '--port', '0'])
    expect(open).toMatchObject({ exitCode: 1, output: expect.stringContaining('set a token') })
    const short = await project.aios(['dashboard', '--host', '0.0.0.0', '--port', '0', '--token', 'short'])
    expect(short).toMatchObject({ exitCode: 1, output: expect.stringContaining('at least 16 characters, got 5') })
  })
})
