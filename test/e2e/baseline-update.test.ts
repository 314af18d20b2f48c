import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { goldenProject, MONOREPO, numbered, packageFiles } from '../support/golden-project.ts'
import { type Project, test as base } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const SETS = { first: numbered(2, 'a'), second: numbered(1, 'b') }
const IN_ONE_WORKER = { test: 'isolate: false' }
const FILES = goldenProject(SETS, IN_ONE_WORKER)

async function serve() {
  const models = await scriptedModels(['big', 'small'], () => 'Yes.')
  onTestFinished(() => models.close())
  return { AIOS_BASE_URL: models.url }
}

/** The baseline of a project before a golden and a set were removed; recorded once for the file. */
const BEFORE = goldenProject({ ...SETS, first: numbered(3, 'a'), third: numbered(1, 'c') }, IN_ONE_WORKER)
const test = base.extend('recorded', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const models = await scriptedModels(['big', 'small'], () => 'Yes.')
  onCleanup(() => models.close())
  const project = await newProject()
  await project.write(BEFORE)
  const run = await project.vitest(['run', '-u'], { AIOS_BASE_URL: models.url })
  expect(run.exitCode, run.output).toBe(0)
  return project.read('goldens/baseline.json')
})

/** Writes a project whose baseline holds a golden and a set that were removed since. */
async function writeLeftovers(project: Project, recorded: string): Promise<void> {
  await project.write({ ...BEFORE, ...FILES, 'goldens/baseline.json': recorded })
  await rm(join(project.dir, 'goldens/third.golden.test.ts'))
}

async function baseline(project: Project, folder = '.'): Promise<Record<string, string[]>> {
  const { sets } = JSON.parse(await project.read(join(folder, 'goldens/baseline.json'))) as {
    sets: Record<string, { goldens: object }>
  }
  return Object.fromEntries(Object.entries(sets).map(([set, { goldens }]) => [set, Object.keys(goldens)]))
}

const LEFT = { first: ['a0', 'a1', 'a2'], second: ['b0'], third: ['c0'] }

