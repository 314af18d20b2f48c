import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { startDashboard } from '../../support/dashboard.ts'
import { test } from '../../support/project.ts'

describe('aios dashboard', () => {
  test.for(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends with exit code 0 after %s, with a page open',
    async (signal, { project, onTestFinished }) => {
      const { url, process: running } = await startDashboard(project, onTestFinished)
      const live = await fetch(`${url}api/live`)
      expect(live.headers.get('content-type')).toContain('text/event-stream')
      running.signal(signal)
      expect(await running.exited).toBe(0)
      expect(readdirSync(join(project.dir, '.aios/dashboards'))).toEqual([])
    },
  )

  test('tells open pages of a change of the report, and of a log of the same size', async ({
    project,
    onTestFinished,
  }) => {
    await project.write({ '.aios/provenance.ndjson': 'one\n' })
    const { url } = await startDashboard(project, onTestFinished)
    const { body } = await fetch(`${url}api/live`)
    const told = async (type: string) => {
      for await (const piece of body?.values({ preventCancel: true }) ?? [])
        if (Buffer.from(piece).toString().includes(`"type":"${type}"`)) return true
      return false
    }
    expect(await told('hello')).toBe(true)
    await project.write({ '.aios/last_report.json': '{}' })
    expect(await told('log')).toBe(true)
    await project.write({ '.aios/provenance.ndjson': 'two\n' })
    expect(await told('log')).toBe(true)
  })

  test('names the remedy for a port in use, and for a public address without a token', async ({
    project,
    onTestFinished,
  }) => {
    const { url } = await startDashboard(project, onTestFinished)
    const inUse = await project.aios(['dashboard', '--port', new URL(url).port])
    expect(inUse).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('in use by the dashboard of this project'),
    })
    expect(inUse.output).toContain(url)
    expect(inUse.output).toContain('choose another port with --port')
    const elsewhere = await project.aios(['dashboard', '--port', new URL(url).port], { AIOS_DIR: 'elsewhere' })
    expect(elsewhere.output).toContain('in use by another dashboard')
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const taken = await project.aios(['dashboard', '--port', String(port)])
    expect(taken).toMatchObject({ exitCode: 1, output: expect.stringContaining('Choose another with --port') })
    const open = await project.aios(['dashboard', '--host', '0.0.0.0', '--port', '0'])
    expect(open).toMatchObject({ exitCode: 1, output: expect.stringContaining('set a token') })
    const token = ['--token', '0123456789abcdef', '--port', '0']
    for (const [host, problem] of [
      ['', '--host is empty'],
      ['192.0.2.1', 'is not an address of this machine'],
    ] as const) {
      const { exitCode, output } = await project.aios(['dashboard', '--host', host, ...token])
      expect({ exitCode, output }, host).toMatchObject({ exitCode: 1, output: expect.stringContaining(problem) })
    }
    const short = await project.aios(['dashboard', '--host', '0.0.0.0', '--port', '0', '--token', 'short'])
    expect(short).toMatchObject({ exitCode: 1, output: expect.stringContaining('at least 16 characters, got 5') })
  })
})
