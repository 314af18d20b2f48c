import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import type { EventPage, Overview, Routing, Settings } from '../../../schemas/generated/dashboard.ts'
import { writeGeneratedLog } from '../../../bench/generated-log.ts'
import { ROUTES, startDashboard } from '../../support/dashboard.ts'
import { type Project, test } from '../../support/project.ts'

const REPORT = '.aios/last_report.json'
const STATE = '.aios/adaptive_routing_state.json'
const BASELINE = 'goldens/baseline.json'
const LOG = '.aios/provenance.ndjson'

const pipe = (path: string) => execFileSync('mkfifo', [path])
const loop = (path: string) => symlinkSync(path, path)
const deep = (path: string) => writeFileSync(path, `${'['.repeat(100_000)}${']'.repeat(100_000)}`)

async function projectWithLog(project: Project, made: Record<string, (path: string) => unknown>): Promise<void> {
  mkdirSync(join(project.dir, '.aios'), { recursive: true })
  await writeGeneratedLog(join(project.dir, LOG), { events: 50, end: Date.now() - 60_000 })
  for (const [file, make] of Object.entries(made)) {
    mkdirSync(dirname(join(project.dir, file)), { recursive: true })
    rmSync(join(project.dir, file), { force: true })
    make(join(project.dir, file))
  }
}

describe.skipIf(process.platform === 'win32')('the dashboard of a project', () => {
  test.for([
    ['pipes, of which a read never ends', pipe, /not a regular file|a pipe/],
    ['links to themselves', loop, /ELOOP|form a loop/],
    ['links to a device without an end', (path: string) => symlinkSync('/dev/zero', path), /not a regular file|device/],
    ['folders', (path: string) => mkdirSync(path), /EISDIR|a folder|regular file/],
    ['JSON that is nested too deep', deep, /./],
  ] as const)(
    'answers where its files are %s, and names them',
    async ([, make, reason], { project, onTestFinished }) => {
      const files = [REPORT, STATE, BASELINE, '.aios/adaptive_routing_state.corrupt-1.json', '.aios/dashboards/1.json']
      await projectWithLog(project, Object.fromEntries(files.map((file) => [file, make])))
      const dashboard = await startDashboard(project, onTestFinished)
      for (const route of ROUTES) await dashboard.answer(`${route}${/meta|settings/.test(route) ? '' : '?since=all'}`)
      const { lastRun, log } = await dashboard.answer<Overview>('overview?since=all')
      expect(lastRun).toMatchObject({ state: 'unreadable', reason: expect.stringMatching(reason) })
      expect(log).toMatchObject({ state: 'known', notes: [] })
      expect((await dashboard.answer<Routing>('routing?since=all')).router).toMatchObject({
        state: 'unreadable',
        reason: expect.stringContaining(join(project.dir, STATE)),
        next: expect.stringMatching(/./),
      })
      const { paths, states } = await dashboard.answer<Settings>('settings')
      for (const file of [REPORT, STATE, BASELINE]) {
        const path = paths.find((each) => each.path === join(project.dir, file))
        expect(path, file).toMatchObject({ detail: expect.stringMatching(reason), next: expect.stringMatching(/./) })
        expect(['invalid', 'unreadable'], file).toContain(path?.state)
      }
      expect(states.map(({ content }) => content)).toEqual(states.map(() => null))
    },
  )

  test('names a log that is a pipe, and reads the others', async ({ project, onTestFinished }) => {
    await projectWithLog(project, { '.aios/provenance.20260101T000000000Z.ndjson': pipe })
    const dashboard = await startDashboard(project, onTestFinished)
    const { log, headline } = await dashboard.answer<Overview>('overview?since=all')
    const path = join(project.dir, '.aios/provenance.20260101T000000000Z.ndjson')
    expect(log).toMatchObject({ state: 'known', files: 1, notes: [expect.stringContaining(`${path} cannot be read`)] })
    expect(headline.state).not.toBe('healthy')
    expect((await dashboard.answer<EventPage>('events?since=all')).total).toBeGreaterThan(0)

    rmSync(join(project.dir, LOG))
    expect((await dashboard.answer<Overview>('overview?since=all')).log).toMatchObject({
      state: 'unreadable',
      reason: expect.stringContaining('it is a pipe'),
      next: expect.stringContaining('move it away'),
    })
    expect((await dashboard.answer<EventPage>('events?since=all')).empty).toMatchObject({ state: 'unreadable' })
    expect((await dashboard.answer<Settings>('settings')).paths).toContainEqual(
      expect.objectContaining({ name: 'log', path, state: 'invalid' }),
    )
  })

  test('names an archive that ends early in Settings, too', async ({ project, onTestFinished }) => {
    const archive = '.aios/provenance.20260101T000000000Z.ndjson.gz'
    const cut = (path: string) => {
      const whole = gzipSync(readFileSync(join(project.dir, LOG)))
      writeFileSync(path, whole.subarray(0, whole.length / 2))
    }
    await projectWithLog(project, { [archive]: cut })
    const dashboard = await startDashboard(project, onTestFinished)
    const { paths } = await dashboard.answer<Settings>('settings')
    const stateOf = (file: string) => paths.find(({ path }) => path === join(project.dir, file))
    expect(stateOf(LOG)).toMatchObject({ state: 'ok' })
    expect(stateOf(archive)).toMatchObject({
      state: 'unreadable',
      detail: expect.stringMatching(/cannot be read to its end: unexpected end of file/),
      next: expect.stringMatching(/restore it/),
    })
  })

  test('does not start on a log that is missing, with the remedy', async ({ project }) => {
    const { exitCode, output } = await project.aios(['dashboard', '--port', '0', '--log', 'missing.ndjson'])
    expect(exitCode).toBe(1)
    expect(output).toMatch(/cannot read the log missing\.ndjson: no such file\n\s+check the path/)
  })
})
