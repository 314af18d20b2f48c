import { mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../support/aios-in-turn.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import type { Project } from '../support/project.ts'
import { startNode } from '../support/running.ts'
import { scriptedModels } from '../support/scripted-models.ts'

/** What is in a project's folder beside the files of runs: nothing of it may be deleted without being named. */
const OTHERS = {
  '.aios/notes.txt': 'mine',
  '.aios/last_report.json.bak': 'mine',
  '.aios/comparisons/readme.md': 'mine',
  '.aios/hypotheses.ndjson': '',
  '.aios/models/my-own.gguf': 'GGUF',
  '.aios/engine/package.json': '{}',
}

async function projectThatRan(project: Project): Promise<void> {
  const server = await scriptedModels(['big', 'small'], () => 'An answer.')
  const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
  await project.write(goldenProject({ set: numbered(2) }))
  await project.vitest(['run', 'goldens', '-u'], { ...env, AIOS_RECORD: '1' })
  await project.vitest(['run', 'goldens'], env)
  await server.close()
  await project.write(OTHERS)
}

const exist = (project: Project, files: readonly string[]) => files.filter((file) => project.exists(file))

describe('aios clean', { timeout: 120_000 }, () => {
  test('lists, deletes what it knows, and leaves what is not named', async ({ project }) => {
    await projectThatRan(project)
    const usual = ['.aios/last_report.json', '.aios/adaptive_routing_state.json']
    const reviewed = ['goldens/baseline.json', 'goldens/cassettes']
    const named = ['.aios/provenance.ndjson']
    expect(exist(project, [...usual, ...reviewed, ...named])).toHaveLength(5)

    const dry = await project.aios(['clean', '--dry-run'])
    expect(dry.exitCode).toBe(0)
    expect(dry.output).toMatch(/^reports +\d+ k?B {2}1 file\n +\d+ k?B {2}\.aios\/last_report\.json$/m)
    expect(dry.output).toMatch(/^comparisons +\d+ k?B {2}\d files?$/m)
    expect(dry.output).toMatch(/^in all +\d+ k?B$/m)
    expect(dry.output).not.toMatch(/baseline|cassettes|provenance|gguf|notes|engine/)
    const asked = await project.aios(['clean'])
    expect(asked.exitCode).toBe(1)
    expect(asked.output).toContain(
      'because input or output is not a terminal; nothing was changed\n  confirm with --yes',
    )
    expect(exist(project, usual)).toEqual(usual)

    const clean = await project.aios(['clean', '--yes'])
    expect(clean.output).toMatch(/^deleted \d files, \d+ k?B$/m)
    expect(clean.exitCode).toBe(0)
    expect(exist(project, usual)).toEqual([])
    expect(exist(project, [...reviewed, ...named, ...Object.keys(OTHERS)])).toHaveLength(9)
    const again = await project.aios(['clean', '--yes', '--json'])
    expect(JSON.parse(again.output)).toEqual({
      schema_version: '1.0',
      deleted: false,
      files: [],
      kept: [],
      failed: [],
    })

    for (const kind of ['baseline', 'cassettes']) {
      const refused = await project.aios(['clean', kind, '--yes'])
      expect(refused.output).toContain(`${kind} would have to be recorded again: add --all to delete them`)
      expect(refused.exitCode).toBe(1)
    }
    await project.write({ 'goldens/cassettes/notes.ndjson': '{"mine": true}\n' })
    const all = await project.aios(['clean', '--all', '--yes'])
    expect(all.output).toContain('kept: goldens/cassettes/notes.ndjson: it is not a cassette')
    expect(exist(project, ['goldens/baseline.json', 'goldens/cassettes/notes.ndjson'])).toEqual([
      'goldens/cassettes/notes.ndjson',
    ])
    const files = ['.aios/provenance.ndjson', '.aios/engine', '.aios/models/my-own.gguf']
    expect(exist(project, files)).toEqual(files)
    expect((await project.aios(['clean', 'log', 'engine', 'models', '--yes'])).exitCode).toBe(0)
    expect(exist(project, files)).toEqual([])
    expect(exist(project, ['.aios/notes.txt', '.aios/hypotheses.ndjson'])).toHaveLength(2)
  })

  test('follows no link, and tells so', async ({ project, onTestFinished }) => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'aios-elsewhere-'))
    onTestFinished(() => rm(elsewhere, { recursive: true }))
    const file = (name: string) => {
      writeFileSync(join(elsewhere, name), 'precious')
      return join(elsewhere, name)
    }
    await project.write({ ...goldenProject({ set: numbered(1) }), '.aios/engine/package.json': '{}' })
    mkdirSync(join(elsewhere, 'engine'))
    file('comparison_20250101T000000000Z_x.json')
    symlinkSync(elsewhere, join(project.dir, '.aios/comparisons'))
    symlinkSync(file('report'), join(project.dir, '.aios/last_report.json'))
    symlinkSync(file('engine/inside'), join(project.dir, '.aios/engine/link'))
    symlinkSync(elsewhere, join(project.dir, 'goldens/cassettes'))
    symlinkSync(file('baseline'), join(project.dir, 'goldens/baseline.json'))
    const { output, exitCode } = await project.aios([
      'clean',
      'reports',
      'comparisons',
      'engine',
      'baseline',
      'cassettes',
      '--all',
      '--yes',
    ])
    expect(exitCode).toBe(0)
    for (const name of ['.aios/comparisons', '.aios/last_report.json', 'goldens/baseline.json'])
      expect(output).toContain(`kept: ${name}: it is a link`)
    expect(output).toContain('kept: goldens/cassettes: it is outside of the project')
    expect(project.exists('.aios/engine')).toBe(false)
    for (const name of ['comparison_20250101T000000000Z_x.json', 'report', 'engine/inside', 'baseline'])
      expect(readFileSync(join(elsewhere, name), 'utf8')).toBe('precious')
  })

  test('deletes the facts that DuckDB reads in place of the log, and not the log', async ({ project }) => {
    await project.write({
      ...goldenProject({ set: numbered(1) }),
      '.aios/provenance.ndjson': '',
      '.aios/cache/log/1-2/manifest.json': '{}',
      '.aios/cache/log/1-2/0.parquet': 'x',
    })
    const { output } = await project.aios(['clean', '--yes'])
    expect(output).toContain('.aios/cache/')
    expect(exist(project, ['.aios/cache', '.aios/provenance.ndjson'])).toEqual(['.aios/provenance.ndjson'])
  })

  test('takes an unfinished download for abandoned only after a while', async ({ project }) => {
    await project.write({
      ...goldenProject({ set: numbered(1) }),
      '.aios/models/.pull-old/part': 'x',
      '.aios/models/.pull-new/part': 'x',
    })
    const hourAgo = new Date(Date.now() - 3_600_000)
    utimesSync(join(project.dir, '.aios/models/.pull-old'), hourAgo, hourAgo)
    const { output } = await project.aios(['clean', 'caches', '--yes'])
    expect(output).toContain('kept: .aios/models/.pull-new: it changed in the last 10 minutes')
    expect(exist(project, ['.aios/models/.pull-old', '.aios/models/.pull-new'])).toEqual(['.aios/models/.pull-new'])
  })

  test.runIf(process.platform === 'linux')('refuses while a run is writing', async ({ project, onTestFinished }) => {
    const answer = Promise.withResolvers<void>()
    const server = await scriptedModels(['big', 'small'], async (question) => {
      if (question.includes('g1?')) await answer.promise
      return 'An answer.'
    })
    onTestFinished(() => server.close())
    await project.write(goldenProject({ set: numbered(2) }))
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
    const running = startNode(project, [vitest, 'run', 'goldens'], env)
    onTestFinished(() => running.kill())
    await project.write({ '.aios/last_report.json': '{}' })
    while (!project.exists('.aios/provenance.ndjson')) await new Promise((resolve) => setTimeout(resolve, 50))
    const refused = await project.aios(['clean', '--yes'])
    expect(refused.output).toMatch(/process \d+ is writing \.aios\/provenance\.ndjson: wait until the run has ended/)
    expect(refused.exitCode).toBe(1)
    expect(project.exists('.aios/last_report.json')).toBe(true)
    answer.resolve()
    await running.exited
    expect((await project.aios(['clean', '--yes'])).exitCode).toBe(0)
    expect(project.exists('.aios/last_report.json')).toBe(false)
  })
})