describe('-u', { timeout: 120_000 }, () => {
  test('of a part of a set removes nothing, of a whole set its goldens that no longer exist', async ({
    project,
    recorded,
  }) => {
    const env = await serve()
    await writeLeftovers(project, recorded)
    for (const args of [['-t', 'a1|b0'], ['goldens/second'], ['--exclude=**/first*']]) {
      const { output } = await project.vitest(['run', ...args, '-u'], env)
      expect(output).toContain('the baseline is being recorded')
      expect(output, args.join(' ')).not.toContain('removed')
      expect(await baseline(project), args.join(' ')).toEqual(LEFT)
    }
    for (const args of [['goldens/first'], ['-t', 'first|second']]) {
      await project.write({ 'goldens/baseline.json': recorded })
      const { output } = await project.vitest(['run', ...args, '-u'], env)
      expect(output.replaceAll(/\s+/g, ' '), args.join(' ')).toContain(
        'removed from the baseline, because they no longer exist: a2 of "first"',
      )
      expect(await baseline(project), args.join(' ')).toEqual({ ...LEFT, first: ['a0', 'a1'] })
    }
  })

  test('of a whole run removes what no longer exists, and lists it', async ({ project, recorded }) => {
    const env = await serve()
    await writeLeftovers(project, recorded)
    const whole = await project.vitest(['run', 'goldens', '-u'], env)
    expect(whole.exitCode).toBe(0)
    expect(whole.output.replaceAll(/\s+/g, ' ')).toContain(
      'removed from the baseline, because they no longer exist: a2 of "first", the set "third"',
    )
    expect(whole.output).not.toContain('did not run')
    expect(await baseline(project)).toEqual({ first: ['a0', 'a1'], second: ['b0'] })
  })

  test('removes no set with .only or a skipped suite', async ({ project, recorded }) => {
    const env = await serve()
    const suite = (how: string) =>
      `import { describe } from 'vitest'\nimport { describeGoldens } from 'vitest-aios'\ndescribe.${how}('of it', () => describeGoldens('second', './second.json'))\n`
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const [name, second] of Object.entries({
      skip: suite('skip'),
      only: `${suite('only')}describeGoldens('third', './third.json')\n`,
    })) {
      await project.write({
        ...packageFiles(name, SETS, IN_ONE_WORKER),
        [`packages/${name}/goldens/second.golden.test.ts`]: second,
        [`packages/${name}/goldens/third.json`]: JSON.stringify(numbered(1, 'c')),
        [`packages/${name}/goldens/baseline.json`]: recorded,
      })
    }
    const { exitCode, output } = await project.vitest(['run', '-u'], env)
    expect(exitCode, output).toBe(0)
    for (const name of ['skip', 'only'])
      expect(await baseline(project, `packages/${name}`), name).toEqual({ ...LEFT, first: ['a0', 'a1'] })
  })

  /** A failure in a package beside its goldens, and the words of its run. */
  const FAILURES: Record<string, { files: Record<string, string>; says: RegExp }> = {
    elsewhere: {
      files: { 'unit.test.ts': "import { test } from 'vitest'\ntest('plain', () => { throw new Error('no') })\n" },
      says: /the baseline stays as it was: "plain" of unit\.test\.ts failed/,
    },
    crashed: {
      files: { 'goldens/second.golden.test.ts': "import 'vitest-aios'\nthrow new Error('no')\n" },
      says: /the baseline stays as it was: \S*goldens\/second\.golden\.test\.ts did not finish/,
    },
    log: {
      files: { '.aios/provenance.ndjson/file': '' },
      says: /cannot write the provenance log .*provenance\.ndjson/,
    },
    report: { files: { '.aios/last_report.json/file': '' }, says: /cannot write .*last_report\.json/ },
  }

  test('records nothing in a package where a test, a file, the log or the report failed', async ({ project }) => {
    const env = await serve()
    await project.write({ 'vitest.config.ts': MONOREPO })
    for (const [name, { files }] of Object.entries(FAILURES)) {
      await project.write(packageFiles(name, SETS, IN_ONE_WORKER))
      for (const [file, text] of Object.entries(files)) await project.write({ [`packages/${name}/${file}`]: text })
    }
    for (const args of [['run'], ['run', '-u']]) {
      const job = join(project.dir, 'job.md')
      await project.write({ 'job.md': '' })
      const { exitCode, output } = await project.vitest(args, { ...env, GITHUB_STEP_SUMMARY: job })
      expect(exitCode).toBe(1)
      expect(output).not.toContain('being recorded')
      expect(output).not.toMatch(/status +PASS/)
      expect(output.match(/^ status +FAIL \(the run failed: see note\)$/gm)?.length).toBeGreaterThanOrEqual(4)
      expect(output).not.toContain(String.raw`\n`)
      expect((await project.read('job.md')).match(/fail \(the run failed\)/g)?.length).toBeGreaterThanOrEqual(4)
      for (const [name, { says }] of Object.entries(FAILURES)) {
        expect(output.replaceAll(/\s+/g, ' ')).toMatch(says)
        expect(project.exists(`packages/${name}/goldens/baseline.json`)).toBe(false)
        if (name !== 'report') await expectFailed(project, `packages/${name}`)
      }
    }
  })

  test('records nothing after an error outside of tests', async ({ project }) => {
    const env = await serve()
    await project.write({
      ...FILES,
      'unit.test.ts':
        "import { test } from 'vitest'\ntest('plain', () => { setTimeout(() => { throw new Error('no') }) ; return new Promise((done) => setTimeout(done, 50)) })\n",
    })
    for (const args of [['run'], ['run', '-u']]) {
      const { exitCode, output } = await project.vitest(args, env)
      expect(exitCode).toBe(1)
      expect(output.replaceAll(/\s+/g, ' ')).toMatch(
        /an error outside of tests.* the baseline stays as it was: the run failed/,
      )
      expect(output).not.toContain('being recorded')
      expect(output).toMatch(/^ status +FAIL \(the run failed: see note\)$/m)
      expect(project.exists('goldens/baseline.json')).toBe(false)
      await expectFailed(project, '.')
    }
  })

  async function expectFailed(project: Project, folder: string): Promise<void> {
    expect(JSON.parse(await project.read(join(folder, '.aios/last_report.json')))).toMatchObject({
      status: 'fail',
      sets: expect.arrayContaining([expect.objectContaining({ set: 'first', status: 'fail' })]) as unknown,
    })
  }
})
