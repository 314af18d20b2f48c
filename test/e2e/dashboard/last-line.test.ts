import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect } from 'vitest'
import type { Overview } from '../../../schemas/generated/dashboard.ts'
import { repliesIn, startDashboard, writeReplayProject } from '../../support/dashboard.ts'
import { type Project, test } from '../../support/project.ts'

describe('the last line of a run', () => {
  test('is its address in a running dashboard, and the command where only other programs and killed dashboards are left', async ({
    project,
    onTestFinished,
  }) => {
    await writeReplayProject(project)
    const token = 'a-token-of-24-characters'
    const dashboard = await startDashboard(project, onTestFinished, ['--host', '0.0.0.0', '--token', token])
    const { port } = new URL(dashboard.url)
    expect(await project.read(`.aios/dashboards/${port}.json`)).not.toContain(token)

    const address = await lastLine(project)
    const run = lastRunIn(await project.read('.aios/provenance.ndjson'))
    expect(address).toBe(`http://127.0.0.1:${port}/#/overview?run=${run}`)
    const headers = { authorization: `Bearer ${token}`, connection: 'close' }
    const overview = await fetch(`http://127.0.0.1:${port}/api/overview?run=${run}`, { headers })
    expect(await overview.json()).toMatchObject({ lastRun: { run } })

    await dashboard.process.kill()
    const file = await project.read(`.aios/dashboards/${port}.json`)
    // Beside the killed dashboard: another program, whose file has the pid of a process, and a dashboard of another log.
    const program = createServer((_, response) => response.end('hello'))
    await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void program.close())
    const other = (program.address() as AddressInfo).port
    const stale = { ...(JSON.parse(file) as object), url: `http://127.0.0.1:${other}/`, pid: process.pid }
    await project.write({
      [`.aios/dashboards/${other}.json`]: JSON.stringify(stale),
      '.aios/dashboards/1.json': '{',
      'elsewhere/provenance.ndjson': '',
    })
    await startDashboard(project, onTestFinished, ['--log', 'elsewhere'])
    expect(await lastLine(project)).toBe('npx aios dashboard')

    // A new dashboard takes the files of killed ones away, and its own when it ends.
    const next = await startDashboard(project, onTestFinished)
    expect(await lastLine(project)).toContain(next.url)
    const ofHypotheses = await lastLine(project, 'hypotheses/small-model')
    expect(ofHypotheses).toContain(`${next.url}#/hypotheses?run=`)
    const { headline, objectives } = await next.answer<Overview>(`overview?${ofHypotheses.split('?')[1]}`)
    expect(headline).toMatchObject({ state: 'unknown', links: [{ view: 'hypotheses' }] })
    expect(headline.sentence).toContain('asked no goldens')
    expect(objectives).toMatchObject({ state: 'unknown' })
    expect(project.exists(`.aios/dashboards/${port}.json`)).toBe(false)
    next.process.signal('SIGTERM')
    await next.process.exited
    expect(project.exists(`.aios/dashboards/${new URL(next.url).port}.json`)).toBe(false)
  }, 180_000)
})

/** What the last line of a run says of the dashboard. */
async function lastLine(project: Project, path = 'goldens/sample'): Promise<string> {
  const { output } = await project.vitest(['run', path])
  return /^\s*dashboard\s+(.+?)\s*$/m.exec(output)?.[1] ?? output
}

function lastRunIn(log: string): string | undefined {
  return repliesIn(log).at(-1)?.run
}
