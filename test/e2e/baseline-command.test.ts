import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import validate from '../../schemas/generated/baseline-output.validate.js'
import { test as base } from '../support/aios-in-turn.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { copyProject } from '../support/made-once.ts'
import type { Project } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const BASELINE = 'goldens/baseline.json'

const test = base
  .extend('models', { scope: 'file' }, async ({}, { onCleanup }) => {
    let reply = 'Yes, that is right.'
    const models = await scriptedModels(['big', 'small'], () => reply)
    onCleanup(() => models.close())
    return { env: { AIOS_BASE_URL: models.url }, answer: (text: string) => (reply = text) }
  })
  .extend('recording', { scope: 'file' }, async ({ newProject, models }) => {
    const project = await newProject()
    await project.write(
      goldenProject({ first: numbered(2, 'a'), second: numbered(1, 'b') }, { test: 'isolate: false' }),
    )
    const run = await project.vitest(['run', '-u'], models.env)
    expect(run.exitCode, run.output).toBe(0)
    return project
  })
  /** A project with a recorded baseline. */
  .extend('recorded', async ({ project, recording }) => {
    await copyProject(recording.dir, project)
    return project
  })

async function facts(project: Project, args: string[]): Promise<Record<string, unknown>> {
  const { exitCode, output } = await project.aios(['baseline', ...args, '--json'])
  expect(exitCode, output).toBe(0)
  const data: unknown = JSON.parse(output)
  expect(validate(data), JSON.stringify(validate.errors)).toBe(true)
  return data as Record<string, unknown>
}

const copies = (project: Project) =>
  readdirSync(join(project.dir, 'goldens')).filter((name) => /^baseline\.\d{8}T\d{9}Z\.json$/.test(name))

