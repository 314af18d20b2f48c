import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import type { StatusReport } from '../../schemas/generated/status.ts'
import validate from '../../schemas/generated/status.validate.js'
import { goldenTest, lines, realGoldens, realTraffic } from '../fixtures/runbook-events.ts'
import { test as base } from '../support/aios-in-turn.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { copyProject } from '../support/made-once.ts'
import type { Project } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

/** The status as JSON, which must have the form of its schema. */
async function statusOf(
  project: Project,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<StatusReport> {
  const { exitCode, output } = await project.aios(['status', '--json', ...args], env)
  const status: unknown = JSON.parse(output)
  expect(validate(status) ? [] : validate.errors).toEqual([])
  expect(exitCode).toBe(0)
  return status as StatusReport
}

const statesOf = ({ health }: StatusReport) => Object.fromEntries(health.map(({ measure, state }) => [measure, state]))

/** A project after a run of 20 goldens, one of which got no reply. */
const test = base.extend('lost', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const server = await scriptedModels(['big', 'small'], (question) =>
    question.includes('g0?') ? { status: 400, body: '{"error":"no"}' } : 'An answer.',
  )
  onCleanup(() => server.close())
  const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
  const project = await newProject()
  await project.write(goldenProject({ set: numbered(20) }))
  await project.vitest(['run', 'goldens'], env)
  return { dir: project.dir, env }
})