describe('aios baseline', { timeout: 180_000 }, () => {
  test('shows goldens, and compares the baseline with the last run word by word', async ({
    recorded: project,
    models: { env, answer },
  }) => {
    const shown = await project.aios(['baseline', 'show'])
    expect(shown.output).toMatch(/^first\n {2}a0 {2}1\/1 pass {2}\d+ ms {2,}embedder/)
    const one = await project.aios(['baseline', 'show', 'b0'])
    expect(one.output).toMatch(/^b0 of second\n[^]*\n {2}\| Yes, that is right\.\n$/)
    expect(await facts(project, ['show', '--set', 'first'])).toMatchObject({ goldens: [{ id: 'a0' }, { id: 'a1' }] })
    const misspelt = await project.aios(['baseline', 'show', 'b00'])
    expect(misspelt).toMatchObject({ exitCode: 1, output: expect.stringContaining('did you mean "b0"?') as unknown })

    answer('Yes, that is \u001b[31mwrong\u001b[0m.')
    await project.vitest(['run', 'goldens', '-t', 'first'], env)
    const diff = await project.aios(['baseline', 'diff', '--tolerance', '1000'])
    expect(diff.exitCode).toBe(0)
    expect(diff.output).toContain(String.raw`Yes, that is [-right-]{+\x1b[31mwrong\x1b[0m+}.`)
    expect(diff.output).toMatch(/first\n {2}a0 {2}latency [^]*pass 1\/1[^]*source embedder/)
    expect(diff.output).toContain('b0  only before')
    expect(diff.output).toMatch(/^\d goldens? changed, 1 only before, \d the same$/m)
    expect(diff.output).not.toContain('\u001b')
    const ids = await facts(project, ['diff', '--golden', 'a1', 'b0', '--tolerance', '1000'])
    expect(ids).toMatchObject({
      goldens: [
        { id: 'a1', change: 'changed', stale: false },
        { id: 'b0', change: 'removed' },
      ],
    })
  })

  test('copies the baseline, lists the copies, and restores one without losing the other', async ({
    recorded: project,
  }) => {
    const first = await project.read(BASELINE)
    const backup = await project.aios(['baseline', 'backup'])
    expect(backup.output).toMatch(/^copied to <project>\/goldens\/baseline\.\d{8}T\d{9}Z\.json\n/)
    const same = await project.aios(['baseline', 'restore'])
    expect(same).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^nothing to do/) as unknown })

    const changed = first.replaceAll('"small"', '"another"')
    await project.write({ [BASELINE]: changed })
    const [copy = ''] = copies(project)
    const compared = await facts(project, ['diff', `goldens/${copy}`, BASELINE])
    expect(compared).toMatchObject({
      goldens: expect.arrayContaining([expect.objectContaining({ change: 'changed' })]) as unknown,
    })
    const asked = await project.aios(['baseline', 'restore'])
    expect(asked.exitCode).toBe(1)
    expect(asked.output).toContain('confirm with --yes')
    expect(await project.read(BASELINE)).toBe(changed)
    expect(await facts(project, ['restore', '--yes'])).toMatchObject({ restored: true })
    expect(await project.read(BASELINE)).toBe(first)
    expect(await Promise.all(copies(project).map((name) => project.read(`goldens/${name}`)))).toEqual([first, changed])

    await project.write({ 'goldens/baseline.20200101T000000000Z.json': '{}' })
    const listed = await project.aios(['baseline', 'list'])
    expect(listed.output).toMatch(/^baseline\.json +3 goldens in 2 sets {2}recorded .*in use\n/)
    expect(listed.output).toMatch(/baseline\.20200101T000000000Z\.json {2}cannot be used: +/)
    expect(await facts(project, ['list'])).toMatchObject({ files: { length: 4 } })
    const damaged = await project.aios(['baseline', 'restore', 'goldens/baseline.20200101T000000000Z.json', '--yes'])
    expect(damaged.exitCode).toBe(1)
    expect(await project.read(BASELINE)).toBe(first)
  })

  test('removes what no longer exists, after it has listed it', async ({ recorded: project }) => {
    const before = await project.read(BASELINE)
    expect((await project.aios(['baseline', 'prune'])).output).toMatch(/^nothing to remove/)
    await project.write({ 'goldens/first.json': JSON.stringify(numbered(1, 'a')) })
    await rm(join(project.dir, 'goldens/second.golden.test.ts'))
    const asked = await project.aios(['baseline', 'prune'])
    expect(asked.exitCode).toBe(1)
    expect(asked.output).toMatch(/^a1 of "first"\nthe set "second"\n[^]*confirm with --yes/)
    expect(await facts(project, ['prune', '--dry-run'])).toMatchObject({ written: false, removed: { length: 2 } })
    expect(await project.read(BASELINE)).toBe(before)

    await project.write({ 'goldens/first.json': '[{' })
    const broken = await project.aios(['baseline', 'prune', '--yes'])
    expect(broken.exitCode).toBe(1)
    expect(broken.output).toContain('cannot collect the tests')
    expect(await project.read(BASELINE)).toBe(before)

    await project.write({ 'goldens/first.json': JSON.stringify(numbered(1, 'a')) })
    expect(await facts(project, ['prune', '--yes'])).toMatchObject({
      written: true,
      removed: [
        { set: 'first', golden: 'a1' },
        { set: 'second', golden: null },
      ],
    })
    expect(Object.keys((JSON.parse(await project.read(BASELINE)) as { sets: object }).sets)).toEqual(['first'])
  })

  test('names the remedy where there is no baseline or no run', async ({ project }) => {
    for (const [args, remedy] of [
      [['show'], 'record it: npx vitest run goldens -u'],
      [['backup'], 'record it: npx vitest run goldens -u'],
      [['restore'], 'name the file to restore'],
      [['prune', '--yes'], 'record it: npx vitest run goldens -u'],
    ] as const) {
      const { exitCode, output } = await project.aios(['baseline', ...args])
      expect(exitCode).toBe(1)
      expect(output).toContain(remedy)
      expect(output).not.toMatch(/^ +at /m)
    }
    await project.write({ [BASELINE]: '{ "schema_version": "2.0", "version": "1", "sets": {} }' })
    const diff = await project.aios(['baseline', 'diff'])
    expect(diff).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('run the goldens: npx vitest run goldens') as unknown,
    })
  })
})