describe('aios status', { timeout: 120_000 }, () => {
  test('names what is missing and the command that creates it, and shows nothing as healthy', async ({ project }) => {
    const { exitCode, output } = await project.aios(['status'])
    expect(exitCode).toBe(0)
    expect(output).toMatch(/^backend {5}nothing can answer/m)
    expect(output).toMatch(
      /^last run {4}\.aios\/last_report\.json does not exist[^]*-> run the goldens: npx vitest run goldens/m,
    )
    expect(output).toMatch(/^router .*does not exist[^]*live runs create it, replays do not/m)
    expect(output).toMatch(
      /^hypotheses {2}no hypothesis was tested\n *-> write one in .*node_modules\/vitest-aios\/docs\/hypothesis\.md shows, then: npx vitest run hypotheses/m,
    )
    expect(output).toMatch(/^log {9}there is no log/m)
    expect(output).toMatch(/cannot tell: no red flag, but not everything is known$/m)
    expect(output).not.toMatch(/ {2}healthy {2}/)
    const status = await statusOf(project)
    expect(status.verdict).toBe('cannot_tell')
    expect(new Set(Object.values(statesOf(status)))).toEqual(new Set(['unknown']))
    expect(project.exists('.aios')).toBe(false)
  })

  test('shows the red flags that the run shows, and none after they are gone', async ({ project, onTestFinished }) => {
    let wrong = true
    const server = await scriptedModels(['big', 'small'], (question) =>
      wrong && /g[0-3]\?/.test(question) ? 'A mistake.' : 'An answer.',
    )
    onTestFinished(() => server.close())
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    const goldens = numbered(10).map((each) => ({ ...each, expect: { contains: 'answer' } }))
    const health =
      'health: { p50Ms: { from: 0, to: 5_000 }, p95Ms: { from: 0, to: 9_000 }, oneModel: false, mainShare: { from: 0 } }'
    await project.write(goldenProject({ set: goldens }, { aios: `${health}, regression: 100` }))
    const flag = 'pass rate 60 % (healthy 95 to 100 %, red flag below 90 %)'
    const run = await project.vitest(['run', 'goldens'], env)
    expect(run.output.replaceAll(/\s+/g, ' ')).toContain(`red flag set: ${flag}`)
    const red = await project.aios(['status'], env)
    expect(red.output).toMatch(/pass rate +60 % {2}RED FLAG {2}healthy 95 to 100 %, red flag below 90 %/)
    expect(red.output).toMatch(/^ +1 red flag$/m)
    expect(red.output).toMatch(/^backend {5}live \(live, AIOS_BACKEND\).*lists 2 models$/m)
    expect(red.output).toMatch(
      /^last run {4}FAIL {2}\d min ago.*, live\n +set: 4 new failures: g0, g1, g2 and 1 more(?:; [^\n]*)?\n +set: 6\/10 pass, 4 failed$/m,
    )

    wrong = false
    await project.vitest(['run', 'goldens'], env)
    const status = await statusOf(project, [], env)
    expect(status).toMatchObject({
      verdict: 'no_red_flag',
      lastRun: { status: 'pass', stale: false, newer: null, sets: [{ ran: 10, passed: 10 }] },
      router: { state: 'known', boundary: 0.5, drift: 0 },
      log: { byType: { response: 20, run: 2 }, growth: { '24h': { events: 22 } }, damaged: 0 },
    })
    expect(statesOf(status)).toMatchObject({ passRate: 'healthy', p95Ms: 'healthy', boundaryDrift: 'healthy' })

    // A part of a set shows nothing about the whole.
    await project.vitest(['run', 'goldens', '-t', 'g1'], env)
    const part = await statusOf(project, [], env)
    expect(part.verdict).toBe('cannot_tell')
    expect(statesOf(part)).toMatchObject({ passRate: 'unknown', p95Ms: 'unknown', mainShare: 'unknown' })
  })

  test('does not take unjudged replies and lost questions for healthy ones', async ({
    project,
    lost: { dir, env },
  }) => {
    await copyProject(dir, project)
    const status = await statusOf(project, [], env)
    expect(status.lastRun).toMatchObject({ status: 'fail', sets: [{ ran: 20, unmeasured: 1, passed: 19 }] })
    expect(statesOf(status)).toMatchObject({ passRate: 'healthy', p50Ms: 'unknown', p95Ms: 'unknown' })

    const report = (await project.read('.aios/last_report.json')).replace(
      /"passed": 19,([^]*)"unjudged": 0/,
      '"passed": 0,$1"unjudged": 19',
    )
    await project.write({ '.aios/last_report.json': report })
    const unjudged = await statusOf(project, [], env)
    expect(unjudged.lastRun).toMatchObject({ sets: [{ passed: 0, unjudged: 19 }] })
    expect(statesOf(unjudged)).toMatchObject({ passRate: 'unknown' })
  })

  test('reads the files of the old system, compressed, torn and mixed with events of today', async ({
    project,
    lost: { dir, env },
  }) => {
    await copyProject(dir, project)
    const today = await project.read('.aios/provenance.ndjson')
    const old = [
      {
        schema_version: '1.0',
        event_type: 'hypothesis_test',
        ts: '2025-10-09T03:00:00',
        hypo_id: 'H9',
        status: 'supported',
      },
      { ts: '2025-09-30T21:20:00', test_id: 't', hypo_id: 'H9', status: 'not_supported' },
      { ts: '2025-09-30T21:20:00', batch_id: 'b', results: {} },
    ]
    await project.write({
      '.aios/golden_tests.ndjson': lines(realGoldens()),
      '.aios/hypotheses.ndjson': `\ufeff${lines([...realTraffic(), ...old], '\r\n')}`,
      '.aios/provenance.ndjson': `${today}${lines([goldenTest(1, 'late')])}not json\n{"schema_version":"2.0","event_type":"response","ts":"2026`,
      '.aios/last_report.json': '',
    })
    await writeFile(join(project.dir, '.aios/provenance.20250101T000000000Z.ndjson.gz'), gzipSync(today))
    await writeFile(join(project.dir, '.aios/provenance.20250102T000000000Z.ndjson.gz'), 'not an archive')
    const status = await statusOf(project, [], env)
    expect(status.log).toMatchObject({
      files: 5,
      events: 21 + 21 + 1 + realGoldens().length + realTraffic().length + old.length,
      damaged: 2,
      first: expect.stringMatching(/^2025-/) as string,
      warnings: [expect.stringContaining('provenance.20250102T000000000Z.ndjson.gz cannot be read to its end')],
    })
    expect(status.hypotheses).toEqual([{ hypothesis: 'H9', outcome: 'supported', ts: '2025-10-09T03:00:00.000Z' }])
    expect(status.lastRun).toMatchObject({
      state: 'unreadable',
      reason: expect.stringContaining('the last run in the log: fail, live') as string,
    })
    const one = await statusOf(project, ['--log', join(project.dir, '.aios/golden_tests.ndjson')], env)
    expect(one.log).toMatchObject({ files: 1, events: realGoldens().length })
  })

  test('says which file cannot be used, and keeps control characters from the terminal', async ({ project }) => {
    const event = {
      schema_version: '1.0',
      event_type: 'hypothesis_test',
      ts: '2025-10-09T03:00:00',
      hypo_id: 'H\u001b[2J',
      status: 'supported',
    }
    await project.write({
      '.aios/last_report.json': '{"half',
      '.aios/adaptive_routing_state.json': '[]',
      '.aios/provenance.ndjson': lines([event]),
    })
    const { exitCode, output } = await project.aios(['status'])
    expect(exitCode).toBe(0)
    expect(output).toMatch(/last_report\.json cannot be read/)
    expect(output).toMatch(/the router's state .* cannot be used[^]*aios router reset/)
    expect(output).toContain(String.raw`H\x1b[2J supported`)
    expect(output).not.toContain('\u001b')
    expect((await statusOf(project)).verdict).toBe('cannot_tell')
  })

  test.skipIf(process.platform === 'win32')(
    'names each file that the system refuses, and shows the rest',
    async ({ project }) => {
      await mkdir(join(project.dir, '.aios'))
      for (const name of ['models', 'last_report.json', 'adaptive_routing_state.json'])
        await symlink(name, join(project.dir, '.aios', name))
      const { exitCode, output } = await project.aios(['status'])
      expect(exitCode).toBe(0)
      const text = output.replaceAll(/\s+/g, ' ')
      expect(text).toMatch(/cannot find the embedded engine: .*form a loop \(ELOOP\)/)
      expect(text).toMatch(/last_report\.json cannot be read: its symbolic links form a loop \(ELOOP\)/)
      expect(text).toMatch(/adaptive_routing_state\.json.*form a loop/)
      expect(text).toContain('there is no log in')
      expect(output).not.toMatch(/ELOOP: /)
    },
  )

  test('judges a report of the old system, and does not take it for the present', async ({ project }) => {
    const metrics = { pass_rate: 0.85, p50_ms: 12_000, p95_ms: 26_000, mean_ms: 12_000 }
    await project.write({
      '.aios/last_report.json': JSON.stringify({ timestamp: '2025-10-07T17:55:57.8', status: 'PASS', metrics }),
    })
    const status = await statusOf(project)
    expect(status).toMatchObject({ verdict: 'red_flag', lastRun: { state: 'known', stale: true, backend: null } })
    expect(statesOf(status)).toEqual({
      passRate: 'red_flag',
      p50Ms: 'healthy',
      p95Ms: 'red_flag',
      mainShare: 'unknown',
      boundaryDrift: 'healthy',
    })
  })
})
